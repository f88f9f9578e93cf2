import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { historyReads } from '../../src/plan/reads.ts';
import { prunedAccount, prunedPerson } from '../../src/privacy/prune-events.ts';
import type { EventCut } from '../../src/privacy/needed-events.ts';
import type { AccountBody, PersonBody } from '../../src/runtime/state.ts';
import { conditionArbitrary } from '../../src/testing/arbitraries/condition-arbitrary.ts';
import {
  accountArbitrary,
  nearInstants,
  personArbitrary,
} from '../../src/testing/arbitraries/view-arbitrary.ts';
import { ACCOUNT, B2B, NAMES, NOW, PERSON, REFERENCES } from '../conditions/world.ts';

/** The conditions that references stand for, which are kept by themselves. */
const kept: readonly Condition[] = [
  ...[...NAMES.accountAudiences, ...NAMES.peopleAudiences].map(
    (id) => REFERENCES.audience(id)!.condition,
  ),
  ...NAMES.lists.flatMap((id) => REFERENCES.list(id)!.condition ?? []),
];

const before = fc
  .oneof(nearInstants(NOW), nearInstants(NOW - 40 * 86_400_000))
  .map((at) => Math.min(at, NOW));
const later = fc.array(
  fc
    .oneof(
      nearInstants(NOW),
      fc.integer({ min: 0, max: 9e9 }).map((ms) => NOW + ms),
    )
    .map((at) => Math.max(at, NOW)),
  { minLength: 4, maxLength: 12 },
);

describe.each(['account', 'person'] as const)('conditions in %s scope', (scope) => {
  test('PV-5 say the same with the needed events only, now and later, for runs in flight and without', () => {
    let deleted = 0;
    fc.assert(
      fc.property(
        conditionArbitrary(B2B, NAMES, NOW, scope),
        accountArbitrary(B2B, NAMES, NOW),
        personArbitrary(B2B, NAMES, NOW),
        fc.option(before, { nil: null, freq: 2 }),
        before,
        later,
        (condition, view, who, anchor, keepSince, instants) => {
          const cut: EventCut = {
            lookBack: historyReads([condition, ...kept]),
            keepSince,
            from: anchor ?? NOW,
          };
          const found = prunedAccount(view as AccountBody, cut);
          const person = prunedPerson(who as unknown as PersonBody, cut);
          deleted += (found?.deleted ?? 0) + (person?.deleted ?? 0);
          const events = person?.body.events ?? who.events;
          const { test: holds } = compileCondition(
            condition,
            scope === 'account' ? ACCOUNT : PERSON,
          );
          for (const now of [NOW, ...instants]) {
            // Windows of later runs are measured from later entries.
            for (const from of anchor === null ? [null, now] : [anchor, null, now]) {
              const whole = new ConditionScope(view, scope === 'person' ? who : null, now, from);
              const rest = new ConditionScope(
                found?.body ?? view,
                scope === 'person' ? { ...who, events } : null,
                now,
                from,
              );
              expect(holds(rest)).toBe(holds(whole));
            }
          }
        },
      ),
      { numRuns: (fc.readConfigureGlobal().numRuns ?? 100) * 10 },
    );
    expect(deleted).toBeGreaterThan(0);
  });
});
