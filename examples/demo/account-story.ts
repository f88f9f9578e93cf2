import type { Fact, Instant, Story, Visit } from '../../src/index.ts';
import type { ActivityLog } from './activity-log.ts';
import type { FlowRow } from './flow.ts';
import { phaseOf, STORY } from './story-journey.ts';
import type { Phase } from './story-journey.ts';
import type { Tenant } from './tenant.ts';

/** One stop of an account on its way, in words. */
export interface StoryStep {
  readonly at: Instant;
  readonly node: string;
  readonly title: string;
  readonly kind: string;
  readonly phase: Phase | null;
  /** What happened there. */
  readonly lines: readonly string[];
}

/** One account's way, told to people. */
export interface AccountStory {
  readonly account: string;
  readonly name: string;
  readonly about: string;
  /** People of the account, and what each did. */
  readonly people: readonly {
    readonly name: string;
    readonly about: string;
    readonly events: number;
  }[];
  readonly steps: readonly StoryStep[];
  /** What became of it. */
  readonly end: string;
}

/** What makes a story worth telling: nodes on the way, with points. */
const WORTH: Readonly<Record<string, number>> = {
  'customer-end': 1_000,
  'general-webinar': 20,
  'offers-alert': 30,
};

/**
 * The account whose story tells most: it came to the last end of the journey, moved by what one member did, with another
 * member who never did anything. Without such an account, the one with the most stops.
 */
export function chooseAccount(facts: readonly Fact[], log: ActivityLog): string | null {
  const worth = new Map<string, number>();
  for (const { account, items } of facts) {
    let points = 0;
    for (const item of items) {
      if (item.type === 'run' && item.journey === STORY) {
        points += item.trail.length / 2;
        for (const node of item.trail)
          points += (Object.hasOwn(WORTH, node) ? WORTH[node] : 0) ?? 0;
        if (item.cause === 'event') points += 40;
      } else if (item.type === 'settled' && item.node === 'general-guide') {
        const people = item.outcomes.flatMap((outcome) => outcome.people ?? []);
        if (people.some((person) => log.of(person).length === 0)) points += 50;
        if (item.outcomes.some(({ outcome }) => outcome !== 'sent')) points -= 40;
        points -= Math.max(0, people.length - 7) * 10;
      }
    }
    worth.set(account, (worth.get(account) ?? 0) + points);
  }
  const order = [...worth].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return order[0]?.[0] ?? null;
}

/** Turns what `explain` says into a story with names. */
export function tellStory(
  story: Story,
  flow: readonly FlowRow[],
  tenant: Tenant,
  log: ActivityLog,
): AccountStory {
  const rows = new Map(flow.map((row) => [row.node, row]));
  const run = story.runs.at(-1);
  const reached = new Set(
    run?.effects.flatMap(({ outcomes }) => outcomes.flatMap(({ people }) => people ?? [])) ?? [],
  );
  const card = tenant.accounts.get(story.account) ?? { name: story.account, about: '' };
  const nameOf = (person: string): string => tenant.people.get(person)?.name ?? person;

  const whoMoved = (visit: Visit): string => {
    if (visit.event === null || visit.leftAt === null) {
      return visit.edge === 'event'
        ? 'A buyer had shown interest before. The whole account moves on at once.'
        : '';
    }
    for (const person of reached) {
      const did = log
        .of(person)
        .find(({ at, type }) => at === visit.leftAt && type !== 'emailOpened');
      if (did !== undefined)
        return `${nameOf(person)}: ${DEEDS[did.type] ?? did.type} ${did.about}. The whole account moves on.`;
    }
    return visit.event.startsWith('order-')
      ? 'An order came in. The whole account moves on.'
      : 'An event moves the account on.';
  };

  const lines = (visit: Visit): string[] => {
    const said: string[] = [];
    for (const { text, holds } of visit.saw) said.push(`${holds ? 'Yes' : 'No'}: ${text}`);
    if (visit.paths.length > 0) said.push(pathsTaken(visit, rows.get(visit.node)));
    for (const { node, outcomes, action } of run?.effects ?? []) {
      if (node !== visit.node) continue;
      for (const { outcome, reason, people } of outcomes) {
        const who = people === null ? '' : `: ${people.map(nameOf).join(', ')}`;
        const what = action === 'custom' && outcome === 'sent' ? 'done' : outcome;
        said.push(
          capitalised(`${what}${reason === null ? '' : ` (${reason.replaceAll('_', ' ')})`}${who}`),
        );
      }
    }
    if (visit.edge === 'timeout') said.push('Nobody did; the time is over.');
    const moved = whoMoved(visit);
    if (moved !== '') said.push(moved);
    return said;
  };

  return {
    account: story.account,
    ...card,
    people: [...reached].map((person) => {
      const known = tenant.people.get(person) ?? { name: person, about: '' };
      return { ...known, events: log.of(person).length };
    }),
    steps: (run?.visits ?? [])
      .filter(({ node }) => rows.get(node)?.kind !== 'Merge')
      .map((visit) => ({
        at: visit.enteredAt,
        node: visit.node,
        title: rows.get(visit.node)?.title ?? visit.node,
        kind: rows.get(visit.node)?.kind ?? '',
        phase: phaseOf(visit.node),
        lines: lines(visit),
      })),
    end: endOf(run?.exit?.reason ?? null, run?.waiting?.node ?? null, rows),
  };
}

/** `Deciders 1, Practitioners 2`: people per path of a split by people. */
function pathsTaken({ paths }: Visit, row: FlowRow | undefined): string {
  return paths
    .map(
      ({ path, people }) =>
        `${row?.paths.find(({ id }) => id === path)?.label ?? 'Nowhere'} ${people}`,
    )
    .join(', ');
}

const DEEDS: Readonly<Record<string, string>> = {
  emailClicked: 'clicked in',
  formFilledOut: 'filled out',
  pageViewed: 'looked at',
};

function endOf(
  reason: string | null,
  waiting: string | null,
  rows: ReadonlyMap<string, FlowRow>,
): string {
  if (reason !== null) return `Left the journey: ${reason.replaceAll('_', ' ')}.`;
  return waiting === null ? 'Never entered.' : `Waits at: ${rows.get(waiting)?.title ?? waiting}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
