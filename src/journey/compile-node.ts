import { problem } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import type { Await, Branch, Group, Listener } from '../plan/plan.ts';
import type { Act } from '../plan/act.ts';
import { lowerAction } from './compile-action.ts';
import type { CompileContext } from './compile-context.ts';
import { timeoutRule, waitRule } from './compile-timer.ts';
import { hasTimeoutPath } from './defaults.ts';
import type {
  JourneyNode,
  ListenNode,
  SplitAccountsNode,
  SplitPeopleNode,
  WaitNode,
} from './document.ts';

/** The campaign that an edge leads to; `undefined` is an open edge. */
export type CampaignOf = (target: string | undefined) => number;

/** A split by people with the actions of its paths inside (PL-8). */
export function lowerGroup(context: CompileContext, node: SplitPeopleNode, path: Path): Group {
  return {
    op: 'group',
    node: node.id,
    paths: node.paths.map(({ id, when, actions }, index) => {
      const place = [...path, 'paths', index];
      return {
        id,
        condition: context.condition(when, 'person', [...place, 'when']),
        acts: lowerActs(context, actions, [...place, 'actions']),
      };
    }),
    other: node.other
      ? lowerActs(context, node.other.actions, [...path, 'other', 'actions'])
      : null,
  };
}

/** The actions on one path of a split by people. */
export function lowerActs(
  context: CompileContext,
  actions: readonly JourneyNode[],
  path: Path,
): Act[] {
  return actions.flatMap((node, index) => {
    if (node.kind === 'action') return [lowerAction(context, node, [...path, index])];
    const message = `A ${node.kind} node stands on a path of a split by people.`;
    const fix = 'Put it before or behind the split; such paths hold actions only.';
    context.issues.push(problem('NODE_NOT_ALLOWED', [...path, index], message, fix));
    return [];
  });
}

/** A wait goes on when its timer fires. */
export function lowerWait(
  context: CompileContext,
  node: WaitNode,
  path: Path,
  campaignOf: CampaignOf,
): Await {
  const timer = waitRule(context, node, path);
  const onTimer = campaignOf(node.next);
  return { op: 'await', node: node.id, timer, listen: null, onEvent: null, onTimer };
}

/** A listener goes on at an event, or at its timeout (PL-7). */
export function lowerListen(
  context: CompileContext,
  node: ListenNode,
  path: Path,
  campaignOf: CampaignOf,
): Await {
  const { timeout } = node;
  const timer = timeout ? timeoutRule(context, timeout, [...path, 'timeout']) : null;
  const onEvent = campaignOf(node.next);
  const onTimer = timeout && hasTimeoutPath(timeout) ? campaignOf(timeout.next) : null;
  const listen = listener(context, node, path);
  return { op: 'await', node: node.id, timer, listen, onEvent, onTimer };
}

function listener(context: CompileContext, node: ListenNode, path: Path): Listener {
  const scope = node.context === 'people' ? 'person' : 'account';
  const { definitions = null, roles = null } = node.members ?? {};
  return {
    context: node.context,
    events: node.events.map(({ event, where, minimum = 1 }, index) => ({
      event,
      condition: where
        ? context.condition(where, scope, [...path, 'events', index, 'where'])
        : null,
      minimum,
    })),
    filter: node.filter ? context.condition(node.filter, 'person', [...path, 'filter']) : null,
    members: node.members ? { definitions, roles } : null,
    since: node.since ?? 'nodeEntry',
  };
}

/** A split by accounts (PL-6). */
export function lowerBranch(
  context: CompileContext,
  node: SplitAccountsNode,
  path: Path,
  campaignOf: CampaignOf,
): Branch {
  return {
    op: 'branch',
    node: node.id,
    paths: node.paths.map(({ id, when, next }, index) => ({
      id,
      condition: context.condition(when, 'account', [...path, 'paths', index, 'when']),
      to: campaignOf(next),
    })),
    other: node.other ? campaignOf(node.other.next) : null,
  };
}
