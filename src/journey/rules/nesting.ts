import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { JourneyNode } from '../document.ts';
import type { RuleContext } from './rule.ts';

/** A path of a split by people holds actions for people, one after the other (JD-33, reference 6.2). */
export function nesting({ graph }: RuleContext): Issue[] {
  return graph.places.flatMap(({ node, path, inside }) => {
    const message = inside === null ? undefined : faultOf(node);
    if (message === undefined) return [];
    const fix = 'Put it before or behind the split; its paths hold actions for people only.';
    return [problem('NESTING', path, message, fix)];
  });
}

function faultOf(node: JourneyNode): string | undefined {
  if (node.kind !== 'action')
    return `A node of kind ${node.kind} stands inside of a split by people.`;
  if (node.context !== 'people')
    return 'An action for accounts stands inside of a split by people.';
  if (node.next !== undefined)
    return 'An action inside of a split by people has an edge of its own.';
  return undefined;
}
