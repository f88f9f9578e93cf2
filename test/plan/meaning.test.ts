import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from '../../src/conditions/condition.ts';
import { conditionResolver } from '../../src/journey/compile-condition.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { references } from './nurture.ts';

const AUDIENCES = 4;

/** Logic over numbered tests; audiences of a higher number only, so that there is no circle. */
function conditions(level: number): fc.Arbitrary<Condition> {
  const leaf = fc.nat(3).map((number): Condition => ({
    kind: 'attribute',
    entity: 'account',
    attribute: 'employees',
    operator: 'is',
    values: [number],
  }));
  const audience = (least: number): fc.Arbitrary<Condition> =>
    fc.record({
      kind: fc.constant('audience' as const),
      audience: fc.integer({ min: least, max: AUDIENCES - 1 }).map((number) => `a${number}`),
      member: fc.boolean(),
    });
  const list = fc.record({
    kind: fc.constant('list' as const),
    lists: fc.subarray(['fixed', 'moving'], { minLength: 1 }),
    member: fc.boolean(),
  });
  return fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      list,
      ...(level < AUDIENCES ? [audience(level)] : []),
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('tree'), { maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), condition: tie('tree') }),
    ),
  })).tree;
}

type Truth = (condition: Condition) => boolean;

/** What a condition means for an account with some of the numbers, on the static list or not. */
function truth(held: readonly number[], listed: boolean, named: (id: string) => Condition): Truth {
  const holds: Truth = (condition) => {
    switch (condition.kind) {
      case 'all':
        return condition.of.every(holds);
      case 'any':
        return condition.of.some(holds);
      case 'not':
        return !holds(condition.condition);
      case 'audience':
        return holds(named(condition.audience)) === condition.member;
      case 'list': {
        const on = condition.lists.some((id) => (id === 'fixed' ? listed : holds(named(id))));
        return on === condition.member;
      }
      case 'attribute':
        return held.includes(Number(condition.values?.[0]));
      default:
        throw new Error(`${condition.kind} is not made here`);
    }
  };
  return holds;
}

function isPlain(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return (
        condition.of.length !== 1 &&
        condition.of.every((part) => part.kind !== condition.kind && isPlain(part))
      );
    case 'not':
      return condition.condition.kind !== 'not' && isPlain(condition.condition);
    case 'audience':
      return false;
    case 'list':
      return condition.lists.join() === 'fixed';
    default:
      return true;
  }
}

test('PL-21 PL-22 resolved conditions are plain and mean what was written', () => {
  const audiences = fc.tuple(
    ...Array.from({ length: AUDIENCES }, (_, level) => conditions(level + 1)),
  );
  const moving = conditions(AUDIENCES).filter(
    (condition) => !JSON.stringify(condition).includes('moving'),
  );
  fc.assert(
    fc.property(
      conditions(0),
      audiences,
      moving,
      fc.subarray([0, 1, 2, 3]),
      fc.boolean(),
      (condition, defined, list, held, listed) => {
        const named = (id: string): Condition =>
          id === 'moving' ? list : defined[Number(id.slice(1))]!;
        const known = references(
          Object.fromEntries(
            defined.map((each, index) => [
              `a${index}`,
              { of: 'accounts' as const, condition: each },
            ]),
          ),
          { fixed: { condition: null, live: true }, moving: { condition: list, live: true } },
        );
        const issues: Issue[] = [];
        const resolved = conditionResolver(known, issues)(condition, 'account', []);
        expect(issues).toEqual([]);
        expect(isPlain(resolved)).toBe(true);
        const holds = truth(held, listed, named);
        expect(holds(resolved)).toBe(holds(condition));
      },
    ),
  );
});
