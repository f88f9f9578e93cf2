import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayCounter, formatDay } from '../../src/engagement/day.ts';
import {
  displayed,
  rawGroup,
  rawPerson,
  scoreOfGroup,
  scoreOfPerson,
} from '../../src/engagement/epoch.ts';
import { addOccurrences } from '../../src/engagement/strategy.ts';
import type { Occurrences, PersonTally } from '../../src/engagement/tally.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import { referenceScores } from '../../src/testing/reference/engagement.ts';
import type { ReferenceTenant } from '../../src/testing/reference/engagement.ts';
import {
  activityOf,
  finish,
  forward,
  positive,
  scoreTenant,
  TODAY,
  weighAgain,
} from './scoring.ts';

const TYPES = ['open', 'click', 'visit', 'form', 'meeting'];
const ROLES = { A: 20, B: 60, C: 100 };

/** Events on the hour, many of them at the ends of the window and beside midnight, some of them in heaps. */
const events = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      hour: fc.oneof(
        fc.integer({ min: -40 * 24, max: 0 }),
        fc.constantFrom(-24, -25, -23, -30 * 24, -31 * 24, -30 * 24 - 1, -31 * 24 - 1, -1, 0),
      ),
      times: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 15, max: 45 })),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.flatMap(({ type, hour, times }) =>
      Array.from({ length: times }, () => ({ type, at: TODAY * DAY + hour * HOUR })),
    ),
  );

const tenants: fc.Arbitrary<ReferenceTenant> = fc.record({
  zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
  through: fc.constant(formatDay(TODAY - 1)),
  weights: fc.record(
    Object.fromEntries(TYPES.map((type) => [type, fc.constantFrom(0, 30, 40, 60, 100)])),
  ),
  strategy: fc.constantFrom('normalized', 'strictMinMax', 'rawCountV1'),
  people: fc
    .array(events, { maxLength: 6 })
    .map((all) => all.map((each, index) => ({ id: `p${index}`, events: each }))),
  groups: fc
    .array(
      fc.array(fc.record({ role: fc.constantFrom('A', 'B', 'C', 'gone'), removed: fc.boolean() }), {
        maxLength: 6,
      }),
      { maxLength: 4 },
    )
    .map((all) =>
      all.map((members, index) => ({
        id: `g${index}`,
        roles: ROLES,
        members: members.map((member, at) => ({ person: `p${(at + index) % 7}`, ...member })),
      })),
    ),
});

const runs = { numRuns: (fc.readConfigureGlobal().numRuns ?? 100) * 1 };

function close(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
}

test('EG-1 EG-2 EG-3 EG-4 EG-20 EG-23 EG-30 EG-31 EG-34 scores are those of the slow calculation', () => {
  fc.assert(
    fc.property(tenants, (tenant) => {
      const expected = referenceScores(tenant);
      const { persons, groups, epoch } = scoreTenant(tenant, TODAY - 1);
      for (const [id, value] of persons) {
        close(rawPerson(value, epoch), expected.personRaw[id]!);
        close(scoreOfPerson(value, epoch), expected.person[id]!);
      }
      for (const [id, value] of groups) {
        close(rawGroup(value, epoch), expected.groupRaw[id]!);
        close(scoreOfGroup(value, epoch), expected.group[id]!);
      }
    }),
    runs,
  );
});

test('EG-5 EG-6 EG-8 EG-21 night by night gives what one computation gives, and only those due change', () => {
  fc.assert(
    fc.property(tenants, fc.infiniteStream(fc.nat(2)), (tenant, chance) => {
      const weights = positive(tenant.weights);
      const dayOf = dayCounter(tenant.zone);
      const tallies = new Map<string, PersonTally>();
      const due = new Map<string, number>();
      let occurrences: Occurrences = {};
      const handed = new Set<object>();
      for (let night = TODAY - 36; night <= TODAY; night += 1) {
        const through = night - 1;
        for (const { id, events: all } of tenant.people) {
          // Events come in on their day, or some days late.
          const arrived = all.filter(
            (event) =>
              !handed.has(event) &&
              dayOf(event.at) <= night &&
              (night === TODAY || chance.next().value !== 0),
          );
          for (const event of arrived) handed.add(event);
          const activity = activityOf(arrived, tenant.zone, through);
          const known = tallies.get(id) ?? null;
          const change = forward(known, activity, weights, { through });
          if (known !== null && activity.length === 0) {
            expect(change.changed && through < (due.get(id) ?? Infinity)).toBe(false);
          }
          tallies.set(id, change.tally);
          due.set(id, change.dueThrough ?? Infinity);
          occurrences = addOccurrences(occurrences, change.occurrences);
        }
      }
      const whole = scoreTenant(tenant, TODAY - 1);
      const nightly = finish(tenant, TODAY - 1, tallies, occurrences);
      for (const [id, tally] of whole.tallies) {
        const kept = nightly.tallies.get(id)!;
        const late = new Set(kept.days.map(({ day }) => day));
        expect(late.size).toBe(kept.days.length);
        expect(kept).toEqual(tally);
        expect(weighAgain(kept, weights).tally).toEqual(kept);
      }
      expect(nightly).toEqual(whole);
    }),
  );
});

test('EG-42 the greatest person and group have exactly 100', () => {
  fc.assert(
    fc.property(tenants, (tenant) => {
      fc.pre(tenant.strategy !== 'rawCountV1');
      const { persons, groups, epoch } = scoreTenant(tenant, TODAY - 1);
      const scores = [...persons.values()].map((value) => scoreOfPerson(value, epoch));
      const others = [...groups.values()].map((value) => scoreOfGroup(value, epoch));
      if (epoch.personMax > 0) expect(Math.max(...scores)).toBe(100);
      if (epoch.groupMax > 0) expect(Math.max(...others)).toBe(100);
      for (const score of [...scores, ...others]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(Number.isInteger(displayed(score))).toBe(true);
      }
    }),
  );
});
