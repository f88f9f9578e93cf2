// audience/change: one attribute of an account changes; which of 1,000 audiences does it enter or leave? In changes per
// second; a microsecond figure stands in the note. The limit is what one would write for these very audiences: code for
// each of them, found by the attribute that changed.
import { compileFunction } from 'node:vm';
import { print } from './figures.ts';
import { median, same, seconds, secondsOf } from './measure.ts';
import { QUICK } from './options.ts';
import {
  catalogue,
  ChangeSet,
  compileAudiences,
  NO_REFERENCES,
  number,
  text,
  type AccountView,
  type AudienceCondition,
  type Condition,
} from './ours.ts';
import { jsonRulesEngine } from './peers.ts';
import { NOW } from './population.ts';
import { pick, random, whole, type Random } from './random.ts';

const AUDIENCES = 1_000;
const ACCOUNTS = 1_000;
const CHANGES = QUICK ? 50_000 : 200_000;
const ROUNDS = QUICK ? 5 : 9;
const SAMPLE = QUICK ? 30 : 100;

const NEVER = Number.POSITIVE_INFINITY;
const TEXTS = Array.from({ length: 12 }, (_, index) => `text${index}`);
const NUMBERS = Array.from({ length: 12 }, (_, index) => `number${index}`);
const WORDS = [
  'Software',
  'Financial Services',
  'Manufacturing',
  'Healthcare',
  'Retail',
  'Government',
  'Energy',
  'Education',
  'Media',
  'Logistics',
  'Insurance',
  'Real Estate',
];

type Leaf =
  | { readonly attribute: string; readonly operator: 'is'; readonly values: readonly string[] }
  | {
      readonly attribute: string;
      readonly operator: 'atLeast' | 'lessThan';
      readonly values: readonly [number];
    };

interface Change {
  readonly account: number;
  readonly attribute: string;
  readonly value: string | number;
}

type Values = Record<string, string | number>;

const next = random(2);
const definitions = Array.from({ length: AUDIENCES }, () => {
  const names = [pick(next, TEXTS), pick(next, NUMBERS), pick(next, [...TEXTS, ...NUMBERS])];
  return [...new Set(names)].map((name) => leaf(next, name));
});
const starts = Array.from({ length: ACCOUNTS }, () => values(next));
const changes = Array.from({ length: CHANGES }, (): Change => {
  const attribute = pick(next, [...TEXTS, ...NUMBERS]);
  const value = attribute.startsWith('text') ? pick(next, WORDS) : whole(next, 0, 100);
  return { account: whole(next, 0, ACCOUNTS - 1), attribute, value };
});

function leaf(from: Random, attribute: string): Leaf {
  if (attribute.startsWith('text')) {
    const words = Array.from({ length: whole(from, 2, 5) }, () => pick(from, WORDS));
    return { attribute, operator: 'is', values: [...new Set(words)] };
  }
  return {
    attribute,
    operator: pick(from, ['atLeast', 'lessThan'] as const),
    values: [whole(from, 20, 80)],
  };
}

function values(from: Random): Values {
  const texts = TEXTS.map((name) => [name, pick(from, WORDS)]);
  return Object.fromEntries([
    ...texts,
    ...NUMBERS.map((name) => [name, whole(from, 0, 100)]),
  ]) as Values;
}

const copies = (): Values[] => starts.map((start) => ({ ...start }));

function ours(): () => number {
  const b2b = catalogue({
    account: {
      ...Object.fromEntries(TEXTS.map((name) => [name, text()])),
      ...Object.fromEntries(NUMBERS.map((name) => [name, number()])),
    },
    person: {},
  });
  const conditions = definitions.map((leaves, index): AudienceCondition => {
    const of = leaves.map((one): Condition => ({ kind: 'attribute', entity: 'account', ...one }));
    return { id: String(index).padStart(4, '0'), condition: { kind: 'all', of } };
  });
  const index = compileAudiences(conditions, { catalogue: b2b, references: NO_REFERENCES });
  const views = copies().map((attributes, at): AccountView => ({
    id: `a${at}`,
    attributes,
    people: [],
    opportunities: [],
    objects: {},
    events: [],
    lists: [],
    groups: [],
  }));
  const inside = views.map((view) => index.evaluate(view, NOW, []).inside);
  const set = new ChangeSet();
  return () => {
    let moves = 0;
    for (const { account, attribute, value } of changes) {
      const view = views[account]!;
      (view.attributes as Values)[attribute] = value;
      set.clear();
      set.accountAttribute(attribute);
      const result = index.evaluateChanged(set, view, NOW, inside[account]!, NEVER);
      moves += result.entered.length + result.left.length;
      inside[account] = result.inside;
    }
    return moves * 1_000_000 + inside.reduce((sum, ids) => sum + ids.length, 0);
  };
}

type Test = (values: Values) => boolean;

function byHand(): () => number {
  const tests = definitions.map(codeOf);
  const touched = new Map<string, number[]>([...TEXTS, ...NUMBERS].map((name) => [name, []]));
  definitions.forEach((leaves, at) => {
    for (const { attribute } of leaves) touched.get(attribute)!.push(at);
  });
  const accounts = copies();
  const inside = accounts.map((account) =>
    Uint8Array.from(tests, (test) => (test(account) ? 1 : 0)),
  );
  return () => {
    let moves = 0;
    for (const { account, attribute, value } of changes) {
      const attributes = accounts[account]!;
      const members = inside[account]!;
      attributes[attribute] = value;
      const entered: number[] = [];
      const left: number[] = [];
      for (const at of touched.get(attribute)!) {
        const holds = tests[at]!(attributes) ? 1 : 0;
        if (holds === members[at]) continue;
        members[at] = holds;
        (holds === 1 ? entered : left).push(at);
      }
      moves += entered.length + left.length;
    }
    let total = 0;
    for (const members of inside) for (const member of members) total += member;
    return moves * 1_000_000 + total;
  };
}

/** What one would write for this audience. */
function codeOf(leaves: readonly Leaf[]): Test {
  return compileFunction(`return ${leaves.map(source).join(' && ')}`, ['v']) as Test;
}

function source({ attribute, operator, values: operands }: Leaf): string {
  const value = `v.${attribute}`;
  if (operator === 'is')
    return `(${operands.map((word) => `${value} === ${JSON.stringify(word)}`).join(' || ')})`;
  return `${value} ${operator === 'atLeast' ? '>=' : '<'} ${operands[0]}`;
}

/** Changes per second; the audiences that hold the account must be those of the code written by hand. */
async function byRules(): Promise<number | null> {
  const library = await jsonRulesEngine();
  if (library === null) return null;
  const operators = { is: 'in', atLeast: 'greaterThanInclusive', lessThan: 'lessThan' };
  const engine = new library.Engine();
  definitions.forEach((leaves, at) => {
    const all = leaves.map(({ attribute, operator, values: operands }) => ({
      fact: attribute,
      operator: operators[operator],
      value: operator === 'is' ? operands : operands[0],
    }));
    engine.addRule({ conditions: { all }, event: { type: String(at) } });
  });
  const tests = definitions.map(codeOf);
  const accounts = copies();
  const times: number[] = [];
  for (const { account, attribute, value } of changes.slice(0, SAMPLE)) {
    const attributes = accounts[account]!;
    attributes[attribute] = value;
    let held: number[] = [];
    times.push(
      await secondsOf(async () => {
        const { events } = await engine.run(attributes);
        held = events.map(({ type }) => Number(type)).sort((left, right) => left - right);
      }),
    );
    same(
      'json-rules-engine',
      held,
      tests.flatMap((test, at) => (test(attributes) ? [at] : [])),
    );
  }
  return 1 / median(times);
}

// The state goes on from round to round, so both are run as often, and compared each time.
const contenders = { ours: ours(), limit: byHand() };
const rates = { ours: [] as number[], limit: [] as number[] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const sums: number[] = [];
  for (const name of ['ours', 'limit'] as const) {
    const taken = seconds(() => sums.push(contenders[name]()));
    if (round > 0) rates[name].push(CHANGES / taken);
  }
  same(`audience/change, round ${round}`, sums[0], sums[1]);
}
const peerRate = await byRules();
const rate = median(rates.ours);
print({
  bench: 'audience/change',
  unit: 'changes/s',
  ours: rate,
  limit: median(rates.limit),
  peer: peerRate === null ? null : 'json-rules-engine',
  peerRate,
  note: `${(1e6 / rate).toFixed(1)} µs a change`,
});
