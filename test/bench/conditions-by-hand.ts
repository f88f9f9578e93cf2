import { NOW, type Account, type Person } from './population.ts';

/** A condition as an engineer would write it for one account. */
export type ByHand = (account: Account) => boolean;

export const CREATED_AFTER: number = NOW - 2_000 * 86_400_000;
export const RENEWAL_FROM: number = NOW;
export const RENEWAL_TO: number = NOW + 300 * 86_400_000;

/** Letters compare exactly. */
export const EXACT: Readonly<Record<'A' | 'B' | 'C', ByHand>> = {
  A({ attributes, people }) {
    const { country, industry, annualRevenue } = attributes;
    if (country !== 'US') return false;
    if (industry !== 'Software' && industry !== 'Healthcare' && industry !== 'Retail') return false;
    if (annualRevenue < 1_000_000) return false;
    for (let index = 0; index < people.length; index += 1) {
      const { jobTitle, score } = people[index]!.attributes;
      if ((jobTitle.startsWith('VP') || jobTitle.startsWith('Director')) && score >= 60)
        return true;
    }
    return false;
  },
  B({ people }) {
    let found = 0;
    for (let index = 0; index < people.length; index += 1) {
      const { jobTitle, score, optIn } = people[index]!.attributes;
      if (!jobTitle.startsWith('VP') && !jobTitle.startsWith('Director')) continue;
      if (score < 50 || !optIn) continue;
      found += 1;
      if (found === 2) return true;
    }
    return false;
  },
  C({ attributes, people }) {
    const { country, industry, tier, annualRevenue, employees, created, renewal, website } =
      attributes;
    if (country !== 'US' && country !== 'DE' && country !== 'GB') return false;
    if (industry === 'Government') return false;
    if (annualRevenue < 500_000) return false;
    if (!(employees >= 200 || tier === 'A' || (tier === 'B' && annualRevenue >= 50_000_000))) {
      return false;
    }
    if (created <= CREATED_AFTER) return false;
    if (renewal === undefined || renewal < RENEWAL_FROM || renewal > RENEWAL_TO) return false;
    if (website === undefined || website === '') return false;
    for (let index = 0; index < people.length; index += 1) {
      const { jobTitle, score, optIn } = people[index]!.attributes;
      if (jobTitle.startsWith('Chief') && !(score < 20 && !optIn)) return true;
    }
    return false;
  },
};

/** Letters compare without case, as the library's conditions do, by lower-casing every value. */
export const FOLDED: Readonly<Record<'A' | 'B' | 'C', ByHand>> = {
  A({ attributes, people }) {
    if (attributes.country.toLowerCase() !== 'us') return false;
    const industry = attributes.industry.toLowerCase();
    if (industry !== 'software' && industry !== 'healthcare' && industry !== 'retail') return false;
    if (attributes.annualRevenue < 1_000_000) return false;
    return people.some((person) => isLeader(person) && person.attributes.score >= 60);
  },
  B({ people }) {
    let found = 0;
    for (const person of people) {
      const { score, optIn } = person.attributes;
      if (isLeader(person) && score >= 50 && optIn) found += 1;
      if (found === 2) return true;
    }
    return false;
  },
  C({ attributes, people }) {
    const { annualRevenue, employees, created, renewal, website } = attributes;
    const country = attributes.country.toLowerCase();
    if (country !== 'us' && country !== 'de' && country !== 'gb') return false;
    if (attributes.industry.toLowerCase() === 'government') return false;
    if (annualRevenue < 500_000) return false;
    const tier = attributes.tier.toLowerCase();
    if (!(employees >= 200 || tier === 'a' || (tier === 'b' && annualRevenue >= 50_000_000))) {
      return false;
    }
    if (created <= CREATED_AFTER) return false;
    if (renewal === undefined || renewal < RENEWAL_FROM || renewal > RENEWAL_TO) return false;
    if (website === undefined || website === '') return false;
    return people.some(
      ({ attributes: { jobTitle, score, optIn } }) =>
        jobTitle.toLowerCase().startsWith('chief') && !(score < 20 && !optIn),
    );
  },
};

function isLeader({ attributes }: Person): boolean {
  const title = attributes.jobTitle.toLowerCase();
  return title.startsWith('vp') || title.startsWith('director');
}
