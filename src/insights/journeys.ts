import { needArguments } from '../kernel/needed-arguments.ts';
import { displayed } from '../engagement/epoch.ts';
import { bandsOf } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import { compareText } from '../kernel/text-order.ts';
import type { Instant } from '../kernel/instant.ts';

/** A published journey with what its counters say. */
export interface JourneySnapshot {
  readonly journey: string;
  readonly name: string;
  readonly status: 'draft' | 'scheduled' | 'live' | 'closed' | 'aborted' | 'finished';
  /** How the journey reaches people: `email`, and the names of the host's actions; each once. */
  readonly channels: readonly string[];
  /** When entries began, and when the journey was over; `null`: not yet. */
  readonly start: Instant | null;
  readonly end: Instant | null;
  /** Accounts that entered, every re-entry counted. */
  readonly entered: number;
  readonly inFlight: number;
  /** Runs that ended at an end of the journey. */
  readonly completed: number;
}

/** All journeys at a glance (reference 16.5). */
export interface JourneysOverview {
  /** Journeys by completion rate; `notConfigured` are those that nobody has entered. */
  readonly completion: Distribution;
  /** Journeys by channel, most first; a journey counts once for each of its channels. */
  readonly channels: readonly { readonly channel: string; readonly journeys: number }[];
}

/** Completed accounts of those that entered, in percent; `null` when nobody has entered (BG-130). */
export function completionRate({
  entered,
  completed,
}: Pick<JourneySnapshot, 'entered' | 'completed'>): number | null {
  return entered === 0 ? null : (100 * completed) / entered;
}

/** Counts published journeys by completion rate and by channel (BG-130, BG-131). */
export function journeysOverview(journeys: readonly JourneySnapshot[]): JourneysOverview {
  needArguments('journeysOverview', { journeys: [journeys, 'list'] });
  const published = journeys.filter(({ status }) => status !== 'draft');
  const counts = new Map<string, number>();
  for (const { channels } of published) {
    for (const channel of new Set(channels)) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  }
  return {
    completion: bandsOf(published.map(completionRate)),
    channels: [...counts]
      .map(([channel, number]) => ({ channel, journeys: number }))
      .toSorted(
        (left, right) => right.journeys - left.journeys || compareText(left.channel, right.channel),
      ),
  };
}

/** The rate as people see it: whole percent; `null` without one. */
export function displayedRate(journey: JourneySnapshot): number | null {
  const rate = completionRate(journey);
  return rate === null ? null : displayed(rate);
}
