import { describe, expect, test } from 'vitest';
import { conditions } from '../../src/conditions/build.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { explainCondition } from '../../src/conditions/explain.ts';
import { printCondition } from '../../src/conditions/print.ts';
import { parseCondition } from '../../src/conditions/schema.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { IntentSignal } from '../../src/model/intent.ts';
import {
  ACCOUNT,
  account,
  B2B,
  group,
  holds,
  holdsFor,
  member,
  NOW,
  PERSON,
  person,
} from './world.ts';

const {
  engagement,
  hasIntent,
  hasNoIntent,
  matchedGroup,
  group: values,
  some,
  atLeast,
} = conditions(B2B);

function faults(condition: unknown, context = PERSON): string[] {
  return checkCondition(condition as Condition, context).map(
    ({ code, path }) => `${code} ${formatPath(path)}`,
  );
}

describe('one and the same group', () => {
  test('CO-57 counts per role, scores, stage and status are about one group', () => {
    const [user, maker] = ['User', 'Decision Maker'];
    const groups = [
      group('cloud', {
        completeness: 90,
        engagement: 20,
        stage: 'Aware',
        members: [member('p', maker), member('q', user), member('r', user, true)],
      }),
      group('data', {
        completeness: 20,
        engagement: 90,
        status: 'Qualified',
        members: [member('p', user), member('q', user)],
      }),
    ];
    const is = (parts: Parameters<typeof matchedGroup>[0]) =>
      holds(matchedGroup(parts), account({ groups }));
    const two = [{ role: user, count: 2 }];
    expect(is({ roles: two, engagement: values.engagement.between(90, 100) })).toBe(true);
    expect(is({ roles: two, completeness: values.completeness.atLeast(90) })).toBe(false);
    expect(is({ stage: values.stage.is('aware'), status: values.status.is('qualified') })).toBe(
      false,
    );
    expect(
      is({
        stage: values.stage.is('aware'),
        roles: [
          { role: maker, count: 1 },
          { role: user, count: 1 },
        ],
      }),
    ).toBe(true);
    expect(is({ definitions: ['cloud'], roles: two })).toBe(false);
  });
});

describe('person engagement score', () => {
  const score = (value?: number) => person('p', value === undefined ? {} : { engagement: value });

  test('CO-58 the unrounded score of the person in hand', () => {
    expect(holdsFor(engagement.atLeast(60), score(60))).toBe(true);
    expect(holdsFor(engagement.atLeast(60), score(59.999))).toBe(false);
    expect(holdsFor(engagement.between(0, 100), score())).toBe(false);
    expect(holdsFor(engagement.isEmpty(), score())).toBe(true);
    const people = [score(10), { ...score(70), id: 'q' }];
    expect(holds(some('person', engagement.greaterThan(60)), account({ people }))).toBe(true);
    expect(holds(atLeast(2, 'person', engagement.greaterThan(60)), account({ people }))).toBe(
      false,
    );
  });

  test('CO-58 CO-73 CO-72 checked like any number, in person scope', () => {
    expect(faults(engagement.atLeast(60))).toEqual([]);
    expect(faults(engagement.atLeast(60), ACCOUNT)).toEqual(['WRONG_SCOPE (root)']);
    expect(faults({ kind: 'engagement', operator: 'contains', values: ['a'] })).toEqual([
      'WRONG_OPERATOR operator',
    ]);
    expect(faults({ kind: 'engagement', operator: 'is', values: ['a'] })).toEqual([
      'WRONG_OPERAND values[0]',
    ]);
    expect(() => compileCondition(engagement.isEmpty(), ACCOUNT)).toThrow(
      expect.objectContaining({ code: 'INVALID_DOCUMENT' }),
    );
  });

  test('CO-62 CO-96 CO-95 what it reads, shows and says', () => {
    const condition = engagement.atLeast(60);
    expect(compileCondition(condition, PERSON).reads.scores).toBe(true);
    const scope = new ConditionScope(account(), score(61), NOW, null);
    expect(explainCondition(condition, PERSON, scope)).toEqual({
      text: 'person engagement score is at least 60',
      holds: true,
      value: 61,
    });
    scope.person = score();
    expect(explainCondition(condition, PERSON, scope).value).toBeNull();
    const { reads } = compileCondition(
      matchedGroup({ engagement: values.engagement.atLeast(1) }),
      ACCOUNT,
    );
    expect([reads.scores, reads.groups]).toEqual([true, true]);
  });
});

describe('intent', () => {
  const disk: IntentSignal = { signal: 'keyword', name: 'Disk', level: 'low' };
  const cloud: IntentSignal = { signal: 'solution', name: 'Cloud', level: 'high' };
  const who = person('p', { intent: [disk, cloud] });

  test('CO-59 some signal has kind, name and level', () => {
    expect(holdsFor(hasIntent('person', 'keyword'), who)).toBe(true);
    expect(holdsFor(hasIntent('person', 'product'), who)).toBe(false);
    expect(holdsFor(hasIntent('person', 'keyword', { names: ['tape', 'dISK'] }), who)).toBe(true);
    expect(holdsFor(hasIntent('person', 'keyword', { names: ['Cloud'] }), who)).toBe(false);
    expect(holdsFor(hasIntent('person', 'keyword', { levels: ['medium', 'high'] }), who)).toBe(
      false,
    );
    expect(holdsFor(hasNoIntent('person', 'keyword', { levels: ['high'] }), who)).toBe(true);
    expect(holdsFor(hasNoIntent('person', 'solution'), person('q'))).toBe(true);
    const view = account({ intent: [cloud] });
    expect(holds(hasIntent('account', 'solution', { levels: ['high'] }), view)).toBe(true);
    expect(holdsFor(hasIntent('account', 'solution'), person('q'), view)).toBe(true);
    expect(holdsFor(hasIntent('person', 'solution'), person('q'), view)).toBe(false);
  });

  test('CO-59 CO-73 CO-74 checked where it stands', () => {
    expect(faults(hasIntent('account', 'product'), ACCOUNT)).toEqual([]);
    expect(faults(hasIntent('person', 'product'), ACCOUNT)).toEqual(['WRONG_SCOPE (root)']);
    expect(faults(hasIntent('person', 'product', { names: [], levels: [] }))).toEqual([
      'FILTER_EMPTY names',
      'FILTER_EMPTY levels',
    ]);
    expect(faults(hasIntent('person', 'product', { names: [''] }))).toEqual([
      'EMPTY_OPERAND names[0]',
    ]);
    expect(faults({ ...hasIntent('person', 'product'), signal: 'x', levels: ['huge'] })).toEqual([
      'INVALID_VALUE signal',
      'INVALID_VALUE levels[0]',
    ]);
    expect(() => compileCondition(hasIntent('person', 'product'), ACCOUNT)).toThrow(
      expect.objectContaining({ code: 'INVALID_DOCUMENT' }),
    );
  });

  test('CO-62 CO-80 CO-95 CO-97 what it reads, is read from, shows and says', () => {
    const condition = hasNoIntent('person', 'keyword', {
      names: ['Disk'],
      levels: ['low', 'high'],
    });
    expect(parseCondition(JSON.parse(JSON.stringify(condition)))).toMatchObject({
      value: condition,
    });
    expect(parseCondition({ ...condition, levels: ['huge'] }).ok).toBe(false);
    expect(compileCondition(condition, PERSON).reads.intent).toBe(true);
    expect(printCondition(condition)).toBe(
      'the person shows no low or high keyword intent in "Disk"',
    );
    const scope = new ConditionScope(account(), who, NOW, null);
    expect(explainCondition(condition, PERSON, scope)).toMatchObject({
      holds: false,
      value: { of: 2, matching: 1, shown: ['Disk'] },
    });
  });
});
