import { joinIds } from '../runtime/effect.ts';
import type { Plan } from '../plan/plan.ts';
import type { Counter } from '../ports/storage.ts';
import type { Store } from '../records/store.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { counted, Sample } from './sample.ts';
import { WaitingGroups, waitingRun } from './waiting.ts';

const JOURNEYS = joinIds('journey', '');
const SEPARATOR = joinIds('', '');

/** What was found of runs. */
export interface RunFindings {
  readonly progress: number;
  readonly unfinished: number;
  readonly groups: WaitingGroups;
  readonly findings: readonly Finding[];
}

/**
 * Reads all runs once: what they wait for (DR-10, DR-11), whether their plans and journeys are there (DR-21), and whether
 * the counters say as many (DR-22).
 */
export async function findRuns(
  store: Store,
  plans: ReadonlyMap<string, Plan>,
  journeys: { readonly journeys: ReadonlySet<string>; readonly missing: readonly string[] },
  limits: DoctorLimits,
): Promise<RunFindings> {
  const groups = new WaitingGroups(limits);
  const planless = new Sample(limits.examples);
  const homeless = new Sample(limits.examples);
  for (const text of journeys.missing) planless.add(() => text);
  const found = new Map<string, number>();
  let [progress, unfinished] = [0, 0];
  const before = inFlight(await store.counters(JOURNEYS));
  for await (const { id, body } of store.all('progress', '', limits.page)) {
    progress += 1;
    for (const run of body.runs) {
      unfinished += 1;
      found.set(run.journey, (found.get(run.journey) ?? 0) + 1);
      const waiting = waitingRun(plans.get(run.plan), id, run);
      groups.add(waiting);
      if (waiting.waitsFor === 'unknown')
        planless.add(() => `account ${id} in ${run.journey}: plan ${run.plan}`);
      if (!journeys.journeys.has(run.journey))
        homeless.add(() => `account ${id} in ${run.journey}`);
    }
  }
  const after = inFlight(await store.counters(JOURNEYS));
  const findings = [
    lost('plan-missing', planless, 'run or journey', 'runs or journeys', 'plan'),
    lost('journey-missing', homeless, 'run', 'runs', 'journey'),
    compare(found, before, after, limits),
  ];
  return { progress, unfinished, groups, findings };
}

/** Runs in flight by journey, as the counters say. */
function inFlight(counters: readonly Counter[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { name, value } of counters) {
    const [, journey, , what] = name.split(SEPARATOR);
    const by = what === 'entered' ? value : what === 'left' ? -value : 0;
    if (by !== 0) sums.set(journey!, (sums.get(journey!) ?? 0) + by);
  }
  return sums;
}

function lost(
  code: 'plan-missing' | 'journey-missing',
  { count, examples }: Sample,
  one: string,
  many: string,
  what: string,
): Finding {
  if (count === 0) return finding(code, 'ok', 0, `Every run has its ${what}.`);
  return finding(
    code,
    'error',
    count,
    `${counted(count, one, many)} without ${what}.`,
    'Restore the subscription from a backup; such a run cannot go on.',
    examples,
  );
}

/** A journey whose counters moved while runs were read cannot be compared (DR-22). */
function compare(
  found: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  limits: DoctorLimits,
): Finding {
  const wrong = new Sample(limits.examples);
  let moving = 0;
  for (const journey of new Set([...found.keys(), ...before.keys(), ...after.keys()])) {
    const [runs, said] = [found.get(journey) ?? 0, before.get(journey) ?? 0];
    if (said !== (after.get(journey) ?? 0)) moving += 1;
    else if (said !== runs)
      wrong.add(
        () => `journey ${journey}: ${counted(runs, 'run')} found, the counters say ${said}`,
      );
  }
  if (wrong.count > 0) {
    return finding(
      'counters',
      'error',
      wrong.count,
      `Counters of ${counted(wrong.count, 'journey')} do not agree with the runs.`,
      'Repeat the diagnosis while no engine works. If it stays, restore from a backup and report it.',
      wrong.examples,
    );
  }
  if (moving === 0) return finding('counters', 'ok', 0, 'Counters agree with the runs.');
  return finding(
    'counters',
    'notice',
    moving,
    `Counters of ${counted(moving, 'journey')} moved during the diagnosis and were not compared.`,
    'Repeat the diagnosis while no engine works.',
  );
}
