import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { AccompanyError } from '../../src/kernel/errors.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { CatalogueInput } from '../../src/model/catalogue.ts';
import {
  accountAttributes,
  defaultCatalogue,
  personAttributes,
} from '../../src/model/default-catalogue.ts';
import { experienceEvents } from '../../src/model/experience-events.ts';
import { LIMITS, limits } from '../../src/model/limits.ts';

function refusalOf(make: () => unknown): AccompanyError {
  try {
    make();
  } catch (error) {
    if (isAccompanyError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

function codesOf(input: CatalogueInput, bounds = LIMITS): unknown[] {
  const issues = refusalOf(() => catalogue(input, bounds)).details['issues'];
  return (issues as { code: string }[]).map(({ code }) => code);
}

function many(count: number): Record<string, ReturnType<typeof text>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text()]));
}

const EMPTY = { account: {}, person: {} };

test('MO-5 MO-23 faults are refused together, each with its path', () => {
  const error = refusalOf(() =>
    catalogue({
      account: { industry: z.object({}) as never },
      person: { 'first name': text() },
      objects: { contract: { of: 'people' as never, attributes: { value: number() } } },
    }),
  );
  expect(error.code).toBe('INVALID_CATALOGUE');
  expect(error.path).toEqual(['account', 'industry']);
  expect(error.message).toContain('account.industry');
  expect(error.details['issues']).toMatchObject([
    { code: 'WRONG_SCHEMA', path: ['account', 'industry'] },
    { code: 'INVALID_NAME', path: ['person', 'first name'] },
    { code: 'WRONG_TYPE', path: ['objects', 'contract', 'of'] },
  ]);
});

test('MO-23 input without types is refused, not crashed on', () => {
  const wrong: unknown[] = [
    {},
    { account: null, person: {} },
    { account: {}, person: 'x' },
    { ...EMPTY, objects: { a: null } },
    { ...EMPTY, objects: [], events: { a: { of: 'person' } } },
    { ...EMPTY, actions: { a: { of: 'people', input: {} } } },
    { ...EMPTY, account: { a: 5 } },
  ];
  for (const input of wrong) {
    expect(refusalOf(() => catalogue(input as CatalogueInput)).code).toBe('INVALID_CATALOGUE');
  }
});

describe('MO-20 names', () => {
  const good = ['a', 'A1', 'a.b_c', 'x'.repeat(64)];
  const bad = ['', '1a', '_a', 'a b', 'ä', 'x'.repeat(65), 'a-b', 'constructor', 'prototype'];
  const inherited = ['toString', 'valueOf', 'hasOwnProperty', '__proto__'];
  test.each(good)('%s is one', (name) => {
    expect(catalogue({ account: { [name]: text() }, person: {} }).account[name]?.kind).toBe('text');
  });
  test.each([...bad, ...inherited])('%j is none', (name) => {
    const shape = Object.fromEntries([[name, text()]]);
    expect(codesOf({ account: shape, person: {} })).toEqual(['INVALID_NAME']);
    const event = Object.fromEntries([[name, { of: 'person' as const, fields: {} }]]);
    expect(codesOf({ ...EMPTY, events: event })).toEqual(['INVALID_NAME']);
  });
});

test('MO-21 every catalogue has the built-in events', () => {
  const { events } = catalogue(EMPTY);
  const kinds = Object.entries(events).map(([name, { of, builtIn, fields }]) => [
    name,
    of,
    builtIn,
    Object.entries(fields).map(([field, { kind }]) => `${field} ${kind}`),
  ]);
  expect(kinds).toEqual([
    ['accountChanged', 'account', true, ['attribute text', 'newValue any', 'previousValue any']],
    ['accountInterestingMoment', 'account', true, ['type text', 'description text', 'source text']],
    [
      'completenessChanged',
      'account',
      true,
      ['group text', 'newScore number', 'previousScore number'],
    ],
    ['stageChanged', 'account', true, ['group text', 'newStage text', 'previousStage text']],
    [
      'engagementChanged',
      'account',
      true,
      ['group text', 'newScore number', 'previousScore number'],
    ],
    ['statusChanged', 'account', true, ['group text', 'newStatus text', 'previousStatus text']],
    [
      'personChanged',
      'person',
      true,
      ['attribute text', 'newValue any', 'previousValue any', 'reason text', 'source text'],
    ],
    ['assignedToGroup', 'person', true, ['group text', 'role text']],
    ['removedFromGroup', 'person', true, ['group text']],
    ['interestingMoment', 'person', false, ['type text', 'description text', 'source text']],
  ]);
  expect(events['interestingMoment']?.fields['type']?.values).toEqual([
    'Email',
    'Milestone',
    'Web',
  ]);
  for (const name of Object.keys(events)) {
    const own = { [name]: { of: 'person' as const, fields: {} } };
    expect(codesOf({ ...EMPTY, events: own })).toEqual(['RESERVED_NAME']);
  }
});

test('MO-21 a field of kind any takes a value of every kind', () => {
  const field = catalogue(EMPTY).events['accountChanged']!.fields['newValue']!;
  for (const value of ['a', 5, true, ['a']])
    expect(field.parse(value)).toEqual({ ok: true, value });
  for (const value of [NaN, null, {}, [1], undefined]) expect(field.parse(value).ok).toBe(false);
});

test('MO-22 numbers above the limits are refused', () => {
  const event = (fields: number) => ({ of: 'person' as const, fields: many(fields) });
  const object = (attributes: number) => ({ of: 'person' as const, attributes: many(attributes) });
  const repeat = <T>(count: number, part: T): Record<string, T> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, part]));
  const fits = {
    account: many(100),
    person: many(100),
    opportunity: many(100),
    objects: repeat(20, object(50)),
    events: repeat(50, event(100)),
  };
  expect(Object.keys(catalogue(fits).events)).toHaveLength(60);
  expect(codesOf({ ...EMPTY, account: many(101) })).toEqual(['TOO_MANY']);
  expect(codesOf({ ...EMPTY, objects: repeat(21, object(1)) })).toEqual(['TOO_MANY']);
  expect(codesOf({ ...EMPTY, objects: { a: object(51) } })).toEqual(['TOO_MANY']);
  expect(codesOf({ ...EMPTY, events: repeat(51, event(1)) })).toEqual(['TOO_MANY']);
  expect(codesOf({ ...EMPTY, events: { a: event(101) } })).toEqual(['TOO_MANY']);
  const wide = limits({ attributesPerClass: 101 });
  expect(Object.keys(catalogue({ ...EMPTY, account: many(101) }, wide).account)).toHaveLength(101);
});

test('MO-24 a catalogue is frozen and knows no inherited names', () => {
  const parts = [defaultCatalogue, ...Object.values(defaultCatalogue)];
  for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
  expect(Object.isFrozen(defaultCatalogue.account['name'])).toBe(true);
  for (const name of ['__proto__', 'toString', 'constructor']) {
    expect(defaultCatalogue.account[name]).toBeUndefined();
    expect(defaultCatalogue.objects[name]).toBeUndefined();
    expect(defaultCatalogue.events[name]).toBeUndefined();
    expect(defaultCatalogue.events['emailSent']?.fields[name]).toBeUndefined();
    expect(defaultCatalogue.actions[name]).toBeUndefined();
  }
});

test('MO-25 the input of an action is checked by its schema and must be JSON', () => {
  const { actions } = catalogue({
    ...EMPTY,
    actions: {
      notify: { of: 'people', input: z.object({ channel: z.string() }) },
      dated: { of: 'accounts', input: z.object({ on: z.any() }) },
    },
  });
  const notify = actions['notify']!;
  expect(notify.of).toBe('people');
  expect(notify.parse({ channel: 'sales' })).toEqual({ ok: true, value: { channel: 'sales' } });
  expect(notify.parse({ channel: 5 })).toMatchObject({ ok: false, message: /^channel: / });
  expect(notify.parse(null).ok).toBe(false);
  const dated = actions['dated']!;
  for (const on of [new Date(0), NaN, () => 0, new Map()])
    expect(dated.parse({ on }).ok).toBe(false);
  expect(dated.parse({ on: [1, { a: null }] }).ok).toBe(true);
});

test('MO-26 the default catalogue has the default attributes and events', () => {
  expect(Object.keys(defaultCatalogue.account)).toHaveLength(15);
  expect(defaultCatalogue.account['annualRevenue']?.kind).toBe('number');
  expect(defaultCatalogue.account['name']?.parse('x'.repeat(256)).ok).toBe(false);
  expect(defaultCatalogue.person['birthDate']?.kind).toBe('date');
  expect(defaultCatalogue.person['unsubscribed']?.kind).toBe('boolean');
  expect(defaultCatalogue.opportunity['closeDate']?.kind).toBe('date');
  const own = Object.values(defaultCatalogue.events).filter((event) => !event.builtIn);
  expect(own).toHaveLength(11);
  const mine = catalogue({
    account: { ...accountAttributes, tier: text() },
    person: personAttributes,
    events: { ...experienceEvents, orderPlaced: { of: 'account', fields: { total: number() } } },
  });
  expect(mine.account['tier']?.kind).toBe('text');
  expect(mine.events['orderPlaced']?.of).toBe('account');
});
