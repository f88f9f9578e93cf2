import type { Progress } from '../runtime/state.ts';
import type { Core } from './core.ts';
import { saveJourney } from './save-journey.ts';
import { Pending } from './pending.ts';
import { evaluatedBy, noteEvaluation } from './subscription.ts';
import { settlePages, type CallOptions, type Page } from './rounds.ts';
import type { Held } from '../records/store.ts';

const EVALUATE = Object.freeze({ kind: 'evaluate' } as const);

/**
 * Work over all accounts that a journey asks for: letting the audience in, or ending its runs. Page by page; the place
 * is kept in the journey's record, so that it goes on after an interruption. Doing a page twice changes nothing.
 */
export async function sweepJourney(
  core: Core,
  journey: string,
  options: CallOptions = {},
): Promise<void> {
  if (core.registry.journey(journey).body.sweep === null) return;
  await settlePages(core, journeyPages(core, journey), options);
  await saveJourney(core, journey, { sweep: null });
}

async function* journeyPages(core: Core, journey: string): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  for (;;) {
    const { sweep } = core.registry.journey(journey).body;
    if (sweep === null) return;
    const from = sweep.after === null ? {} : { after: sweep.after };
    const kind = sweep.kind === 'evaluate' ? 'account' : 'progress';
    const page = await core.store.scan({ kind, index: 'id', limit, ...from });
    const pending = new Pending();
    for (const record of page) {
      const { id, body } = record;
      if (sweep.kind === 'evaluate') {
        pending.account(id, EVALUATE).at = { account: record as Held<'account'> };
      } else if (concerns(body as Progress, journey)) {
        pending.account(id, { kind: 'leave', journey, reason: sweep.reason });
      }
    }
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
    await saveJourney(core, journey, { sweep: { ...sweep, after: page.at(-1)!.id } });
  }
}

function concerns({ runs, queued }: Progress, journey: string): boolean {
  return runs.some((run) => run.journey === journey) || (queued?.includes(journey) ?? false);
}

/** Evaluates every account once, after a definition changed (EN-7); the note of it goes with the last page. */
export async function evaluateAll(core: Core, options: CallOptions = {}): Promise<void> {
  await settlePages(core, allPages(core), options);
  const operations = await noteEvaluation(core.store, null);
  if (operations.length > 0) await core.store.write({ operations, counters: [] });
}

/** Goes on with an evaluation of all accounts that was interrupted. */
export async function resumeDefinitions(core: Core): Promise<void> {
  const by = await evaluatedBy(core.store);
  if (by !== null && core.members.isOrphan(by)) await evaluateAll(core);
}

async function* allPages(core: Core): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  let after: string | undefined;
  for (;;) {
    const from = after === undefined ? {} : { after };
    const page = await core.store.scan({ kind: 'account', index: 'id', limit, ...from });
    const pending = new Pending();
    for (const record of page) {
      pending.account(record.id, EVALUATE).at = { account: record };
    }
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
    after = page.at(-1)!.id;
  }
}
