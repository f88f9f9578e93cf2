import { printStory } from '../../src/index.ts';
import type {
  ExitReason,
  Fact,
  Instant,
  JourneyCounts,
  JourneyDocument,
  Outcome,
} from '../../src/index.ts';
import { chooseAccount, tellStory } from './account-story.ts';
import type { AccountStory } from './account-story.ts';
import { countDays } from './days.ts';
import type { DayCount } from './days.ts';
import { operationsGroup, platformGroup } from './definitions.ts';
import { flowOf } from './flow.ts';
import type { FlowRow } from './flow.ts';
import { compareSilentPeople } from './silent-people.ts';
import type { SilentPeople } from './silent-people.ts';
import type { Simulated } from './simulation.ts';
import { STORY } from './story-journey.ts';
import type { Tenant } from './tenant.ts';

/** Recipients of e-mails by outcome, and why where it was not sent. */
export interface EmailCount {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly people: number;
}

/** How many groups of one definition are how complete. */
export interface Completeness {
  readonly group: string;
  readonly groups: number;
  readonly bands: readonly { readonly label: string; readonly groups: number }[];
}

/** Everything that the demo shows. Plain data. */
export interface Findings {
  readonly title: string;
  readonly source: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly days: number;
  readonly accounts: number;
  readonly people: number;
  /** Events that people's behaviour made. */
  readonly events: number;
  readonly journey: JourneyDocument;
  readonly entered: number;
  readonly inFlight: number;
  readonly exits: Readonly<Partial<Record<ExitReason, number>>>;
  readonly flow: readonly FlowRow[];
  readonly emails: readonly EmailCount[];
  readonly completeness: readonly Completeness[];
  readonly daily: readonly DayCount[];
  readonly silent: SilentPeople;
  readonly story: AccountStory | null;
  /** The story as the engine prints it. */
  readonly storyText: string;
}

/** Asks the engine what happened. */
export async function findOut(
  { engine, log, end }: Simulated,
  tenant: Tenant,
  days: number,
): Promise<Findings> {
  const counts: JourneyCounts = await engine.counts(STORY);
  const { document } = await engine.journey(STORY);
  const facts: Fact[] = [];
  for await (const fact of engine.facts()) facts.push(fact);
  const flow = flowOf(document, counts);
  const chosen = chooseAccount(facts, log);
  const story = chosen === null ? null : await engine.explain({ journey: STORY, account: chosen });
  return {
    title: tenant.title,
    source: tenant.source,
    start: tenant.start,
    end,
    days,
    accounts: tenant.accounts.size,
    people: tenant.people.size,
    events: log.size,
    journey: document,
    entered: counts.entered,
    inFlight: counts.inFlight,
    exits: counts.exits,
    flow,
    emails: countEmails(facts),
    completeness: countCompleteness(facts),
    daily: countDays(facts, tenant.start, days),
    silent: compareSilentPeople(facts, tenant.members, log),
    story: story === null ? null : tellStory(story, flow, tenant, log),
    storyText: story === null ? '' : printStory(story),
  };
}

const OUTCOMES: readonly Outcome[] = ['sent', 'refused', 'failed', 'unknown'];

function countEmails(facts: readonly Fact[]): EmailCount[] {
  const counts = new Map<string, number>();
  for (const { items } of facts) {
    for (const item of items) {
      if (item.type !== 'settled' || item.action !== 'sendEmail') continue;
      for (const { outcome, reason, people } of item.outcomes) {
        const key = `${outcome}|${reason ?? ''}`;
        counts.set(key, (counts.get(key) ?? 0) + (people?.length ?? 0));
      }
    }
  }
  return [...counts]
    .map(([key, people]) => {
      const [outcome, reason] = key.split('|') as [Outcome, string];
      return { outcome, reason: reason === '' ? null : reason, people };
    })
    .toSorted(
      (a, b) =>
        OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
        b.people - a.people ||
        ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1),
    );
}

const BANDS = [
  { label: 'empty', most: 0 },
  { label: 'below 50', most: 49.999 },
  { label: '50 to 74', most: 74.999 },
  { label: '75 to 99', most: 99.999 },
  { label: 'complete', most: 100 },
] as const;

const GROUP_NAMES: ReadonlyMap<string, string> = new Map(
  [platformGroup, operationsGroup].map(({ document: { id, name = id } }) => [id, name]),
);

function countCompleteness(facts: readonly Fact[]): Completeness[] {
  const latest = new Map<string, Map<string, number>>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'completeness' || item.next === null) continue;
      const groups = latest.get(item.group) ?? new Map<string, number>();
      groups.set(account, item.next);
      latest.set(item.group, groups);
    }
  }
  return [...latest]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, scores]) => {
      const bands = BANDS.map(({ label }) => ({ label, groups: 0 }));
      for (const score of scores.values()) {
        bands[BANDS.findIndex(({ most }) => score <= most)]!.groups += 1;
      }
      return { group: GROUP_NAMES.get(group) ?? group, groups: scores.size, bands };
    });
}
