import { expect, test } from 'vitest';
import { compileScoring } from '../../src/engagement/scoring.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import { toInstant } from '../../src/kernel/instant.ts';
import { advancePerson } from '../../src/runtime/person.ts';
import { emptyPerson } from '../../src/runtime/state.ts';

const visits: WeightingModel = {
  id: 'visits',
  name: 'Visits',
  status: 'active',
  bands: [{ name: 'Some', value: 60 }],
  activities: [{ activity: 'webVisit', band: 'Some' }],
};
const scoring = compileScoring(
  { id: 'scoring', zone: 'UTC', strategy: 'normalized', models: [visits], revision: 1 },
  null,
);
const visit = (id: string, at: string) =>
  ({
    kind: 'event',
    event: { id, type: 'webVisit', at: toInstant(at), fields: {} },
  }) as const;

// Found by the simulation, seed 833.
test('EG-46 who does something before the first night has a past that counts, too', () => {
  const before = advancePerson(
    emptyPerson('ann'),
    [visit('e1', '2026-01-31T09:00:00Z')],
    toInstant('2026-01-31T09:00:00Z'),
  ).person;
  const now = toInstant('2026-02-05T03:00:00Z');
  const { score } = advancePerson(
    before,
    [visit('e2', '2026-02-07T09:00:00Z')],
    now,
    scoring,
  ).person;
  expect(score?.tally.days.map(({ counts }) => counts)).toEqual([{ webVisit: 1 }, { webVisit: 1 }]);
});
