import { describe, expect, test } from 'vitest';
import { checkCondition } from '../../src/conditions/check.ts';
import type { Condition, Operator, ValueTest } from '../../src/conditions/condition.ts';
import { ALL_OPERATORS, fits } from '../../src/conditions/operator-kinds.ts';
import { predicateOf } from '../../src/conditions/operators.ts';
import type { Kind } from '../../src/conditions/operator-kinds.ts';
import type { Value } from '../../src/model/value.ts';
import { account, ACCOUNT, attribute, event, holds, NOW } from './world.ts';

const DAY = 86_400_000;
const NEGATED: readonly Operator[] = ['isEmpty', 'isNot', 'notStartsWith', 'notContains'];
const KINDS: readonly Kind[] = ['text', 'texts', 'number', 'boolean', 'date', 'any'];

const check = (
  kind: Kind,
  value: Value | undefined,
  found: ValueTest,
  caseSensitive = false,
): boolean => predicateOf(found, { kind, caseSensitive })(value);

function sampleOf(operator: Operator, kind: Kind): ValueTest {
  const text = ['startsWith', 'notStartsWith', 'contains', 'notContains'].includes(operator);
  const samples = {
    text: 'a',
    texts: 'a',
    number: 5,
    boolean: true,
    date: NOW,
    any: text ? 'a' : 5,
  };
  const operand = samples[kind];
  if (operator === 'isEmpty' || operator === 'isNotEmpty') return { operator };
  return { operator, values: operator === 'between' ? [operand, operand] : [operand] };
}

describe.each(KINDS)('kind %s', (kind) => {
  const operators = ALL_OPERATORS.filter((one) => fits(one, kind) && one !== 'inPast');
  test.each(operators)('CO-3 CO-5 a missing value and %s', (operator) => {
    const expected = NEGATED.includes(operator);
    expect(check(kind, undefined, sampleOf(operator, kind))).toBe(expected);
    expect(check(kind, '', sampleOf(operator, kind))).toBe(expected);
    expect(check(kind, [], sampleOf(operator, kind))).toBe(expected);
  });
});

test('CO-3 a missing date is not in the past', () => {
  const condition = {
    ...attribute('account', 'renewal', 'inPast'),
    past: { days: 1 },
  } as Condition;
  expect(holds(condition, account())).toBe(false);
});

test.each([
  ['text', 5, { operator: 'is', values: ['5'] }],
  ['number', '5', { operator: 'is', values: [5] }],
  ['boolean', 'true', { operator: 'is', values: [true] }],
  ['date', 0.5, { operator: 'isNotEmpty' }],
  ['date', 1e17, { operator: 'after', values: [0] }],
  ['date', '2026-01-01', { operator: 'isNotEmpty' }],
  ['texts', 'a', { operator: 'contains', values: ['a'] }],
  ['text', ['a'], { operator: 'is', values: ['a'] }],
] satisfies [Kind, Value, ValueTest][])(
  'CO-4 for the kind %s, %j is missing',
  (kind, value, found) => {
    expect(check(kind, value, found)).toBe(false);
    expect(check(kind, value, { operator: 'isEmpty' })).toBe(true);
  },
);

test('CO-5 blanks are text, and a list with an empty text is not empty', () => {
  expect(check('text', ' ', { operator: 'isEmpty' })).toBe(false);
  expect(check('texts', [''], { operator: 'isEmpty' })).toBe(false);
});

test('CO-5 an operand that is an empty text equals nothing', () => {
  expect(check('text', '', { operator: 'is', values: [''] })).toBe(false);
  expect(check('text', '', { operator: 'is', values: ['', 'a'] }, true)).toBe(false);
  expect(check('texts', [''], { operator: 'is', values: [''] }, true)).toBe(false);
  expect(check('text', '', { operator: 'startsWith', values: [''] })).toBe(false);
  expect(check('text', 'x', { operator: 'contains', values: [''] }, true)).toBe(true);
});

test.each([
  // Kelvin sign and long s fold to ASCII letters; é and É do not.
  ['\u212Aelvin', ['x', 'kelvin'], true],
  ['\u017Fales', ['Sales', 'x'], true],
  ['École', ['x', 'éCOLE'], true],
  ['SALES', ['x', 'éCOLE', 'sales'], true],
  ['_sales', ['Sales', '\u007Fsales'], false],
  ['zales', ['x', 'Sales'], false],
  ['kelvin', ['\u212AELVIN', 'x'], true],
])('CO-6 CO-7 CO-8 %s and any of %j: %s', (value, values, expected) => {
  expect(check('text', value, { operator: 'is', values })).toBe(expected);
  expect(check('text', `${value} and more`, { operator: 'startsWith', values })).toBe(expected);
  expect(check('text', value, { operator: 'startsWith', values: ['q', ...values] })).toBe(expected);
});

test('CO-6 texts are folded, unless the attribute is case-sensitive', () => {
  const view = account({ attributes: { name: 'ΣΊΣΥΦΟΣ', code: 'Ab' } });
  expect(holds(attribute('account', 'name', 'is', 'σίσυφος'), view)).toBe(true);
  expect(holds(attribute('account', 'code', 'is', 'ab'), view)).toBe(false);
  expect(holds(attribute('account', 'code', 'is', 'Ab'), view)).toBe(true);
  expect(check('text', 'straße', { operator: 'is', values: ['STRASSE'] })).toBe(false);
});

test.each([1, 2, 3, 4, 12])('CO-7 any of %i operands, and none of them', (count) => {
  const texts = Array.from({ length: count }, (_, index) => `Text ${index}`);
  const last = `tEXT ${count - 1}`;
  for (const [plain, negated] of [
    ['is', 'isNot'],
    ['startsWith', 'notStartsWith'],
    ['contains', 'notContains'],
  ] as const) {
    expect(check('text', last, { operator: plain, values: texts })).toBe(true);
    expect(check('text', last, { operator: negated, values: texts })).toBe(false);
    expect(check('text', 'other', { operator: plain, values: texts })).toBe(false);
    expect(check('text', 'other', { operator: negated, values: texts })).toBe(true);
    expect(check('text', last, { operator: plain, values: texts }, true)).toBe(false);
  }
  const numbers = texts.map((_, index) => index);
  expect(check('number', count - 1, { operator: 'is', values: numbers })).toBe(true);
  expect(check('number', count, { operator: 'is', values: numbers })).toBe(false);
});

test('CO-8 at the beginning, and anywhere', () => {
  expect(check('text', 'VP Sales', { operator: 'startsWith', values: ['vp'] })).toBe(true);
  expect(check('text', 'Sales VP', { operator: 'startsWith', values: ['vp'] })).toBe(false);
  expect(check('text', 'Sales VP', { operator: 'contains', values: ['s v'] })).toBe(true);
});

test('CO-9 any element of a list, and no element', () => {
  const value = ['Cloud', 'Data'];
  expect(check('texts', value, { operator: 'is', values: ['data'] })).toBe(true);
  expect(check('texts', value, { operator: 'isNot', values: ['data', 'x'] })).toBe(false);
  expect(check('texts', value, { operator: 'startsWith', values: ['da'] })).toBe(true);
  expect(check('texts', value, { operator: 'notContains', values: ['x'] })).toBe(true);
});

test.each([
  ['greaterThan', [5], [5.1], [5, 4.9]],
  ['atLeast', [5], [5, 6], [4.999]],
  ['lessThan', [5], [4.999], [5]],
  ['atMost', [5], [5, -1], [5.001]],
  ['between', [1, 5], [1, 3, 5], [0.999, 5.001]],
  ['between', [5, 1], [], [1, 3, 5]],
] satisfies [Operator, number[], number[], number[]][])(
  'CO-10 %s %j',
  (operator, values, yes, no) => {
    for (const value of yes) expect(check('number', value, { operator, values })).toBe(true);
    for (const value of no) expect(check('number', value, { operator, values })).toBe(false);
  },
);

const AT = Date.UTC(2026, 0, 5, 9);
test.each([
  ['is', ['2026-01-05T10:00:00+01:00'], [AT], [AT - 1, AT + 1]],
  ['before', ['2026-01-05T09:00:00Z'], [AT - 1], [AT, AT + 1]],
  ['after', [AT], [AT + 1], [AT, AT - 1]],
  ['between', [AT, AT + 10], [AT, AT + 10], [AT - 1, AT + 11]],
  ['before', ['2026-01-05'], [AT - 9 * 3_600_000 - 1], [AT - 9 * 3_600_000]],
] satisfies [Operator, (string | number)[], number[], number[]][])(
  'CO-11 dates: %s %j',
  (operator, values, yes, no) => {
    for (const value of yes) expect(check('date', value, { operator, values })).toBe(true);
    for (const value of no) expect(check('date', value, { operator, values })).toBe(false);
  },
);

test.each([
  [undefined, '2026-03-08', Date.UTC(2026, 2, 8), Date.UTC(2026, 2, 9)],
  // The day on which New York puts its clocks forward has 23 hours.
  ['America/New_York', '2026-03-08', Date.UTC(2026, 2, 8, 5), Date.UTC(2026, 2, 9, 4)],
  ['America/New_York', '2026-03-08T04:59:59Z', Date.UTC(2026, 2, 7, 5), Date.UTC(2026, 2, 8, 5)],
  [
    'Pacific/Auckland',
    Date.UTC(2026, 5, 1, 12),
    Date.UTC(2026, 5, 1, 12),
    Date.UTC(2026, 5, 2, 12),
  ],
])('CO-12 on, in zone %s, %s', (zone, operand, first, end) => {
  const found: ValueTest = {
    operator: 'on',
    values: [operand],
    ...(zone === undefined ? {} : { zone }),
  };
  expect([first - 1, first, end - 1, end].map((at) => check('date', at, found))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each([
  [{ days: 1 }, NOW - DAY],
  [{ hours: 1, minutes: 1 }, NOW - 61 * 60_000],
  // A month before 31 March is the last day of February.
  [{ months: 1 }, Date.UTC(2026, 1, 28, 15, 30)],
])('CO-13 in the past %j: later than its start, not later than now', (past, start) => {
  const condition = { ...attribute('account', 'renewal', 'inPast'), past } as Condition;
  const at = (renewal: number): boolean => holds(condition, account({ attributes: { renewal } }));
  expect([start, start + 1, NOW, NOW + 1].map(at)).toEqual([false, true, true, false]);
});

test('CO-14 a field of kind any is compared by what it holds', () => {
  expect(check('any', 'Rich', { operator: 'is', values: [5, 'rich'] })).toBe(true);
  expect(check('any', '5', { operator: 'is', values: [5] })).toBe(false);
  expect(check('any', ['Rich'], { operator: 'is', values: ['rich'] })).toBe(true);
  expect(check('any', false, { operator: 'is', values: [false] })).toBe(true);
  expect(check('any', 5, { operator: 'startsWith', values: ['5'] })).toBe(false);
  expect(check('any', ['abc'], { operator: 'contains', values: ['B'] })).toBe(true);
  expect(check('any', '9', { operator: 'atLeast', values: [5] })).toBe(false);
  expect(check('any', 9, { operator: 'atLeast', values: [5] })).toBe(true);
});

test('CO-15 operators that do not fit the kind are issues and do not compile', () => {
  for (const kind of KINDS) {
    for (const operator of ALL_OPERATORS) {
      if (fits(operator, kind)) continue;
      expect(() => check(kind, 'a', { operator, values: [1] })).toThrow(/no test of the kind/);
    }
  }
  const table = {
    text: 'name',
    texts: 'tags',
    number: 'revenue',
    boolean: 'customer',
    date: 'renewal',
  };
  for (const [kind, name] of Object.entries(table)) {
    for (const operator of ALL_OPERATORS) {
      const codes = checkCondition(attribute('account', name, operator), ACCOUNT).map(
        ({ code }) => code,
      );
      expect(codes.includes('WRONG_OPERATOR')).toBe(!fits(operator, kind as Kind));
    }
  }
});

test('CO-15 fields of events have the operators of their kind', () => {
  const where = attribute('event', 'total', 'greaterThan', 5);
  const condition: Condition = { kind: 'event', event: 'order', occurred: true, where };
  expect(holds(condition, account({ events: [event('order', NOW, { total: 6 })] }))).toBe(true);
});
