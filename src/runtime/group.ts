import { isCarriedOut, perform } from './act.ts';
import type { AccountDraft } from './draft.ts';
import type { Act } from '../plan/act.ts';
import type { ProgramGroup } from './program.ts';
import type { Walk } from './way.ts';

/** The people of one path, and what is done for them. */
export interface Part {
  readonly path: string;
  readonly acts: readonly Act[];
  readonly people: string[];
}

/**
 * A grouped split by people: decide for everybody first, then act path by path (RT-24, RT-25). False, and nothing done,
 * when nobody carries out one of the actions that it comes to (RT-31).
 */
export function passGroup(draft: AccountDraft, way: Walk, group: ProgramGroup): boolean {
  const parts = divide(draft, way, group);
  if (!parts.every(({ acts, people }) => acts.every((act) => isCarriedOut(draft, act, people))))
    return false;
  way.trail.push(group.node, '');
  passParts(draft, way, group.node, parts);
  return true;
}

/** Acts path by path, for those who are on it. */
export function passParts(
  draft: AccountDraft,
  way: Walk,
  node: string,
  parts: readonly Part[],
): void {
  way.groups ??= [];
  for (const { path, acts, people } of parts) {
    if (people.length === 0) continue;
    way.groups.push({ node, path, people: people.length });
    for (const act of acts) {
      way.trail.push(act.node, '');
      perform(draft, way, act, people);
    }
  }
}

function divide(draft: AccountDraft, way: Walk, { paths, other }: ProgramGroup): readonly Part[] {
  const parts = paths.map(({ id, acts }): Part => ({ path: id, acts, people: [] }));
  const rest: Part = { path: other === null ? '' : 'other', acts: other ?? [], people: [] };
  for (const person of draft.account.people) {
    const scope = draft.look(person, way.run.enteredAt);
    const chosen = paths.findIndex(({ condition }) => condition.test(scope));
    (parts[chosen] ?? rest).people.push(person.id);
  }
  return [...parts, rest];
}
