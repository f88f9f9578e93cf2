import type { Dice } from '../../src/testing/simulation/dice.ts';

/** A company with its people. */
export interface Company {
  readonly id: string;
  /** Nothing happens to it after it was introduced, so that it must end like the reference says. */
  readonly isQuiet: boolean;
  readonly attributes: {
    readonly name: string;
    readonly employees: number;
    readonly industry: string;
  };
  readonly people: readonly {
    readonly id: string;
    readonly attributes: { readonly email: string; readonly jobTitle: string };
    readonly consent?: { readonly email: 'n' };
  }[];
}

/** Companies, a third of them quiet, some small; few people belong to two. */
export function drawPopulation(dice: Dice, count: number): readonly Company[] {
  const companies: Company[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = `a${index}`;
    const isQuiet = index % 3 === 0;
    const people = Array.from({ length: dice.below(4) }, (_, each) => ({
      id: `${id}p${each}`,
      attributes: {
        email: `${id}p${each}@example.com`,
        jobTitle: dice.pick(['VP Sales', 'Engineer']),
      },
      ...(dice.once(0.1) && { consent: { email: 'n' as const } }),
    }));
    const shared = isQuiet || index < 2 ? undefined : companies.findLast((one) => !one.isQuiet);
    if (shared !== undefined && dice.once(0.2)) people.push(...shared.people.slice(0, 1));
    companies.push({
      id,
      isQuiet,
      attributes: {
        name: id,
        employees: dice.once(0.85) ? 2_000 : 5,
        industry: dice.pick(['Software', 'Retail']),
      },
      people,
    });
  }
  return companies;
}
