import { persist } from '../../privacy/pass.ts';
import { Batch } from '../batch.ts';
import { commitWithFacts } from '../commit.ts';
import { now, type Core } from '../core.ts';
import { Pending } from '../pending.ts';

/**
 * Ends an account's runs and closes it, also when it stands still in quarantine: whichever engine finds it due, nothing
 * happens to it any more that would be written after its traces are gone (PV-28).
 */
export async function closeAccount(core: Core, id: string): Promise<void> {
  const { registry, store } = core;
  await persist(async () => {
    const account = (await store.get('account', id))?.body;
    const progress = (await store.get('progress', id))?.body;
    const isThere = account !== undefined || progress !== undefined;
    // One that was merged is in no journey, and has still to pass on what it was told (AM-33).
    if (!isThere || account?.merged !== undefined || account?.erasing === true) return NOTHING;
    const pending = new Pending();
    pending.account(id).inputs.push({ kind: 'erase' });
    const at = now(core);
    const batch = new Batch(core, at, registry.world());
    await batch.load([pending]);
    batch.advance(pending);
    const [fault] = batch.faults.values();
    if (fault !== undefined && (progress?.runs ?? []).length > 0) throw fault.error;
    // What cannot be read stands still already.
    if (fault !== undefined) return NOTHING;
    const counters = batch.tally.counters();
    const expects = [registry.expectation(), ...batch.expectations()];
    const commit = { operations: batch.operations(), counters, expects };
    const conflicts = await commitWithFacts(core, commit, batch.facts, at);
    if (conflicts.length === 0) registry.count(counters);
    if (registry.isAmong(conflicts)) await registry.open();
    return { conflicts, result: undefined };
  });
}

const NOTHING = { conflicts: [], result: undefined };
