import type { Instant } from '../kernel/instant.ts';
import type { Commit, Key, Operation, RecordKind } from '../ports/storage.ts';
import type { Bodies, ErasureBody } from '../records/bodies.ts';
import type { Held } from '../records/store.ts';
import type { KeyedHashes } from './keyed-hash.ts';
import { persist, type Pass } from './pass.ts';
import type { Subject } from './subject.ts';
import {
  certificateOf,
  findTombstone,
  KEY_RECORD,
  keyRecord,
  nextKeyBody,
  pseudonymOf,
  type ErasureCertificate,
} from './tombstone.ts';

/** What an erasure is begun with. */
export interface ErasureStart {
  readonly pass: Pass;
  readonly hashes: KeyedHashes;
  readonly kind: 'account' | 'person';
  readonly id: string;
  readonly now: Instant;
  /** Writes the operations so that whatever others have decided without them is decided again. */
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
}

/**
 * One erasure under way. Its record is written first, so that nothing brings the subject back meanwhile, and again with
 * every batch, so that the certificate says what was touched however often the work was interrupted (PV-22, PV-26).
 */
export class Erasure {
  readonly pass: Pass;
  readonly tombstone: string;
  readonly subject: Pick<Subject, 'kind' | 'id' | 'pseudonym'>;
  private readonly start: ErasureStart;

  private constructor(start: ErasureStart, tombstone: string) {
    this.pass = start.pass;
    this.start = start;
    this.tombstone = tombstone;
    this.subject = { kind: start.kind, id: start.id, pseudonym: pseudonymOf(tombstone) };
  }

  /** Writes the tombstone, unless it stands already. `touched` counts what is about to happen outside of batches. */
  static async begin(
    start: ErasureStart,
    touched: Readonly<Record<string, number>>,
  ): Promise<Erasure> {
    const { pass, hashes, kind, id } = start;
    const { tombstone } = await findTombstone(pass.store, hashes, kind, id);
    const erasure = new Erasure(start, tombstone);
    await erasure.open(touched);
    return erasure;
  }

  private async open(touched: Readonly<Record<string, number>>): Promise<void> {
    const { pass, hashes, kind, now, announce } = this.start;
    if ((await this.record()) !== undefined) return;
    const known = await keyRecord(pass.store);
    const key = await nextKeyBody(known, hashes);
    const body: ErasureBody = { kind, at: now, complete: false, touched };
    await announce([
      put('erasure', KEY_RECORD, (known?.version ?? 0) + 1, key),
      put('erasure', this.tombstone, 1, body),
    ]);
  }

  private record(): Promise<Held<'erasure'> | undefined> {
    return this.pass.store.get('erasure', this.tombstone);
  }

  /** A commit together with the count of what it touches. */
  async counting(commit: Commit, kinds: readonly RecordKind[], complete = false): Promise<Commit> {
    const record = (await this.record())!;
    const body = record.body as ErasureBody;
    const touched: Record<string, number> = { ...body.touched };
    for (const kind of kinds) touched[kind] = (touched[kind] ?? 0) + 1;
    const next = { ...body, touched, complete: body.complete || complete };
    return {
      ...commit,
      operations: [...commit.operations, put('erasure', this.tombstone, record.version + 1, next)],
    };
  }

  /** Rewrites all records of a kind, batch by batch; `null` deletes one, the same body leaves it as it is. */
  async rewrite<K extends RecordKind>(
    kind: K,
    change: (body: Bodies[K], id: string) => Bodies[K] | null,
    prefix = '',
  ): Promise<void> {
    const { store, limit, breathe } = this.pass;
    for (let after = ''; ;) {
      await breathe();
      const page = await persist(async () => {
        const found = await store.scan({ kind, index: 'id', prefix, after, limit });
        const operations = found.flatMap((record) =>
          changed(record, change(record.body, record.id)),
        );
        const conflicts = await this.commitAll(operations);
        return { conflicts, result: found };
      });
      if (page.length < limit) return;
      after = page.at(-1)!.id;
    }
  }

  /** Commits operations that each count as touched; nothing is written when there are none. */
  async commitAll(operations: readonly Operation[]): Promise<readonly Key[]> {
    if (operations.length === 0) return [];
    const kinds = operations.map((operation) =>
      operation.op === 'put' ? operation.record.kind : operation.key.kind,
    );
    return this.pass.store.commit(await this.counting({ operations, counters: [] }, kinds));
  }

  /** Deletes the subject's own records, the last thing by which a repetition could go on, and completes the record. */
  async complete(keys: readonly Key[]): Promise<ErasureCertificate> {
    return persist(async () => {
      const records = await this.pass.store.load(keys);
      const operations = records.flatMap((record): Operation[] =>
        record === undefined ? [] : changed(record as Held<'person'>, null),
      );
      const record = (await this.record())!;
      const isDone = operations.length === 0 && (record.body as ErasureBody).complete;
      const kinds = operations.map((operation) =>
        operation.op === 'put' ? operation.record.kind : operation.key.kind,
      );
      const commit = { operations, counters: [] };
      const conflicts = isDone
        ? []
        : await this.pass.store.commit(await this.counting(commit, kinds, true));
      const after = isDone || conflicts.length > 0 ? record : (await this.record())!;
      return { conflicts, result: certificateOf(this.tombstone, after.body as ErasureBody) };
    });
  }
}

function changed<K extends RecordKind>(record: Held<K>, body: Bodies[K] | null): Operation[] {
  if (body === record.body) return [];
  const { kind, id, version } = record;
  if (body === null) return [{ op: 'delete', key: { kind, id }, version }];
  return [{ op: 'put', record: { ...record, version: version + 1, body } }];
}

function put(kind: RecordKind, id: string, version: number, body: unknown): Operation {
  return { op: 'put', record: { kind, id, version, due: null, body } };
}
