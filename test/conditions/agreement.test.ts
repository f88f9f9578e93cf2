import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCondition } from '../../src/conditions/check.ts';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { explainCondition } from '../../src/conditions/explain.ts';
import type { Explanation } from '../../src/conditions/explain.ts';
import { printCondition } from '../../src/conditions/print.ts';
import { parseCondition } from '../../src/conditions/schema.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { conditionArbitrary } from '../../src/testing/arbitraries/condition-arbitrary.ts';
import {
  accountArbitrary,
  nearInstants,
  personArbitrary,
} from '../../src/testing/arbitraries/view-arbitrary.ts';
import { referenceHolds } from '../../src/testing/reference-evaluator.ts';
import type { AccountView, PersonView } from '../../src/model/view.ts';
import { ACCOUNT, B2B, NAMES, NOW, PERSON, REFERENCES } from './world.ts';

interface Case {
  readonly condition: Condition;
  readonly view: AccountView;
  readonly who: PersonView;
  readonly anchor: number | null;
}

const cases = (scope: 'account' | 'person'): fc.Arbitrary<Case> =>
  fc.record({
    condition: conditionArbitrary(B2B, NAMES, NOW, scope),
    view: accountArbitrary(B2B, NAMES, NOW),
    who: personArbitrary(B2B, NAMES, NOW),
    anchor: fc.option(nearInstants(NOW), { nil: null, freq: 2 }),
  });

describe.each(['account', 'person'] as const)('in %s scope', (scope) => {
  const context = scope === 'account' ? ACCOUNT : PERSON;
  const runs = { numRuns: (fc.readConfigureGlobal().numRuns ?? 100) * 10 };
  const scopeOf = ({ view, who, anchor }: Case, now = NOW): ConditionScope =>
    new ConditionScope(view, scope === 'person' ? who : null, now, anchor);
  const expected = ({ condition, view, who, anchor }: Case, now = NOW): boolean =>
    referenceHolds(condition, {
      catalogue: B2B,
      references: REFERENCES,
      scope,
      account: view,
      person: scope === 'person' ? who : null,
      now,
      anchor,
    });

  test('CO-1 CO-3 CO-7 CO-9 CO-21 CO-30 CO-50 compiled conditions mean what the slow evaluator reads off the rules', () => {
    fc.assert(
      fc.property(cases(scope), (one) => {
        const compiled = compileCondition(one.condition, context);
        const at = scopeOf(one);
        expect(compiled.test(at)).toBe(expected(one));
        expect([at.person, at.opportunity, at.object, at.event]).toEqual([
          scope === 'person' ? one.who : null,
          null,
          null,
          null,
        ]);
      }),
      runs,
    );
  });

  test('CO-2 not is the exact opposite', () => {
    fc.assert(
      fc.property(cases(scope), (one) => {
        const opposite = compileCondition({ kind: 'not', condition: one.condition }, context);
        const plain = compileCondition(one.condition, context);
        expect(opposite.test(scopeOf(one))).toBe(!plain.test(scopeOf(one)));
        expect(opposite.flipAt(scopeOf(one))).toBe(plain.flipAt(scopeOf(one)));
      }),
    );
  });

  test('CO-60 CO-61 nothing changes before the flip instant, and it is later than now', () => {
    const later = fc.array(
      fc.oneof(
        nearInstants(NOW),
        fc.integer({ min: 1, max: 8e9 }).map((ms) => NOW + ms),
      ),
      {
        minLength: 5,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(cases(scope), later, (one, instants) => {
        const compiled = compileCondition(one.condition, context);
        const flip = compiled.flipAt(scopeOf(one));
        const answer = compiled.test(scopeOf(one));
        expect(flip).toBeGreaterThan(NOW);
        if (!compiled.reads.timeRelative) expect(flip).toBe(Number.POSITIVE_INFINITY);
        const last = Number.isFinite(flip) ? [flip - 1] : [];
        for (const now of [...instants, ...last]) {
          if (now <= NOW || now >= flip) continue;
          if (expected(one, now) !== answer) throw new Error(`changed at ${now}, said ${flip}`);
        }
      }),
      runs,
    );
  });

  test('CO-96 an explanation agrees with testing, as a whole and in its logic', () => {
    fc.assert(
      fc.property(cases(scope), (one) => {
        const explanation = explainCondition(one.condition, context, scopeOf(one));
        const compiled = compileCondition(one.condition, context);
        expect(explanation.holds).toBe(compiled.test(scopeOf(one)));
        expect(compiled.explain(scopeOf(one))).toEqual(explanation);
        expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
        expectSound(explanation);
      }),
      { numRuns: runs.numRuns / 4 },
    );
  });

  test('CO-70 CO-81 CO-95 what is sound has no errors, is read back as it is, and prints as one line', () => {
    fc.assert(
      fc.property(conditionArbitrary(B2B, NAMES, NOW, scope), (condition) => {
        const found = checkCondition(condition, context);
        expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
        const read = parseCondition(condition);
        expect(read).toEqual({ ok: true, value: condition, issues: [] });
        expect(printCondition(condition)).toMatch(/^\S.*\S$/u);
      }),
      { numRuns: runs.numRuns / 4 },
    );
  });
});

function expectSound({ parts = [], holds, text }: Explanation): void {
  for (const part of parts) expectSound(part);
  if (text === 'all of') expect(holds).toBe(parts.every((part) => part.holds));
  if (text === 'any of') expect(holds).toBe(parts.some((part) => part.holds));
  if (text === 'not') expect(holds).toBe(!parts[0]!.holds);
}
