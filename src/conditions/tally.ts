import type { EventView } from '../model/view.ts';
import { countEvents, matcherOf } from './compile-event.ts';
import { groupMatcher, memberMatcher } from './compile-group.ts';
import { relationOf } from './compile-related.ts';
import { intentIn, intentMatcher } from './compile-score.ts';
import type { Compiler } from './compiler.ts';
import type { EventTest, GroupTest, IntentTest, MemberTest, RelatedTest } from './condition.ts';
import { insideRelated } from './place.ts';
import type { Place } from './place.ts';
import type { ConditionScope } from './scope.ts';

/** What an explanation keeps of many records (CO-97). */
export interface Tally {
  /** Records that were looked at. */
  readonly of: number;
  /** Those that match. */
  readonly matching: number;
  /** Ids of matching ones, at most five: people and records in their order, events from the newest. */
  readonly shown: readonly string[];
}

/** Counts what a part of a condition looks at. */
export type Count = (scope: ConditionScope) => Tally;

const SHOWN = 5;

/** Counts the related records that a test goes through. */
export function tallyOfRecords(condition: RelatedTest, place: Place, compiler: Compiler): Count {
  const { entity, object, where } = condition;
  const { of, take } = relationOf(condition, place, compiler);
  const test =
    where === undefined
      ? () => true
      : compiler.part(where, insideRelated(place, entity, object)).test;
  return (scope) => {
    const records = of(scope);
    const before = take(scope, null);
    const matching = records.filter((record) => {
      take(scope, record);
      return test(scope);
    });
    take(scope, before);
    return tally(
      records.length,
      matching.map(({ id }) => id),
    );
  };
}

/** Counts the events of the type; those outside of the window do not match. */
export function tallyOfEvents(condition: EventTest, place: Place, compiler: Compiler): Count {
  const matcher = matcherOf(condition, place, compiler);
  return (scope) => {
    const histories =
      place.scope === 'person'
        ? [scope.person!.events]
        : [scope.account.events, ...scope.account.people.map(({ events }) => events)];
    const events = histories.flat().filter(({ type }) => type === condition.event);
    const matching = events.filter((event) => countEvents([event], scope, matcher, 1) > 0);
    return tally(
      events.length,
      matching.sort(newestFirst).map(({ id }) => id),
    );
  };
}

/** Counts the buying groups that satisfy a test. */
export function tallyOfGroups(condition: GroupTest, compiler: Compiler): Count {
  const matches = groupMatcher(condition, compiler);
  return ({ account: { groups } }) =>
    tally(
      groups.length,
      groups.filter(matches).map(({ definition }) => definition),
    );
}

/** Counts the buying groups in which the person is a member as a test asks for. */
export function tallyOfMembers(condition: MemberTest, compiler: Compiler): Count {
  const isMember = memberMatcher(condition, compiler);
  return ({ account: { groups }, person }) => {
    const matching = groups.filter((group) => isMember(group, person!.id));
    return tally(
      groups.length,
      matching.map(({ definition }) => definition),
    );
  };
}

/** Counts the signals of intent that satisfy a test. */
export function tallyOfIntent(condition: IntentTest): Count {
  const isMeant = intentMatcher(condition);
  return (scope) => {
    const signals = intentIn(condition, scope);
    return tally(
      signals.length,
      signals.filter(isMeant).map(({ name }) => name),
    );
  };
}

function newestFirst(left: EventView, right: EventView): number {
  return right.at - left.at;
}

function tally(of: number, ids: readonly string[]): Tally {
  return { of, matching: ids.length, shown: ids.slice(0, SHOWN) };
}
