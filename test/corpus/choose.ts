import { EVERYTHING } from './coverage.ts';

/** Something that may be kept: what it comes to, and its size in characters. */
export interface Candidate {
  readonly covers: ReadonlySet<string>;
  readonly size: number;
}

/**
 * The `count` candidates to keep: whatever there is to come to, each `times` if possible, for the fewest characters; then
 * small ones of the others, but not the smallest quarter, which hardly live.
 */
export function choose<C extends Candidate>(
  candidates: readonly C[],
  count: number,
  times: number,
): readonly C[] {
  const wanted = new Map(EVERYTHING.map((what) => [what, times]));
  const worth = ({ covers, size }: C): number =>
    [...covers].filter((what) => (wanted.get(what) ?? 0) > 0).length / size;
  const rest = new Set(candidates);
  const chosen: C[] = [];
  while (chosen.length < count) {
    const [best] = [...rest].toSorted((left, right) => worth(right) - worth(left));
    if (best === undefined || worth(best) === 0) break;
    rest.delete(best);
    chosen.push(best);
    for (const what of best.covers) wanted.set(what, (wanted.get(what) ?? 0) - 1);
  }
  const bySize = [...rest].toSorted((left, right) => left.size - right.size);
  const lively = bySize.slice(bySize.length >> 2);
  return [...chosen, ...lively.slice(0, count - chosen.length)];
}
