import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from '../../src/conditions/condition.ts';
import { conditionJsonSchema, parseCondition } from '../../src/conditions/schema.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import { limits } from '../../src/model/limits.ts';
import { conditionArbitrary } from '../../src/testing/arbitraries/condition-arbitrary.ts';
import { attribute, B2B, NAMES, NOW } from './world.ts';

function issuesOf(input: unknown): string[] {
  return parseCondition(input).issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

test.each([
  [undefined, 'INVALID_INPUT (root)'],
  [null, 'WRONG_TYPE (root)'],
  [[], 'WRONG_TYPE (root)'],
  [{}, 'UNKNOWN_KIND kind'],
  [{ kind: 'every', of: [] }, 'UNKNOWN_KIND kind'],
  [{ kind: 'all' }, 'MISSING_PROPERTY of'],
  [{ kind: 'all', of: {} }, 'WRONG_TYPE of'],
  [
    { kind: 'not', condition: { kind: 'list', lists: [5], member: true } },
    'WRONG_TYPE condition.lists[0]',
  ],
  [{ kind: 'all', of: [], extra: 1 }, 'UNKNOWN_PROPERTY extra'],
  [{ ...attribute('account', 'name', 'is', 'a'), operator: 'iss' }, 'INVALID_VALUE operator'],
  [{ ...attribute('account', 'name', 'is'), values: [null] }, 'WRONG_TYPE values[0]'],
  [{ ...attribute('account', 'name', 'is'), values: [Number.NaN] }, 'INVALID_INPUT values[0]'],
  [JSON.parse('{"kind":"all","of":[],"__proto__":{}}'), 'INVALID_INPUT __proto__'],
])('CO-80 %j: %s', (input, expected) => {
  expect(issuesOf(input)).toEqual([expected]);
});

test('CO-80 depth is refused before anything looks at the parts', () => {
  let deep: unknown = { kind: 'all', of: [] };
  for (let level = 0; level < 100_000; level += 1) deep = { kind: 'not', condition: deep };
  expect(parseCondition(deep).issues.map(({ code }) => code)).toEqual(['TOO_DEEP']);
  const circle: Record<string, unknown> = { kind: 'not' };
  circle['condition'] = circle;
  expect(parseCondition(circle).ok).toBe(false);
});

test.each([64, 1000])('CO-80 %i levels are read where the limit is that', (levels) => {
  let deep: Condition = attribute('account', 'name', 'is', 'a');
  for (let level = 1; level < levels; level += 1) deep = { kind: 'all', of: [deep] };
  expect(parseCondition(deep, limits({ conditionDepth: levels })).ok).toBe(true);
});

test('CO-80 whatever comes in, reading does not throw', () => {
  fc.assert(fc.property(fc.anything(), (input) => void parseCondition(input)));
});

test('CO-81 what is read is frozen all the way down and leaves the input alone', () => {
  const input = { kind: 'all', of: [{ ...attribute('account', 'name', 'is', 'a') }] };
  const read = parseCondition(input);
  if (!read.ok) throw new Error('refused');
  expect(read.value).toEqual(input);
  expect(Object.isFrozen(read.value)).toBe(true);
  const { of } = read.value as Extract<Condition, { kind: 'all' }>;
  expect([of, of[0]].map((part) => Object.isFrozen(part))).toEqual([true, true]);
  expect(Object.isFrozen(input.of)).toBe(false);
});

test('CO-82 the JSON Schema agrees with reading', () => {
  const validate = new Ajv2020({ strict: false }).compile(conditionJsonSchema());
  const sound = conditionArbitrary(B2B, NAMES, NOW, 'account');
  fc.assert(
    fc.property(sound, (condition) => {
      expect(validate(condition), JSON.stringify(validate.errors)).toBe(true);
    }),
  );
  const broken = [
    {},
    { kind: 'every' },
    { kind: 'all' },
    { kind: 'all', of: [], x: 1 },
    { kind: 'all', of: [5] },
  ];
  for (const input of broken) expect(validate(input)).toBe(false);
});
