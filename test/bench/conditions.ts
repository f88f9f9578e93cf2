// conditions/A, B, C: one condition tested on every account, in accounts per second. Two limits: exact letters, and
// lower-cased ones, which is what the library's comparisons mean. Data are spelled as the conditions are, so that all
// of them must agree.
import {
  EXACT,
  FOLDED,
  CREATED_AFTER,
  RENEWAL_FROM,
  RENEWAL_TO,
  type ByHand,
} from './conditions-by-hand.ts';
import { print } from './figures.ts';
import { same, takeTurns, type Contender } from './measure.ts';
import { QUICK } from './options.ts';
import {
  boolean,
  catalogue,
  compileCondition,
  conditions,
  ConditionScope,
  date,
  NO_REFERENCES,
  number,
  text,
  type AccountView,
  type Condition,
} from './ours.ts';
import { jsonRulesEngine } from './peers.ts';
import { NOW, population, type Account } from './population.ts';
import { conditionsByRules } from './conditions-by-rules.ts';

const ACCOUNTS = QUICK ? 20_000 : 200_000;
const ROUNDS = QUICK ? 5 : 9;
const SAMPLE = 1_000;

const b2b = catalogue({
  account: {
    country: text(),
    industry: text(),
    tier: text(),
    annualRevenue: number(),
    employees: number(),
    created: date(),
    renewal: date(),
    website: text(),
  },
  person: { jobTitle: text(), score: number(), optIn: boolean() },
});
const { account, all, any, atLeast, not, person, some } = conditions(b2b);
const leads = person('jobTitle').startsWith('VP', 'Director');

const CONDITIONS: Readonly<Record<'A' | 'B' | 'C', Condition>> = {
  A: all(
    account('country').is('US'),
    account('industry').is('Software', 'Healthcare', 'Retail'),
    account('annualRevenue').atLeast(1_000_000),
    some('person', all(leads, person('score').atLeast(60))),
  ),
  B: atLeast(2, 'person', all(leads, person('score').atLeast(50), person('optIn').is(true))),
  C: all(
    account('country').is('US', 'DE', 'GB'),
    not(account('industry').is('Government')),
    account('annualRevenue').atLeast(500_000),
    any(
      account('employees').atLeast(200),
      account('tier').is('A'),
      all(account('tier').is('B'), account('annualRevenue').atLeast(50_000_000)),
    ),
    account('created').after(CREATED_AFTER),
    account('renewal').between(RENEWAL_FROM, RENEWAL_TO),
    account('website').isNotEmpty(),
    some(
      'person',
      all(
        person('jobTitle').startsWith('Chief'),
        not(all(person('score').lessThan(20), person('optIn').is(false))),
      ),
    ),
  ),
};

const accounts = population(ACCOUNTS);
const views = accounts as unknown as readonly AccountView[];

function ours(condition: Condition): () => number {
  const compiled = compileCondition(condition, {
    catalogue: b2b,
    references: NO_REFERENCES,
    scope: 'account',
  });
  const scope = new ConditionScope(views[0]!, null, NOW, null);
  return () => {
    let sum = 0;
    for (let index = 0; index < views.length; index += 1) {
      scope.account = views[index]!;
      if (compiled.test(scope)) sum = (sum + index + 1) | 0;
    }
    return sum;
  };
}

function byHand(test: ByHand): () => number {
  return () => {
    let sum = 0;
    for (let index = 0; index < accounts.length; index += 1) {
      if (test(accounts[index]!)) sum = (sum + index + 1) | 0;
    }
    return sum;
  };
}

const NAMES = ['A', 'B', 'C'] as const;
const contenders: Contender[] = NAMES.flatMap((name) => [
  { name: `${name} ours`, units: ACCOUNTS, run: ours(CONDITIONS[name]) },
  { name: `${name} exact`, units: ACCOUNTS, run: byHand(EXACT[name]) },
  { name: `${name} folded`, units: ACCOUNTS, run: byHand(FOLDED[name]) },
]);
for (const name of NAMES) {
  const sums = contenders
    .filter((contender) => contender.name.startsWith(name))
    .map(({ run }) => run());
  same(
    `conditions/${name}`,
    sums,
    sums.map(() => sums[0]),
  );
}

const peer = await peerRates(accounts.slice(0, SAMPLE));
const rates = takeTurns(contenders, ROUNDS);
for (const name of NAMES) {
  const figure = {
    unit: 'accounts/s',
    ours: rates.get(`${name} ours`)!,
    peer: peer === null ? null : 'json-rules-engine',
    peerRate: peer?.get(name) ?? null,
  };
  print({
    bench: `conditions/${name}`,
    ...figure,
    limit: rates.get(`${name} exact`)!,
    note: 'limit: exact letters',
  });
  print({
    bench: `conditions/${name}/folded`,
    ...figure,
    limit: rates.get(`${name} folded`)!,
    note: 'limit: lower-cased letters',
  });
}

async function peerRates(sample: readonly Account[]): Promise<Map<string, number> | null> {
  const library = await jsonRulesEngine();
  if (library === null) return null;
  const matched = (test: ByHand): number[] =>
    sample.flatMap((one, index) => (test(one) ? [index] : []));
  return conditionsByRules(library, sample, {
    A: matched(EXACT.A),
    B: matched(EXACT.B),
    C: matched(EXACT.C),
  });
}
