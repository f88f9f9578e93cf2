import type { Fact, Instant } from '../../src/index.ts';
import { PHASES, phaseOf, STORY } from './story-journey.ts';
import type { Phase } from './story-journey.ts';

const DAY = 86_400_000;

/** Where the accounts of the journey are at the end of a day. */
export interface DayCount {
  readonly day: number;
  /** Accounts in flight, by the phase of the node at which they wait. */
  readonly inside: Readonly<Record<Phase, number>>;
  /** Accounts that have left, by the phase in which they did. */
  readonly left: Readonly<Record<Phase, number>>;
}

/** Counts accounts by phase, day by day, from the runs' facts. */
export function countDays(facts: readonly Fact[], start: Instant, days: number): DayCount[] {
  const inside = zeroes();
  const left = zeroes();
  const moves = facts.flatMap(({ at, items }) =>
    items.flatMap((item) => (item.type === 'run' && item.journey === STORY ? [{ at, item }] : [])),
  );
  moves.sort((a, b) => a.at - b.at);
  const counts: DayCount[] = [];
  let next = 0;
  for (let day = 1; day <= days; day += 1) {
    for (; next < moves.length && moves[next]!.at <= start + day * DAY; next += 1) {
      const { from, parked, exit, trail } = moves[next]!.item;
      const before = from === null ? null : phaseOf(from);
      if (before !== null) inside[before] -= 1;
      const now = parked === null ? null : phaseOf(parked);
      if (now !== null) inside[now] += 1;
      if (exit !== null) left[lastPhase(trail)] += 1;
    }
    counts.push({ day, inside: { ...inside }, left: { ...left } });
  }
  return counts;
}

/** The phase of the last node on a trail of nodes and edges. */
function lastPhase(trail: readonly string[]): Phase {
  for (let at = trail.length - 2; at >= 0; at -= 2) {
    const phase = phaseOf(trail[at]!);
    if (phase !== null) return phase;
  }
  return 'general';
}

function zeroes(): Record<Phase, number> {
  return Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
}
