import type { Commit, CommitResult, Key, Operation } from '../../ports/storage.ts';
import { checkCommit, keyOf } from '../request-checks.ts';
import { bodyText } from '../sql/body-text.ts';
import { orderKey } from '../sql/order-key.ts';
import type { SqliteClient } from './client.ts';
import type { Spaces } from './spaces.ts';
import { inTransaction } from './transaction.ts';

/** Applies all of a commit or nothing (ST-30 to ST-55). */
export type Committer = (subscription: string, commit: Commit) => CommitResult;

/** Prepares the statements that write. Bodies longer than `bodyLimit` are refused with `TOO_LARGE` before anything. */
export function committer(client: SqliteClient, spaces: Spaces, bodyLimit: number): Committer {
  const at = 'space = ? and id = ?';
  const insert = client.prepare(
    `insert into record (space, id, version, due, body) values (?, ?, 1, ?, ?)
      on conflict do nothing`,
  );
  const update = client.prepare(
    `update record set version = ?, due = ?, body = ? where ${at} and version = ?`,
  );
  const remove = client.prepare(`delete from record where ${at} and version = ?`);
  const versionAt = client.prepare(`select version from record where ${at}`);
  const count = client.prepare(
    `insert into counter (subscription, name, value) values (?, ?, cast(? as integer))
      on conflict (subscription, name) do update set value = value + excluded.value`,
  );
  const fenceOf = client.prepare(
    'select fence from lease where subscription = ? and name = ? and owner is not null',
  );

  /** Whether the operation fitted; it has been applied then. */
  function apply(subscription: string, operation: Operation, body: string | null): boolean {
    const { kind, id } = keyOf(operation);
    const key = orderKey(id);
    if (operation.op === 'put' && operation.record.version === 1) {
      const space = spaces.make(subscription, kind);
      return Number(insert.run(space, key, operation.record.due, body).changes) === 1;
    }
    const space = spaces.find(subscription, kind);
    if (space === undefined) return false;
    if (operation.op === 'delete') {
      return Number(remove.run(space, key, operation.version).changes) === 1;
    }
    const { version, due } = operation.record;
    return Number(update.run(version, due, body, space, key, version - 1).changes) === 1;
  }

  function versionOf(subscription: string, { kind, id }: Key): number {
    const space = spaces.find(subscription, kind);
    const row = space === undefined ? undefined : versionAt.get(space, orderKey(id));
    return row === undefined ? 0 : (row as { version: number }).version;
  }

  function passes(subscription: string, { lease, fence }: NonNullable<Commit['fence']>): boolean {
    const row = fenceOf.get(subscription, orderKey(lease));
    return row !== undefined && (row as { fence: number }).fence === fence;
  }

  return (subscription, commit) => {
    checkCommit(commit);
    const { operations, counters, expects = [], fence } = commit;
    const bodies = operations.map((operation) =>
      operation.op === 'put' ? bodyText(operation.record, bodyLimit) : null,
    );
    let result: CommitResult = { ok: false, reason: 'fenced' };
    const applied = inTransaction(
      client,
      () => {
        if (fence !== undefined && !passes(subscription, fence)) return false;
        const conflicts: Key[] = [];
        const note = ({ kind, id }: Key): void => void conflicts.push({ kind, id });
        for (let index = 0; index < operations.length; index += 1) {
          const operation = operations[index]!;
          if (!apply(subscription, operation, bodies[index]!)) note(keyOf(operation));
        }
        for (const { key, version } of expects) {
          if (versionOf(subscription, key) !== version) note(key);
        }
        if (conflicts.length > 0) result = { ok: false, reason: 'conflict', conflicts };
        else for (const { name, value } of counters) count.run(subscription, orderKey(name), value);
        return conflicts.length === 0;
      },
      () => spaces.forget(),
    );
    return applied ? { ok: true } : result;
  };
}
