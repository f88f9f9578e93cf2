import type { BuyingGroupDocument } from '../../src/buying-group/definition.ts';
import type { BuyingGroupRecord, Member } from '../../src/buying-group/record.ts';
import type { PageData } from '../../src/dashboard/pages/page-data.ts';
import { DAY } from '../../src/kernel/duration.ts';
import type { AccountView, EventView, PersonView } from '../../src/model/view.ts';
import type { Fact, FactItem } from '../../src/runtime/fact.ts';
import { LIFE } from './groups.ts';

/** The instant of every page here. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** Days before {@link NOW}; ahead of it when below 0. */
export function ago(days: number): number {
  return NOW - days * DAY;
}

export function person(id: string, parts: Partial<PersonView> = {}): PersonView {
  return { id, attributes: {}, roles: [], since: 0, events: [], objects: {}, ...parts };
}

export function event(type: string, at: number, fields: EventView['fields'] = {}): EventView {
  return { id: `${type}-${at}`, type, at, fields };
}

export function seat(id: string, role: string, parts: Partial<Member> = {}): Member {
  return { person: id, role, source: 'system', removed: false, decidedAt: 0, ...parts };
}

export function group(
  definition: string,
  members: readonly Member[] = [],
  parts: Partial<BuyingGroupRecord> = {},
): BuyingGroupRecord {
  return {
    definition,
    name: `${definition.toUpperCase()} for Acme`,
    members,
    completeness: null,
    created: 0,
    updated: 0,
    ...parts,
  };
}

/** The one account of a page, with what the tenant defined. */
export function pageData(
  account: Partial<AccountView>,
  parts: Partial<PageData> & { readonly groups?: readonly BuyingGroupDocument[] } = {},
): PageData {
  const { groups = [], ...others } = parts;
  return {
    account: {
      id: 'acme',
      attributes: { name: 'Acme' },
      people: [],
      opportunities: [],
      objects: {},
      events: [],
      lists: [],
      groups: [],
      ...account,
    },
    definitions: {
      allGroups: groups,
      personas: [],
      stages: [LIFE],
      taxonomy: [],
      templates: [],
    },
    facts: [],
    journeys: [],
    now: NOW,
    ...others,
  };
}

/** A fact of the account. */
export function fact(at: number, ...items: readonly FactItem[]): Fact {
  return { shard: 0, sequence: 1, at, account: 'acme', items };
}

/** An entry into a journey, or with `exit`, the end of that run. */
export function run(journey: string, entry: number, exit: 'completed' | null = null): FactItem {
  return {
    type: 'run',
    journey,
    plan: 'p',
    entry,
    from: exit === null ? null : 'wait-1',
    cause: exit === null ? 'entry' : 'timer',
    event: null,
    trail: [],
    groups: null,
    parked: exit === null ? 'wait-1' : null,
    due: null,
    exit,
  };
}
