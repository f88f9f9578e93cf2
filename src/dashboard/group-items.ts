import type { GroupFactItem } from '../insights/group-fact.ts';
import type { FactItem } from '../runtime/fact.ts';

const OF_GROUPS: ReadonlySet<string> = new Set<GroupFactItem['type']>([
  'groupCreated',
  'groupDeleted',
  'member',
  'completeness',
  'stage',
  'stageRejected',
  'status',
  'engagement',
  'blocked',
  'activity',
]);

/** Whether an item of a fact tells of a buying group or of a person's activity. */
export function ofGroups(item: FactItem): item is GroupFactItem {
  return OF_GROUPS.has(item.type);
}
