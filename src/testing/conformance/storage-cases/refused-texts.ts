import type { Lease, LeaseRequest } from '../../../ports/storage.ts';
import { only, put, remove } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { REFUSED_TEXTS } from './odd-values.ts';
import { commitOf, refusals } from './refused.ts';
import type { Call } from './refused.ts';

const REQUEST: LeaseRequest = { name: 'l', owner: 'o', now: 0, ttl: 10 };
const LEASE: Lease = { name: 'l', owner: 'o', fence: 1, expiresAt: 10 };
const BY_ID = { kind: 'account', index: 'id', limit: 10 } as const;
const BY_DUE = { kind: 'account', index: 'due', until: 9, limit: 10 } as const;

/** Every text that ST-1 does not allow, in every place where a text stands. */
export const REFUSED_TEXT_CASES: readonly StorageCase[] = REFUSED_TEXTS.flatMap(([what, given]) => {
  const text = given as string;
  const key = { kind: 'account', id: text } as const;
  const mayBeEmpty = given === '';
  const mayBeAbsent = given === undefined;
  const beginnings: Call[] = [
    ['a prefix of counters', (s, name) => s.counters(name, text)],
    ['a prefix of leases', (s, name) => s.leases(name, text)],
    ['the id in after', (s, name) => s.scan(name, { ...BY_DUE, after: { due: 1, id: text } })],
  ];
  const positions: Call[] = [
    ['a prefix', (s, name) => s.scan(name, { ...BY_ID, prefix: text })],
    ['after', (s, name) => s.scan(name, { ...BY_ID, after: text })],
    ['after, backwards', (s, name) => s.scan(name, { ...BY_ID, reverse: true, after: text })],
  ];
  return [
    refusals('ST-70', `${what} is refused as an id or a name in a commit`, [
      commitOf('a put', { operations: [put(text)] }),
      commitOf('a delete', { operations: [remove(text)] }),
      commitOf('an expectation', { expects: [{ key, version: 0 }] }),
      commitOf('a counter', { counters: [{ name: text, value: 1 }] }),
      commitOf('a fence', { fence: { lease: text, fence: 1 } }),
      ['a subscription', (s) => s.commit(text, only(put('a')))],
    ]),
    refusals('ST-70', `${what} is refused as an id, a name or a position when reading`, [
      ['a key of load', (s, name) => s.load(name, [key])],
      ['a key of load behind others', (s, name) => s.load(name, [put('a').record, key])],
      ['a subscription in load', (s) => s.load(text, [])],
      ['a subscription in scan', (s) => s.scan(text, BY_ID)],
      ['a subscription in counters', (s) => s.counters(text, '')],
      ['a subscription in leases', (s) => s.leases(text, '')],
      ...(mayBeEmpty ? [] : beginnings),
      ...(mayBeEmpty || mayBeAbsent ? [] : positions),
    ]),
    refusals('ST-70', `${what} is refused as a name or an owner of a lease`, [
      ['a subscription in acquire', (s) => s.acquire(text, REQUEST)],
      ['a subscription in renew', (s) => s.renew(text, LEASE, REQUEST)],
      ['a subscription in release', (s) => s.release(text, LEASE)],
      ['a lease', (s, name) => s.acquire(name, { ...REQUEST, name: text })],
      ['an owner', (s, name) => s.acquire(name, { ...REQUEST, owner: text })],
      ['an owner in renew', (s, name) => s.renew(name, LEASE, { ...REQUEST, owner: text })],
      ['a lease in release', (s, name) => s.release(name, { ...LEASE, name: text })],
      ['an owner in release', (s, name) => s.release(name, { ...LEASE, owner: text })],
    ]),
  ];
});
