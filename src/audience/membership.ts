import { compileCondition } from '../conditions/compile.ts';
import type { Condition } from '../conditions/condition.ts';
import { neededTests } from '../conditions/needed-tests.ts';
import type { References } from '../conditions/references.ts';
import { ConditionScope } from '../conditions/scope.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { AccountView } from '../model/view.ts';
import type { ChangeSet } from './change-set.ts';
import { idsOf, memberSets } from './member-set.ts';
import type { MemberSet } from './member-set.ts';
import { indexReaders } from './readers.ts';
import type { Narrowed } from './readers.ts';
import { indexTopics } from './topics.ts';

/** An audience of accounts, or a list with a condition, under the key that its members are kept by. */
export interface AudienceCondition {
  readonly id: string;
  /** In account scope. */
  readonly condition: Condition;
}

/** What one evaluation makes of an account's membership. Ids are in order of UTF-16 code units. */
export interface Membership {
  /** The very array that was given when nothing changed; else frozen, and shared with accounts in the same audiences. */
  readonly inside: readonly string[];
  readonly entered: readonly string[];
  readonly left: readonly string[];
  /** Not later than the next instant at which time alone changes the membership; `NEVER` when it cannot. */
  readonly flipAt: Instant;
}

/** Many audiences, compiled to be evaluated for one account at a time (AU-20 to AU-28). */
export interface AudienceIndex {
  /** All ids, in order of UTF-16 code units. */
  readonly ids: readonly string[];
  /** Whether one of them reads engagement scores. */
  readonly readsScores: boolean;
  /** Looks at every audience. `inside` is what the last evaluation gave; an id that is no longer known leaves. */
  readonly evaluate: (view: AccountView, now: Instant, inside: readonly string[]) => Membership;
  /**
   * Looks only at audiences that depend on what changed, and, when `flipAt` is not after `now`, at those that depend
   * on time. `inside` and `flipAt` are what the last evaluation gave; an earlier `flipAt` costs time and no more.
   */
  readonly evaluateChanged: (
    changes: ChangeSet,
    view: AccountView,
    now: Instant,
    inside: readonly string[],
    flipAt: Instant,
  ) => Membership;
}

const NONE: readonly string[] = Object.freeze([]);

/**
 * Compiles audiences into an index. Conditions must have no errors; `references` resolves audiences inside of them.
 * @throws AccompanyError `DUPLICATE_ID` when two have the same id.
 */
export function compileAudiences(
  audiences: readonly AudienceCondition[],
  context: { readonly catalogue: Catalogue; readonly references: References },
): AudienceIndex {
  const sorted = audiences.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const ids: readonly string[] = Object.freeze(sorted.map(({ id }) => id));
  refuseDuplicates(ids);
  const conditions = sorted.map(({ condition }) =>
    compileCondition(condition, { ...context, scope: 'account' }),
  );
  const reads = conditions.map((condition) => condition.reads);
  const topics = indexTopics(reads);
  const isTimeRelative = Uint8Array.from(reads, ({ timeRelative }) => (timeRelative ? 1 : 0));
  const everywhere = [...conditions.keys()];
  const sets = memberSets(ids);
  const after = new Uint32Array((ids.length + 31) >>> 5);
  const needs = sorted.map(({ condition }, position) =>
    // When such a condition next changes must be found whether or not it holds.
    isTimeRelative[position] === 1 ? null : neededTests(condition, context.catalogue),
  );
  const narrow = indexReaders(reads, needs);

  /**
   * Looks at the audiences at `positions`, which ascend; `flipAt` is what the others have. Those that `narrowed` tells
   * of besides need no look.
   */
  function look(
    view: AccountView,
    now: Instant,
    inside: readonly string[],
    flipAt: Instant,
    positions: readonly number[],
    narrowed: Narrowed | null = null,
  ): Membership {
    const scope = new ConditionScope(view, null, now, null);
    const before = sets.of(inside);
    const { bits } = before;
    for (let word = 0; word < after.length; word += 1) {
      after[word] =
        narrowed === null
          ? bits[word]!
          : (bits[word]! & ~narrowed.reading[word]!) | narrowed.holding[word]!;
    }
    let flip = flipAt;
    for (let index = 0; index < positions.length; index += 1) {
      const position = positions[index]!;
      const condition = conditions[position]!;
      const bit = 1 << (position & 31);
      if (condition.test(scope)) after[position >>> 5]! |= bit;
      else after[position >>> 5]! &= ~bit;
      if (isTimeRelative[position] === 1) flip = Math.min(flip, condition.flipAt(scope));
    }
    const entered = idsOf(ids, after, bits);
    const left = idsOf(ids, bits, after);
    const same = entered.length === 0 && left.length === 0;
    if (before.ids.length !== inside.length) {
      left.push(...unknown(inside, before));
      left.sort();
    }
    if (same && left.length === 0) return { inside, entered: NONE, left: NONE, flipAt: flip };
    return { inside: same ? before.ids : sets.with(after).ids, entered, left, flipAt: flip };
  }

  return {
    ids,
    readsScores: conditions.some(({ reads }) => reads.scores),
    evaluate: (view, now, inside) => look(view, now, inside, NEVER, everywhere),
    evaluateChanged(changes, view, now, inside, flipAt) {
      const due = flipAt <= now;
      if (!due && changes.empty) return { inside, entered: NONE, left: NONE, flipAt };
      const name = due ? null : changes.onlyAttribute;
      if (name !== null) {
        const narrowed = narrow(name, view.attributes);
        return narrowed === null
          ? { inside, entered: NONE, left: NONE, flipAt }
          : look(view, now, inside, flipAt, narrowed.open, narrowed);
      }
      const positions = topics.positions(changes, due);
      const others = due ? NEVER : flipAt;
      if (positions.length === 0) return { inside, entered: NONE, left: NONE, flipAt: others };
      return look(view, now, inside, others, positions);
    },
  };
}

/** Ids that the index does not know (any more). */
function unknown(inside: readonly string[], known: MemberSet): string[] {
  return inside.filter((id, at) => !known.ids.includes(id) && inside.indexOf(id) === at);
}

function refuseDuplicates(ids: readonly string[]): void {
  const twice = ids.find((id, position) => position > 0 && ids[position - 1] === id);
  if (twice === undefined) return;
  throw new AccompanyError(
    'DUPLICATE_ID',
    `Two audiences have the id ${JSON.stringify(twice)}. Give each an id of its own.`,
  );
}
