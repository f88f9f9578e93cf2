import { AccompanyError } from '../kernel/errors.ts';
import type { ErasureBody, ErasureKeyBody } from '../records/bodies.ts';
import type { Held, Store } from '../records/store.ts';
import type { KeyedHash } from './keyed-hash.ts';

/** Id of the record that says with which key subjects were erased. */
export const KEY_RECORD = 'key';

/** The id under which an erased subject's record stands. */
export function tombstoneId(
  hash: KeyedHash,
  kind: 'account' | 'person',
  id: string,
): Promise<string> {
  return hash(kind, id);
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

/**
 * Refuses to work without the key with which subjects were erased: they would come back unnoticed (PV-27).
 * @throws AccompanyError `INVALID_INPUT`
 */
export async function checkKey(
  known: Held<'erasure'> | undefined,
  hash: KeyedHash | null,
): Promise<void> {
  if (known === undefined) return;
  const { check } = known.body as ErasureKeyBody;
  if (hash !== null && (await keyCheck(hash)) === check) return;
  throw new AccompanyError(
    'INVALID_INPUT',
    'Subjects of this subscription were erased with a key that is not the given one. Open the engine with the same privacy: { key }.',
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
  return { kind, tombstone, at, complete, touched };
}
