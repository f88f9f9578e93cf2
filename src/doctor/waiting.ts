import { needObject } from '../kernel/object-argument.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Exit, Plan, Step } from '../plan/plan.ts';
import type { Storage } from '../ports/storage.ts';
import { Store } from '../records/store.ts';
import type { Run } from '../runtime/run.ts';
import type { DoctorLimits, WaitingGroup, WaitingRun, WaitsFor } from './diagnosis.ts';
import { doctorLimits } from './limits.ts';
import { readPlans } from './plans.ts';

/**
 * Every run that has not ended, in order of account, with what it waits for (DR-10). Reads page by page.
 * @throws AccompanyError `STORAGE_FAILED`
 */
export async function* waitingRuns(of: {
  readonly storage: Storage;
  readonly subscription: string;
  readonly limits?: Partial<DoctorLimits>;
}): AsyncGenerator<WaitingRun, void, void> {
  needObject(of, 'waitingRuns needs { storage, subscription }.');
  const store = new Store(of.storage, of.subscription);
  const limits = doctorLimits(of.limits ?? {});
  const { plans } = await readPlans(store, limits);
  for await (const { id, body } of store.all('progress', '', limits.page))
    for (const run of body.runs) yield waitingRun(plans.get(run.plan), id, run);
}

/** What one run waits for, as its plan says. */
export function waitingRun(plan: Plan | undefined, account: string, run: Run): WaitingRun {
  const { journey, entry, campaign, enteredAt, arrivedAt, due } = run;
  return {
    journey,
    account,
    entry,
    plan: run.plan,
    campaign,
    enteredAt,
    since: arrivedAt,
    due,
    ...placeOf(plan, run),
  };
}

type Place = Pick<WaitingRun, 'node' | 'waitsFor' | 'events' | 'action'>;

const UNKNOWN: Place = { node: null, waitsFor: 'unknown', events: [], action: null };

function placeOf(plan: Plan | undefined, { campaign, stalledAt, due }: Run): Place {
  const at = plan?.campaigns[campaign];
  if (at === undefined) return UNKNOWN;
  if (stalledAt !== null) {
    const step = at.steps[stalledAt];
    if (step === undefined) return askOf(at.exit, 'action');
    return { node: step.node, waitsFor: 'action', events: [], action: actionOf(step) };
  }
  const { exit } = at;
  if (exit.op !== 'await') return askOf(exit, 'answer');
  const events = exit.listen?.events.map(({ event }) => event) ?? [];
  return { node: exit.node, waitsFor: reasonOf(exit.listen !== null, due), events, action: null };
}

function askOf(exit: Exit, waitsFor: WaitsFor): Place {
  if (exit.op !== 'ask') return UNKNOWN;
  return { node: exit.node, waitsFor, events: [], action: exit.service };
}

function reasonOf(listens: boolean, due: Instant | null): WaitsFor {
  if (!listens) return 'time';
  return due === null ? 'event' : 'event-or-time';
}

function actionOf(step: Step): string | null {
  if (step.op === 'pass') return null;
  const acts =
    step.op === 'act' ? [step] : [...step.paths.flatMap(({ acts }) => acts), ...(step.other ?? [])];
  const custom = acts.flatMap(({ action }) => (action.type === 'custom' ? [action.name] : []));
  return custom.length === 0 ? null : custom.join(', ');
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Waiting runs by place and reason: as many groups as plans have places, whatever the number of runs (DR-11). */
export class WaitingGroups {
  private readonly groups: Map<string, Mutable<WaitingGroup> & { accounts: string[] }> = new Map();
  private readonly limits: DoctorLimits;
  others = 0;

  constructor(limits: DoctorLimits) {
    this.limits = limits;
  }

  add(run: WaitingRun): void {
    const { journey, plan, campaign, node, waitsFor, events, action, since, due } = run;
    const key = JSON.stringify([journey, plan, campaign, node, waitsFor]);
    let group = this.groups.get(key);
    if (group === undefined) {
      if (this.groups.size >= this.limits.groups) {
        this.others += 1;
        return;
      }
      group = {
        journey,
        plan,
        campaign,
        node,
        waitsFor,
        events,
        action,
        since,
        due,
        count: 0,
        accounts: [],
      };
      this.groups.set(key, group);
    }
    group.count += 1;
    if (since < group.since) group.since = since;
    if (due !== null && (group.due === null || due < group.due)) group.due = due;
    if (group.accounts.length < this.limits.examples) group.accounts.push(run.account);
  }

  /** The groups, those with the most runs first. */
  list(): readonly WaitingGroup[] {
    return [...this.groups.values()].sort((left, right) => right.count - left.count);
  }
}
