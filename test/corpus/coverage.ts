import type { Campaign, Plan } from '../../src/plan/plan.ts';
import type { FactItem } from '../../src/runtime/fact.ts';
import type { ExitReason } from '../../src/runtime/run.ts';
import type { RecordedDocument, Recording } from '../../src/testing/recording/recording.ts';

/** How often recorded advances came to each thing that journeys are made of, as `node wait` or `exit completed`. */
export function coverageOf(recording: Recording): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const count = (what: string): void => void found.set(what, (found.get(what) ?? 0) + 1);
  const nodes = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const document of Object.values(recording.documents))
    if (isPlan(document)) nodes.set(document.hash, nodesOf(document));
  for (const { inputs, result } of recording.advances) {
    for (const { kind } of inputs) count(`input ${kind}`);
    for (const fact of (result.rest.facts ?? []) as readonly FactItem[]) {
      count(`fact ${fact.type}`);
      if (fact.type !== 'run') continue;
      if (fact.exit !== null) count(`exit ${fact.exit}`);
      for (const node of fact.parked === null ? fact.trail : [...fact.trail, fact.parked])
        for (const what of nodes.get(fact.plan)?.get(node) ?? []) count(what);
    }
  }
  return found;
}

/** What a corpus must come to. `fact settled` and the like are the engine's own, not of advances. */
export const EVERYTHING: readonly string[] = [
  ...['audience', 'end', 'listen', 'merge', 'splitAccounts', 'splitPeople', 'wait'].map(
    (kind) => `node ${kind}`,
  ),
  ...Object.keys({
    'accounts addToJourney': 0,
    'accounts addToList': 0,
    'accounts custom': 0,
    'accounts interestingMoment': 0,
    'accounts removeFromJourney': 0,
    'accounts removeFromList': 0,
    'accounts updateProfile': 0,
    'accounts sendSalesAlert': 0,
    'accounts updateGroupStage': 0,
    'accounts updateGroupStatus': 0,
    'people assignToGroup': 0,
    'people custom': 0,
    'people interestingMoment': 0,
    'people removeFromGroup': 0,
    'people sendEmail': 0,
    'people updateProfile': 0,
  }).map((action) => `action ${action}`),
  ...Object.entries({
    completed: true,
    no_path_matched: true,
    timed_out: true,
    removed: true,
    audience_left: true,
    aborted: true,
    journey_ended: true,
    // Only an erasure gives it, in the way of every order to leave.
    account_deleted: false,
    account_merged: false,
  } satisfies Record<ExitReason, boolean>)
    .filter(([, isRecorded]) => isRecorded)
    .map(([reason]) => `exit ${reason}`),
  ...Object.entries({
    run: true,
    audience: true,
    refused: true,
    queued: true,
    changed: true,
    list: true,
    moment: true,
    groupCreated: true,
    // A user's wish that no life of the corpus has.
    groupDeleted: false,
    member: true,
    blocked: true,
    completeness: true,
    stage: true,
    stageRejected: true,
    status: true,
    engagement: true,
    activity: true,
    late: true,
    // Of attributes that a platform feeds, which no tenant of the corpus has.
    writeBack: false,
    answered: true,
    settled: false,
    reopened: false,
    dropped: false,
    quarantined: false,
    released: false,
    merged: false,
    absorbed: false,
  } satisfies Record<FactItem['type'], boolean>)
    .filter(([, ofAdvances]) => ofAdvances)
    .map(([type]) => `fact ${type}`),
  ...['account', 'outcome', 'people'].map((by) => `node ask ${by}`),
  'input answer',
  'input night',
  'input score',
];

function isPlan(document: RecordedDocument): document is Plan {
  return 'campaigns' in document;
}

/** What each node of a plan is. */
function nodesOf({ campaigns, entry }: Plan): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { steps } of campaigns) {
    for (const step of steps) {
      if (step.op === 'pass')
        found.set(step.node, [step.node === entry.node ? 'node audience' : 'node merge']);
      if (step.op === 'group') found.set(step.node, ['node splitPeople']);
      const acts =
        step.op === 'act'
          ? [step]
          : step.op === 'group'
            ? [...step.paths.flatMap((path) => path.acts), ...(step.other ?? [])]
            : [];
      for (const { node, context, action } of acts)
        found.set(node, [`action ${context} ${action.type}`]);
    }
  }
  for (const { exit } of campaigns)
    if ('node' in exit && exit.node) found.set(exit.node, [kindOf(exit)]);
  return found;
}

function kindOf(exit: Exclude<Campaign['exit'], { op: 'continue' }>): string {
  if (exit.op === 'branch') return 'node splitAccounts';
  if (exit.op === 'end') return 'node end';
  if (exit.op === 'ask') return `node ask ${exit.route.by}`;
  return exit.listen === null ? 'node wait' : 'node listen';
}
