import { pick, weighted } from './chance.ts';
import type { Chance } from './chance.ts';
import type { Company } from './company-names.ts';

const FIRST_NAMES = [
  'Aiko',
  'Alice',
  'Amara',
  'Anders',
  'Anna',
  'Ben',
  'Bruno',
  'Carla',
  'Chen',
  'Clara',
  'Daniel',
  'David',
  'Elena',
  'Emil',
  'Emma',
  'Fatima',
  'Felix',
  'Grace',
  'Hana',
  'Hugo',
  'Ines',
  'Ivan',
  'Jack',
  'Jonas',
  'Julia',
  'Kai',
  'Karin',
  'Kofi',
  'Laura',
  'Leo',
  'Lina',
  'Lucas',
  'Maya',
  'Mia',
  'Nadia',
  'Nils',
  'Noah',
  'Nora',
  'Olga',
  'Omar',
  'Paul',
  'Priya',
  'Rafael',
  'Rosa',
  'Sam',
  'Sara',
  'Sofia',
  'Tariq',
  'Tom',
  'Yuki',
] as const;
const LAST_NAMES = [
  'Adams',
  'Almeida',
  'Andersson',
  'Baker',
  'Bauer',
  'Bernard',
  'Bianchi',
  'Carter',
  'Chan',
  'Costa',
  'Davies',
  'Dubois',
  'Eriksen',
  'Evans',
  'Fischer',
  'Garcia',
  'Gupta',
  'Haas',
  'Hansen',
  'Hughes',
  'Ito',
  'Jansen',
  'Kaya',
  'Keller',
  'Khan',
  'Kowalski',
  'Larsen',
  'Lefevre',
  'Lopez',
  'Marino',
  'Meyer',
  'Mori',
  'Nakamura',
  'Novak',
  'Okafor',
  'Olsen',
  'Patel',
  'Petrov',
  'Reed',
  'Richter',
  'Rossi',
  'Santos',
  'Sato',
  'Schmidt',
  'Silva',
  'Singh',
  'Tanaka',
  'Visser',
  'Weber',
  'Wilson',
] as const;

const TITLES = {
  CIO: 5,
  CTO: 4,
  'Chief Operating Officer': 2,
  'VP IT': 6,
  'VP Engineering': 5,
  'Director Engineering': 7,
  'Director Procurement': 4,
  'IT Manager': 10,
  'Enterprise Architect': 6,
  'Procurement Specialist': 8,
  'Software Engineer': 9,
  'Network Engineer': 6,
  'Systems Administrator': 8,
  'DevOps Lead': 6,
  'Data Analyst': 6,
  'Finance Controller': 5,
  'Marketing Manager': 4,
} as const;

/** A made-up person. */
export interface Colleague {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: keyof typeof TITLES;
  readonly email: string;
  readonly country: string;
}

/** An account with the people who decide in it. */
export interface Committee {
  readonly id: string;
  readonly company: Company;
  /** When the account becomes known. */
  readonly arrives: number;
  readonly members: Colleague[];
}

/** The person of a number, who works for a company. */
export function colleagueOf(
  number: number,
  { domain, country }: Company,
  chance: Chance,
): Colleague {
  const digits = String(number + 1).padStart(5, '0');
  const firstName = pick(FIRST_NAMES, chance('first name', number));
  const lastName = pick(LAST_NAMES, chance('last name', number));
  return {
    id: `p-${digits}`,
    firstName,
    lastName,
    jobTitle: weighted(TITLES, chance('job title', number)),
    email: `${firstName}.${lastName}.${digits}@${domain}`.toLowerCase(),
    country,
  };
}

const LEAST_MEMBERS = 4;
/** People per account, on average. */
export const COMMITTEE_SIZE = 7.5;

/**
 * Which account each person works for, by number: every account has at least four, and seven and a half on average.
 * A quarter of the places fall to accounts by chance, so that committees differ in size.
 */
export function employers(accounts: number, chance: Chance): number[] {
  const people = Math.round(accounts * COMMITTEE_SIZE);
  return Array.from({ length: people }, (_, person) =>
    person < accounts * LEAST_MEMBERS
      ? person % accounts
      : Math.floor(chance('employer', person) * accounts),
  );
}
