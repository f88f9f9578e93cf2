import { DAY } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Pass } from '../../privacy/pass.ts';
import { prune as pruneAll } from '../../privacy/prune.ts';
import type { Pruned } from '../../privacy/retention.ts';
import { now, throwIfAborted, type Core } from '../core.ts';
import type { CallOptions } from '../rounds.ts';
import { notePruning, prunedAt } from '../subscription.ts';

/**
 * Deletes what the retention says, now (PV-1 to PV-6); with none configured, nothing. Resolves with what was deleted.
 * @throws AccompanyError `ABORTED`; what was deleted stays deleted, and the next pass goes on
 */
export function prune(core: Core, options: CallOptions = {}): Promise<Pruned> {
  return carryOut(core, passOf(core, options));
}

async function carryOut(core: Core, pass: Pass): Promise<Pruned> {
  const { retention } = core.settings;
  const at = now(core);
  const pruned = await pruneAll(pass, retention ?? {}, { now: at, shards: core.feed.shards });
  if (retention !== null) await notePruning(core.store, at);
  return pruned;
}

/** When retention is next carried out by itself (PV-7); `null` for never, or when another engine sees to it. */
export async function nextPruning(core: Core): Promise<Instant | null> {
  if (core.settings.retention === null || !core.members.leads) return null;
  return (await prunedAt(core.store)) + DAY;
}

/** Carries retention out when a day has passed. An engine that closes leaves the rest to the next one. */
export async function pruneDaily(core: Core, options: CallOptions = {}): Promise<void> {
  const due = await nextPruning(core);
  if (due === null || due > now(core)) return;
  const pass = passOf(core, options);
  const breathe = async (): Promise<void> => {
    if (core.outbound.isStopped) throw new Closing();
    await pass.breathe();
  };
  try {
    await carryOut(core, { ...pass, breathe });
  } catch (error) {
    if (!(error instanceof Closing)) throw error;
  }
}

/** Ends a pass that nobody waits for. */
class Closing extends Error {}

/** How work over many records is done by this engine. */
export function passOf(core: Core, { signal }: CallOptions): Pass {
  return {
    store: core.store,
    limit: core.settings.batchSize,
    async breathe() {
      throwIfAborted(signal);
      await core.pace.breathe();
    },
  };
}
