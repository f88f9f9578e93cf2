import { expect, test } from 'vitest';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { ConditionContext } from '../../src/conditions/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { NO_REFERENCES } from '../../src/conditions/references.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { number } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import {
  account,
  ACCOUNT,
  attribute,
  event,
  group,
  holds,
  holdsFor,
  member,
  NOW,
  person,
  PERSON,
} from './world.ts';

const DAY = 86_400_000;
const VP = attribute('person', 'title', 'startsWith', 'VP');
const vp = (id: string) => person(id, { attributes: { title: 'VP Sales' } });

function some(
  entity: 'person' | 'opportunity',
  where?: Condition,
  quantifier: 'some' | 'none' = 'some',
): Condition {
  return { kind: 'related', entity, quantifier, ...(where === undefined ? {} : { where }) };
}

function clicked(parts: Partial<Extract<Condition, { kind: 'event' }>> = {}): Condition {
  return { kind: 'event', event: 'click', occurred: true, ...parts };
}

test('CO-1 all of nothing holds, any of nothing does not', () => {
  expect(holds({ kind: 'all', of: [] }, account())).toBe(true);
  expect(holds({ kind: 'any', of: [] }, account())).toBe(false);
});

test('CO-1 CO-2 attributes of more names than there are places for, of several records, mixed with other tests', () => {
  const names = Array.from({ length: 80 }, (_, index) => `name${index}`);
  const attributes = Object.fromEntries(names.map((name) => [name, number()]));
  const context: ConditionContext = {
    catalogue: catalogue({ account: attributes, person: attributes }),
    references: NO_REFERENCES,
    scope: 'person',
  };
  const values = (but = ''): Record<string, number> =>
    Object.fromEntries(names.map((name, index) => [name, name === but ? -1 : index]));
  const tests = names.flatMap((name, index) => [
    attribute('account', name, 'is', index),
    { kind: 'related', entity: 'person', quantifier: 'none' } as const,
    attribute('person', name, 'is', index),
  ]);
  const all = compileCondition({ kind: 'all', of: tests }, context);
  const opposites = tests.map((condition) => ({ kind: 'not', condition }) as const);
  const any = compileCondition({ kind: 'any', of: opposites }, context);
  const seen = (ofAccount: string, ofPerson: string): boolean[] => {
    const who = person('ada', { attributes: values(ofPerson) });
    const scope = new ConditionScope(account({ attributes: values(ofAccount) }), who, NOW, null);
    return [all.test(scope), any.test(scope)];
  };
  expect(seen('', '')).toEqual([true, false]);
  for (const name of names) {
    expect(seen(name, '')).toEqual([false, true]);
    expect(seen('', name)).toEqual([false, true]);
  }
});

test.each([1, 2, 3, 4, 5, 9, 17])('CO-1 CO-2 logic of %i parts', (count) => {
  const yes: Condition = { kind: 'all', of: [] };
  const no: Condition = { kind: 'not', condition: yes };
  for (let odd = 0; odd < count; odd += 1) {
    const oneNo = Array.from({ length: count }, (_, index) => (index === odd ? no : yes));
    const oneYes = oneNo.map((part) => (part === no ? yes : no));
    expect(holds({ kind: 'all', of: oneNo }, account())).toBe(false);
    expect(holds({ kind: 'any', of: oneYes }, account())).toBe(true);
  }
});

test('CO-20 CO-22 in person scope the context account and all of its people are seen', () => {
  const view = account({ attributes: { tier: 'gold' }, people: [vp('p1'), person('p2')] });
  expect(holdsFor(attribute('account', 'tier', 'is', 'gold'), person('p2'), view)).toBe(true);
  expect(holdsFor(some('person', VP), view.people[1]!, view)).toBe(true);
  expect(holdsFor(some('person', VP), view.people[0]!, view)).toBe(true);
});

test('CO-21 some, none and at least', () => {
  const view = account({ people: [vp('p1'), person('p2'), vp('p3')] });
  const atLeast = (count: number): Condition => ({
    kind: 'related',
    entity: 'person',
    quantifier: 'atLeast',
    count,
    where: VP,
  });
  expect([1, 2, 3].map((count) => holds(atLeast(count), view))).toEqual([true, true, false]);
  expect(holds(some('person', VP), account())).toBe(false);
  expect(holds(some('person', VP, 'none'), account())).toBe(true);
  expect(holds(some('person', VP, 'none'), view)).toBe(false);
  expect(holds(some('person'), account({ people: [person('p')] }))).toBe(true);
  expect(holds(some('opportunity'), account())).toBe(false);
});

test('CO-23 custom objects of people are tested on people', () => {
  const device: Condition = {
    kind: 'related',
    entity: 'object',
    object: 'device',
    quantifier: 'some',
    where: attribute('object', 'model', 'is', 'X1'),
  };
  const owner = person('p', { objects: { device: [{ id: 'd', attributes: { model: 'x1' } }] } });
  expect(holdsFor(device, owner)).toBe(true);
  expect(holds(some('person', device), account({ people: [person('q'), owner] }))).toBe(true);
  expect(() => holds(device, account())).toThrow(
    expect.objectContaining({ code: 'INVALID_DOCUMENT' }),
  );
});

test('CO-24 the inner record is read, and the outer one again after it', () => {
  const both = some('opportunity', {
    kind: 'all',
    of: [
      some('opportunity', attribute('opportunity', 'amount', 'is', 2)),
      attribute('opportunity', 'amount', 'is', 1),
    ],
  });
  const opportunities = [1, 2].map((amount) => ({ id: `o${amount}`, attributes: { amount } }));
  expect(holds(both, account({ opportunities }))).toBe(true);
  expect(holds(both, account({ opportunities: opportunities.slice(0, 1) }))).toBe(false);
});

test('CO-30 CO-31 at least so many events, or none', () => {
  const where = attribute('event', 'link', 'contains', 'pricing');
  const events = ['/pricing', '/home', '/PRICING/2'].map((link, index) =>
    event('click', NOW - 3 + index, { link }),
  );
  const who = person('p', { events });
  expect([1, 2, 3].map((minimum) => holdsFor(clicked({ where, minimum }), who))).toEqual([
    true,
    true,
    false,
  ]);
  expect(holdsFor(clicked({ where, occurred: false }), who)).toBe(false);
  expect(holdsFor(clicked({ occurred: false }), person('p'))).toBe(true);
  expect(holdsFor({ kind: 'event', event: 'order', occurred: false }, who)).toBe(true);
});

test.each([
  [NOW - 30 * DAY - 1, null, false],
  [NOW - 30 * DAY, null, true],
  [NOW - 40 * DAY, NOW - 10 * DAY, true],
  [NOW - 40 * DAY - 1, NOW - 10 * DAY, false],
  [NOW, NOW - 10 * DAY, true],
  [NOW + 1, NOW - 10 * DAY, false],
  [NOW + 1, null, false],
])('CO-32 CO-33 an event at %i with the anchor %s counts: %s', (at, anchor, expected) => {
  const who = person('p', { events: [event('click', at)] });
  expect(holdsFor(clicked({ past: { days: 30 } }), who, account(), NOW, anchor)).toBe(expected);
});

test('CO-33 without a window all history up to now counts', () => {
  expect(holdsFor(clicked(), person('p', { events: [event('click', 0)] }))).toBe(true);
  expect(holdsFor(clicked(), person('p', { events: [event('click', NOW + 1)] }))).toBe(false);
});

test('CO-34 in account scope events are counted together', () => {
  const events = [event('click', NOW)];
  const view = account({ people: [person('p1', { events }), person('p2', { events })] });
  expect(holds(clicked({ minimum: 2 }), view)).toBe(true);
  expect(holds(clicked({ minimum: 3 }), view)).toBe(false);
  expect(holdsFor(clicked({ minimum: 2 }), view.people[0]!, view)).toBe(false);
  expect(
    holds(
      { kind: 'event', event: 'order', occurred: true },
      account({ events: [event('order', 0)] }),
    ),
  ).toBe(true);
});

test('CO-40 static lists by membership, dynamic ones by their condition', () => {
  const on = (member: boolean, ...lists: string[]): Condition => ({ kind: 'list', lists, member });
  const named = account({ lists: ['named'] });
  const rich = account({ attributes: { revenue: 5 } });
  expect(holds(on(true, 'blocked', 'named'), named)).toBe(true);
  expect(holds(on(true, 'blocked'), named)).toBe(false);
  expect(holds(on(false, 'blocked'), named)).toBe(true);
  expect(holds(on(true, 'rich'), rich)).toBe(true);
  expect(holds(on(true, 'rich'), account({ lists: ['rich'] }))).toBe(false);
});

test('CO-41 an audience stands for its condition; one of accounts looks at the context account', () => {
  const gold = account({ attributes: { tier: 'gold' } });
  const inGold = (member: boolean): Condition => ({ kind: 'audience', audience: 'gold', member });
  expect(holds(inGold(true), gold)).toBe(true);
  expect(holds(inGold(false), gold)).toBe(false);
  expect(holdsFor(inGold(true), person('p'), gold)).toBe(true);
  const directors: Condition = { kind: 'audience', audience: 'directors', member: true };
  expect(holdsFor(directors, vp('p'), account())).toBe(true);
  expect(holdsFor(directors, vp('p'), gold)).toBe(false);
});

test('CO-50 CO-51 CO-52 one and the same group satisfies the constraints', () => {
  const atLeast = (value: number) => ({ operator: 'atLeast', values: [value] }) as const;
  const groups = [
    group('cloud', { completeness: 90, members: [member('p', 'User'), member('q', 'User', true)] }),
    group('data', { completeness: 10, engagement: 80 }),
  ];
  const test50 = (parts: Partial<Extract<Condition, { kind: 'group' }>>): boolean =>
    holds({ kind: 'group', ...parts }, account({ groups }));
  expect(test50({ completeness: atLeast(80), engagement: atLeast(80) })).toBe(false);
  expect(test50({ completeness: atLeast(80), engagement: atLeast(80), match: 'any' })).toBe(true);
  expect(test50({ definitions: ['data'], completeness: atLeast(80) })).toBe(false);
  expect(test50({ definitions: ['data'] })).toBe(true);
  expect(test50({ roles: [{ role: 'User', count: 1 }] })).toBe(true);
  expect(test50({ roles: [{ role: 'User', count: 2 }] })).toBe(false);
});

test('CO-53 a text that a group lacks satisfies negated operators only, a number none but isEmpty', () => {
  const bare = account({ groups: [group('cloud')] });
  expect(holds({ kind: 'group', completeness: { operator: 'atMost', values: [100] } }, bare)).toBe(
    false,
  );
  for (const part of ['completeness', 'engagement'] as const) {
    const isNot5: Condition = { kind: 'group', [part]: { operator: 'isNot', values: [5] } };
    expect(holds(isNot5, bare)).toBe(false);
    expect(holds(isNot5, account({ groups: [group('cloud', { [part]: 6 })] }))).toBe(true);
    expect(holds({ kind: 'group', [part]: { operator: 'isEmpty' } }, bare)).toBe(true);
  }
  expect(holds({ kind: 'group', stage: { operator: 'isNot', values: ['Won'] } }, bare)).toBe(true);
});

test('CO-54 CO-56 one membership satisfies everything named; removed ones only when asked for', () => {
  const groups = [
    group('cloud', { completeness: 50, members: [member('p', 'User', true), member('q', 'User')] }),
    group('data', { members: [member('p', 'User')] }),
  ];
  const is = (parts: Partial<Extract<Condition, { kind: 'member' }>>): boolean =>
    holdsFor({ kind: 'member', member: true, ...parts }, person('p'), account({ groups }));
  expect(is({})).toBe(true);
  expect(is({ definitions: ['cloud'] })).toBe(false);
  expect(is({ definitions: ['cloud'], removed: false })).toBe(false);
  expect(is({ definitions: ['cloud'], removed: true })).toBe(true);
  expect(is({ definitions: ['data'], removed: true })).toBe(true);
  expect(is({ completeness: { operator: 'is', values: [50] } })).toBe(false);
  expect(is({ roles: ['Decision Maker', 'User'] })).toBe(true);
  expect(is({ roles: ['user'] })).toBe(false);
  expect(is({ definitions: ['cloud'], member: false })).toBe(true);
});

test('CO-55 a role in the account, or any', () => {
  const owner = person('p', { roles: ['Éditeur'] });
  const role = (assigned: boolean, roles?: string[]): Condition =>
    roles === undefined ? { kind: 'role', assigned } : { kind: 'role', assigned, roles };
  expect(holdsFor(role(true, ['Owner', 'éDITEUR']), owner)).toBe(true);
  expect(holdsFor(role(false, ['Owner']), owner)).toBe(true);
  expect(holdsFor(role(true), owner)).toBe(true);
  expect(holdsFor(role(true), person('q'))).toBe(false);
  expect(holdsFor(role(false), person('q'))).toBe(true);
});

test('CO-30 a condition on an event that has just happened', () => {
  const condition = attribute('event', 'link', 'is', '/pricing');
  const { test: matches } = compileCondition(condition, { ...PERSON, event: 'click' });
  const scope = new ConditionScope(account(), person('p'), NOW, null);
  scope.event = event('click', NOW, { link: '/Pricing' });
  expect(matches(scope)).toBe(true);
});

test('CO-20 a condition on people needs a person', () => {
  const { test: matches } = compileCondition(VP, PERSON);
  const scope = new ConditionScope(account(), null, NOW, null);
  expect(() => matches(scope)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(ACCOUNT.scope).toBe('account');
});
