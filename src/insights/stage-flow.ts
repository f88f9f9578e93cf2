import { needArguments } from '../kernel/needed-arguments.ts';
import { endOfLocalDay } from '../kernel/calendar.ts';
import { stageName } from '../stage/stage-model.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { GroupFact } from './group-fact.ts';
import type { GroupSnapshot, Period } from './snapshot.ts';
import { keyOf } from './snapshot.ts';
import { movesByGroup, valueBefore } from './stage-history.ts';

/** Groups in one stage at the end of the first and of the last day of a period. */
export interface StageBar {
  /** `null` for the groups without a stage. */
  readonly stage: string | null;
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Groups per stage on the first and on the last date of a period (BG-100), in the order of the model; those without a
 * stage come last.
 */
export function stageFlow(
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: { readonly model: StageModel; readonly period: Period; readonly zone: string },
): readonly StageBar[] {
  needArguments('stageFlow', {
    groups: [groups, 'list'],
    facts: [facts, 'list'],
    options: [options, 'object'],
  });
  const { model, period, zone } = options;
  needArguments('stageFlow', {
    model: [model, 'object'],
    period: [period, 'period'],
    zone: [zone, 'text'],
  });
  const moves = movesByGroup(facts);
  const first = endOfLocalDay(period.from, zone);
  const last = endOfLocalDay(Math.max(period.from, period.to - 1), zone);
  const bars = new Map<string | null, { first: number; last: number }>();
  for (const { id } of model.stages) bars.set(id, { first: 0, last: 0 });
  bars.set(null, { first: 0, last: 0 });
  for (const group of groups) {
    const own = moves.get(keyOf(group));
    for (const [side, at] of [['first', first] as const, ['last', last] as const]) {
      if (group.created >= at) continue;
      const bar = bars.get(valueBefore(own, at, group.stage)) ?? bars.get(null)!;
      bar[side] += 1;
    }
  }
  return [...bars].map(([stage, counts]) => ({
    stage,
    name: stage === null ? 'No stage' : stageName(model, stage),
    ...counts,
  }));
}
