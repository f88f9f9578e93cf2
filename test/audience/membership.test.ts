import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChangeSet } from '../../src/audience/change-set.ts';
import { compileAudiences } from '../../src/audience/membership.ts';
import type { AudienceCondition, Membership } from '../../src/audience/membership.ts';
import { compileCondition } from '../../src/conditions/compile.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import { NEVER } from '../../src/kernel/instant.ts';
import type { Condition, Operand, Operator } from '../../src/conditions/condition.ts';
import type { AccountView } from '../../src/model/view.ts';
import { audiences, History, steps } from './random-history.ts';
import {
  account,
  CATALOGUE,
  event,
  LARGE,
  NOW,
  person,
  REFERENCES,
  SOFTWARE,
  some,
  test as attribute,
  DIRECTOR,
  VISITED,
} from './world.ts';

const context = { catalogue: CATALOGUE, references: REFERENCES };
const NOTHING: readonly string[] = [];

const LARGE_SOFTWARE = account({ attributes: { industry: 'Software', employees: 5000 } });

const ofAccount = (name: string, operator: Operator, ...values: Operand[]): Condition =>
  attribute('account', name, operator, ...values);

/** What is true of an account at an instant, by asking every condition. */
function truth(conditions: readonly AudienceCondition[], view: AccountView, now: number): string[] {
  const scope = new ConditionScope(view, null, now, null);
  return conditions
    .filter(({ condition }) =>
      compileCondition(condition, { ...context, scope: 'account' }).test(scope),
    )
    .map(({ id }) => id)
    .sort();
}

describe('one evaluation', () => {
  const index = compileAudiences(
    [
      { id: 'software', condition: SOFTWARE },
      { id: 'large', condition: LARGE },
      { id: 'visited', condition: VISITED },
    ],
    context,
  );

  test('AU-20 AU-27 an account is inside of the audiences whose conditions hold, in order', () => {
    const { inside, entered, left, flipAt } = index.evaluate(LARGE_SOFTWARE, NOW, NOTHING);
    expect(inside).toEqual(['large', 'software']);
    expect(entered).toEqual(['large', 'software']);
    expect(left).toEqual([]);
    expect(flipAt).toBe(NEVER);
  });

  test('AU-21 what no longer holds is left', () => {
    const before = index.evaluate(LARGE_SOFTWARE, NOW, NOTHING);
    const after = index.evaluate(account({ attributes: { employees: 1000 } }), NOW, before.inside);
    expect(after).toEqual({ inside: ['large'], entered: [], left: ['software'], flipAt: NEVER });
  });

  test('AU-22 only what depends on a change is looked at', () => {
    const changes = new ChangeSet();
    changes.accountAttribute('employees');
    const { inside, entered } = index.evaluateChanged(changes, LARGE_SOFTWARE, NOW, NOTHING, NEVER);
    expect(inside).toEqual(['large']);
    expect(entered).toEqual(['large']);
  });

  test('AU-22 AU-28 nothing changed, nothing due: the very same membership', () => {
    const inside = ['large'];
    const seen = index.evaluateChanged(new ChangeSet(), LARGE_SOFTWARE, NOW, inside, NOW + 1);
    expect(seen.inside).toBe(inside);
    expect(seen).toEqual({ inside, entered: [], left: [], flipAt: NOW + 1 });
  });

  test('AU-23 a person who joins brings a history along', () => {
    const changes = new ChangeSet();
    changes.people();
    const view = account({ people: [person('p', { events: [event('webVisit', NOW - HOUR)] })] });
    const { entered } = index.evaluateChanged(changes, view, NOW, NOTHING, NEVER);
    expect(entered).toEqual(['visited']);
  });

  test('AU-24 AU-25 time alone lets an account leave, at the flip instant and not before', () => {
    const view = account({ people: [person('p', { events: [event('webVisit', NOW)] })] });
    const first = index.evaluate(view, NOW, NOTHING);
    expect(first.inside).toEqual(['visited']);
    expect(first.flipAt).toBeGreaterThan(NOW);
    expect(first.flipAt).toBeLessThanOrEqual(NOW + 3 * DAY + 1);
    const none = new ChangeSet();
    let seen: Membership = first;
    for (let hour = 1; hour <= 71; hour += 1) {
      seen = index.evaluateChanged(none, view, NOW + hour * HOUR, seen.inside, seen.flipAt);
      expect(seen.inside).toBe(first.inside);
    }
    seen = index.evaluateChanged(none, view, NOW + 3 * DAY + 1, seen.inside, seen.flipAt);
    expect(seen).toEqual({ inside: [], entered: [], left: ['visited'], flipAt: NEVER });
  });

  test('AU-26 an audience that is gone is left at the next full evaluation', () => {
    const { inside, left } = index.evaluate(LARGE_SOFTWARE, NOW, ['gone', 'large', 'software']);
    expect(inside).toEqual(['large', 'software']);
    expect(left).toEqual(['gone']);
  });

  test('AU-28 accounts in the same audiences share one frozen array', () => {
    const one = index.evaluate(LARGE_SOFTWARE, NOW, NOTHING).inside;
    const other = index.evaluate({ ...LARGE_SOFTWARE, id: 'b' }, NOW + 1, ['visited']).inside;
    expect(other).toBe(one);
    expect(Object.isFrozen(one)).toBe(true);
    expect(index.evaluate(LARGE_SOFTWARE, NOW, one).inside).toBe(one);
    const read = [...one];
    expect(index.evaluate(LARGE_SOFTWARE, NOW, read).inside).toBe(read);
  });

  test('AU-29 the same id twice is refused', () => {
    const twice = [SOFTWARE, LARGE].map((condition) => ({ id: 'a', condition }));
    expect(() => compileAudiences(twice, context)).toThrow(
      expect.objectContaining({ code: 'DUPLICATE_ID' }),
    );
  });

  test('AU-22 one attribute after the other, of more values than are remembered', () => {
    const small: Condition = { kind: 'not', condition: LARGE };
    const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
    const named = some(DIRECTOR);
    const shapes = [
      SOFTWARE,
      small,
      all(LARGE, SOFTWARE),
      all(small, all({ kind: 'not', condition: SOFTWARE }), VISITED),
      all(ofAccount('employees', 'between', 500, 1500), LARGE),
      all(ofAccount('employees', 'isNot', 7), named),
      { kind: 'any', of: [small, named] },
      all(ofAccount('name', 'startsWith', 'x'), ofAccount('employees', 'isNotEmpty')),
      all(ofAccount('employees', 'atLeast', 2000), VISITED),
      all(),
    ] as const;
    const many = Array.from({ length: 70 }, (_, count) => ({
      id: `a${String(count).padStart(3, '0')}`,
      condition: shapes[count % shapes.length]!,
    }));
    const wide = compileAudiences(many, context);
    const attributes: Record<string, string | number> = {};
    const people = [person('p', { attributes: { jobTitle: 'Director' } })];
    const view = account({ attributes, people });
    let inside = wide.evaluate(view, NOW, NOTHING).inside;
    for (let step = 0; step < 5_000; step += 1) {
      const name = (['employees', 'name', 'industry'] as const)[step % 3]!;
      if (step % 11 === 0) delete attributes[name];
      else if (name === 'employees') attributes[name] = (step * 7919) % 4001;
      else if (name === 'name') attributes[name] = `${step % 2 === 0 ? 'X' : 'y'}${step}`;
      else attributes[name] = step % 2 === 0 ? 'SOFTWARE' : `Retail ${step}`;
      const changes = new ChangeSet();
      changes.accountAttribute(name);
      const seen = wide.evaluateChanged(changes, view, NOW, inside, NEVER);
      inside = seen.inside;
      expect(inside).toEqual(wide.evaluate(view, NOW, NOTHING).inside);
    }
  });

  test('AU-20 more audiences than bits in a word', () => {
    const many = Array.from({ length: 100 }, (_, count) => ({
      id: `a${String(count).padStart(3, '0')}`,
      condition: count % 3 === 0 ? SOFTWARE : LARGE,
    }));
    const wide = compileAudiences(many, context);
    const all = wide.evaluate(LARGE_SOFTWARE, NOW, NOTHING);
    expect(all.inside).toEqual(wide.ids);
    const changes = new ChangeSet();
    changes.accountAttribute('industry');
    const retail = account({ attributes: { industry: 'Retail', employees: 5000 } });
    const { inside, left } = wide.evaluateChanged(changes, retail, NOW, all.inside, NEVER);
    expect(left).toEqual(wide.ids.filter((_, count) => count % 3 === 0));
    expect(inside).toEqual(wide.ids.filter((_, count) => count % 3 !== 0));
  });
});

describe('histories', () => {
  test('AU-20 AU-21 AU-22 AU-23 AU-25 AU-27 whatever changes, in whatever order', () => {
    fc.assert(
      fc.property(audiences, steps, (conditions, history) => {
        const index = compileAudiences(conditions, context);
        const subject = new History();
        let before = index.evaluate(subject.view, subject.now, NOTHING);
        for (const step of history) {
          for (const change of step) change(subject);
          const { view, now, changes } = subject;
          const after = index.evaluateChanged(changes, view, now, before.inside, before.flipAt);
          changes.clear();

          expect(after.inside).toEqual(truth(conditions, view, now));
          expect(after.inside).toEqual(index.evaluate(view, now, before.inside).inside);
          const kept = before.inside.filter((id) => !after.left.includes(id));
          expect([...kept, ...after.entered].sort()).toEqual(after.inside);
          expect(after.entered.filter((id) => before.inside.includes(id))).toEqual([]);
          expect(after.left.filter((id) => !before.inside.includes(id))).toEqual([]);
          expect(after.flipAt).toBeGreaterThan(now);
          before = after;
        }
      }),
    );
  });

  test('AU-24 nothing flips before the flip instant', () => {
    fc.assert(
      fc.property(audiences, steps, (conditions, history) => {
        const index = compileAudiences(conditions, context);
        const subject = new History();
        for (const step of history) for (const change of step) change(subject);
        const { view } = subject;
        let seen = index.evaluate(view, subject.now, NOTHING);
        for (let count = 0; count < 20 && seen.flipAt !== NEVER; count += 1) {
          const now = seen.flipAt;
          expect(truth(conditions, view, now - 1)).toEqual(seen.inside);
          seen = index.evaluateChanged(new ChangeSet(), view, now, seen.inside, now);
          expect(seen.inside).toEqual(truth(conditions, view, now));
          expect(seen.flipAt).toBeGreaterThan(now);
        }
        if (seen.flipAt === NEVER) {
          expect(truth(conditions, view, subject.now + 1000 * DAY)).toEqual(seen.inside);
        }
      }),
    );
  });
});
