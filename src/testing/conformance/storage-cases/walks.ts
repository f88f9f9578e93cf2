import type {
  Commit,
  CommitResult,
  Key,
  Operation,
  ScanQuery,
  Storage,
  StoredRecord,
} from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { put, remove } from '../storage-case.ts';
import type { StorageCase, StorageContext } from '../storage-case.ts';

/** What a storage with records of one kind should hold, kept in the plainest way. */
type Model = Map<string, StoredRecord>;

const IDS = ['a', 'a/', 'a/b', 'a/b/c', 'ab', 'b', 'B', '\u{1f600}', '\ue000', 'a%', 'a_', '_'];

/** Draws from 0 to below a number, and from a list. */
function draws(chance: () => number) {
  const below = (end: number): number => Math.floor(chance() * end);
  return { below, one: <T>(list: readonly T[]): T => list[below(list.length)]! };
}

type Draws = ReturnType<typeof draws>;

/** Operations and expectations on different ids; one in eight does not fit. */
function drawCommit({ below, one }: Draws, model: Model): Commit {
  const ids = new Set(Array.from({ length: 1 + below(4) }, () => one(IDS)));
  const operations: Operation[] = [];
  const expects: { key: Key; version: number }[] = [];
  for (const id of ids) {
    const stored = model.get(id)?.version ?? 0;
    const version = below(8) === 0 ? stored + 1 + below(3) : stored;
    const what = below(5);
    const due = below(4) === 0 ? null : below(12) - 4;
    if (what === 0) expects.push({ key: { kind: 'account', id }, version });
    else if (what === 1 && version > 0) operations.push(remove(id, version));
    else operations.push(put(id, version + 1, { due, body: below(1_000) }));
  }
  return { operations, counters: [{ name: 'n', value: below(9) - 4 }], expects };
}

/** What the commit should answer; applies it to the model when it fits. */
function applied(model: Model, { operations, expects = [] }: Commit): CommitResult {
  const versionOf = (id: string): number => model.get(id)?.version ?? 0;
  const misfits = [
    ...operations.flatMap((operation) => {
      const id = operation.op === 'put' ? operation.record.id : operation.key.id;
      const { version } = operation.op === 'put' ? operation.record : operation;
      return version === versionOf(id) + (operation.op === 'put' ? 1 : 0) ? [] : [id];
    }),
    ...expects.filter(({ key, version }) => version !== versionOf(key.id)).map(({ key }) => key.id),
  ];
  if (misfits.length > 0) {
    const conflicts = misfits.map((id) => ({ kind: 'account', id }) as const);
    return { ok: false, reason: 'conflict', conflicts };
  }
  for (const operation of operations) {
    if (operation.op === 'put') model.set(operation.record.id, operation.record);
    else model.delete(operation.key.id);
  }
  return { ok: true };
}

function drawQuery({ below, one }: Draws): ScanQuery {
  const limit = 1 + below(IDS.length + 1);
  const after = one(['', ...IDS, 'a/a', 'c', '\uffff']);
  const prefix = one(['', '', 'a', 'a/', 'a/b', '\u{1f600}', '%', '_']);
  const byId = { kind: 'account', index: 'id', limit, prefix, after } as const;
  const position = below(2) === 0 ? {} : { after: { due: below(12) - 5, id: after } };
  const byDue = {
    kind: 'account',
    index: 'due',
    limit,
    until: below(14) - 5,
    ...position,
  } as const;
  return one<ScanQuery>([byId, { ...byId, reverse: true }, byDue]);
}

/** What the scan should answer. */
function scanned(model: Model, query: ScanQuery): StoredRecord[] {
  const records = [...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (query.index === 'id') {
    const { prefix = '', after = '', reverse = false } = query;
    const inRange = records.filter(
      ({ id }) => id.startsWith(prefix) && (after === '' || (reverse ? id < after : id > after)),
    );
    return (reverse ? inRange.reverse() : inRange).slice(0, query.limit);
  }
  const { until, after = { due: Number.NEGATIVE_INFINITY, id: '' }, limit } = query;
  return records
    .filter(({ due }) => due !== null && due <= until)
    .sort((a, b) => a.due! - b.due!)
    .filter(({ due, id }) => due! > after.due || (due === after.due && id > after.id))
    .slice(0, limit);
}

/** Commits and scans by chance; each answer is compared with that of the model. */
async function walk({ open, subscription, chance }: StorageContext, steps: number): Promise<void> {
  const drawn = draws(chance);
  const model: Model = new Map();
  const storage: Storage = await open();
  let sum = 0;
  for (let step = 1; step <= steps; step += 1) {
    const commit = drawCommit(drawn, model);
    const expected = applied(model, commit);
    if (expected.ok) sum += commit.counters[0]!.value;
    const answer = await storage.commit(subscription, commit);
    checkSame(answer, expected, `step ${step}: the answer to ${JSON.stringify(commit)}`);
    const query = drawQuery(drawn);
    checkSame(
      await storage.scan(subscription, query),
      scanned(model, query),
      `step ${step}: ${JSON.stringify(query)}`,
    );
  }
  const all = { kind: 'account', index: 'id', limit: 99 } as const;
  checkSame(await storage.scan(subscription, all), scanned(model, all), 'all records at the end');
  const [counter] = await storage.counters(subscription, 'n');
  checkSame(counter?.value ?? 0, sum, 'the counter at the end');
}

/** Walks by chance over one subscription, and over two that must not meet. */
export const WALK_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-19',
    title: 'any commits and scans agree with a plain list, one after the other',
    run: (context) => walk(context, 120),
  },
  {
    rule: 'ST-5',
    title: 'two walks at the same time in two subscriptions agree with a list each',
    async run(context) {
      const storage = await context.open();
      const open = (): Promise<Storage> => Promise.resolve(storage);
      await Promise.all(
        ['', '/2'].map((end) =>
          walk({ ...context, open, subscription: `${context.subscription}${end}` }, 40),
        ),
      );
    },
  },
];
