import type { MemberView } from '../model/view.ts';

/** Who may decide on membership: a user, a journey's action, the system rule (reference 8.1). */
export type Source = MemberView['source'];

const LEVELS: Readonly<Record<Source, number>> = { manual: 3, journey: 2, system: 1 };

/** Whether an operation replaces a standing decision: of equal level the last one wins, a lower one never does. */
export function overrides(operation: Source, standing: Source): boolean {
  return LEVELS[operation] >= LEVELS[standing];
}
