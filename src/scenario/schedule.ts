import { readInstant, toInstant, type Instant } from '../kernel/instant.ts';
import type { EventInput, IngestInput, RelationInput } from '../model/record.ts';
import { toIngestInput } from './ingest-input.ts';
import type { Scenario, ScenarioCommand, ScenarioData, TimelineEntry } from './scenario.ts';

/** One thing that happens at an instant: data that comes in, or a command. */
export interface ScheduledStep {
  readonly at: Instant;
  /** Position in the timeline; `null` for starting data with an instant of its own. */
  readonly entry: number | null;
  readonly what: { readonly ingest: IngestInput } | { readonly command: ScenarioCommand };
}

/** What is there at the start, and what follows in order (SC-20, SC-21). */
export interface Schedule {
  readonly starting: IngestInput;
  readonly steps: readonly ScheduledStep[];
}

/** Starting data that comes in later, all of one instant together. */
interface Arrivals {
  readonly relations: RelationInput[];
  readonly events: EventInput[];
}

/** Puts a checked scenario into the order in which it is played. */
export function scheduleOf(scenario: Scenario): Schedule {
  const { timeline = [] } = scenario;
  const start = toInstant(scenario.start);
  const all = toIngestInput(scenario, scenario.start, 0);
  const { relations = [], events = [] } = all;
  const isThere = (at: string | undefined): boolean => at === undefined || toInstant(at) <= start;
  const later = new Map<Instant, Arrivals>();
  const arrive = (at: string): Arrivals => {
    const instant = toInstant(at);
    const known = later.get(instant) ?? { relations: [], events: [] };
    later.set(instant, known);
    return known;
  };
  for (const relation of relations) {
    if (!isThere(relation.since as string | undefined))
      arrive(relation.since as string).relations.push(relation);
  }
  for (const event of events) {
    if (!isThere(event.at as string)) arrive(event.at as string).events.push(event);
  }
  const starting = {
    ...all,
    relations: relations.filter(({ since }) => isThere(since as string | undefined)),
    events: events.filter(({ at }) => isThere(at as string)),
  };
  const entries = timeline.map((entry, index): ScheduledStep => ({
    at: toInstant(entry.at),
    entry: index,
    what: whatOf(entry, index),
  }));
  const arrivals = [...later].map(([at, ingest]): ScheduledStep => ({
    at,
    entry: null,
    what: { ingest },
  }));
  return {
    starting,
    steps: [...arrivals, ...entries].toSorted((left, right) => left.at - right.at),
  };
}

/** The entries of a timeline in the order in which they are played, each with its position in the scenario. */
export function inOrder(
  timeline: readonly TimelineEntry[],
): readonly (readonly [entry: TimelineEntry, index: number])[] {
  return timeline
    .map((entry, index) => [entry, index, readInstant(entry.at) ?? 0] as const)
    .toSorted(([, , left], [, , right]) => left - right)
    .map(([entry, index]) => [entry, index]);
}

/** True for an entry that brings data. */
export function isData(entry: TimelineEntry): entry is { readonly at: string } & ScenarioData {
  return !(
    'list' in entry ||
    'publish' in entry ||
    'close' in entry ||
    'abort' in entry ||
    'endDate' in entry ||
    'suppress' in entry
  );
}

function whatOf(entry: TimelineEntry, index: number): ScheduledStep['what'] {
  return isData(entry) ? { ingest: toIngestInput(entry, entry.at, index + 1) } : { command: entry };
}
