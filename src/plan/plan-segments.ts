import type { Condition } from '../conditions/condition.ts';
import { hash128 } from '../kernel/hash.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { Campaign, Segment } from './plan.ts';

const EVERYBODY: Condition = Object.freeze({ kind: 'all', of: Object.freeze([]) });

/**
 * The segments that a plan needs (reference 2, PL-30): its accounts, all their people, and the people of each path of
 * a split by people; identical ones once, in the order in which the plan needs them.
 */
export function planSegments(entry: Condition, campaigns: readonly Campaign[]): readonly Segment[] {
  const segments = new Map<string, Segment>();
  const add = (of: Segment['of'], condition: Condition): void => {
    const name = segmentName(of, condition, entry);
    if (!segments.has(name)) segments.set(name, { name, of, condition });
  };
  add('accounts', entry);
  add('people', EVERYBODY);
  for (const { steps } of campaigns) {
    for (const step of steps) {
      if (step.op !== 'group') continue;
      for (const path of step.paths) add('people', path.condition);
    }
  }
  return [...segments.values()];
}

/** People are those of the accounts that may enter, so the entry condition takes part in their names (PL-31). */
function segmentName(of: Segment['of'], condition: Condition, entry: Condition): string {
  const content = of === 'accounts' ? { of, condition } : { of, condition, entry };
  return `segment-${hash128(canonicalJson(content)).slice(0, 8)}`;
}
