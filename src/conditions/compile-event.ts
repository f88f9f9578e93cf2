import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EventView } from '../model/view.ts';
import { negate } from './compile-logic.ts';
import { unknownName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { EventTest } from './condition.ts';
import type { Compiled, FlipAt, Test } from './flip.ts';
import { crossingOf, pastOf, startOfPast } from './past.ts';
import type { Past } from './past.ts';
import type { Place } from './place.ts';
import type { ConditionScope } from './scope.ts';

/** Which events a test counts. */
export interface EventMatcher {
  readonly type: string;
  /** `null`: no constraint on the event. */
  readonly where: Compiled | null;
  /** `null`: all history. */
  readonly past: Past | null;
  readonly needed: number;
}

const ALWAYS = Number.NEGATIVE_INFINITY;

/** Compiles a test of the event history. */
export function compileEvent(condition: EventTest, place: Place, compiler: Compiler): Compiled {
  const matcher = matcherOf(condition, place, compiler);
  compiler.reads.events.add(condition.event);
  if (place.scope === 'account') compiler.reads.people = true;
  const enough: Compiled = {
    test: place.scope === 'person' ? countOfPerson(matcher) : countOfAccount(matcher),
    flipAt: flipOfHistory(matcher, place.scope === 'person'),
  };
  return condition.occurred ? enough : negate(enough);
}

/** What a test of the event history counts. */
export function matcherOf(condition: EventTest, place: Place, compiler: Compiler): EventMatcher {
  const { event, occurred, where, past, minimum = 1 } = condition;
  if (compiler.catalogue.events[event] === undefined) throw unknownName('event', event);
  return {
    type: event,
    where: where === undefined ? null : compiler.part(where, { ...place, event }),
    past: past === undefined ? null : pastOf(past),
    needed: occurred ? minimum : 1,
  };
}

/** How many events of the window match; counting stops at `most`. */
export function countEvents(
  events: readonly EventView[],
  scope: ConditionScope,
  { type, where, past }: EventMatcher,
  most: number,
): number {
  const start = past === null ? ALWAYS : startOfPast(past, scope.anchor ?? scope.now);
  const { now } = scope;
  const before = scope.event;
  let count = 0;
  for (let index = events.length - 1; count < most && index >= 0; index -= 1) {
    const event = events[index]!;
    if (event.at < start) break;
    if (event.type !== type || event.at > now) continue;
    if (where === null) count += 1;
    else {
      scope.event = event;
      if (where.test(scope)) count += 1;
    }
  }
  scope.event = before;
  return count;
}

function countOfPerson(matcher: EventMatcher): Test {
  const { needed } = matcher;
  return (scope) => countEvents(scope.person!.events, scope, matcher, needed) >= needed;
}

function countOfAccount(matcher: EventMatcher): Test {
  return (scope) => {
    const { people, events } = scope.account;
    let missing = matcher.needed - countEvents(events, scope, matcher, matcher.needed);
    for (let index = 0; missing > 0 && index < people.length; index += 1) {
      missing -= countEvents(people[index]!.events, scope, matcher, missing);
    }
    return missing <= 0;
  };
}

/**
 * Of the matching events that have happened, the `needed`-th from the newest decides: the test holds as long as that
 * one is in the window. Before it comes to be outside of it, or inside again, only an event that is still to come can
 * change the answer, from no to yes; or an event that begins or ceases to match.
 */
function flipOfHistory(matcher: EventMatcher, ofPerson: boolean): FlipAt {
  return (scope) => {
    const history = new History(matcher, scope);
    if (ofPerson) history.add(scope.person!.events);
    else {
      history.add(scope.account.events);
      for (const { events } of scope.account.people) history.add(events);
    }
    return history.flipAt();
  };
}

class History {
  private readonly matcher: EventMatcher;
  private readonly scope: ConditionScope;
  /** Instants of the matching events that have happened. */
  private readonly happened: Instant[] = [];
  /** When the next matching event is to come. */
  private next: Instant = NEVER;
  /** When an event begins or ceases to match. */
  private change: Instant = NEVER;

  constructor(matcher: EventMatcher, scope: ConditionScope) {
    this.matcher = matcher;
    this.scope = scope;
  }

  add(events: readonly EventView[]): void {
    const { scope, matcher } = this;
    const { type, where } = matcher;
    const before = scope.event;
    for (const event of events) {
      if (event.type !== type) continue;
      scope.event = event;
      if (where !== null && where.flipAt !== null) {
        this.change = Math.min(this.change, where.flipAt(scope));
      }
      if (where !== null && !where.test(scope)) continue;
      if (event.at <= scope.now) this.happened.push(event.at);
      else this.next = Math.min(this.next, event.at);
    }
    scope.event = before;
  }

  flipAt(): Instant {
    const { happened, matcher, scope, change } = this;
    const { needed, past } = matcher;
    happened.sort((left, right) => right - left);
    const deciding = happened[needed - 1];
    if (deciding === undefined) return Math.min(change, this.next);
    const holds = past === null || deciding >= startOfPast(past, scope.anchor ?? scope.now);
    const crossing =
      past === null || scope.anchor !== null ? NEVER : crossingOf(past, deciding, scope.now);
    return Math.min(change, crossing, holds ? NEVER : this.next);
  }
}
