import { advanceTally, weighAgain } from '../../src/engagement/advance-tally.ts';
import type { TallyChange, TallyInput } from '../../src/engagement/advance-tally.ts';
import { dayCounter, firstDayOf } from '../../src/engagement/day.ts';
import type { Day } from '../../src/engagement/day.ts';
import type { Epoch } from '../../src/engagement/epoch.ts';
import { valueOfGroup } from '../../src/engagement/group-value.ts';
import { maximumOf } from '../bench/maximum.ts';
import { addOccurrences, scaleOf, valueOfPerson } from '../../src/engagement/strategy.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import type { ActivityCount, Occurrences, PersonTally } from '../../src/engagement/tally.ts';
import type { Weights } from '../../src/engagement/weighting-model.ts';
import type { ReferenceTenant } from '../../src/testing/reference/engagement.ts';

/** 2026-03-01 */
export const TODAY: Day = 20_513;
export const YESTERDAY: Day = TODAY - 1;

/** Brings a tally forward; throws for what is refused. */
export function forward(
  tally: PersonTally | null,
  activity: readonly ActivityCount[],
  weights: Weights,
  input: Partial<TallyInput> = {},
): TallyChange {
  const through = input.through ?? YESTERDAY;
  const today = input.today ?? through + 1;
  const result = advanceTally(tally, { through, today, activity, weights });
  if (result.ok) return result.value;
  throw new Error(result.issues.map(({ code }) => code).join());
}

/** A person's activity as counts by day, what is outside of window and present left out. */
export function activityOf(
  events: readonly { readonly type: string; readonly at: number }[],
  zone: string,
  through: Day,
): ActivityCount[] {
  const dayOf = dayCounter(zone);
  return events
    .map(({ type, at }) => ({ activity: type, day: dayOf(at) }))
    .filter(({ day }) => day >= firstDayOf(through) && day <= through + 1);
}

/** A whole tenant, scored by the functions under test. */
export interface ScoredTenant {
  readonly tallies: ReadonlyMap<string, PersonTally>;
  readonly persons: ReadonlyMap<string, number>;
  readonly groups: ReadonlyMap<string, number>;
  readonly occurrences: Occurrences;
  readonly epoch: Epoch;
}

export function scoreTenant(tenant: ReferenceTenant, through: Day): ScoredTenant {
  const weights = positive(tenant.weights);
  const tallies = new Map<string, PersonTally>();
  let occurrences: Occurrences = {};
  for (const { id, events } of tenant.people) {
    const change = forward(null, activityOf(events, tenant.zone, through), weights, { through });
    tallies.set(id, change.tally);
    occurrences = addOccurrences(occurrences, change.occurrences);
  }
  return finish(tenant, through, tallies, occurrences);
}

export function finish(
  tenant: ReferenceTenant,
  through: Day,
  tallies: ReadonlyMap<string, PersonTally>,
  occurrences: Occurrences,
): ScoredTenant {
  const { strategy } = tenant;
  const scale = scaleOf(occurrences, positive(tenant.weights));
  const persons = new Map(
    [...tallies].map(([id, tally]) => [id, valueOfPerson(tally, strategy, scale)]),
  );
  const groups = new Map(
    tenant.groups.map(({ id, roles, members }) => {
      const value = valueOfGroup(
        members,
        new Map(Object.entries(roles)),
        (person) => persons.get(person) ?? 0,
        strategy,
      );
      return [id, value];
    }),
  );
  const epoch = epochOf(strategy, {
    through,
    scale,
    personMax: maximumOf(persons.values()).value,
    groupMax: maximumOf(groups.values()).value,
  });
  return { tallies, persons, groups, occurrences, epoch };
}

export function epochOf(strategy: Strategy, parts: Partial<Epoch>): Epoch {
  return {
    number: 1,
    through: YESTERDAY,
    model: 'standard',
    strategy,
    scale: null,
    personMax: 0,
    groupMax: 0,
    ...parts,
  };
}

export function positive(weights: Readonly<Record<string, number>>): Weights {
  return new Map(Object.entries(weights).filter(([, weight]) => weight > 0));
}

export { weighAgain };
