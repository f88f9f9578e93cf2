import { hash32 } from '../kernel/hash.ts';
import type { Instant } from '../kernel/instant.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Commit, Lease } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import { leaseLost, type Store } from '../records/store.ts';
import { shardOf } from './feed.ts';

/** What an engine needs to take its place among others. */
export interface MemberOptions {
  readonly store: Store;
  /** Name among the engines of a subscription. */
  readonly name: string;
  /** Milliseconds until the others take over from an engine that is silent. */
  readonly ttl: number;
  readonly shards: number;
  /** The engine carries out effects; shards are divided among such engines, if there are any (EN-88). */
  readonly works: boolean;
  /** Several engines may share the storage, in real time: leases are taken. */
  readonly shared: boolean;
}

const PREFIX = joinIds('engine', '');
/** Engines without channels: they take in and ask, and leave timers and effects to those that can carry them out. */
const GUEST = joinIds('engine', 'guest', '');
/** How often a lease is asked for before another engine must have the name. */
const JOINS = 5;

/**
 * The engines that share a subscription, and which shards are whose (EN-80 to EN-86). Each engine holds one lease; the
 * shards are divided among those who hold one, by name alone, so that all come to the same division without asking each
 * other. Invariant: every commit carries the fence of the lease; whoever takes a silent engine's lease over makes all its
 * later commits fail. Two engines that for a moment believe a shard theirs are kept apart by the records' versions.
 */
export class Members {
  private readonly options: MemberOptions;
  private lease: Lease | null = null;
  private living: readonly Lease[] = [];
  private owned: ReadonlySet<number> | null = null;
  private renewAt: Instant = Number.NEGATIVE_INFINITY;
  private changed = false;

  constructor(options: MemberOptions) {
    this.options = options;
  }

  /** Whether the engine has its place; one that shares its storage with nobody needs none. */
  get joined(): boolean {
    return this.lease !== null || !this.options.shared;
  }

  /** Whether engines have come or gone since this was asked last: the shards are divided anew. */
  takeChange(): boolean {
    const { changed } = this;
    this.changed = false;
    return changed;
  }

  /** Whether other engines may be there. */
  get shared(): boolean {
    return this.options.shared;
  }

  /** Whether other engines are there, as far as is known. */
  get several(): boolean {
    return this.living.length > 1;
  }

  /** This engine, in this life of it: nobody else ever has the same. */
  get self(): string {
    return this.lease === null ? this.options.name : lifeOf(this.lease);
  }

  /**
   * What every commit carries. Who has lost the lease, and has not joined again, writes nothing: not even the answers that
   * come in while it closes.
   * @throws AccompanyError `LEASE_LOST`
   */
  get fence(): Commit['fence'] {
    if (this.lease !== null) return { lease: this.lease.name, fence: this.lease.fence };
    if (this.options.shared) throw leaseLost();
    return undefined;
  }

  /** Takes a lease; a lease of an earlier life under the same name is given back first, so that its fence fails. */
  async join(now: Instant): Promise<void> {
    const { store, name, ttl, shared, works } = this.options;
    if (!shared) return;
    const request = { name: (works ? PREFIX : GUEST) + name, owner: name, now, ttl };
    let lease: Lease | undefined;
    // Another engine may be ending the lease of an earlier life at this very moment, and hold it until it has.
    for (let attempt = 0; lease === undefined && attempt < JOINS; attempt += 1) {
      const earlier = (await store.leases(request.name)).find((one) => one.name === request.name);
      if (earlier !== undefined) await store.release(earlier);
      lease = await store.acquire(request);
    }
    if (lease === undefined) {
      throw new AccompanyError(
        'STORAGE_IN_USE',
        `Another engine is called ${name}. Give each engine of a subscription a name of its own.`,
      );
    }
    this.lease = lease;
    this.renewAt = now + ttl / 3;
    await this.look(now);
  }

  /**
   * Renews the lease when a third of its time has passed, and looks who is there.
   * @throws AccompanyError `LEASE_LOST` when somebody has taken over
   */
  async keep(now: Instant): Promise<void> {
    if (this.lease === null || now < this.renewAt) return;
    const { store, name, ttl } = this.options;
    // Also when it has run out: as long as nobody has taken it over, it is still ours (ST-63).
    const request = { name: this.lease.name, owner: name, now, ttl };
    const lease = await store.acquire(request);
    if (lease === undefined || lease.fence !== this.lease.fence) throw leaseLost();
    this.lease = lease;
    this.renewAt = now + ttl / 3;
    await this.look(now);
  }

  /** Gives the lease back, so that the others take over at once. */
  async leave(): Promise<void> {
    const { lease } = this;
    this.lose();
    if (lease !== null) await this.options.store.release(lease);
  }

  /** Forgets the lease: it is somebody else's. */
  lose(): void {
    this.lease = null;
    this.living = [];
    this.owned = null;
    this.renewAt = Number.NEGATIVE_INFINITY;
  }

  /** Whether a subject is this engine's to advance. */
  owns(subject: string): boolean {
    return this.owned === null || this.owned.has(shardOf(subject, this.options.shards));
  }

  /** Whether the engine is the one that looks after dates of journeys and what else concerns the subscription as a whole. */
  get leads(): boolean {
    return !this.several || this.living[0]!.name === this.lease?.name;
  }

  /** Whether work that an engine began is nobody's any more; what this engine began itself is its own. */
  isOrphan(by: string | null): boolean {
    return by === null || by === this.self || !this.living.some((lease) => lifeOf(lease) === by);
  }

  /** Who is there; ends the leases of those who have been silent for too long. */
  private async look(now: Instant): Promise<void> {
    const { store, name, ttl, shards } = this.options;
    const living: Lease[] = [];
    for (const lease of await store.leases(PREFIX)) {
      if (lease.name === this.lease?.name || now < lease.expiresAt) {
        if (lease.name === PREFIX + lease.owner || isGuest(lease)) living.push(lease);
        continue;
      }
      const taken = await store.acquire({ name: lease.name, owner: name, now, ttl });
      if (taken !== undefined) await store.release(taken);
    }
    this.changed ||= living.map(lifeOf).join() !== this.living.map(lifeOf).join();
    this.living = living;
    const workers = living.filter((lease) => !isGuest(lease));
    const holders = workers.length > 0 ? workers : living;
    this.owned = living.length > 1 ? sharesOf(this.lease!.name, holders, shards) : null;
  }
}

/** The shards of one member: each shard goes to the member whose name hashes highest together with it. */
function sharesOf(own: string, holders: readonly Lease[], shards: number): ReadonlySet<number> {
  const mine = new Set<number>();
  for (let shard = 0; shard < shards; shard += 1) {
    let best = '';
    let highest = -1;
    for (const { name } of holders) {
      const weight = hash32(`${shard} ${name}`);
      if (weight <= highest) continue;
      highest = weight;
      best = name;
    }
    if (best === own) mine.add(shard);
  }
  return mine;
}

function lifeOf({ owner, fence }: Lease): string {
  return joinIds(owner, fence);
}

function isGuest({ name, owner }: Lease): boolean {
  return name === GUEST + owner;
}
