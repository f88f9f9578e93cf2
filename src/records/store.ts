import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import { redact } from '../kernel/redact.ts';
import type {
  Commit,
  CommitResult,
  Counter,
  Key,
  Lease,
  LeaseRequest,
  RecordKind,
  ScanQuery,
  Storage,
  StoredRecord,
} from '../ports/storage.ts';
import type { Bodies } from './bodies.ts';
import { corruptRecord, isSound } from './body-shape.ts';
import { checkStorage } from './storage-check.ts';

/** A record whose body has the type of its kind. */
export type Held<K extends RecordKind> = StoredRecord<Bodies[K]>;

/** The storage of one subscription, with typed bodies and typed errors. The engine's only way to the storage. */
export class Store {
  readonly subscription: string;
  /** What every commit carries: the writer's own fence. */
  fence: () => Commit['fence'] = () => undefined;
  /** What `get` and `all` do with records of a wrong form: reject, give them all the same, or tell of them and leave them out. */
  odd: 'refuse' | 'keep' | ((record: StoredRecord) => void) = 'refuse';
  /** Called after a commit that leaves changes for the platform (DI-22). */
  heard: () => void = () => undefined;
  /** What surrounds every commit, to time it. */
  around:
    | ((commit: Commit, run: () => Promise<CommitResult>) => Promise<CommitResult>)
    | undefined = undefined;
  private readonly storage: Storage;
  private earliest: Instant = Number.POSITIVE_INFINITY;

  /** @throws AccompanyError `INVALID_INPUT` for what is no storage */
  constructor(storage: Storage, subscription: string) {
    checkStorage(storage);
    this.storage = storage;
    this.subscription = subscription;
  }

  get capabilities(): Storage['capabilities'] {
    return this.storage.capabilities;
  }

  async load(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    return this.guarded('load', () => this.storage.load(this.subscription, keys));
  }

  /** @throws AccompanyError `STORAGE_CORRUPT` for a body of a wrong form (EN-73) */
  async get<K extends RecordKind>(kind: K, id: string): Promise<Held<K> | undefined> {
    const [record] = await this.load([{ kind, id }]);
    return record !== undefined && this.isFit(record) ? (record as Held<K>) : undefined;
  }

  async scan<K extends RecordKind>(
    query: ScanQuery & { readonly kind: K },
  ): Promise<readonly Held<K>[]> {
    const page = await this.guarded('scan', () => this.storage.scan(this.subscription, query));
    return page as readonly Held<K>[];
  }

  /** All records of a kind in order of id, page by page. @throws AccompanyError `STORAGE_CORRUPT` like {@link get} */
  async *all<K extends RecordKind>(
    kind: K,
    prefix = '',
    limit = 500,
  ): AsyncGenerator<Held<K>, void, void> {
    let after: string | undefined;
    for (;;) {
      const from = after === undefined ? {} : { after };
      const page = await this.scan({ kind, index: 'id', prefix, limit, ...from });
      for (const record of page) if (this.isFit(record)) yield record;
      if (page.length < limit) return;
      after = page.at(-1)!.id;
    }
  }

  /** Whether a body has its form; what has not is refused, unless somebody takes note of it instead. */
  private isFit(record: StoredRecord): boolean {
    if (this.odd === 'keep' || isSound(record)) return true;
    if (this.odd === 'refuse') throw corruptRecord(record);
    this.odd(record);
    return false;
  }

  /** Keys whose version differed; an empty list when everything was written. */
  async commit(commit: Commit): Promise<readonly Key[]> {
    const fence = this.fence();
    const fenced = fence === undefined ? commit : { ...commit, fence };
    const run = (): Promise<CommitResult> =>
      this.guarded('commit', () => this.storage.commit(this.subscription, fenced));
    const result = await (this.around === undefined ? run() : this.around(fenced, run));
    if (result.ok) {
      let goesBack = false;
      for (const operation of commit.operations) {
        if (operation.op !== 'put' || operation.record.due === null) continue;
        // What the platform is to be told wakes nobody but those who tell it.
        if (operation.record.kind === 'integration') goesBack = true;
        else if (operation.record.due < this.earliest) this.earliest = operation.record.due;
      }
      if (goesBack) this.heard();
      return [];
    }
    if (result.reason === 'conflict') return result.conflicts;
    throw leaseLost();
  }

  /** The earliest due that was written since this was asked last; `Infinity` for none. */
  takeEarliest(): Instant {
    const { earliest } = this;
    this.earliest = Number.POSITIVE_INFINITY;
    return earliest;
  }

  /** Like {@link commit}, for writes that nobody else should be making. */
  async write(commit: Commit): Promise<void> {
    const conflicts = await this.commit(commit);
    if (conflicts.length === 0) return;
    throw new AccompanyError(
      'WRITE_CONFLICT',
      `Somebody else changed ${conflicts.map(({ kind, id }) => `${kind} ${id}`).join(', ')}. Read again and repeat.`,
      { details: { conflicts } },
    );
  }

  counters(prefix: string): Promise<readonly Counter[]> {
    return this.guarded('counters', () => this.storage.counters(this.subscription, prefix));
  }

  acquire(request: LeaseRequest): Promise<Lease | undefined> {
    return this.guarded('acquire', () => this.storage.acquire(this.subscription, request));
  }

  release(lease: Lease): Promise<boolean> {
    return this.guarded('release', () => this.storage.release(this.subscription, lease));
  }

  leases(prefix: string): Promise<readonly Lease[]> {
    return this.guarded('leases', () => this.storage.leases(this.subscription, prefix));
  }

  private async guarded<T>(call: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (isAccompanyError(error) || (error instanceof Error && error.name === 'CrashSignal'))
        throw error;
      throw new AccompanyError(
        'STORAGE_FAILED',
        `The storage failed in ${call}: ${redact(error instanceof Error ? error.message : String(error))}. Nothing of this batch was applied as far as is known; repeat the call.`,
        { cause: error },
      );
    }
  }
}

/** The error of a writer that stood still for so long that another one took its lease. */
export function leaseLost(): AccompanyError {
  return new AccompanyError(
    'LEASE_LOST',
    'The engine stood still for too long and another one has taken over. Nothing of this batch was written; repeat the call.',
  );
}
