import type { Instant } from '../kernel/instant.ts';
import type { Fact } from '../runtime/fact.ts';

/** How many journeys of an account pages and summaries show (reference 20). */
const SHOWN = 3;

/** A journey that an account entered. */
export interface JourneyUse {
  readonly journey: string;
  /** The id when nothing tells a name. */
  readonly name: string;
  /** When the account entered last. */
  readonly entered: Instant;
  /** When that run ended; `null` while it goes on. */
  readonly left: Instant | null;
}

/**
 * The three journeys that an account entered last, the latest entry first (BG-143), from the account's facts, oldest
 * first. Entries whose facts were pruned are not known any more.
 */
export function latestJourneys(
  facts: Iterable<Fact>,
  journeys: readonly { readonly id: string; readonly name: string }[],
): readonly JourneyUse[] {
  const names = new Map(journeys.map(({ id, name }) => [id, name]));
  const uses = new Map<string, JourneyUse & { readonly entry: number }>();
  for (const { at, items } of facts) {
    for (const item of items) {
      if (item.type !== 'run') continue;
      const { journey, entry, from, exit } = item;
      if (from === null) {
        uses.delete(journey);
        const name = names.get(journey) ?? journey;
        uses.set(journey, { journey, name, entered: at, left: null, entry });
      }
      const use = uses.get(journey);
      if (exit !== null && use?.entry === entry) uses.set(journey, { ...use, left: at });
    }
  }
  return [...uses.values()]
    .reverse()
    .slice(0, SHOWN)
    .map(({ entry: _entry, ...use }) => use);
}
