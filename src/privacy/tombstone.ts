import { AccompanyError } from '../kernel/errors.ts';
import type { Key } from '../ports/storage.ts';
import type { ErasureBody, ErasureKeyBody } from '../records/bodies.ts';
import type { Held, Store } from '../records/store.ts';
import type { KeyedHash, KeyedHashes } from './keyed-hash.ts';

/** Id of the record that says with which key subjects were erased. */
export const KEY_RECORD = 'key';

/** The ids under which an erased subject's record may stand: with the present key, then with the former ones. */
export function tombstoneIds(
  hashes: KeyedHashes,
  kind: 'account' | 'person',
  id: string,
): Promise<readonly string[]> {
  return Promise.all(hashes.map((hash) => hash(kind, id)));
}

/** The id of a subject's tombstone, whichever key it was made with; `isNew` when there is none yet. */
export async function findTombstone(
  store: Store,
  hashes: KeyedHashes,
  kind: 'account' | 'person',
  id: string,
): Promise<{ readonly tombstone: string; readonly isNew: boolean }> {
  const ids = await tombstoneIds(hashes, kind, id);
  const found = await store.load(ids.map((one): Key => ({ kind: 'erasure', id: one })));
  const at = found.findIndex((record) => record !== undefined);
  return { tombstone: ids[Math.max(0, at)]!, isNew: at === -1 };
}

/** What stands for an erased id in facts. */
export function pseudonymOf(tombstone: string): string {
  return `erased-${tombstone.slice(0, 32)}`;
}

/** The value by which a key is recognised. */
export function keyCheck(hash: KeyedHash): Promise<string> {
  return hash(KEY_RECORD);
}

/** The record of the key, if anybody was ever erased. */
export async function keyRecord(store: Store): Promise<Held<'erasure'> | undefined> {
  return store.get('erasure', KEY_RECORD);
}

/** What the record of the key says after an erasure with the present key (PV-27, PV-29). */
export async function nextKeyBody(
  known: Held<'erasure'> | undefined,
  hashes: KeyedHashes,
): Promise<ErasureKeyBody> {
  const check = await keyCheck(hashes[0]!);
  if (known === undefined) return { kind: 'key', check, erasures: 1 };
  const before = known.body as ErasureKeyBody;
  const former = [before.check, ...(before.former ?? [])].filter((one) => one !== check);
  const replaced = former.length === 0 ? {} : { former };
  return { kind: 'key', check, ...replaced, erasures: before.erasures + 1 };
}

/**
 * Refuses to work without a key with which subjects were erased: they would come back unnoticed (PV-27, PV-29).
 * @throws AccompanyError `INVALID_INPUT`
 */
export async function checkKey(
  known: Held<'erasure'> | undefined,
  hashes: KeyedHashes,
): Promise<void> {
  if (known === undefined) return;
  const { check, former = [] } = known.body as ErasureKeyBody;
  const given = await Promise.all(hashes.map(keyCheck));
  if ([check, ...former].every((used) => given.includes(used))) return;
  throw new AccompanyError(
    'INVALID_INPUT',
    'Subjects of this subscription were erased with a key that is not given. Open the engine with the same privacy: { key }, or with a new one and every earlier one in formerKeys.',
    { path: ['privacy', 'key'] },
  );
}

/** What an erasure has touched; kept in the erasure's record (PV-26). */
export interface ErasureCertificate {
  readonly kind: 'account' | 'person';
  /** Keyed hash of kind and id. */
  readonly tombstone: string;
  /** When it was first asked for, in milliseconds. */
  readonly at: number;
  /** False for an erasure that was interrupted: repeat the call. */
  readonly complete: boolean;
  /** Records that were changed or deleted, by kind. */
  readonly touched: Readonly<Record<string, number>>;
}

/** Every erasure, in order of instant and tombstone. */
export async function certificates(store: Store): Promise<readonly ErasureCertificate[]> {
  const found: ErasureCertificate[] = [];
  for await (const { id, body } of store.all('erasure'))
    if (body.kind !== 'key') found.push(certificateOf(id, body));
  return found.sort(
    (left, right) => left.at - right.at || (left.tombstone < right.tombstone ? -1 : 1),
  );
}

/** The record as a certificate. */
export function certificateOf(tombstone: string, body: ErasureBody): ErasureCertificate {
  const { kind, at, complete, touched } = body;
  return { kind, tombstone, at, complete, touched: { ...touched } };
}
