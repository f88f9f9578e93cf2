import { hash32 } from '../kernel/hash.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Key, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Fact } from '../runtime/fact.ts';
import type { FactDraft } from './batch.ts';
import type { Store } from '../records/store.ts';

const DIGITS = 12;

/**
 * The numbered feed of facts, one per shard (EN-60). Numbers are given out before a commit and taken into use when it
 * has succeeded, so that a failed commit leaves no gap.
 */
export class Feed {
  private readonly shards: number;
  private readonly heads: Map<number, number> = new Map();

  constructor(shards: number) {
    this.shards = shards;
  }

  /** Finds where each shard's feed ends. */
  async open(store: Store): Promise<void> {
    for (let shard = 0; shard < this.shards; shard += 1) await this.find(store, shard);
  }

  /** Looks again where the feeds end in which somebody else has written (EN-71). */
  async refresh(store: Store, conflicts: readonly Key[]): Promise<void> {
    const shards = new Set(
      conflicts.flatMap(({ kind, id }) => (kind === 'fact' ? [Number.parseInt(id, 10)] : [])),
    );
    for (const shard of shards) await this.find(store, shard);
  }

  private async find(store: Store, shard: number): Promise<void> {
    const [last] = await store.scan({
      kind: 'fact',
      index: 'id',
      prefix: joinIds(shard, ''),
      reverse: true,
      limit: 1,
    });
    if (last !== undefined) this.heads.set(shard, last.body.sequence);
  }

  /** The shard of an account's facts. */
  shardOf(account: string): number {
    return this.shards === 1 ? 0 : hash32(account) % this.shards;
  }

  /** Prefix of the ids of a shard's facts. */
  prefixOf(account: string): string {
    return joinIds(this.shardOf(account), '');
  }

  /** Gives the rows their places. `keep` is to be called once they are committed. */
  place(
    drafts: readonly FactDraft[],
    at: Instant,
    stored: boolean,
  ): { facts: readonly Fact[]; records: readonly StoredRecord<Fact>[]; keep: () => void } {
    const taken = new Map<number, number>();
    const facts: Fact[] = [];
    const records: StoredRecord<Fact>[] = [];
    for (const { account, items } of drafts) {
      const shard = stored ? this.shardOf(account) : 0;
      const sequence = (taken.get(shard) ?? this.heads.get(shard) ?? 0) + 1;
      taken.set(shard, sequence);
      const fact: Fact = { shard, sequence, at, account, items };
      facts.push(fact);
      if (stored)
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
      keep: () => {
        for (const [shard, sequence] of taken) this.heads.set(shard, sequence);
      },
    };
  }
}

/** Ids of facts sort by shard and sequence. */
export function factId(shard: number, sequence: number): string {
  return joinIds(shard, String(sequence).padStart(DIGITS, '0'));
}
