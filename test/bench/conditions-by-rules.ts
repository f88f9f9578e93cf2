import { CREATED_AFTER, RENEWAL_FROM, RENEWAL_TO } from './conditions-by-hand.ts';
import { median, same, secondsOf } from './measure.ts';
import type { RulesEngine } from './peers.ts';
import type { Account } from './population.ts';

const ROUNDS = 3;

/** `some` and `count` over people have no form of their own in the peer: they are operators that we give to it. */
interface Wanted {
  readonly prefixes: readonly string[];
  readonly score: number;
  readonly optIn: boolean;
  readonly count: number;
}

type Leaf = { fact: string; operator: string; value: unknown };

const leaf = (fact: string, operator: string, value: unknown): Leaf => ({ fact, operator, value });

const RULES = {
  A: {
    all: [
      leaf('country', 'equal', 'US'),
      leaf('industry', 'in', ['Software', 'Healthcare', 'Retail']),
      leaf('annualRevenue', 'greaterThanInclusive', 1_000_000),
      leaf('people', 'count', { prefixes: ['VP', 'Director'], score: 60, optIn: false, count: 1 }),
    ],
  },
  B: {
    all: [
      leaf('people', 'count', { prefixes: ['VP', 'Director'], score: 50, optIn: true, count: 2 }),
    ],
  },
  C: {
    all: [
      leaf('country', 'in', ['US', 'DE', 'GB']),
      { not: leaf('industry', 'equal', 'Government') },
      leaf('annualRevenue', 'greaterThanInclusive', 500_000),
      {
        any: [
          leaf('employees', 'greaterThanInclusive', 200),
          leaf('tier', 'equal', 'A'),
          {
            all: [
              leaf('tier', 'equal', 'B'),
              leaf('annualRevenue', 'greaterThanInclusive', 50_000_000),
            ],
          },
        ],
      },
      leaf('created', 'greaterThan', CREATED_AFTER),
      leaf('renewal', 'greaterThanInclusive', RENEWAL_FROM),
      leaf('renewal', 'lessThanInclusive', RENEWAL_TO),
      leaf('website', 'notEqual', ''),
      leaf('people', 'chief', 20),
    ],
  },
};

/** Accounts per second by rule. `expected` are the positions of the accounts that match. */
export async function conditionsByRules(
  { Engine }: RulesEngine,
  accounts: readonly Account[],
  expected: Readonly<Record<'A' | 'B' | 'C', readonly number[]>>,
): Promise<Map<string, number>> {
  const facts = accounts.map(({ attributes, people }) => ({
    website: '',
    ...attributes,
    people: people.map((person) => person.attributes),
  }));
  const rates = new Map<string, number>();
  for (const name of ['A', 'B', 'C'] as const) {
    const engine = new Engine([], { allowUndefinedFacts: true });
    engine.addOperator('count', (people: Account['people'][0]['attributes'][], wanted: Wanted) => {
      let found = 0;
      for (const { jobTitle, score, optIn } of people) {
        if (score < wanted.score || (wanted.optIn && !optIn)) continue;
        if (wanted.prefixes.some((prefix) => jobTitle.startsWith(prefix))) found += 1;
      }
      return found >= wanted.count;
    });
    engine.addOperator('chief', (people: Account['people'][0]['attributes'][], least: number) =>
      people.some(
        ({ jobTitle, score, optIn }) => jobTitle.startsWith('Chief') && !(score < least && !optIn),
      ),
    );
    engine.addRule({ conditions: RULES[name] as never, event: { type: 'match' } });
    const taken: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const matched: number[] = [];
      const time = await secondsOf(async () => {
        for (let index = 0; index < facts.length; index += 1) {
          const { events } = await engine.run(facts[index]);
          if (events.length > 0) matched.push(index);
        }
      });
      same(`json-rules-engine ${name}`, matched, expected[name]);
      if (round > 0) taken.push(accounts.length / time);
    }
    rates.set(name, median(taken));
  }
  return rates;
}
