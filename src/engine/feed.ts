import { hash32 } from '../kernel/hash.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Counter, Key, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Fact, FactItem } from '../runtime/fact.ts';
import type { Store } from '../records/store.ts';

const DIGITS = 12;
/** Counters that say how many facts each shard has ever had; retention takes facts away, never numbers (EN-60). */
const LENGTHS = joinIds('feed', '');

/** One fact row before it has its place in the feed. */
export interface FactDraft {
  readonly account: string;
  readonly items: readonly FactItem[];
}

/** Fact rows with their places, and what else the commit that writes them must hold. */
export interface Placed {
  readonly facts: readonly Fact[];
  readonly records: readonly StoredRecord<Fact>[];
  readonly counters: readonly Counter[];
  /** To be called once they are committed. */
  readonly keep: () => void;
}

/**
 * The numbered feed of facts, one per shard (EN-60). Numbers are given out before a commit and taken into use when it
 * has succeeded, so that a failed commit leaves no gap.
 */
export class Feed {
  readonly shards: number;
  private readonly heads: Map<number, number> = new Map();

  constructor(shards: number) {
    this.shards = shards;
  }

  /** Finds where each shard's feed ends. */
  async open(store: Store): Promise<void> {
    this.heads.clear();
    for (const { name, value } of await store.counters(LENGTHS))
      this.heads.set(Number(name.slice(LENGTHS.length)), value);
  }

  /** Looks again where the feeds end if somebody else has written in one (EN-71). */
  async refresh(store: Store, conflicts: readonly Key[]): Promise<void> {
    if (conflicts.some(({ kind }) => kind === 'fact')) await this.open(store);
  }

  /** The shard of an account's facts. */
  shardOf(account: string): number {
    return shardOf(account, this.shards);
  }

  /** Prefix of the ids of a shard's facts. */
  prefixOf(account: string): string {
    return joinIds(this.shardOf(account), '');
  }

  /** Gives the rows their places. */
  place(drafts: readonly FactDraft[], at: Instant, stored: boolean): Placed {
    const taken = new Map<number, number>();
    const facts: Fact[] = [];
    const records: StoredRecord<Fact>[] = [];
    for (const { account, items } of drafts) {
      const shard = stored ? this.shardOf(account) : 0;
      const sequence = (taken.get(shard) ?? this.heads.get(shard) ?? 0) + 1;
      taken.set(shard, sequence);
      const fact: Fact = { shard, sequence, at, account, items };
      facts.push(fact);
      if (!stored) continue;
      records.push({
        kind: 'fact',
        id: factId(shard, sequence),
        version: 1,
        due: null,
        body: fact,
      });
    }
    return {
      facts,
      records,
      counters: stored ? this.lengths(taken) : [],
      keep: () => {
        for (const [shard, sequence] of taken) this.heads.set(shard, sequence);
      },
    };
  }

  private lengths(taken: ReadonlyMap<number, number>): Counter[] {
    return [...taken].map(([shard, sequence]) => ({
      name: `${LENGTHS}${shard}`,
      value: sequence - (this.heads.get(shard) ?? 0),
    }));
  }
}

/** The shard of a subject: the unit of ownership and of order (architecture decision 3). */
export function shardOf(subject: string, shards: number): number {
  return shards === 1 ? 0 : hash32(subject) % shards;
}

/** Ids of facts sort by shard and sequence. */
export function factId(shard: number, sequence: number): string {
  return joinIds(shard, String(sequence).padStart(DIGITS, '0'));
}
