import type { Receipt } from '../ports/channel.ts';
import type { Outcome } from '../runtime/fact.ts';

/** What became of one recipient of an effect. */
export interface RecipientOutcome {
  readonly outcome: Outcome;
  readonly reason?: string;
}

/**
 * One receipt for the recipients of an effect, whose outcomes stand in the order of `people`: what holds for those who were
 * sent to, or for the first, and whoever differs.
 */
export function receiptOfPeople(
  people: readonly string[],
  outcomes: readonly RecipientOutcome[],
): Receipt {
  const usual = outcomes.find(({ outcome }) => outcome === 'sent') ?? outcomes[0];
  if (usual === undefined) return { outcome: 'sent' };
  const differing = people.flatMap((person, index) => {
    const own = outcomes[index]!;
    const isSame = own.outcome === usual.outcome && own.reason === usual.reason;
    return isSame ? [] : [[person, own] as const];
  });
  return differing.length === 0 ? usual : { ...usual, except: Object.fromEntries(differing) };
}
