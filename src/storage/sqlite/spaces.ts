import type { RecordKind } from '../../ports/storage.ts';
import type { SqliteClient } from './client.ts';

/**
 * The numbers that stand for a subscription and a kind in the records and their indexes: a third less work per record
 * than with the texts.
 */
export interface Spaces {
  /** The number; `undefined` when nothing was ever written there. */
  find(subscription: string, kind: RecordKind): number | undefined;
  /** The number, given out now if need be. To be called in a write transaction. */
  make(subscription: string, kind: RecordKind): number;
  /** To be called when a transaction in which `make` was called is rolled back. */
  forget(): void;
}

/** Prepares the statements for the numbers, which are remembered. */
export function spacesIn(client: SqliteClient): Spaces {
  const known = new Map<string, Map<RecordKind, number>>();
  const numberOf = client.prepare('select number from space where subscription = ? and kind = ?');
  const add = client.prepare('insert into space (subscription, kind) values (?, ?)');

  function find(subscription: string, kind: RecordKind): number | undefined {
    const number = known.get(subscription)?.get(kind);
    if (number !== undefined) return number;
    const row = numberOf.get(subscription, kind) as { number: number } | undefined;
    if (row === undefined) return undefined;
    let kinds = known.get(subscription);
    if (kinds === undefined) known.set(subscription, (kinds = new Map()));
    kinds.set(kind, row.number);
    return row.number;
  }

  function make(subscription: string, kind: RecordKind): number {
    const found = find(subscription, kind);
    if (found !== undefined) return found;
    add.run(subscription, kind);
    return find(subscription, kind)!;
  }

  return { find, make, forget: () => known.clear() };
}
