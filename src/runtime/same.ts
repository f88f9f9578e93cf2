import type { Value } from '../model/value.ts';

/** Whether an attribute already has the value; `null` and `undefined` stand for missing. */
export function same(left: Value | undefined, right: Value | null | undefined): boolean {
  if (left === undefined || right === null || right === undefined)
    return left === (right ?? undefined);
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
