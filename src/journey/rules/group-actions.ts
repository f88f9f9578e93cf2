import { nearest } from '../../conditions/nearest.ts';
import { problem, under } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import { checkStatus } from '../../stage/group-status.ts';
import type { Action, GroupAction } from '../document.ts';
import type { RuleContext } from './rule.ts';

/** Buying groups that actions change are there, with the role or stage that is named (JD-70 to JD-73, correction 1). */
export function groupActions(context: RuleContext): Issue[] {
  return context.graph.places.flatMap(({ node, path }) => {
    if (node.kind !== 'action' || !isGroupAction(node.action)) return [];
    const place = [...path, 'action'];
    return [
      ...contentIssues(node.action, place, context),
      ...nameIssues(node.action, place, context),
    ];
  });
}

function isGroupAction(action: Action): action is GroupAction {
  return 'group' in action;
}

/** What can be said without knowing the group. */
function contentIssues(action: GroupAction, path: Path, { limits }: RuleContext): Issue[] {
  switch (action.type) {
    case 'assignToGroup':
      if (action.role?.trim() !== '') return [];
      return [lacks('role', [...path, 'role'])];
    case 'updateGroupStage':
      return action.stage.trim() === '' ? [lacks('stage', [...path, 'stage'])] : [];
    case 'updateGroupStatus':
      return under(path, checkStatus(action.status, limits));
    case 'sendSalesAlert':
      return recipientIssues(action.to, [...path, 'to'], limits.salesAlertRecipients);
    default:
      return [];
  }
}

function recipientIssues(to: readonly string[], path: Path, most: number): Issue[] {
  if (to.length === 0 || to.length > most) {
    const message = `The sales alert has ${to.length} recipients.`;
    return [problem('RECIPIENT_COUNT', path, message, `Name 1 to ${most} e-mail addresses.`)];
  }
  const seen = new Set<string>();
  return to.flatMap((address, index) => {
    const key = address.trim().toLowerCase();
    const isNew = !seen.has(key);
    seen.add(key);
    if (!isAddress(address)) {
      const message = `${JSON.stringify(address)} is no e-mail address.`;
      return [problem('INVALID_ADDRESS', [...path, index], message, 'Write it as name@domain.')];
    }
    if (isNew) return [];
    const message = `${address} is named twice.`;
    return [problem('DUPLICATE_ADDRESS', [...path, index], message, 'Keep one of them.')];
  });
}

/** What no mail system can deliver to; whether anybody reads it is for the channel. */
function isAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && /^[^\s@]+@[^\s@]+$/.test(text);
}

/** Characters of an address (RFC 5321, 4.5.3.1.3). */
const LONGEST_ADDRESS = 254;

function nameIssues(action: GroupAction, path: Path, { references }: RuleContext): Issue[] {
  const { group: id } = action;
  if (references === null || id.trim() === '') return [];
  const group = references.group(id);
  if (group === undefined) {
    const message = `There is no buying group ${JSON.stringify(id)}.`;
    const fix = 'Define it, or name another one.';
    return [problem('UNKNOWN_GROUP', [...path, 'group'], message, fix)];
  }
  if (action.type === 'assignToGroup') {
    const { role = '' } = action;
    if (role.trim() === '' || group.roles.includes(role)) return [];
    const message = `The buying group ${JSON.stringify(id)} has no role ${JSON.stringify(role)}.`;
    return [problem('UNKNOWN_ROLE', [...path, 'role'], message, nearest(role, group.roles))];
  }
  if (action.type !== 'updateGroupStage' || action.stage.trim() === '') return [];
  const { stageModel } = group;
  const stages = stageModel === undefined ? undefined : references.stages?.(stageModel);
  if (stages === undefined) {
    const message = `The buying group ${JSON.stringify(id)} has no live stage model.`;
    const fix = 'Give its solution interest a live stage model.';
    return [problem('NO_STAGE_MODEL', [...path, 'group'], message, fix)];
  }
  if (stages.includes(action.stage)) return [];
  const message = `There is no stage ${JSON.stringify(action.stage)}.`;
  return [problem('UNKNOWN_STAGE', [...path, 'stage'], message, nearest(action.stage, stages))];
}

function lacks(what: string, path: Path): Issue {
  const message = `The action lacks its ${what}.`;
  return problem('NODE_INCOMPLETE', path, message, `Fill in the ${what}.`);
}
