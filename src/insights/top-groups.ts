import { needArguments } from '../kernel/needed-arguments.ts';
import { DAY } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import { distancesToSuccess } from '../stage/stage-model.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { GroupFact } from './group-fact.ts';
import { keyOf } from './snapshot.ts';
import { compareText } from '../kernel/text-order.ts';
import type { GroupSnapshot, Period } from './snapshot.ts';
import { completenessByGroup, movesByGroup, valueBefore } from './stage-history.ts';
import type { Move } from './stage-history.ts';

/** How many groups a list shows. */
const SHOWN = 5;

/** What lists of groups are made with. */
export interface TopOptions {
  readonly model: StageModel;
  readonly period: Period;
  /** Missing: 5. */
  readonly most?: number;
}

/** A group that goes fast. */
export interface FastGroup {
  readonly group: GroupSnapshot;
  /** Forward moves in the period per day. */
  readonly velocity: number;
  readonly lastMove: Instant;
}

/** A group that stands still. */
export interface StagnantGroup {
  readonly group: GroupSnapshot;
  /** Since its last move, to the end of the period. */
  readonly daysInStage: number;
}

/** The groups with the highest score above 0; of equal ones the last updated first (BG-101). */
export function topEngaged(
  groups: readonly GroupSnapshot[],
  most: number = SHOWN,
): readonly GroupSnapshot[] {
  needArguments('topEngaged', { groups: [groups, 'list'], most: [most, 'count'] });
  return groups
    .filter(({ engagement }) => (engagement ?? 0) > 0)
    .toSorted(
      (left, right) =>
        right.engagement! - left.engagement! ||
        right.updated - left.updated ||
        compareText(keyOf(left), keyOf(right)),
    )
    .slice(0, most);
}

/** The groups with the most forward moves per day; of equal ones the one that moved last (BG-102). */
export function highVelocity(
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: TopOptions,
): readonly FastGroup[] {
  const { model, period, most } = needTop('highVelocity', groups, facts, options);
  const moves = movesByGroup(facts);
  const distances = distancesToSuccess(model);
  const days = (period.to - period.from) / DAY;
  if (!(days > 0)) return [];
  return onTheirWay(groups, moves, model, period)
    .flatMap((group): FastGroup[] => {
      const forward = within(moves.get(keyOf(group)), period).filter((move) =>
        isForward(move, distances),
      );
      const last = forward.at(-1);
      if (last === undefined) return [];
      return [{ group, velocity: forward.length / days, lastMove: last.at }];
    })
    .toSorted(
      (left, right) =>
        right.velocity - left.velocity ||
        right.lastMove - left.lastMove ||
        compareText(keyOf(left.group), keyOf(right.group)),
    )
    .slice(0, most);
}

/** The groups without a move in the period although they are complete enough, the longest first (BG-103). */
export function stagnant(
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: TopOptions & {
    /** Completeness from which on a group should move; missing: 70. */
    readonly threshold?: number;
  },
): readonly StagnantGroup[] {
  const { model, period, most } = needTop('stagnant', groups, facts, options);
  const { threshold = 70 } = options;
  needArguments('stagnant', { threshold: [threshold, 'number'] });
  const moves = movesByGroup(facts);
  const changes = completenessByGroup(facts);
  return onTheirWay(groups, moves, model, period)
    .flatMap((group): StagnantGroup[] => {
      const own = moves.get(keyOf(group)) ?? [];
      const entered = own.filter(({ at }) => at < period.to).at(-1)?.at ?? group.created;
      const isStill = within(own, period).length === 0 && group.created < period.from;
      const complete = valueBefore(changes.get(keyOf(group)), period.to, group.completeness);
      const isReady = complete !== null && complete >= threshold;
      if (!isStill || !isReady) return [];
      return [{ group, daysInStage: (period.to - entered) / DAY }];
    })
    .toSorted(
      (left, right) =>
        right.daysInStage - left.daysInStage || compareText(keyOf(left.group), keyOf(right.group)),
    )
    .slice(0, most);
}

function needTop(
  call: string,
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: TopOptions,
): Required<TopOptions> {
  needArguments(call, {
    groups: [groups, 'list'],
    facts: [facts, 'list'],
    options: [options, 'object'],
  });
  const { model, period, most = SHOWN } = options;
  needArguments(call, {
    model: [model, 'object'],
    period: [period, 'period'],
    most: [most, 'count'],
  });
  return { model, period, most };
}

/** Whether a move brings the group nearer to success on the shortest path (correction 8). */
function isForward({ previous, next }: Move, distances: ReadonlyMap<string, number>): boolean {
  if (next === null) return false;
  const to = distances.get(next) ?? Number.POSITIVE_INFINITY;
  // Taking a first stage is no progress between stages.
  const from = previous === null ? to : (distances.get(previous) ?? Number.POSITIVE_INFINITY);
  return to < from;
}

/** Groups that at the end of the period had a stage that is no destination. */
function onTheirWay(
  groups: readonly GroupSnapshot[],
  moves: ReadonlyMap<string, readonly Move[]>,
  model: StageModel,
  { to }: Period,
): readonly GroupSnapshot[] {
  const open = new Set(
    model.stages.filter(({ destination }) => destination === undefined).map(({ id }) => id),
  );
  return groups.filter((group) => {
    const stage = valueBefore(moves.get(keyOf(group)), to, group.stage);
    return stage !== null && open.has(stage);
  });
}

function within(moves: readonly Move[] = [], { from, to }: Period): readonly Move[] {
  return moves.filter(({ at }) => at >= from && at < to);
}
