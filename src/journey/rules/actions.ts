import { problem } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import { ACTIONS } from '../actions.ts';
import type { Action, ActionNode } from '../document.ts';
import type { RuleContext } from './rule.ts';

/** Actions fit their context and have what they need (JD-42 to JD-44, reference 8). */
export function actions(context: RuleContext): Issue[] {
  return context.graph.places.flatMap(({ node, path, inside }) => {
    if (node.kind !== 'action') return [];
    const misplaced = inside !== null && node.context !== 'people';
    const found = misplaced ? [] : contextIssues(node, path, context);
    return [...found, ...contentIssues(node.action, [...path, 'action'], context)];
  });
}

function contextIssues(node: ActionNode, path: Path, { catalogue }: RuleContext): Issue[] {
  const { action } = node;
  const { title, contexts } = ACTIONS[action.type];
  const host =
    action.type === 'custom' && catalogue !== null && Object.hasOwn(catalogue.actions, action.name)
      ? catalogue.actions[action.name]
      : undefined;
  const allowed = contexts ?? (host === undefined ? null : [host.of]);
  if (allowed === null || allowed.includes(node.context)) return [];
  const message = `${title} is no action for ${node.context}.`;
  const fix = `Set the context to ${allowed.join(' or ')}.`;
  return [problem('ACTION_CONTEXT', [...path, 'context'], message, fix)];
}

/** The one text that each type of action cannot do without. */
const REQUIRED: Readonly<Record<Action['type'], string | null>> = {
  sendEmail: 'email',
  interestingMoment: null,
  updateProfile: 'attribute',
  addToList: 'list',
  removeFromList: 'list',
  assignToGroup: 'group',
  removeFromGroup: 'group',
  updateGroupStage: 'group',
  updateGroupStatus: 'group',
  sendSalesAlert: 'group',
  addToJourney: 'journey',
  removeFromJourney: 'journey',
  custom: 'name',
};

function contentIssues(action: Action, path: Path, { limits }: RuleContext): Issue[] {
  const required = REQUIRED[action.type];
  if (required !== null) {
    const text: unknown = Object.entries(action).find(([name]) => name === required)?.[1];
    if (typeof text === 'string' && text.trim() !== '') return [];
    const message = `${ACTIONS[action.type].title} lacks its ${required}.`;
    return [problem('NODE_INCOMPLETE', [...path, required], message, `Fill in the ${required}.`)];
  }
  const length = action.type === 'interestingMoment' ? (action.description?.length ?? 0) : 0;
  if (length <= limits.interestingMomentLength) return [];
  const message = `The description has ${length} characters.`;
  const fix = `Use at most ${limits.interestingMomentLength} characters.`;
  return [problem('MOMENT_DESCRIPTION_LENGTH', [...path, 'description'], message, fix)];
}
