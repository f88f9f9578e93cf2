import type { Operation } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Batch } from './batch.ts';
import type { FactDraft } from './feed.ts';
import { reasonOf } from './fault.ts';
import { now, type Core } from './core.ts';
import type { QuarantineBody } from '../records/bodies.ts';

/** What a commit adds for the subjects that stand still after it, or no more. */
export interface Holding {
  readonly operations: readonly Operation[];
  readonly facts: readonly FactDraft[];
  /** To be called once it is committed. */
  readonly committed: () => void;
}

/**
 * The writes that put faulty subjects into quarantine, with the inputs that they could not take behind those that are
 * held already (EN-70). A subject that is being released and fails again stays, with what it failed on.
 */
export async function hold(core: Core, batch: Batch): Promise<Holding> {
  const operations: Operation[] = [];
  const facts: FactDraft[] = [];
  const released = batch.done.flatMap(({ key }) => (key.kind === 'quarantine' ? [key.id] : []));
  for (const [key, { kind, id, error, inputs }] of batch.faults) {
    const known = await core.store.get('quarantine', key);
    const earlier = known === undefined || released.includes(key) ? [] : known.body.inputs;
    const body: QuarantineBody = {
      subject: { kind, id },
      reason: error === null && known !== undefined ? known.body.reason : reasonOf(error),
      at: known?.body.at ?? now(core),
      inputs: [...earlier, ...inputs],
    };
    operations.push({
      op: 'put',
      record: { kind: 'quarantine', id: key, version: (known?.version ?? 0) + 1, due: null, body },
    });
    if (error !== null && kind === 'account') {
      facts.push({ account: id, items: [{ type: 'quarantined', reason: reasonOf(error) }] });
    }
  }
  const free = released.filter((key) => !batch.faults.has(key));
  const prefix = joinIds('account', '');
  for (const key of free.filter((one) => one.startsWith(prefix)))
    facts.push({ account: key.slice(prefix.length), items: [{ type: 'released' }] });
  const { quarantined } = core.registry;
  return {
    operations,
    facts,
    committed: () => {
      for (const key of batch.faults.keys()) quarantined.add(key);
      for (const key of free) quarantined.delete(key);
    },
  };
}
