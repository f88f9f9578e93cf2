import type { IngestInput } from '../model/record.ts';
import type { ScenarioData, ScenarioEvent, ScenarioPerson } from './scenario.ts';

/**
 * The data of a scenario, or of one entry of its timeline, as `ingest` takes it. Lists keep their lengths and orders, so
 * that a path into one is a path into the other. `entry` is 0 for the starting data and from 1 on for the timeline.
 */
export function toIngestInput(data: ScenarioData, at: string, entry: number): IngestInput {
  const { accounts = [], people = [], relations = [], events = [] } = data;
  return {
    accounts,
    people: people.map(toPerson),
    relations,
    events: events.map((event, index) => ({
      ...event,
      id: eventId(event, entry, index),
      at: event.at ?? at,
    })),
  } as IngestInput;
}

/** The id of an event; one that has none is named so that ids are in the order of the scenario (SC-25). */
export function eventId({ id }: ScenarioEvent, entry: number, index: number): string {
  return id ?? `event-${padded(entry)}-${padded(index + 1)}`;
}

function toPerson({ consent, ...person }: ScenarioPerson): object {
  return consent === undefined ? person : { ...person, consent: { email: consent } };
}

function padded(count: number): string {
  return String(count).padStart(6, '0');
}
