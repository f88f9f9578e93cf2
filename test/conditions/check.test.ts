import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCondition } from '../../src/conditions/check.ts';
import type { CheckContext } from '../../src/conditions/check.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { parseCondition } from '../../src/conditions/schema.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import { limits } from '../../src/model/limits.ts';
import { ACCOUNT, attribute, B2B, PERSON, REFERENCES } from './world.ts';

function found(condition: unknown, context: CheckContext = ACCOUNT): string[] {
  return checkCondition(condition as Condition, context).map(
    ({ code, severity, path }) =>
      `${severity === 'warning' ? '(warning) ' : ''}${code} ${formatPath(path)}`,
  );
}

const group = (parts: object) => ({ kind: 'group', ...parts });
const history = (parts: object) => ({ kind: 'event', event: 'click', occurred: true, ...parts });
const people = (where: unknown) => ({
  kind: 'related',
  entity: 'person',
  quantifier: 'some',
  where,
});
const renewal = (parts: object) => ({
  kind: 'attribute',
  entity: 'account',
  attribute: 'renewal',
  ...parts,
});

test.each([
  [attribute('account', 'nmae', 'is', 'a'), 'UNKNOWN_ATTRIBUTE attribute'],
  [history({ event: 'clik' }), 'UNKNOWN_EVENT event'],
  [
    { kind: 'related', entity: 'object', object: 'contrat', quantifier: 'some' },
    'UNKNOWN_OBJECT object',
  ],
  [{ kind: 'audience', audience: 'x', member: true }, 'UNKNOWN_AUDIENCE audience'],
  [{ kind: 'list', lists: ['named', 'x'], member: true }, 'UNKNOWN_LIST lists[1]'],
  [group({ definitions: ['x'] }), 'UNKNOWN_GROUP definitions[0]'],
  [
    group({ definitions: ['data'], roles: [{ role: 'Decision Maker', count: 1 }] }),
    'UNKNOWN_ROLE roles[0].role',
  ],
  [attribute('account', '__proto__', 'is', 'a'), 'UNKNOWN_ATTRIBUTE attribute'],
  [history({ event: 'constructor' }), 'UNKNOWN_EVENT event'],
])('CO-70 CO-71 %j: %s', (condition, expected) => {
  expect(found(condition)).toEqual([expected]);
});

test('CO-78 stages that the named groups cannot be in are warned about', () => {
  const staged: CheckContext = {
    ...ACCOUNT,
    references: {
      ...REFERENCES,
      group: (id) =>
        id === 'cloud'
          ? { roles: [], stageModel: 'sales' }
          : id === 'plain'
            ? { roles: [] }
            : undefined,
      stages: (model) => (model === 'sales' ? ['Open', 'Won'] : undefined),
    },
  };
  const stage = (operator: string, ...values: string[]) => ({ stage: { operator, values } });
  const warned = '(warning) UNKNOWN_STAGE stage.values[1]';

  expect(found(group({ definitions: ['cloud'], ...stage('is', 'open', 'Wn') }), staged)).toEqual([
    warned,
  ]);
  expect(found(group({ definitions: ['cloud'], ...stage('isNot', 'Won', 'x') }), staged)).toEqual([
    warned,
  ]);
  expect(found(group({ definitions: ['cloud'], ...stage('contains', 'x') }), staged)).toEqual([]);
  expect(found(group({ definitions: ['cloud', 'plain'], ...stage('is', 'x') }), staged)).toEqual(
    [],
  );
  expect(found(group(stage('is', 'x')), staged)).toEqual([]);
});

test('CO-70 similar names are suggested, and paths lead to the fault', () => {
  const condition: Condition = {
    kind: 'all',
    of: [{ kind: 'not', condition: people(attribute('person', 'titel', 'is', 'a')) as Condition }],
  };
  expect(checkCondition(condition, ACCOUNT)).toMatchObject([
    { path: ['of', 0, 'condition', 'where', 'attribute'], fix: 'Did you mean title?' },
  ]);
});

test.each([
  [attribute('account', 'revenue', 'startsWith', 'a'), 'WRONG_OPERATOR operator'],
  [attribute('account', 'revenue', 'is', '5'), 'WRONG_OPERAND values[0]'],
  [attribute('account', 'revenue', 'is', 1, Number.NaN), 'WRONG_OPERAND values[1]'],
  [attribute('account', 'customer', 'is', 'yes'), 'WRONG_OPERAND values[0]'],
  [attribute('account', 'revenue', 'atLeast'), 'OPERAND_COUNT values'],
  [attribute('account', 'revenue', 'between', 1), 'OPERAND_COUNT values'],
  [attribute('account', 'name', 'is'), 'OPERAND_COUNT values'],
  [attribute('account', 'name', 'isEmpty', 'a'), 'OPERAND_COUNT values'],
  [attribute('account', 'renewal', 'before', '2026-02-30'), 'INVALID_INSTANT values[0]'],
  [attribute('account', 'renewal', 'before', '2026-01-01T09:00'), 'INVALID_INSTANT values[0]'],
  [renewal({ operator: 'on', values: ['2026-01-01'], zone: 'Mars/Base' }), 'INVALID_ZONE zone'],
  [renewal({ operator: 'inPast' }), 'INVALID_DURATION past'],
  [renewal({ operator: 'inPast', past: {} }), 'INVALID_DURATION past'],
  [history({ past: { days: -1 } }), 'INVALID_DURATION past'],
  [
    group({ completeness: { operator: 'contains', values: ['a'] } }),
    'WRONG_OPERATOR completeness.operator',
  ],
])('CO-72 %j: %s', (condition, expected) => {
  expect(found(condition)).toEqual([expected]);
});

test('CO-72 no more operands than the limits allow', () => {
  const condition = attribute('account', 'name', 'is', 'a', 'b', 'c');
  expect(found(condition, { ...ACCOUNT, limits: limits({ operands: 2 }) })).toEqual([
    'OPERAND_COUNT values',
  ]);
});

test.each([
  [attribute('person', 'title', 'is', 'a'), ACCOUNT, 'WRONG_SCOPE entity'],
  [attribute('opportunity', 'amount', 'is', 1), ACCOUNT, 'WRONG_SCOPE entity'],
  [attribute('event', 'link', 'is', 'a'), ACCOUNT, 'WRONG_SCOPE entity'],
  [{ kind: 'audience', audience: 'directors', member: true }, ACCOUNT, 'WRONG_SCOPE audience'],
  [{ kind: 'role', assigned: true }, ACCOUNT, 'WRONG_SCOPE (root)'],
  [{ kind: 'member', member: true }, ACCOUNT, 'WRONG_SCOPE (root)'],
  [
    { kind: 'related', entity: 'object', object: 'device', quantifier: 'some' },
    ACCOUNT,
    'WRONG_SCOPE object',
  ],
  [history({ event: 'order' }), PERSON, 'WRONG_SCOPE event'],
])('CO-73 %j', (condition, context, expected) => {
  expect(found(condition, context)).toEqual([expected]);
});

test('CO-73 what is in hand can be tested', () => {
  expect(found(people({ kind: 'audience', audience: 'directors', member: true }))).toEqual([]);
  expect(found(attribute('event', 'link', 'is', 'a'), { ...PERSON, event: 'click' })).toEqual([]);
});

test.each([
  [{ kind: 'all', of: [] }, ['FILTER_EMPTY (root)']],
  [{ kind: 'any', of: [] }, ['FILTER_EMPTY (root)']],
  [{ kind: 'not', condition: { kind: 'all', of: [] } }, ['(warning) FILTER_EMPTY condition']],
  [group({}), ['FILTER_EMPTY (root)']],
  [group({ match: 'any', roles: [] }), ['FILTER_EMPTY (root)']],
  [group({ definitions: [] }), ['FILTER_EMPTY definitions']],
  [{ kind: 'list', lists: [], member: true }, ['FILTER_EMPTY lists']],
])('CO-74 %j', (condition, expected) => {
  expect(found(condition)).toEqual(expected);
});

test('CO-75 circles, also through lists', () => {
  const named = (id: string): Condition => ({ kind: 'audience', audience: id, member: true });
  const conditions: Readonly<Record<string, Condition>> = {
    a: { kind: 'list', lists: ['l'], member: true },
    outer: named('a'),
  };
  const references = {
    ...REFERENCES,
    audience: (id: string) => ({ of: 'accounts', condition: conditions[id]! }) as const,
    list: () => ({ condition: named('a'), live: true }),
  };
  expect(found(named('outer'), { ...ACCOUNT, references })).toEqual([
    'CIRCULAR_REFERENCE audience',
  ]);
});

test('CO-75 levels and tests are counted with references resolved', () => {
  const named: Condition = { kind: 'audience', audience: 'x', member: true };
  const nested = (levels: number, inner: Condition): Condition => {
    let condition = inner;
    for (let level = 1; level < levels; level += 1) condition = { kind: 'not', condition };
    return condition;
  };
  const leaf = attribute('account', 'name', 'is', 'a');
  const referring = (condition: Condition): CheckContext => ({
    ...ACCOUNT,
    references: { ...REFERENCES, audience: () => ({ of: 'accounts', condition }) },
  });
  expect(found(nested(64, leaf))).toEqual([]);
  expect(found(nested(65, leaf))[0]).toMatch(/^CONDITION_TOO_DEEP condition/);
  expect(found(nested(65, leaf), { ...ACCOUNT, limits: limits({ conditionDepth: 65 }) })).toEqual(
    [],
  );
  expect(found(nested(65, leaf), { ...ACCOUNT, depth: 65 })).toEqual([]);
  expect(found(nested(40, named), referring(nested(25, leaf)))).toEqual([]);
  expect(found(nested(40, named), referring(nested(26, leaf)))[0]).toMatch(/^CONDITION_TOO_DEEP/);
  const many: Condition = { kind: 'any', of: Array.from({ length: 101 }, () => named) };
  const hundred: Condition = { kind: 'any', of: Array.from({ length: 100 }, () => leaf) };
  expect(found(many, referring(hundred))).toEqual(['CONDITION_TOO_LARGE (root)']);
});

test('CO-75 a chain of references that would name billions of tests is measured at once', () => {
  const twice = (id: string): Condition => {
    const named: Condition = { kind: 'audience', audience: id, member: true };
    return { kind: 'any', of: [named, named] };
  };
  const references = {
    ...REFERENCES,
    audience: (id: string) =>
      ({
        of: 'accounts',
        condition:
          id === 'a0'
            ? attribute('account', 'name', 'is', 'a')
            : twice(`a${Number(id.slice(1)) - 1}`),
      }) as const,
  };
  expect(found(twice('a40'), { ...ACCOUNT, references })).toEqual(['CONDITION_TOO_LARGE (root)']);
  expect(found(twice('a5000'), { ...ACCOUNT, references })[0]).toMatch(/^CONDITION_TOO_DEEP/);
});

test.each([
  [history({ minimum: 0 }), 'INVALID_COUNT minimum'],
  [history({ minimum: 1.5 }), 'INVALID_COUNT minimum'],
  [{ kind: 'related', entity: 'person', quantifier: 'atLeast' }, 'INVALID_COUNT count'],
  [group({ roles: [{ role: 'User', count: 0 }] }), 'INVALID_COUNT roles[0].count'],
  [history({ occurred: false, minimum: 1 }), 'UNEXPECTED_PART minimum'],
  [{ kind: 'related', entity: 'person', quantifier: 'some', count: 1 }, 'UNEXPECTED_PART count'],
  [renewal({ operator: 'before', values: ['2026-01-01'], zone: 'UTC' }), 'UNEXPECTED_PART zone'],
  [renewal({ operator: 'isEmpty', past: { days: 1 } }), 'UNEXPECTED_PART past'],
])('CO-76 %j: %s', (condition, expected) => {
  expect(found(condition)).toEqual([expected]);
});

test.each([
  [history({ event: 'accountChanged' }), 'EVENT_NOT_KEPT event'],
  [attribute('account', 'name', 'contains', ''), 'EMPTY_OPERAND values[0]'],
  [attribute('account', 'revenue', 'between', 5, 1), 'EMPTY_RANGE values'],
  [attribute('account', 'renewal', 'between', '2026-02-01', '2026-01-01'), 'EMPTY_RANGE values'],
  [attribute('account', 'tier', 'is', 'bronze'), '(warning) UNKNOWN_VALUE values[0]'],
])('CO-77 %j: %s', (condition, expected) => {
  expect(found(condition)).toEqual([expected]);
});

test('CO-77 allowed values are compared without regard to case', () => {
  expect(found(attribute('account', 'tier', 'is', 'GOLD', 'silver'))).toEqual([]);
});

test('CO-70 whatever the schema lets through is checked without throwing', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'name',
      'click',
      'order',
      'device',
      'gold',
      'named',
      'cloud',
      '__proto__',
      'toString',
      '',
    ),
    fc.string(),
  );
  const operand = fc.oneof(word, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  const valueTest = fc.record(
    {
      operator: fc.constantFrom(
        'is',
        'between',
        'on',
        'inPast',
        'isEmpty',
        'contains',
        'atLeast',
        'before',
      ),
      values: fc.array(operand, { maxLength: 3 }),
      past: fc.dictionary(
        fc.constantFrom('days', 'months'),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      zone: word,
    },
    { requiredKeys: ['operator'] },
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(
          fc.constantFrom('account', 'person', 'object', 'event', 'opportunity'),
          word,
          valueTest,
        )
        .map(([entity, name, test]) => ({ kind: 'attribute', entity, attribute: name, ...test })),
      fc.record(
        { kind: fc.constant('group'), definitions: fc.array(word), stage: valueTest },
        { requiredKeys: ['kind'] },
      ),
      fc.record({ kind: fc.constant('audience'), audience: word, member: fc.boolean() }),
      fc.record({ kind: fc.constant('list'), lists: fc.array(word), member: fc.boolean() }),
      fc.record({
        kind: fc.constantFrom('all', 'any'),
        of: fc.array(tie('tree'), { maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('event'),
        event: word,
        occurred: fc.boolean(),
        where: tie('tree'),
      }),
      fc.record({
        kind: fc.constant('related'),
        entity: fc.constant('object'),
        object: word,
        quantifier: fc.constant('some'),
        where: tie('tree'),
      }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.boolean(), (input, ofPerson) => {
      const read = parseCondition(input);
      if (!read.ok) return;
      for (const issue of checkCondition(read.value, ofPerson ? PERSON : ACCOUNT)) {
        expect(issue.message).toMatch(/\.$/u);
        expect(issue.fix).toMatch(/\S/u);
      }
    }),
    { numRuns: 500 },
  );
  expect(B2B.account['name']).toBeDefined();
});
