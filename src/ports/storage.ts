import type { Instant } from '../kernel/instant.ts';

/**
 * The storage port. An adapter keeps versioned JSON records of about a dozen kinds and knows nothing of journeys.
 * Rules with numbers: `docs/semantics/storage.md`; published cases: `accompany/testing`.
 *
 * Everything is scoped by `subscription`, the tenant boundary: two subscriptions never see each other's records,
 * whatever their ids are. Bodies are plain JSON, never changed after they were handed over, by either side.
 */
export interface Storage {
  readonly capabilities: StorageCapabilities;
  /** The records at the keys, in the order of the keys; `undefined` where there is none (ST-10 to ST-12). */
  load(subscription: string, keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]>;
  /**
   * A page of one kind, in the order of the index, as things stand at the call (ST-15 to ST-24). A page with fewer
   * records than the limit is the last one. Takes nothing out.
   */
  scan(subscription: string, query: ScanQuery): Promise<readonly StoredRecord[]>;
  /**
   * All of it or nothing (ST-30 to ST-55). Whenever the answer is not `ok`, nothing has changed: after a conflict every
   * conflicting key is named. `INVALID_INPUT` for a malformed commit changes nothing either. After any other rejection
   * either all of it has been applied or nothing has, and the caller must read to know.
   */
  commit(subscription: string, commit: Commit): Promise<CommitResult>;
  /** Sums of all deltas ever committed, for counters whose name starts with the prefix, by name (ST-45 to ST-49). */
  counters(subscription: string, prefix: string): Promise<readonly Counter[]>;
  /**
   * Takes the lease `name` for `owner` until `now + ttl` when it is free, expired or already the owner's. Each change
   * of owner raises the fence. `undefined` when somebody else holds it, and nothing has changed (ST-60 to ST-66).
   */
  acquire(subscription: string, request: LeaseRequest): Promise<Lease | undefined>;
  /**
   * Extends a lease that has not expired and that the owner still holds with that fence. `undefined` when it does not,
   * and nothing has changed (ST-64).
   */
  renew(subscription: string, lease: Lease, request: LeaseRequest): Promise<Lease | undefined>;
  /**
   * Gives a lease back before it expires, so that anybody may acquire it at once; its fence no longer passes. `false` when
   * the owner does not hold it with that fence, and nothing has changed (ST-67, ST-68).
   */
  release(subscription: string, lease: Lease): Promise<boolean>;
  /**
   * The leases whose name starts with the prefix, expired ones included and those that were given back left out, by name
   * (ST-69).
   */
  leases(subscription: string, prefix: string): Promise<readonly Lease[]>;
  /** Gives back what the adapter holds. Every later call rejects with `ENGINE_CLOSED`; closing again does nothing. */
  close(): Promise<void>;
}

/** What an adapter declares; each claim has conformance cases of its own, also in the negative. */
export interface StorageCapabilities {
  /** Shown in reports. */
  readonly name: string;
  /** What survives: nothing, the process, or power loss. */
  readonly durability: 'none' | 'process' | 'synced';
  /** Several engines may share one subscription. */
  readonly multiWriter: boolean;
}

/** Every kind of record. */
export const RECORD_KINDS = [
  'subscription',
  'registry',
  'definition',
  'journey',
  'plan',
  'publication',
  'account',
  'person',
  'progress',
  'effect',
  'message',
  'input',
  'fact',
  'evidence',
  'quarantine',
  'suppression',
  'erasure',
  'score',
  'integration',
] as const;

/** One of {@link RECORD_KINDS}. */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Where a record stands: unique per subscription. Ids are text of 1 to 1,024 UTF-16 units (ST-1). */
export interface Key {
  readonly kind: RecordKind;
  readonly id: string;
}

/** A versioned JSON document. */
export interface StoredRecord<Body = unknown> extends Key {
  /** 1 when first written; each commit that writes the record must name the next one. */
  readonly version: number;
  /** When the record wants attention; orders the index `due`. `null` keeps it out of that index. */
  readonly due: Instant | null;
  readonly body: Body;
}

/** Which records to scan. */
export type ScanQuery =
  | {
      readonly kind: RecordKind;
      /** By id, in order of UTF-16 code units. */
      readonly index: 'id';
      /** Only ids that start with this. */
      readonly prefix?: string;
      /** Continue after this id, in the direction of the scan. */
      readonly after?: string;
      /** From the last id to the first; `after` then continues strictly before an id (ST-26). */
      readonly reverse?: boolean;
      readonly limit: number;
    }
  | {
      readonly kind: RecordKind;
      /** By (due, id); records without `due` are left out. */
      readonly index: 'due';
      /** Only records due at or before this instant. */
      readonly until: Instant;
      /** Continue after this position. */
      readonly after?: { readonly due: Instant; readonly id: string };
      readonly limit: number;
    };

/** One atomic change. */
export interface Commit {
  readonly operations: readonly Operation[];
  readonly counters: readonly Counter[];
  /** What the writer has read and relies on; whatever differs is a conflict (ST-53 to ST-55). */
  readonly expects?: readonly Expectation[];
  /** The lease under which the writer acts; refused when the lease has moved on. */
  readonly fence?: { readonly lease: string; readonly fence: number };
}

/**
 * `put` writes `record.version`, which must be one more than the stored version (1 for a record that does not exist).
 * `delete` names the version that is stored. A key stands in at most one operation.
 */
export type Operation =
  | { readonly op: 'put'; readonly record: StoredRecord }
  | { readonly op: 'delete'; readonly key: Key; readonly version: number };

/** A record that a commit relies on without writing it. */
export interface Expectation {
  readonly key: Key;
  /** The version that must be stored; 0 when there must be no record. */
  readonly version: number;
}

/** A counter, or a delta of one. */
export interface Counter {
  readonly name: string;
  readonly value: number;
}

/** `conflicts` lists every key whose version differed. `fenced`: the lease is no longer held; stop writing. */
export type CommitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'conflict'; readonly conflicts: readonly Key[] }
  | { readonly ok: false; readonly reason: 'fenced' };

/** Who asks for a lease, and for how long. */
export interface LeaseRequest {
  readonly name: string;
  readonly owner: string;
  readonly now: Instant;
  /** Milliseconds. */
  readonly ttl: number;
}

/** A held lease. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
  readonly expiresAt: Instant;
}
