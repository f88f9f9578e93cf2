import type fc from 'fast-check';
import { DAY, HOUR } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { EventView } from '../../model/view.ts';
import type { AttributeChanges } from '../../model/value.ts';
import { TENANT_VALUES } from './catalogue.ts';
import { growAnswer } from './external-growth.ts';
import type { Answer } from './external-growth.ts';
import { grown } from './growth.ts';
import type { Draw } from './growth.ts';
import { NAMES } from './names.ts';
import type { Names } from './names.ts';
import { BEGINNING, STEP } from './timeline-units.ts';

/** What happens together at one instant, in order of arrival. */
export interface Moment {
  readonly at: Instant;
  readonly happenings: readonly Happening[];
}

/** One thing that happens to a tenant from outside. */
export type Happening =
  | { readonly type: 'account'; readonly account: string; readonly attributes: AttributeChanges }
  | { readonly type: 'opportunity'; readonly account: string; readonly amount: number | null }
  | { readonly type: 'person'; readonly person: string; readonly attributes: AttributeChanges }
  | {
      readonly type: 'relate';
      readonly account: string;
      readonly person: string;
      readonly roles: readonly string[] | null;
    }
  | { readonly type: 'unrelate'; readonly account: string; readonly person: string }
  | { readonly type: 'personEvent'; readonly person: string; readonly event: EventView }
  | { readonly type: 'accountEvent'; readonly account: string; readonly event: EventView }
  | {
      readonly type: 'list';
      readonly account: string;
      readonly list: string;
      readonly member: boolean;
    }
  | {
      readonly type: 'members';
      readonly account: string;
      readonly group: string;
      readonly person: string;
      /** `null` removes the person, missing leaves it to the system rule again. */
      readonly role?: string | null;
    }
  | {
      readonly type: 'stage';
      readonly account: string;
      readonly group: string;
      readonly stage: string;
    }
  | {
      readonly type: 'status';
      readonly account: string;
      readonly group: string;
      readonly status: string;
    }
  /** For the node that asks first, or at `place` among those that do. */
  | ({ readonly type: 'answer'; readonly account: string; readonly place: number } & Answer)
  | { readonly type: 'enrol'; readonly account: string; readonly journey: string }
  | { readonly type: 'leave'; readonly account: string; readonly journey: string }
  | { readonly type: 'start' | 'close' | 'abort' | 'finish'; readonly journey: string }
  | { readonly type: 'register' | 'unregister'; readonly action: string };

/**
 * Timelines over a few days on a grid of half hours, where waits and timeouts end too: changes, events with equal
 * timestamps and ids, late and future ones, people who join and leave, lists, and what hosts do with journeys.
 * The first moment brings accounts and people in.
 */
export function timelineArbitrary(names: Names = NAMES): fc.Arbitrary<readonly Moment[]> {
  return grown((draw) => growTimeline(draw, names), 420);
}

function growTimeline(draw: Draw, names: Names): readonly Moment[] {
  const moments: Moment[] = [{ at: BEGINNING, happenings: growBeginning(draw, names) }];
  let at = BEGINNING;
  const length = draw(20);
  for (let count = 0; count < length; count += 1) {
    at += STEP * draw.pick([1, 2, 12, 48, 4, 24, 8]) + (draw.once(6) ? draw.pick([-1, 1]) : 0);
    const happenings = Array.from({ length: 1 + draw(5) }, () => growHappening(draw, names, at));
    moments.push({ at, happenings });
  }
  return moments;
}

function growBeginning(draw: Draw, names: Names): readonly Happening[] {
  const happenings: Happening[] = [];
  for (const account of names.accounts) {
    const name = draw.once(8) ? ' ' : account;
    happenings.push({ type: 'account', account, attributes: { name, ...growAccountValues(draw) } });
  }
  for (const person of names.people) {
    happenings.push({ type: 'person', person, attributes: growPersonValues(draw) });
    for (const account of names.accounts) {
      if (!draw.once(2)) happenings.push({ type: 'relate', account, person, roles: null });
    }
  }
  return happenings;
}

function growHappening(draw: Draw, names: Names, at: Instant): Happening {
  const account = draw.pick(names.accounts);
  const person = draw.pick(names.people);
  if (names.external === true && draw.once(4))
    return { type: 'answer', account, place: draw(2), ...growAnswer(draw, names.people) };
  const choice = draw(38);
  if (choice < 10) return { type: 'personEvent', person, event: growPersonEvent(draw, at) };
  if (choice < 14) return { type: 'accountEvent', account, event: growAccountEvent(draw, at) };
  if (choice < 17) return { type: 'account', account, attributes: growAccountValues(draw) };
  if (choice < 20) return { type: 'person', person, attributes: growPersonValues(draw) };
  if (choice < 22) {
    return { type: 'list', account, list: draw.pick(names.lists), member: !draw.once(3) };
  }
  if (choice >= 32) return growDecision(draw, names, account, person);
  const journey = draw.pick(names.journeys);
  switch (choice) {
    case 22:
    case 23:
      return { type: 'relate', account, person, roles: draw.pick([null, ['Buyer'], []]) };
    case 24:
      return { type: 'unrelate', account, person };
    case 25:
      return { type: 'opportunity', account, amount: draw.pick([100, 1, null]) };
    case 26:
    case 27:
      return { type: 'enrol', account, journey };
    case 28:
      return { type: 'leave', account, journey };
    case 29:
      return { type: 'start', journey };
    case 30:
      return { type: draw.pick(['close', 'abort', 'finish']), journey };
    default:
      return {
        type: draw.pick(['register', 'unregister']),
        action: draw.pick(['createTask', 'sendGift']),
      };
  }
}

/** What a user decides about the account's group. */
function growDecision(draw: Draw, names: Names, account: string, person: string): Happening {
  const group = draw.pick(names.groups);
  switch (draw(6)) {
    case 0:
      return { type: 'stage', account, group, stage: draw.pick(names.stages) };
    case 1:
      return { type: 'status', account, group, status: draw.pick(['Aware', 'Engaged']) };
    case 2:
      return { type: 'members', account, group, person };
    default:
      return {
        type: 'members',
        account,
        group,
        person,
        role: draw.pick([names.roles[0], names.roles[1], null]),
      };
  }
}

function growAccountValues(draw: Draw): AttributeChanges {
  return {
    industry: draw.pick(TENANT_VALUES.industry),
    ...(draw.once(2) ? { employees: draw.pick(TENANT_VALUES.employees) } : {}),
    ...(draw.once(16) ? { name: draw.pick(['Renamed', null]) } : {}),
  };
}

function growPersonValues(draw: Draw): AttributeChanges {
  return {
    jobTitle: draw.pick(TENANT_VALUES.jobTitle),
    ...(draw.once(2) ? { score: draw.pick(TENANT_VALUES.score) } : {}),
    ...(draw.once(4) ? { unsubscribed: draw.pick([true, false]) } : {}),
  };
}

function growPersonEvent(draw: Draw, now: Instant): EventView {
  if (draw.once(4)) {
    const fields = { type: draw.pick(['Web', 'Milestone']), description: '', source: 'host' };
    return { ...growIdAndTime(draw, now), type: 'interestingMoment', fields };
  }
  return {
    ...growIdAndTime(draw, now),
    type: 'webVisit',
    fields: { page: draw.pick(TENANT_VALUES.page) },
  };
}

function growAccountEvent(draw: Draw, now: Instant): EventView {
  return {
    ...growIdAndTime(draw, now),
    type: 'order',
    fields: { total: draw.pick(TENANT_VALUES.total) },
  };
}

/** Mostly of now, sometimes late or of the future; ids come again. */
function growIdAndTime(draw: Draw, now: Instant): { id: string; at: Instant } {
  const shift = draw.pick([0, 0, 0, -STEP, -6 * HOUR, -DAY, STEP, HOUR, -1]);
  return { id: `e${draw(40)}`, at: now + shift };
}
