import type { JourneyCounts } from '../engine/counters.ts';
import type { JourneySummary } from '../engine/queries.ts';
import type { Action, JourneyDocument, JourneyNode } from '../journey/document.ts';
import { isPeopleSplit, lanesOf } from '../journey/people-split.ts';
import { EMAIL_EVENTS } from '../insights/email-fact.ts';
import type { EmailFact } from '../insights/email-fact.ts';
import type { JourneySnapshot } from '../insights/journeys.ts';
import type { AccountView } from '../model/view.ts';
import type { Fact } from '../runtime/fact.ts';

/** A journey as insights see it (BG-130, BG-131). */
export function journeySnapshotOf(
  { id, name, status, document, publishedAt, startAt, endAt, finishedAt }: JourneySummary,
  { entered, inFlight, exits }: JourneyCounts,
): JourneySnapshot {
  const channels = actionsOf(document).flatMap(([, action]) => channelOf(action));
  return {
    journey: id,
    name,
    status,
    channels: [...new Set(channels)],
    start: startAt ?? publishedAt,
    end: finishedAt ?? endAt,
    entered,
    inFlight,
    completed: exits.completed ?? 0,
  };
}

/**
 * What became of e-mails: that they were sent, from the facts; what came back, from the experience events of people
 * (BG-144). An event without the id of its e-mail is taken to be about the one that its node sends.
 */
export function emailFactsOf(given: {
  readonly facts: Iterable<Fact>;
  readonly accounts: Iterable<AccountView>;
  readonly journeys: Iterable<JourneyDocument>;
}): readonly EmailFact[] {
  const emails = new Map<string, string>();
  for (const document of given.journeys) {
    for (const [node, action] of actionsOf(document))
      if (action.type === 'sendEmail') emails.set(placeKey(document.id, node), action.email);
  }
  const found: EmailFact[] = [];
  for (const { at, items } of given.facts) {
    for (const item of items) {
      if (item.type !== 'settled' || item.action !== 'sendEmail') continue;
      const { journey, node, outcomes } = item;
      const email = emails.get(placeKey(journey, node));
      if (email === undefined) continue;
      const people = outcomes.flatMap((one) => (one.outcome === 'sent' ? (one.people ?? []) : []));
      for (const person of people) found.push({ what: 'sent', at, person, email, journey, node });
    }
  }
  // A person of two accounts is in both of them, with the same events.
  const seen = new Set<string>();
  for (const { people } of given.accounts) {
    for (const { id: person, events } of people) {
      if (seen.has(person)) continue;
      seen.add(person);
      for (const { type, at, fields } of events) {
        const what = EMAIL_EVENTS.get(type);
        if (what === undefined) continue;
        const journey = text(fields['journey']);
        const node = text(fields['node']);
        const place = journey === null || node === null ? null : placeKey(journey, node);
        const email = text(fields['email']) ?? (place === null ? undefined : emails.get(place));
        if (email !== undefined) found.push({ what, at, person, email, journey, node });
      }
    }
  }
  return found;
}

/** Nodes that send an e-mail. */
export function emailNodesOf(document: JourneyDocument): readonly string[] {
  return actionsOf(document).flatMap(([node, { type }]) => (type === 'sendEmail' ? [node] : []));
}

/** Every action of a journey with its node, those on paths of a split by people included. */
function actionsOf({ nodes }: JourneyDocument): readonly (readonly [string, Action])[] {
  return nodes.flatMap(actionsAt);
}

function actionsAt(node: JourneyNode): readonly (readonly [string, Action])[] {
  if (node.kind === 'action') return [[node.id, node.action]];
  if (!isPeopleSplit(node)) return [];
  return lanesOf(node).flatMap(({ actions }) => actions.flatMap(actionsAt));
}

function channelOf(action: Action): readonly string[] {
  if (action.type === 'sendEmail') return ['email'];
  return action.type === 'custom' ? [action.name] : [];
}

function placeKey(journey: string, node: string): string {
  return JSON.stringify([journey, node]);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
