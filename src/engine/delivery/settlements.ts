import type { Receipt } from '../../ports/channel.ts';
import type { Settlement } from '../../runtime/fact.ts';

/** A receipt as outcomes: one for everybody, and one each for those who differ. */
export function settlementsOf(
  people: readonly string[] | null,
  receipt: Receipt,
): readonly Settlement[] {
  const { outcome, reason = null, except } = receipt;
  const usual = { outcome, reason: outcome === 'sent' ? null : reason };
  if (people === null || except === undefined) return [{ ...usual, people }];
  const rest = people.filter((person) => !Object.hasOwn(except, person));
  const settlements: Settlement[] = rest.length === 0 ? [] : [{ ...usual, people: rest }];
  for (const person of people) {
    if (!Object.hasOwn(except, person)) continue;
    const differs = except[person]!;
    settlements.push({
      outcome: differs.outcome,
      reason: differs.reason ?? null,
      people: [person],
    });
  }
  return settlements;
}
