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
import { flowOf } from './flow.ts';
import type { FlowRow } from './flow.ts';
import { groupDashboard } from './group-dashboard.ts';
import type { GroupDashboard } from './group-dashboard.ts';
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
  readonly dashboard: GroupDashboard;
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
    dashboard: await groupDashboard(engine, { from: tenant.start, to: end }),
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
