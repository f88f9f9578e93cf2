import { describe, expect, test } from 'vitest';
import { conditions } from '../../src/conditions/build.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import { explainCondition } from '../../src/conditions/explain.ts';
import { ALL_OPERATORS, fits } from '../../src/conditions/operator-kinds.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { printCondition } from '../../src/conditions/print.ts';
import { parseCondition } from '../../src/conditions/schema.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { text } from '../../src/model/attribute.ts';
import type { AccountView, PersonView } from '../../src/model/view.ts';
import {
  account as view,
  ACCOUNT,
  attribute,
  B2B,
  event as happened,
  group as groupView,
  NOW,
  person as personView,
  PERSON,
} from './world.ts';

const {
  account,
  all,
  any,
  atLeast,
  event,
  group,
  inAudience,
  inList,
  matchedGroup,
  memberOf,
  none,
  not,
} = conditions(B2B);
const {
  notInAudience,
  notInList,
  notMemberOf,
  notOccurred,
  object,
  occurred,
  opportunity,
  person,
  roleInAccount,
  some,
} = conditions(B2B);

const ACCOUNT_CONDITIONS: readonly Condition[] = [
  account('name').is('Acme', 'Other'),
  account('revenue').between(1, 5),
  account('customer').is(true),
  account('renewal').on('2026-01-05', 'Europe/Berlin'),
  account('renewal').inPast({ days: 30 }),
  account('tags').notContains('x'),
  account('name').isEmpty(),
  some('person', person('title').startsWith('Director', 'VP')),
  none('opportunity', opportunity('amount').greaterThan(5)),
  atLeast(2, 'contract', object('contract', 'until').after(new Date(0))),
  occurred('click', {
    where: event('click', 'link').contains('pricing'),
    past: { days: 30 },
    minimum: 2,
  }),
  notOccurred('order'),
  all(
    any(inAudience('gold'), notInAudience({ id: 'clickers' })),
    not(inList('named')),
    notInList('blocked'),
  ),
  matchedGroup({ definitions: ['cloud'], completeness: group.completeness.atLeast(80) }),
];

test.each(ACCOUNT_CONDITIONS)('CO-90 %j is sound and frozen', (condition) => {
  expect(checkCondition(condition, ACCOUNT)).toEqual([]);
  expect(parseCondition(JSON.parse(JSON.stringify(condition)))).toMatchObject({
    ok: true,
    value: condition,
  });
  expect(Object.isFrozen(condition)).toBe(true);
});

test.each([
  roleInAccount('Owner'),
  roleInAccount(),
  memberOf(),
  notMemberOf({ definitions: ['cloud'], removed: true }),
])('CO-90 %j is sound for people', (condition) => {
  expect(checkCondition(condition, PERSON)).toEqual([]);
});

test('CO-91 the operators of the kind and no others, and dates become ISO text', () => {
  const names = {
    text: 'name',
    texts: 'tags',
    number: 'revenue',
    boolean: 'customer',
    date: 'renewal',
  } as const;
  for (const [kind, name] of Object.entries(names)) {
    const expected = ALL_OPERATORS.filter((one) => fits(one, kind as keyof typeof names));
    expect(Object.keys(account(name))).toEqual(expected);
  }
  expect(account('renewal').before(new Date(0))).toEqual(
    attribute('account', 'renewal', 'before', '1970-01-01T00:00:00Z'),
  );
});

test('CO-92 unknown names are refused with a similar one', () => {
  const loose = conditions(B2B) as unknown as Record<string, (...names: string[]) => unknown>;
  for (const build of [
    () => loose['account']!('nmae'),
    () => loose['event']!('clik', 'link'),
    () => loose['object']!('contract', 'vlue'),
    () => loose['occurred']!('clik'),
    () => loose['some']!('contrat'),
    () => loose['account']!('__proto__'),
  ]) {
    expect(build).toThrow(expect.objectContaining({ code: 'UNKNOWN_REFERENCE' }));
  }
  expect(() => loose['account']!('nmae')).toThrow(/Did you mean name\?/);
});

test('CO-92 what is no name at all is refused as such', () => {
  const loose = conditions(B2B) as unknown as Record<string, (...names: unknown[]) => unknown>;
  for (const build of [
    () => loose['account']!(5),
    () => loose['some']!({ object: 'contract' }),
    () => loose['occurred']!(undefined),
    () => loose['inAudience']!(null),
    () => loose['inAudience']!({}),
  ]) {
    expect(build).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
});

describe('in words', () => {
  test.each([
    [account('revenue').atLeast(5), 'account revenue is at least 5'],
    [account('name').isNot('A', 'B', 'C'), 'account name is not "A", "B" or "C"'],
    [account('revenue').between(1, 2), 'account revenue is between 1 and 2'],
    [
      all(account('name').isEmpty(), any(account('revenue').is(1), account('revenue').is(2))),
      'account name is empty and (account revenue is 1 or account revenue is 2)',
    ],
    [
      some('person', person('score').greaterThan(3)),
      'some person has (person score is greater than 3)',
    ],
    [
      occurred('click', { past: { days: 3 }, minimum: 2 }),
      'click occurred at least 2 times in the past 3 days',
    ],
    [{ kind: 'all', of: [] } as const, 'always'],
    [account('name').is('a\nb'), 'account name is "a\\nb"'],
    [attribute('account', 'a\nb\u2028c', 'isEmpty'), 'account a b c is empty'],
  ] satisfies [Condition, string][])('CO-95 %j', (condition, expected) => {
    expect(printCondition(condition)).toBe(expected);
  });

  test('CO-95 very deep conditions are cut short', () => {
    let deep: Condition = { kind: 'all', of: [] };
    for (let level = 0; level < 50_000; level += 1) deep = { kind: 'not', condition: deep };
    expect(printCondition(deep)).toContain('…');
  });

  const explain = (condition: Condition, of: AccountView, who: PersonView | null = null) =>
    explainCondition(
      condition,
      who === null ? ACCOUNT : PERSON,
      new ConditionScope(of, who, NOW, null),
    );

  test('CO-96 the value that was seen, and the answer of every part', () => {
    const condition = all(account('name').is('Acme'), not(account('revenue').atLeast(5)));
    expect(explain(condition, view({ attributes: { name: 'ACME' } }))).toEqual({
      text: 'account name is "Acme" and not (account revenue is at least 5)',
      holds: true,
      parts: [
        { text: 'account name is "Acme"', holds: true, value: 'ACME' },
        {
          text: 'not',
          holds: true,
          parts: [{ text: 'account revenue is at least 5', holds: false, value: null }],
        },
      ],
    });
  });

  test('CO-97 many records are summarised', () => {
    const people = Array.from({ length: 20 }, (_, index) =>
      personView(`p${index}`, { attributes: { score: index } }),
    );
    const found = explain(some('person', person('score').atLeast(10)), view({ people }));
    expect(found.value).toEqual({
      of: 20,
      matching: 10,
      shown: ['p10', 'p11', 'p12', 'p13', 'p14'],
    });
    const events = [
      happened('click', NOW - 2),
      happened('click', NOW - 1),
      happened('click', NOW + 1),
    ];
    const clicks = explain(occurred('click'), view(), personView('p', { events }));
    expect(clicks.value).toEqual({
      of: 3,
      matching: 2,
      shown: [`click@${NOW - 1}`, `click@${NOW - 2}`],
    });
    const groups = [groupView('cloud', { completeness: 90 }), groupView('data')];
    const matched = explain(
      matchedGroup({ completeness: group.completeness.atLeast(80) }),
      view({ groups }),
    );
    expect(matched.value).toEqual({ of: 2, matching: 1, shown: ['cloud'] });
  });

  test('CO-97 a value of a wrong type is named', () => {
    const found = explain(account('revenue').atLeast(5), view({ attributes: { revenue: '7' } }));
    expect(found).toMatchObject({ holds: false, value: '7' });
    expect(found.note).toBe('The value is a text, not of the kind number, and counts as missing.');
  });

  test('CO-96 audiences and dynamic lists are explained by their conditions', () => {
    const found = explain(
      all(inAudience('gold'), inList('rich', 'named')),
      view({ lists: ['named'] }),
    );
    expect(found.parts).toMatchObject([
      {
        holds: false,
        parts: [{ text: '"gold": account tier is "gold"', holds: false, value: null }],
      },
      { holds: true, value: ['named'], parts: [{ holds: false }] },
    ]);
  });
});

test('CO-91 a catalogue without opportunities has builders all the same', () => {
  const small = conditions(catalogue({ account: { name: text() }, person: {} }));
  expect(small.account('name').contains('a')).toEqual(
    attribute('account', 'name', 'contains', 'a'),
  );
});
