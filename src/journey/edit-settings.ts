import { AccompanyError } from '../kernel/errors.ts';
import { NO_ACTION } from './actions.ts';
import { hasTimeoutPath } from './defaults.ts';
import type {
  ActionNode,
  AudienceNode,
  ExternalActionNode,
  JourneyNode,
  ListenNode,
  NodeKind,
  Timeout,
  WaitNode,
} from './document.ts';
import { compact, findNode, refusal, replaceNode } from './edit-place.ts';
import type { Nodes } from './edit-place.ts';

/** Settings of a node to change; `undefined` takes a setting out. Edges and paths have methods of their own. */
export type NodePatch = Optional<
  { readonly label: string } & Pick<AudienceNode, 'audience' | 'list'> &
    Pick<ActionNode, 'context' | 'action'> &
    Pick<ExternalActionNode, 'service' | 'input' | 'failsOn'> &
    Pick<ListenNode, 'events' | 'filter' | 'members' | 'since'> & {
      readonly timeout: Omit<Timeout, 'next'>;
    } & Pick<WaitNode, 'for' | 'until' | 'mustEndOn'>
>;

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

const SETTINGS: Readonly<Record<NodeKind, readonly (keyof NodePatch)[]>> = {
  audience: ['label', 'audience', 'list'],
  action: ['label', 'context', 'action'],
  listen: ['label', 'context', 'events', 'filter', 'members', 'since', 'timeout'],
  wait: ['label', 'for', 'until', 'mustEndOn'],
  splitAccounts: ['label'],
  splitPeople: ['label'],
  externalAction: ['label', 'context', 'service', 'input', 'failsOn'],
  externalSplitAccounts: ['label', 'service', 'input'],
  externalSplitPeople: ['label', 'service', 'input'],
  merge: ['label'],
  end: ['label'],
};

/** Changes settings of a node (JD-84). Another context resets what the node does; so do settings that exclude others. */
export function patchNode(nodes: Nodes, id: string, patch: NodePatch): Nodes {
  const { node, inside } = findNode(nodes, id);
  const allowed: readonly string[] = SETTINGS[node.kind];
  const foreign = Object.keys(patch).find((name) => !allowed.includes(name));
  if (foreign !== undefined) {
    throw new AccompanyError(
      'INVALID_INPUT',
      `A node of kind ${node.kind} has no setting ${JSON.stringify(foreign)}. Its settings are ${allowed.join(', ')}.`,
    );
  }
  if (inside !== null && (patch.context ?? 'people') !== 'people') {
    throw refusal(
      'Paths of a split by people hold actions for people only. Put the node behind the split.',
    );
  }
  return replaceNode(nodes, compact(patched(node, patch)));
}

function patched(node: JourneyNode, patch: NodePatch): JourneyNode {
  switch (node.kind) {
    case 'audience':
      return { ...without(node, excluded(patch, 'audience', ['list'])), ...patch } as AudienceNode;
    case 'wait': {
      const rest = excluded(patch, 'until', ['for', 'mustEndOn']);
      return { ...without(node, rest), ...patch } as WaitNode;
    }
    case 'action': {
      const reset = isSwitched(node, patch) ? { action: NO_ACTION } : {};
      return { ...node, ...reset, ...patch } as ActionNode;
    }
    case 'externalAction': {
      // Services are for one context (JD-84).
      const reset = isSwitched(node, patch)
        ? { service: '', input: undefined, failsOn: undefined }
        : {};
      return { ...node, ...reset, ...patch } as ExternalActionNode;
    }
    case 'listen': {
      const reset = isSwitched(node, patch)
        ? { events: [], filter: undefined, members: undefined }
        : {};
      const timeout = 'timeout' in patch ? { timeout: timeoutOf(node, patch.timeout) } : {};
      return { ...node, ...reset, ...patch, ...timeout } as ListenNode;
    }
    default:
      return { ...node, ...patch } as JourneyNode;
  }
}

/** The new timeout keeps its edge. */
function timeoutOf(
  { timeout: old }: ListenNode,
  timeout: Omit<Timeout, 'next'> | undefined,
): Timeout | undefined {
  const next = old?.next;
  if (next !== undefined && !hasTimeoutPath(timeout)) {
    throw refusal('The timeout path has nodes. Delete them first, or unmerge the path.');
  }
  if (timeout === undefined) return undefined;
  if ('next' in timeout)
    throw refusal('Edges are changed by adding and removing nodes. Leave next out.');
  return next === undefined ? timeout : { ...timeout, next };
}

function isSwitched(node: { readonly context: string }, { context }: NodePatch): boolean {
  return context !== undefined && context !== node.context;
}

/** For settings of which one excludes others: the ones that go. */
function excluded(
  patch: NodePatch,
  one: keyof NodePatch,
  others: readonly (keyof NodePatch)[],
): readonly (keyof NodePatch)[] {
  if (patch[one] !== undefined) return others;
  return others.some((other) => patch[other] !== undefined) ? [one] : [];
}

function without<T extends object>(value: T, names: readonly string[]): T {
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept) as T;
}
