import { accessorHolds, printAccessorTest } from '../model/accessor.ts';
import type { AccessorValues, TypedAccessorTest } from '../model/accessor.ts';
import type { Evidence } from './evidence.ts';
import type { Walk } from './way.ts';

/** Longest text about one path; 25 paths of that length stay within what one decision may say. */
const LONGEST = 60;

/** What an external split saw: each path up to the one that was taken, and whether its tests held (XA-44). */
export function evidenceOf(
  { run: { journey, entry } }: Walk,
  node: string,
  path: string,
  paths: readonly { readonly id: string; readonly tests: readonly TypedAccessorTest[] }[],
  values: AccessorValues,
): Evidence {
  const taken = paths.findIndex(({ id }) => id === path);
  const looked = taken === -1 ? paths : paths.slice(0, taken + 1);
  return {
    journey,
    entry,
    node,
    path,
    saw: looked.map(({ tests }) => ({
      text: tests.map(printAccessorTest).join(' and ').slice(0, LONGEST).toWellFormed(),
      holds: tests.every((test) => accessorHolds(test, values)),
    })),
  };
}
