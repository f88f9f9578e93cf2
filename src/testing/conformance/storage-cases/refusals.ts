import type {
  Commit,
  LeaseRequest,
  RecordKind,
  ScanQuery,
  Storage,
} from '../../../ports/storage.ts';
import { checkRejects, checkSame } from '../../check.ts';
import { only, put, remove, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { REFUSED_TEXTS } from './odd-values.ts';

const REQUEST: LeaseRequest = { name: 'l', owner: 'o', now: 0, ttl: 10 };
const BY_ID = { kind: 'account', index: 'id', limit: 10 } as const;
const BY_DUE = { kind: 'account', index: 'due', until: 9, limit: 10 } as const;

type Call = readonly [
  what: string,
  call: (storage: Storage, subscription: string) => Promise<unknown>,
];

function refusals(rule: string, title: string, calls: readonly Call[]): StorageCase {
  return {
    rule,
    title,
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }), put('b', 1, { due: 2 }));
      const before = await snapshot(storage, subscription);
      for (const [what, call] of calls) {
        await checkRejects(call(storage, subscription), 'INVALID_INPUT', what);
      }
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
    },
  };
}

/** A malformed commit, along with an operation and a counter that would fit. */
function commitOf(what: string, commit: Partial<Commit>): Call {
  return [
    what,
    (storage, subscription) =>
      storage.commit(subscription, {
        ...commit,
        operations: [put('a', 2), put('new'), ...(commit.operations ?? [])],
        counters: [{ name: 'n', value: 1 }, ...(commit.counters ?? [])],
      }),
  ];
}

const texts = REFUSED_TEXTS.map(([what, given]): StorageCase => {
  const text = given as string;
  const mayBeEmpty = given === '' || given === undefined;
  const positions: Call[] = [
    ['a prefix', (s, name) => s.scan(name, { ...BY_ID, prefix: text })],
    ['after', (s, name) => s.scan(name, { ...BY_ID, after: text })],
    ['the id in after', (s, name) => s.scan(name, { ...BY_DUE, after: { due: 1, id: text } })],
    ['a prefix of counters', (s, name) => s.counters(name, text)],
  ];
  return refusals('ST-70', `${what} is refused as an id or a name`, [
    ['a key of load', (s, name) => s.load(name, [{ kind: 'account', id: text }])],
    commitOf('a put', { operations: [put(text)] }),
    commitOf('a delete', { operations: [remove(text)] }),
    commitOf('a counter', { counters: [{ name: text, value: 1 }] }),
    commitOf('a fence', { fence: { lease: text, fence: 1 } }),
    ['a subscription in load', (s) => s.load(text, [])],
    ['a subscription in scan', (s) => s.scan(text, BY_ID)],
    ['a subscription in commit', (s) => s.commit(text, only(put('a')))],
    ['a subscription in counters', (s) => s.counters(text, '')],
    ['a subscription in acquire', (s) => s.acquire(text, REQUEST)],
    ['a lease', (s, name) => s.acquire(name, { ...REQUEST, name: text })],
    ['an owner', (s, name) => s.acquire(name, { ...REQUEST, owner: text })],
    ...(mayBeEmpty ? [] : positions),
  ]);
});

const badKind = 'accounts' as RecordKind;
const badVersions = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null];
const badDues = [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 8.64e15 + 1, '1', undefined];
const badDeltas = [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, '1', null];
const badLimits = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', undefined];

export const REFUSAL_CASES: readonly StorageCase[] = [
  ...texts,
  refusals('ST-70', 'an unknown kind is refused in every call', [
    ['load', (s, name) => s.load(name, [{ kind: badKind, id: 'a' }])],
    [
      'load of __proto__',
      (s, name) => s.load(name, [{ kind: '__proto__' as RecordKind, id: 'a' }]),
    ],
    ['a scan by id', (s, name) => s.scan(name, { ...BY_ID, kind: badKind })],
    ['a scan by due', (s, name) => s.scan(name, { ...BY_DUE, kind: badKind })],
    commitOf('a put', { operations: [put('x', 1, { kind: badKind })] }),
    commitOf('a delete', { operations: [remove('x', 1, badKind)] }),
  ]),
  refusals('ST-71', 'a key in two operations is refused, whatever the operations are', [
    commitOf('two puts', { operations: [put('x'), put('y'), put('x', 2)] }),
    commitOf('two equal puts', { operations: [put('x'), put('x')] }),
    commitOf('a put and a delete', { operations: [put('b', 2), remove('b', 2)] }),
    commitOf('a delete and a put', { operations: [remove('b', 1), put('b', 1)] }),
    commitOf('two deletes', { operations: [remove('b', 1), remove('b', 1)] }),
  ]),
  refusals('ST-71', 'malformed versions, dues and bodies are refused', [
    ...badVersions.map((version) =>
      commitOf(`version ${String(version)}`, { operations: [put('x', version as number)] }),
    ),
    ...badVersions.map((version) =>
      commitOf(`a delete of ${String(version)}`, { operations: [remove('b', version as number)] }),
    ),
    ...badDues.map((due) => {
      const record = { ...put('x').record, due: due as number };
      return commitOf(`due ${String(due)}`, { operations: [{ op: 'put', record }] });
    }),
    commitOf('a body that is undefined', {
      operations: [{ op: 'put', record: { ...put('x').record, body: undefined } }],
    }),
  ]),
  refusals('ST-71', 'malformed deltas and fences are refused', [
    ...badDeltas.map((value) =>
      commitOf(`delta ${String(value)}`, { counters: [{ name: 'n', value: value as number }] }),
    ),
    ...badVersions.map((fence) =>
      commitOf(`fence ${String(fence)}`, { fence: { lease: 'l', fence: fence as number } }),
    ),
  ]),
  refusals(
    'ST-71',
    'a malformed commit is refused as such when it conflicts or is fenced besides',
    [
      commitOf('in conflict', { operations: [put('b', 9), put('x', 0)] }),
      commitOf('fenced', { operations: [put('x', 0)], fence: { lease: 'l', fence: 1 } }),
    ],
  ),
  refusals('ST-72', 'malformed scans are refused', [
    ...badLimits.flatMap((limit): Call[] => [
      [`limit ${String(limit)}`, (s, n) => s.scan(n, { ...BY_ID, limit: limit as number })],
      [`limit ${String(limit)} by due`, (s, n) => s.scan(n, { ...BY_DUE, limit: limit as number })],
    ]),
    ['until NaN', (s, n) => s.scan(n, { ...BY_DUE, until: Number.NaN })],
    ['until absent', (s, n) => s.scan(n, { kind: 'account', index: 'due', limit: 1 } as ScanQuery)],
    ['an unknown index', (s, n) => s.scan(n, { ...BY_ID, index: 'version' as 'id' })],
  ]),
  {
    rule: 'ST-72',
    title: 'until Infinity finds every record that has a due',
    async run({ open, subscription }) {
      const storage = await open();
      await write(
        storage,
        subscription,
        put('a', 1, { due: 8.64e15 }),
        put('b', 1, { due: 0 }),
        put('c'),
      );
      const until = Number.POSITIVE_INFINITY;
      const page = await storage.scan(subscription, { ...BY_DUE, until });
      checkSame(
        page.map(({ id }) => id),
        ['b', 'a'],
        'the ids',
      );
    },
  },
  refusals('ST-73', 'malformed requests for a lease are refused', [
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((ttl): Call => [
      `ttl ${ttl}`,
      (s, n) => s.acquire(n, { ...REQUEST, ttl }),
    ]),
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0.5].map((now): Call => [
      `now ${now}`,
      (s, n) => s.acquire(n, { ...REQUEST, now }),
    ]),
    [
      'another name in renew',
      async (s, n) => {
        const lease = await s.acquire(n, REQUEST);
        return s.renew(n, lease!, { ...REQUEST, name: 'other' });
      },
    ],
  ]),
];
