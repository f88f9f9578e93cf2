import { memoryStorage } from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';
import { WrongUse } from './wrong-use.ts';

/** Opens a storage at a place; the place is empty for storages that have none. */
type Opener = (place: string) => Storage;

/** What `--storage` may name, before the colon. */
const STORAGES: Readonly<Record<string, Opener>> = {
  memory: () => memoryStorage(),
};

/**
 * The storage that a text such as `memory` or `kind:place` names.
 * @throws WrongUse for a kind that is not there
 */
export function openStorage(named: string): Storage {
  const [kind = '', ...place] = named.split(':');
  const open = Object.hasOwn(STORAGES, kind) ? STORAGES[kind] : undefined;
  if (open !== undefined) return open(place.join(':'));
  const known = Object.keys(STORAGES).join(', ');
  throw new WrongUse(`There is no storage ${JSON.stringify(kind)}. Use one of: ${known}.`);
}
