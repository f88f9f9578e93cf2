import { problem } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import type { Action } from '../document.ts';
import type { RuleContext, TargetStatus } from './rule.ts';

/** Lists and journeys that actions change are there and take changes (JD-45, JD-46, reference 8.1, A-36, A-37). */
export function targets(context: RuleContext): Issue[] {
  return context.graph.places.flatMap(({ node, path }) =>
    node.kind === 'action' ? targetIssues(node.action, [...path, 'action'], context) : [],
  );
}

function targetIssues(action: Action, path: Path, context: RuleContext): Issue[] {
  switch (action.type) {
    case 'addToList':
    case 'removeFromList':
      return listIssues(action.list, [...path, 'list'], context);
    case 'addToJourney':
      return journeyIssues(action.journey, [...path, 'journey'], ['live', 'scheduled'], context);
    case 'removeFromJourney':
      // A journey may name itself: the run ends after the node.
      if (action.journey === context.document.id) return [];
      return journeyIssues(
        action.journey,
        [...path, 'journey'],
        ['live', 'scheduled', 'closed'],
        context,
      );
    default:
      return [];
  }
}

function listIssues(id: string, path: Path, { references }: RuleContext): Issue[] {
  if (references === null || id.trim() === '') return [];
  const list = references.list(id);
  if (list === undefined) {
    const message = `There is no list ${JSON.stringify(id)}.`;
    return [problem('UNKNOWN_LIST', path, message, 'Define it, or name another one.')];
  }
  if (list.live && list.condition === null) return [];
  const [state, fix] = list.live
    ? ['is dynamic: only its condition fills it', 'Name a static list.']
    : ['is not live', 'Publish the list first.'];
  const message = `The list ${JSON.stringify(id)} ${state}.`;
  return [problem('ACTION_TARGET_NOT_LIVE', path, message, fix)];
}

function journeyIssues(
  id: string,
  path: Path,
  allowed: readonly TargetStatus[],
  { journeys }: RuleContext,
): Issue[] {
  if (journeys === null || id.trim() === '') return [];
  const status = journeys(id);
  if (status === undefined) {
    const message = `There is no journey ${JSON.stringify(id)}.`;
    return [problem('UNKNOWN_JOURNEY', path, message, 'Publish it first, or name another one.')];
  }
  if (allowed.includes(status)) return [];
  const message = `The journey ${JSON.stringify(id)} is ${status}.`;
  const fix = `Name a journey that is ${allowed.join(' or ')}.`;
  return [problem('ACTION_TARGET_NOT_LIVE', path, message, fix)];
}
