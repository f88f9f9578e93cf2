import { persist } from '../privacy/pass.ts';
import { Batch } from './batch.ts';
import { commitWithFacts } from './commit.ts';
import { now, type Core } from './core.ts';
import { Pending } from './pending.ts';

/**
 * Ends an account's runs with reason `account_deleted` (RT-60), also when it stands still in quarantine. No journey is
 * open to it meanwhile, so that it does not enter another one on its way out.
 */
export async function endRuns(core: Core, account: string): Promise<void> {
  const { registry } = core;
  await persist(async () => {
    const progress = (await core.store.get('progress', account))?.body;
    const journeys = [
      ...(progress?.runs ?? []).map(({ journey }) => journey),
      ...(progress?.queued ?? []),
    ];
    if (journeys.length === 0) return { conflicts: [], result: undefined };
    const pending = new Pending();
    for (const journey of journeys)
      pending.account(account).inputs.push({ kind: 'leave', journey, reason: 'account_deleted' });
    const at = now(core);
    const batch = new Batch(core, at, { ...registry.world(), open: [] });
    await batch.load([pending]);
    batch.advance(pending);
    for (const { error } of batch.faults.values()) throw error;
    const counters = batch.tally.counters();
    const expects = [registry.expectation(), ...batch.expectations()];
    const commit = { operations: batch.operations(), counters, expects };
    const conflicts = await commitWithFacts(core, commit, batch.facts, at);
    if (conflicts.length === 0) registry.count(counters);
    if (registry.isAmong(conflicts)) await registry.open();
    return { conflicts, result: undefined };
  });
}
