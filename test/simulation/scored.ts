import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { formatDay } from '../../src/engagement/day.ts';
import { scoreOfGroup, scoreOfPerson } from '../../src/engagement/epoch.ts';
import type { EpochDocument } from '../../src/engagement/scoring.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import type { ScoringOptions } from '../../src/engine/scoring/scoring.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { referenceScores } from '../../src/testing/reference/engagement.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import { person } from '../engine/tenant.ts';

const WEIGHT = 60;
const ROLES = { Buyer: 100, Expert: 20 };

/** A buying group of every company with people. */
const committee = BuyingGroup.define('committee', {
  roles: [
    { role: 'Buyer', when: person('jobTitle').is('VP Sales'), weighting: 'vital' },
    { role: 'Expert', when: person('jobTitle').is('Engineer'), weighting: 'trivial' },
  ],
});

const model: WeightingModel = {
  id: 'visits',
  name: 'Visits',
  status: 'active',
  bands: [{ name: 'Some', value: WEIGHT }],
  activities: [{ activity: 'webVisit', band: 'Some' }],
};

/** Groups and nightly scores of a simulated tenant, and what they must have come to when nobody does anything more. */
export interface Scored {
  readonly lane: (stage: Stage) => Promise<void>;
  readonly audit: (ending: Ending) => readonly Breach[];
}

/** Every other tenant scores, from some day on; who does is drawn apart, so that the rest of a story stays as it is. */
export function drawScored(dice: Dice): Scored | null {
  const own = dice.other('scored');
  if (!own.once(0.5)) return null;
  const strategy = own.pick(['normalized', 'strictMinMax', 'rawCountV1'] as const);
  const scoring: ScoringOptions = { zone: 'UTC', strategy, models: [model] };
  return {
    async lane(stage) {
      await stage.until(stage.start + own.about(4 * DAY));
      const options = { repeatable: true };
      await stage.act('define committee', (engine) => engine.define(committee as never), options);
      await stage.act('score', (engine) => engine.scoring.define(scoring), options);
      stage.journal.reached('a tenant scores');
    },
    audit: auditScores,
  };
}

/** Every score that can be read is that of the slow calculation (RL-15). */
function auditScores({ mirror, journal }: Ending): readonly Breach[] {
  const breaches: Breach[] = [];
  const epoch = [...mirror.all('definition').values()]
    .map(({ body }) => body)
    .find((body) => body.type === 'epoch')?.document as EpochDocument | undefined;
  if (epoch === undefined) return [{ rule: 'RL-15', what: 'there was no night' }];
  if (epoch.number > 5) journal.reached('more than five nights');
  const accounts = [...mirror.all('account').values()].map(({ body }) => body);
  const people = [...mirror.all('person').values()].map(({ body }) => body);
  // A night that is cut off when its clock is set back leaves windows that end after the epoch's, and a night in which
  // nothing is due writes none.
  const through = Math.max(epoch.through, ...people.map(({ score }) => score?.tally.through ?? 0));
  const expected = referenceScores({
    zone: 'UTC',
    through: formatDay(through),
    weights: { webVisit: WEIGHT },
    strategy: epoch.strategy,
    people: people.map(({ id, events }) => ({ id, events })),
    groups: accounts.flatMap(({ id, groups }) =>
      groups.map(({ members }) => ({ id, roles: ROLES, members })),
    ),
  });
  const compare = (what: string, actual: number | undefined, wanted = 0): void => {
    if (Math.abs((actual ?? 0) - wanted) <= 1e-7 * Math.max(1, wanted)) return;
    breaches.push({ rule: 'RL-15', what: `${what} has ${actual} instead of ${wanted}` });
  };
  for (const { id, people: copies, groups, scored, scoreDue } of accounts) {
    const isRead = scored === epoch.number;
    for (const { id: one, value = 0, engagement } of copies) {
      const score = isRead ? engagement : scoreOfPerson(value, epoch);
      compare(`${one} in ${id}`, score, expected.person[one]);
    }
    for (const { value = 0, engagement } of groups) {
      compare(
        `the group of ${id}`,
        isRead ? engagement : scoreOfGroup(value, epoch),
        expected.group[id],
      );
      if (value > 0) journal.reached('a group with a score');
    }
    if (scoreDue !== null && scoreDue !== undefined)
      breaches.push({ rule: 'RL-15', what: `${id} still waits for a night` });
  }
  return breaches.slice(0, 3);
}
