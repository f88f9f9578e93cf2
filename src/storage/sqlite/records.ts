import { AccompanyError } from '../../kernel/errors.ts';
import type { Key, RecordKind, ScanQuery, StoredRecord } from '../../ports/storage.ts';
import { checkKey, checkQuery } from '../request-checks.ts';
import { keysToScan, orderKey, textOfKey } from '../sql/order-key.ts';
import type { SqliteClient } from './client.ts';
import type { Spaces } from './spaces.ts';

/** Reads records. Calls are checked first and throw `INVALID_INPUT`. */
export interface RecordReader {
  load(subscription: string, keys: readonly Key[]): (StoredRecord | undefined)[];
  scan(subscription: string, query: ScanQuery): StoredRecord[];
}

const COLUMNS = 'id, version, due, body';

/** Comes before every instant. */
const BEFORE_ALL = -8.64e15 - 1;

/** Prepares the statements that read records. */
export function recordReader(client: SqliteClient, spaces: Spaces): RecordReader {
  const byKey = client.prepare(`select ${COLUMNS} from record where space = ? and id = ?`);
  const inRange = `select ${COLUMNS} from record where space = ? and id >= ? and id < ?`;
  const forward = client.prepare(`${inRange} order by id limit ?`);
  const backward = client.prepare(`${inRange} order by id desc limit ?`);
  const byDue = client.prepare(
    `select ${COLUMNS} from record where space = ? and due is not null
      and (due, id) > (?, ?) and due <= ? order by due, id limit ?`,
  );

  function load(subscription: string, keys: readonly Key[]): (StoredRecord | undefined)[] {
    for (const key of keys) checkKey(key);
    return keys.map(({ kind, id }) => {
      const space = spaces.find(subscription, kind);
      const row = space === undefined ? undefined : byKey.get(space, orderKey(id));
      return row === undefined ? undefined : recordOf(kind, row as Row);
    });
  }

  function rowsOf(subscription: string, query: ScanQuery): unknown[] {
    const { kind, limit } = query;
    const space = spaces.find(subscription, kind);
    if (space === undefined) return [];
    if (query.index === 'due') {
      const { due, id } = query.after ?? { due: BEFORE_ALL, id: '' };
      return byDue.all(space, due, orderKey(id), query.until, limit);
    }
    const { prefix = '', after = '', reverse = false } = query;
    const { from, to } = keysToScan(prefix, after, reverse);
    return (reverse ? backward : forward).all(space, from, to, limit);
  }

  return {
    load,
    scan: (subscription, query) => {
      checkQuery(query);
      return rowsOf(subscription, query).map((row) => recordOf(query.kind, row as Row));
    },
  };
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly due: number | null;
  readonly body: string;
}

function recordOf(kind: RecordKind, { id, version, due, body }: Row): StoredRecord {
  const text = textOfKey(id);
  return { kind, id: text, version, due, body: bodyOf(kind, text, body) };
}

function bodyOf(kind: RecordKind, id: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AccompanyError(
      'STORAGE_CORRUPT',
      `The body of ${kind} ${JSON.stringify(id)} is no JSON. Restore the file from a backup.`,
      { cause: error },
    );
  }
}
