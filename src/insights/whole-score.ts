import { displayed } from '../engagement/epoch.ts';

/** A score as people see it, a whole number; `null` without one (BG-140). */
export function wholeScore(score: number | null): number | null {
  return score === null ? null : displayed(score);
}
