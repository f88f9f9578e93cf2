import type { Key, Operation } from '../ports/storage.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AccountBody, PersonBody } from '../runtime/state.ts';
import { recordId } from './record-id.ts';

/** Whose stored values are kept in order. */
export type Scored = 'person' | 'group';

/** Where the records of one side begin. */
export function scorePrefix(of: Scored): string {
  return joinIds(of, '');
}

/**
 * Records of kind `score` keep stored values in descending order of their ids, so that the greatest one is the first of
 * a scan (EG-50). They change in the commit that changes the value: by what a person's record says before and after.
 */
export function personScores(before: PersonBody | undefined, after: PersonBody): Operation[] {
  const [previous, next] = [before?.score?.value ?? 0, after.score?.value ?? 0];
  return previous === next ? [] : move(['person'], previous, next, [after.id]);
}

/** The same for the groups of an account. */
export function groupScores(before: AccountBody | undefined, after: AccountBody): Operation[] {
  if (before?.groups === after.groups) return [];
  const known = valuesOf(before?.groups ?? []);
  const operations: Operation[] = [];
  for (const [group, value] of valuesOf(after.groups)) {
    const previous = known.get(group) ?? 0;
    known.delete(group);
    if (previous !== value) operations.push(...move(['group'], previous, value, [after.id, group]));
  }
  for (const [group, previous] of known)
    operations.push(...move(['group'], previous, 0, [after.id, group]));
  return operations;
}

/** Where the values of an account's groups stand. */
export function groupScoreKeys(account: AccountBody): Key[] {
  return [...valuesOf(account.groups)].flatMap(([group, value]) =>
    value > 0 ? [keyOf(['group'], value, [account.id, group])] : [],
  );
}

function keyOf(of: readonly [Scored], value: number, ids: readonly string[]): Key {
  return { kind: 'score', id: recordId(...of, descending(value), ...ids) };
}

function valuesOf(groups: readonly BuyingGroupRecord[]): Map<string, number> {
  return new Map(groups.map(({ definition, value = 0 }) => [definition, value]));
}

function move(
  of: readonly [Scored],
  previous: number,
  next: number,
  ids: readonly string[],
): Operation[] {
  const operations: Operation[] = [];
  if (previous > 0) operations.push({ op: 'delete', key: keyOf(of, previous, ids), version: 1 });
  if (next > 0) {
    const record = { ...keyOf(of, next, ids), version: 1, due: null, body: { value: next } };
    operations.push({ op: 'put', record });
  }
  return operations;
}

/** Sixteen digits whose order is the reverse of that of numbers from 0 on: the bits of a double, inverted. */
function descending(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return (0xffff_ffff_ffff_ffffn - view.getBigUint64(0)).toString(16).padStart(16, '0');
}
