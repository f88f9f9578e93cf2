import type { Counter } from '../../ports/storage.ts';
import { checkPrefix } from '../request-checks.ts';
import { keysWithPrefix, textOfKey } from '../sql/order-key.ts';
import type { SqliteClient } from './client.ts';

/** Prepares the statement that lists counters by prefix (ST-47). */
export function counterReader(
  client: SqliteClient,
): (subscription: string, prefix: string) => Counter[] {
  // As a real: a sum that is no safe integer any more is then rounded, where clients would refuse the whole number.
  const inRange = client.prepare(
    `select name, cast(value as real) as value from counter
      where subscription = ? and name >= ? and name < ? order by name`,
  );
  return (subscription, prefix) => {
    checkPrefix(prefix);
    const { from, to } = keysWithPrefix(prefix);
    const rows = inRange.all(subscription, from, to) as Counter[];
    return rows.map(({ name, value }) => ({ name: textOfKey(name), value }));
  };
}
