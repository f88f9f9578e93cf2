import type {
  Lease,
  LeaseRequest,
  RecordKind,
  ScanQuery,
  Storage,
} from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { commitOf, refusals } from './refused.ts';
import type { Call } from './refused.ts';

const REQUEST: LeaseRequest = { name: 'l', owner: 'o', now: 0, ttl: 10 };
const LEASE: Lease = { name: 'l', owner: 'o', fence: 1, expiresAt: 10 };
const asking = {
  acquire: (s: Storage, name: string, request: LeaseRequest) => s.acquire(name, request),
  renew: (s: Storage, name: string, request: LeaseRequest) => s.renew(name, LEASE, request),
};
const BY_ID = { kind: 'account', index: 'id', limit: 10 } as const;
const BY_DUE = { kind: 'account', index: 'due', until: 9, limit: 10 } as const;

const badKind = 'accounts' as RecordKind;
const badVersions = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null];
const badDues = [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 8.64e15 + 1, '1', undefined];
const badDeltas = [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, '1', null];
const badLimits = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', undefined];

export const REFUSAL_CASES: readonly StorageCase[] = [
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
    commitOf('an expectation', { expects: [{ key: { kind: badKind, id: 'x' }, version: 0 }] }),
  ]),
  refusals('ST-71', 'a key in two operations is refused, whatever the operations are', [
    commitOf('two puts', { operations: [put('x'), put('y'), put('x', 2)] }),
    commitOf('two equal puts', { operations: [put('x'), put('x')] }),
    commitOf('a put and a delete', { operations: [put('b', 2), remove('b', 2)] }),
    commitOf('a delete and a put', { operations: [remove('b', 1), put('b', 1)] }),
    commitOf('two deletes', { operations: [remove('b', 1), remove('b', 1)] }),
  ]),
  refusals(
    'ST-71',
    'versions of a put that are no whole numbers from 1 are refused',
    badVersions.map((version) =>
      commitOf(`version ${String(version)}`, { operations: [put('x', version as number)] }),
    ),
  ),
  refusals(
    'ST-71',
    'versions of a delete that are no whole numbers from 1 are refused',
    badVersions.map((version) =>
      commitOf(`a delete of ${String(version)}`, { operations: [remove('b', version as number)] }),
    ),
  ),
  refusals(
    'ST-71',
    'versions of an expectation that are no whole numbers from 0 are refused',
    badVersions
      .filter((version) => version !== 0)
      .map((version) => {
        const key = { kind: 'account', id: 'x' } as const;
        return commitOf(`an expectation of ${String(version)}`, {
          expects: [{ key, version: version as number }],
        });
      }),
  ),
  refusals(
    'ST-71',
    'a due that is neither null nor an instant is refused',
    badDues.map((due) => {
      const record = { ...put('x').record, due: due as number };
      return commitOf(`due ${String(due)}`, { operations: [{ op: 'put', record }] });
    }),
  ),
  refusals('ST-71', 'a body that is undefined is refused', [
    commitOf('a body', {
      operations: [{ op: 'put', record: { ...put('x').record, body: undefined } }],
    }),
  ]),
  refusals(
    'ST-71',
    'a delta that is no safe integer is refused, alone and behind one that is',
    badDeltas.flatMap((value) => [
      commitOf(`delta ${String(value)}`, { counters: [{ name: 'n', value: value as number }] }),
      commitOf(`delta ${String(value)} last`, {
        counters: [
          { name: 'm', value: 1 },
          { name: 'm', value: value as number },
        ],
      }),
    ]),
  ),
  refusals(
    'ST-71',
    'a fence that is no whole number from 1 is refused',
    badVersions.map((fence) =>
      commitOf(`fence ${String(fence)}`, { fence: { lease: 'l', fence: fence as number } }),
    ),
  ),
  refusals('ST-71', 'a key that is written and expected, or expected twice, is refused', [
    commitOf('a put', { expects: [{ key: { kind: 'account', id: 'a' }, version: 1 }] }),
    commitOf('a delete', {
      operations: [remove('b', 1)],
      expects: [{ key: { kind: 'account', id: 'b' }, version: 1 }],
    }),
    commitOf('two that contradict', {
      expects: [
        { key: { kind: 'account', id: 'b' }, version: 1 },
        { key: { kind: 'person', id: 'b' }, version: 0 },
        { key: { kind: 'account', id: 'b' }, version: 0 },
      ],
    }),
  ]),
  refusals(
    'ST-71',
    'a malformed commit is refused as such when it conflicts or is fenced besides',
    [
      commitOf('in conflict', { operations: [put('b', 9), put('x', 0)] }),
      commitOf('fenced', { operations: [put('x', 0)], fence: { lease: 'l', fence: 1 } }),
      commitOf('not as expected', {
        operations: [put('x', 0)],
        expects: [{ key: { kind: 'account', id: 'b' }, version: 7 }],
      }),
      commitOf('in a counter alone', {
        operations: [put('b', 9)],
        counters: [{ name: 'n', value: 0.5 }],
        fence: { lease: 'l', fence: 1 },
      }),
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
  ...(['acquire', 'renew'] as const).map((call) =>
    refusals('ST-73', `a term that cannot be is refused in ${call}`, [
      ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, '5'].map((ttl): Call => [
        `ttl ${ttl}`,
        (s, n) => asking[call](s, n, { ...REQUEST, ttl: ttl as number }),
      ]),
      ...[Number.NaN, Number.POSITIVE_INFINITY, 0.5, 8.64e15, -8.64e15 - 1, '5'].map(
        (now): Call => [
          `now ${now}`,
          (s, n) => asking[call](s, n, { ...REQUEST, now: now as number }),
        ],
      ),
    ]),
  ),
  refusals('ST-73', 'a renewal under another name than that of the lease is refused', [
    [
      'another name in renew',
      async (s, n) => {
        const lease = await s.acquire(n, REQUEST);
        return s.renew(n, lease!, { ...REQUEST, name: 'other' });
      },
    ],
  ]),
  refusals(
    'ST-73',
    'a release of what is no lease is refused',
    ['name', 'owner', 'fence'].map((part): Call => [
      `a lease without ${part}`,
      (s, n) => s.release(n, { ...LEASE, [part]: undefined }),
    ]),
  ),
];
