import { AccompanyError } from '../kernel/errors.ts';
import { isInstant } from '../kernel/instant.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import type {
  Commit,
  Key,
  Lease,
  LeaseRequest,
  Operation,
  RecordKind,
  ScanQuery,
} from '../ports/storage.ts';

/**
 * What every adapter refuses before it looks at its data (ST-70 to ST-73). All checks throw `INVALID_INPUT`.
 */

/** Greatest length of an id, a name or a subscription, in UTF-16 units. */
const LONGEST_ID = 1024;

const KINDS: ReadonlySet<unknown> = new Set(RECORD_KINDS);

/** Throws `INVALID_INPUT` unless this may be an id, a name or a subscription (ST-1). */
export function checkText(text: unknown, what: string): asserts text is string {
  if (typeof text !== 'string' || text.length === 0 || text.length > LONGEST_ID) {
    throw invalid(`${what} must be text of 1 to ${LONGEST_ID} UTF-16 units`, text);
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    throw invalid(`${what} must hold no NUL and no unpaired surrogate`, text);
  }
}

/** Throws `INVALID_INPUT` unless this may be the name of a subscription (ST-70). */
export function checkSubscription(subscription: unknown): asserts subscription is string {
  checkText(subscription, 'a subscription');
}

/** Throws `INVALID_INPUT` unless this is one of the kinds of record. */
export function checkKind(kind: unknown): asserts kind is RecordKind {
  if (!KINDS.has(kind)) throw invalid(`the kind must be one of ${RECORD_KINDS.join(', ')}`, kind);
}

/** Throws `INVALID_INPUT` unless this is a key. */
export function checkKey(key: Key): void {
  checkKind(key.kind);
  checkText(key.id, 'an id');
}

/** Throws `INVALID_INPUT` unless all of these are keys (ST-70). */
export function checkKeys(keys: readonly Key[]): void {
  for (const key of keys) checkKey(key);
}

/** Throws `INVALID_INPUT` unless this can be the version of a record. */
export function checkVersion(version: unknown): void {
  if (isPositive(version)) return;
  throw invalid('a version must be a whole number from 1', version);
}

/** Throws `INVALID_INPUT` unless this can be when a record wants attention. */
export function checkDue(due: unknown): void {
  if (due === null || isInstant(due)) return;
  throw invalid('due must be an instant in whole milliseconds, or null', due);
}

/** Throws `INVALID_INPUT` for a scan that no adapter answers (ST-70, ST-72). */
export function checkQuery(query: ScanQuery): void {
  checkKind(query.kind);
  if (!isPositive(query.limit)) {
    throw invalid('the limit must be a whole number from 1', query.limit);
  }
  if (query.index === 'id') {
    const { prefix, after } = query;
    if (prefix !== undefined && prefix !== '') checkText(prefix, 'a prefix');
    if (after !== undefined && after !== '') checkText(after, 'the id to continue after');
    return;
  }
  if (query.index !== 'due') {
    throw invalid('the index must be id or due', (query as { index: unknown }).index);
  }
  if (Number.isNaN(query.until) || typeof query.until !== 'number') {
    throw invalid('until must be an instant', query.until);
  }
  const { after } = query;
  if (after === undefined) return;
  if (!isInstant(after.due)) throw invalid('the position to continue after needs a due', after.due);
  if (after.id !== '') checkText(after.id, 'the id to continue after');
}

/** Throws `INVALID_INPUT` unless this may be the beginning of names or ids; it may be empty (ST-70). */
export function checkPrefix(prefix: unknown): asserts prefix is string {
  if (prefix !== '') checkText(prefix, 'a prefix');
}

/** The key of an operation. Throws `INVALID_INPUT` for what is no operation. */
export function keyOf(operation: Operation): Key {
  if (operation.op === 'put') return operation.record;
  if (operation.op === 'delete') return operation.key;
  throw invalid('an operation must be a put or a delete', (operation as { op: unknown }).op);
}

/** Throws `INVALID_INPUT` for an operation that no adapter takes; its key is checked apart. */
export function checkOperation(operation: Operation): void {
  if (operation.op === 'delete') return checkVersion(operation.version);
  const { version, due, body } = operation.record;
  checkVersion(version);
  checkDue(due);
  if (body === undefined) throw invalid('a body must be a JSON value', body);
}

/** Throws `INVALID_INPUT` unless this can be the version that is expected of a record. */
export function checkExpected(version: unknown): void {
  if (version !== 0) checkVersion(version);
}

/** Throws `INVALID_INPUT` for a commit that no adapter takes (ST-70, ST-71). */
export function checkCommit(commit: Commit): void {
  checkCountersAndFence(commit);
  const seen = new Map<RecordKind, Set<string>>();
  const once = (key: Key): void => {
    checkKey(key);
    let ids = seen.get(key.kind);
    if (ids === undefined) seen.set(key.kind, (ids = new Set()));
    if (ids.has(key.id)) throw standsTwice(key);
    ids.add(key.id);
  };
  for (const operation of commit.operations) {
    once(keyOf(operation));
    checkOperation(operation);
  }
  for (const { key, version } of commit.expects ?? []) {
    once(key);
    checkExpected(version);
  }
}

/** The error for a key that a commit names twice. */
export function standsTwice({ id }: Key): AccompanyError {
  return invalid('a key stands in at most one operation or expectation of a commit', id);
}

/** Throws `INVALID_INPUT` for malformed counters and a malformed fence. */
export function checkCountersAndFence({ counters, fence }: Commit): void {
  for (const { name, value } of counters) {
    checkText(name, 'the name of a counter');
    if (!Number.isSafeInteger(value)) {
      throw invalid('what is added to a counter must be a whole number', value);
    }
  }
  if (fence === undefined) return;
  checkText(fence.lease, 'the name of a lease');
  if (!isPositive(fence.fence)) throw invalid('a fence must be a whole number from 1', fence.fence);
}

/** Throws `INVALID_INPUT` for what is no lease (ST-73). */
export function checkLease({ name, owner, fence }: Lease): void {
  checkText(name, 'the name of a lease');
  checkText(owner, 'the owner of a lease');
  if (!isPositive(fence)) throw invalid('a fence must be a whole number from 1', fence);
}

/** Throws `INVALID_INPUT` for a malformed request for a lease, or one that does not fit the `lease` to be renewed (ST-73). */
export function checkLeaseRequest({ name, owner, now, ttl }: LeaseRequest, lease?: Lease): void {
  checkText(name, 'the name of a lease');
  checkText(owner, 'the owner of a lease');
  if (!isInstant(now)) throw invalid('now must be an instant', now);
  if (!isPositive(ttl) || !isInstant(now + ttl)) {
    throw invalid('ttl must be a whole number of milliseconds from 1', ttl);
  }
  if (lease !== undefined && lease.name !== name) {
    throw invalid('a lease is renewed under its own name', name);
  }
}

/** The error for input that no adapter takes. */
export function invalid(rule: string, value: unknown): AccompanyError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
  return new AccompanyError('INVALID_INPUT', `In a call to the storage, ${rule}, not ${shown}.`);
}

/** The error for a call after `close`. */
export function closed(): AccompanyError {
  return new AccompanyError('ENGINE_CLOSED', 'This storage is closed. Open another one.');
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
