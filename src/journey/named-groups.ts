import type { JourneyDocument } from './document.ts';

/**
 * Ids of the buying groups that a journey names: in actions, in tests of groups and members, in what listeners are
 * narrowed to, and in the constraints of events about groups.
 */
export function groupsNamedIn(document: JourneyDocument): ReadonlySet<string> {
  const named = new Set<string>();
  collect(document.nodes, named);
  return named;
}

function collect(value: unknown, named: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const { type, group, definitions, entity, attribute, values } = value as Readonly<
    Record<string, unknown>
  >;
  // What a host gives to its own action is the host's.
  if (type === 'custom') return;
  if (typeof type === 'string' && typeof group === 'string') named.add(group);
  for (const id of Array.isArray(definitions) ? definitions : []) named.add(String(id));
  if (entity === 'event' && attribute === 'group' && Array.isArray(values))
    for (const id of values) named.add(String(id));
  for (const part of Object.values(value)) collect(part, named);
}
