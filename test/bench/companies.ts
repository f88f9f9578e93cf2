import { option } from './options.ts';
import { NOW } from './population.ts';
import { random, whole } from './random.ts';

/** People an account: ten in every bench that runs journeys, unless it says otherwise. */
export const PEOPLE: number = Number(option('people', '10'));
/** Who of them clicks. */
const CLICKER = Math.min(3, PEOPLE - 1);
/** Accounts that are given to the engine at once. */
const PAGE = 2_000;

/** What is known of an account before the journey begins. Made anew at each call: nobody keeps it but who asked. */
export interface Company {
  readonly id: string;
  readonly attributes: {
    readonly name: string;
    readonly country: string;
    readonly annualRevenue: number;
    readonly employees: number;
    readonly phase: string;
  };
  readonly people: readonly Employee[];
}

export interface Employee {
  readonly id: string;
  readonly attributes: { readonly jobTitle: string; readonly email: string };
  /** E-mail consent, or that nothing is known of it. */
  readonly consent: 'y' | 'n' | null;
}

const TITLES = ['VP Sales', 'Director of Marketing', 'Engineer', 'Analyst', 'Head of Data'];

/** The account at a position, the same for the same position. */
export function company(index: number): Company {
  const next = random(index * 7919 + 3);
  const id = `account-${index}`;
  const [annualRevenue, employees] = [whole(next, 1, 9) * 1_000_000, whole(next, 1, 2_000)];
  // Through JSON, as data from outside: texts that were put together from others are slower to read the first time.
  return throughJson({
    id,
    attributes: {
      name: `Company ${index}`,
      country: next() < 0.6 ? 'US' : 'DE',
      annualRevenue,
      employees,
      phase: 'new',
    },
    people: Array.from({ length: PEOPLE }, (_, at) => {
      const person = `${id}-person-${at}`;
      const draw = next();
      return {
        id: person,
        attributes: {
          jobTitle: TITLES[(index + at) % TITLES.length]!,
          email: `${person}@example.com`,
        },
        consent: draw < 0.05 ? 'n' : draw < 0.6 ? 'y' : null,
      };
    }),
  });
}

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** All accounts up to a number, in pages. */
export function* companies(count: number): Generator<readonly Company[], void, void> {
  for (let from = 0; from < count; from += PAGE) {
    yield Array.from({ length: Math.min(PAGE, count - from) }, (_, at) => company(from + at));
  }
}

/** When journeys start, when clicks happen and when everything is over. */
export const START: number = NOW;
export const DAY = 86_400_000;
export const CLICKS_AT: number = START + 4 * DAY;
export const END: number = START + 12 * DAY;

/** A click as it comes from outside. */
export interface Click {
  readonly id: string;
  readonly type: 'emailClicked';
  readonly at: number;
  readonly person: string;
  readonly fields: { readonly email: string };
}

/** One click for every other account: of its fourth person or its last one, in the mail that the journey listens for. */
export function clicks(count: number): Click[] {
  const all: Click[] = [];
  for (let index = 0; index < count; index += 2) {
    const person = `account-${index}-person-${CLICKER}`;
    all.push(
      throughJson({
        id: `click-${index}`,
        type: 'emailClicked',
        at: CLICKS_AT,
        person,
        fields: { email: 'intro' },
      }),
    );
  }
  return all;
}

/** What every way of running the journey must agree on. */
export interface Outcome {
  readonly entered: number;
  readonly completed: number;
  /** Node visits by node. */
  readonly visits: Readonly<Record<string, number>>;
  readonly sent: number;
  readonly refused: number;
}
