import { dueAt } from '../kernel/calendar.ts';
import { invariant } from '../kernel/errors.ts';
import { NEVER, type Instant } from '../kernel/instant.ts';
import type { TimerRule } from '../plan/plan.ts';
import type { Act } from '../plan/act.ts';
import { isCarriedOut, perform } from './act.ts';
import type { AccountDraft } from './draft.ts';
import { gather } from './evidence.ts';
import { passGroup } from './group.ts';
import { recall } from './listen.ts';
import type { ProgramAwait, ProgramBranch } from './program.ts';
import { arriveAtAsk } from './ask.ts';
import { park } from './park.ts';
import type { Arrival } from './park.ts';
import type { Walk } from './way.ts';

/**
 * Walks one run from the start of a campaign until it parks or ends (RT-20). Plans are acyclic, so the walk is bounded
 * by the number of campaigns. `firstStep` is not 0 for a run that stalled inside the campaign.
 */
export function walk(
  draft: AccountDraft,
  way: Walk,
  campaignIndex: number,
  firstStep = 0,
): Arrival {
  let index = campaignIndex;
  let step = firstStep;
  for (;;) {
    const campaign = way.program.campaigns[index];
    invariant(campaign !== undefined, `Plan ${way.run.plan} has no campaign ${index}.`);
    const { steps, exit } = campaign;
    for (; step < steps.length; step += 1) {
      const next = steps[step]!;
      if (next.op === 'group') {
        if (!passGroup(draft, way, next)) return { run: park(draft, way, index, null, step) };
        continue;
      }
      if (next.op === 'act' && !isCarriedOut(draft, next, null)) {
        return { run: park(draft, way, index, null, step) };
      }
      way.trail.push(next.node, '');
      if (next.op === 'pass') continue;
      perform(draft, way, next, null);
      if (removesItself(next, way.run.journey)) return { exit: 'removed' };
    }
    step = 0;
    if (exit.op === 'continue') index = exit.to;
    else if (exit.op === 'end') {
      if (exit.node !== null) way.trail.push(exit.node, '');
      return { exit: 'completed' };
    } else if (exit.op === 'branch') {
      const to = choose(draft, way, exit);
      if (to === null) return { exit: 'no_path_matched' };
      index = to;
    } else {
      const arrival =
        exit.op === 'ask' ? arriveAtAsk(draft, way, index, exit) : arrive(draft, way, index, exit);
      if (typeof arrival !== 'number') return arrival;
      index = arrival;
    }
  }
}

/** Whether the action takes the account out of the very journey that it stands in (RT-37). */
function removesItself(act: Act, journey: string): boolean {
  return act.action.type === 'removeFromJourney' && act.action.journey === journey;
}

/** The edges out of an await, as trails name them. */
export const EDGE = { event: 'event', timer: 'timeout', wait: '' } as const;

/** The edge that a timer takes out of an await. */
export function timerEdge(node: ProgramAwait): string {
  return node.listen === null ? EDGE.wait : EDGE.timer;
}

/** When the timer of an await is due for a run that arrives at `from`; {@link NEVER} without one (RT-40, RT-42). */
export function timerDue(rule: TimerRule | null, from: Instant): Instant {
  if (rule === null) return NEVER;
  return rule.kind === 'at' ? rule.at : dueAt(from, rule);
}

/** Parks the run at the await, or says in which campaign it goes on at once (RT-41, RT-55, RT-56). */
function arrive(
  draft: AccountDraft,
  way: Walk,
  index: number,
  node: ProgramAwait,
): Arrival | number {
  const due = timerDue(node.timer, draft.now);
  const run = park(draft, way, index, due === NEVER ? null : due, null);
  const heard = recall(draft, run, node);
  if (heard.wakes) {
    invariant(node.onEvent !== null, `Listener ${node.node} leads nowhere.`);
    way.trail.push(node.node, EDGE.event);
    return node.onEvent;
  }
  if (due <= draft.now) {
    way.trail.push(node.node, timerEdge(node));
    return node.onTimer ?? { exit: 'timed_out' };
  }
  return { run: heard.counts === null ? run : { ...run, heard: heard.counts } };
}

/** First path that holds, else the other path (RT-21); leaves evidence when the world asks for it. */
function choose(draft: AccountDraft, way: Walk, node: ProgramBranch): number | null {
  const scope = draft.look(null, way.run.enteredAt);
  const { paths } = node;
  let chosen = 0;
  while (chosen < paths.length && !paths[chosen]!.condition.test(scope)) chosen += 1;
  const path = chosen < paths.length ? paths[chosen]! : null;
  const edge = path?.id ?? (node.other === null ? '' : 'other');
  way.trail.push(node.node, edge);
  if (draft.world.evidence) {
    const looked = paths.slice(0, chosen + 1).map(({ condition }) => condition);
    const { journey, entry } = way.run;
    draft.evidence.push(gather({ journey, entry, node: node.node, path: edge }, looked, scope));
  }
  return path === null ? node.other : path.to;
}
