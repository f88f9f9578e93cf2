import { needArguments } from '../kernel/needed-arguments.ts';
import { displayed } from '../engagement/epoch.ts';
import { compareText } from '../kernel/text-order.ts';
import type { GroupSnapshot } from './snapshot.ts';

/** Groups by the band that their displayed score lies in. */
export interface Distribution {
  readonly bands: readonly {
    readonly least: number;
    readonly most: number;
    readonly count: number;
  }[];
  /** Groups without a score: outside of the bands, inside the total (correction 13). */
  readonly notConfigured: number;
  readonly total: number;
}

const BANDS: readonly (readonly [least: number, most: number])[] = [
  [0, 25],
  [26, 50],
  [51, 75],
  [76, 100],
];

/** Groups by completeness or engagement, in four bands of whole percent (BG-109). */
export function scoreDistribution(
  groups: readonly GroupSnapshot[],
  score: 'completeness' | 'engagement',
): Distribution {
  needArguments('scoreDistribution', {
    groups: [groups, 'list'],
    score: [score, ['completeness', 'engagement']],
  });
  return bandsOf(groups.map((group) => group[score]));
}

/** Percentages in four bands of whole percent, by what people see of them (BG-109). */
export function bandsOf(values: readonly (number | null)[]): Distribution {
  const counts = BANDS.map(() => 0);
  let notConfigured = 0;
  for (const value of values) {
    if (value === null) {
      notConfigured += 1;
      continue;
    }
    const band = BANDS.findIndex(([, most]) => displayed(value) <= most);
    counts[band < 0 ? BANDS.length - 1 : band]! += 1;
  }
  const bands = BANDS.map(([least, most], index) => ({ least, most, count: counts[index]! }));
  return { bands, notConfigured, total: values.length };
}

/** Number of groups by one of their values, most first; `null` stands for none. */
export function countGroups(
  groups: readonly GroupSnapshot[],
  by: 'group' | 'stage' | 'status',
): readonly { readonly value: string | null; readonly count: number }[] {
  needArguments('countGroups', {
    groups: [groups, 'list'],
    by: [by, ['group', 'stage', 'status']],
  });
  const counts = new Map<string | null, number>();
  for (const group of groups) counts.set(group[by], (counts.get(group[by]) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted(
      (left, right) => right.count - left.count || compareText(left.value ?? '', right.value ?? ''),
    );
}
