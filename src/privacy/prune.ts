import type { Instant } from '../kernel/instant.ts';
import type { Operation, RecordKind, StoredRecord } from '../ports/storage.ts';
import type { Held } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';
import { persist, type Pass } from './pass.ts';
import { pruneEvents } from './prune-events.ts';
import { cutOff, type Pruned, type Retention } from './retention.ts';

/**
 * Deletes what is older than the retention says (PV-1 to PV-5). Each batch is a commit of its own and nothing depends on
 * where an earlier pass stopped: a pass that was interrupted is simply begun again (PV-6).
 */
export async function prune(
  pass: Pass,
  { facts, evidence, inputs, events }: Retention,
  { now, shards }: { readonly now: Instant; readonly shards: number },
): Promise<Pruned> {
  return {
    facts: facts === undefined ? 0 : await pruneFacts(pass, shards, cutOff(facts, now)),
    evidence: evidence === undefined ? 0 : await pruneDue(pass, 'evidence', cutOff(evidence, now)),
    inputs: inputs === undefined ? 0 : await pruneDue(pass, 'input', cutOff(inputs, now)),
    events:
      events === undefined ? 0 : await pruneEvents(pass, { now, keepSince: cutOff(events, now) }),
  };
}

/** Facts of a shard are in order of time, so that each feed is read up to its first young row. */
async function pruneFacts(pass: Pass, shards: number, before: Instant): Promise<number> {
  let deleted = 0;
  for (let shard = 0; shard < shards; shard += 1) {
    deleted += await deleteFront(pass, async () => {
      const prefix = joinIds(shard, '');
      const page = await pass.store.scan({ kind: 'fact', index: 'id', prefix, limit: pass.limit });
      const young = page.findIndex(({ body }: Held<'fact'>) => body.at >= before);
      return { old: young < 0 ? page : page.slice(0, young), more: young < 0 };
    });
  }
  return deleted;
}

/** Records whose `due` says when they were written. */
function pruneDue(pass: Pass, kind: RecordKind, before: Instant): Promise<number> {
  return deleteFront(pass, async () => {
    const page = await pass.store.scan({
      kind,
      index: 'due',
      until: before - 1,
      limit: pass.limit,
    });
    return { old: page, more: true };
  });
}

interface Front {
  readonly old: readonly StoredRecord[];
  /** A full batch may be followed by others. */
  readonly more: boolean;
}

/** Deletes what is found in front, batch by batch, until nothing old is left. */
async function deleteFront(pass: Pass, find: () => Promise<Front>): Promise<number> {
  for (let deleted = 0; ;) {
    await pass.breathe();
    const { old, more } = await persist(async () => {
      const front = await find();
      const operations = front.old.map(({ kind, id, version }): Operation => ({
        op: 'delete',
        key: { kind, id },
        version,
      }));
      const conflicts =
        operations.length === 0 ? [] : await pass.store.commit({ operations, counters: [] });
      return { conflicts, result: front };
    });
    deleted += old.length;
    if (!more || old.length < pass.limit) return deleted;
  }
}
