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
export function personScores(
  before: PersonBody | undefined,
  after: PersonBody,
  operations: Operation[],
): void {
  const [previous, next] = [before?.score?.value ?? 0, after.score?.value ?? 0];
  if (previous !== next) move(['person', after.id], previous, next, operations);
}

/** The same for the groups of an account. */
export function groupScores(
  before: AccountBody | undefined,
  after: AccountBody,
  operations: Operation[],
): void {
  if (before?.groups === after.groups) return;
  for (const { definition, value = 0 } of after.groups) {
    const previous = valueIn(before?.groups, definition);
    if (previous !== value) move(['group', after.id, definition], previous, value, operations);
  }
  for (const { definition, value = 0 } of before?.groups ?? []) {
    if (!after.groups.some((group) => group.definition === definition))
      move(['group', after.id, definition], value, 0, operations);
  }
}

/** Where the values of an account's groups stand. */
export function groupScoreKeys(account: AccountBody): Key[] {
  return account.groups.flatMap(({ definition, value = 0 }) =>
    value > 0 ? [keyOf(['group', account.id, definition], value)] : [],
  );
}

/** Whose value it is: the id of a person, or those of an account and a group. */
type Place = readonly [of: Scored, ...ids: string[]];

function keyOf([of, ...ids]: Place, value: number): Key {
  return { kind: 'score', id: recordId(of, descending(value), ...ids) };
}

function valueIn(groups: readonly BuyingGroupRecord[] = [], definition: string): number {
  return groups.find((group) => group.definition === definition)?.value ?? 0;
}

function move(place: Place, previous: number, next: number, operations: Operation[]): void {
  if (previous > 0) operations.push({ op: 'delete', key: keyOf(place, previous), version: 1 });
  if (next > 0) {
    const { kind, id } = keyOf(place, next);
    operations.push({
      op: 'put',
      record: { kind, id, version: 1, due: null, body: { value: next } },
    });
  }
}

/** Sixteen digits whose order is the reverse of that of numbers from 0 on: the bits of a double, inverted. */
function descending(value: number): string {
  BITS.setFloat64(0, value);
  return hex(~BITS.getUint32(0)) + hex(~BITS.getUint32(4));
}

const BITS = new DataView(new ArrayBuffer(8));

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight digits. A night writes tens of thousands of them, and a table is several times as fast as `toString`. */
function hex(bits: number): string {
  return (
    PAIRS[bits >>> 24]! +
    PAIRS[(bits >>> 16) & 255]! +
    PAIRS[(bits >>> 8) & 255]! +
    PAIRS[bits & 255]!
  );
}
