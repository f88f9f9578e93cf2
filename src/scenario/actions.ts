import type { Action, JourneyDocument, JourneyNode } from '../journey/document.ts';
import { isPeopleSplit, lanesOf } from '../journey/people-split.ts';

/** A node that does something: an action, also one inside a split by people, or one that asks a service. */
export interface NodeAction {
  readonly node: string;
  readonly type: Action['type'] | 'external';
  /** What the effect is known by (`nameOfAction`); `null` for actions that do not leave the engine. */
  readonly name: string | null;
}

/** All nodes of a journey in the order of the document; those inside a split by people follow the split. */
export function nodesOf({ nodes }: JourneyDocument): readonly JourneyNode[] {
  return nodes.flatMap((node) => {
    if (!isPeopleSplit(node)) return [node];
    return [node, ...lanesOf(node).flatMap(({ actions }) => actions)];
  });
}

/** All of these nodes of a journey, in the same order. */
export function actionsOf(journey: JourneyDocument): readonly NodeAction[] {
  return nodesOf(journey).flatMap((node): NodeAction[] => {
    if ('service' in node) return [{ node: node.id, type: 'external', name: node.service }];
    if (node.kind !== 'action') return [];
    const { id, action } = node;
    return [{ node: id, type: action.type, name: nameOf(action) }];
  });
}

function nameOf(action: Action): string | null {
  if (action.type === 'sendEmail') return action.email;
  if (action.type === 'sendSalesAlert') return action.group;
  return action.type === 'custom' ? action.name : null;
}
