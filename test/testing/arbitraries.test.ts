import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { conditions } from '../../src/conditions/build.ts';
import { boolean, date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { readIngest } from '../../src/model/ingest.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Catalogue } from '../../src/model/definition.ts';
import type { IngestInput } from '../../src/model/record.ts';
import { arbitraryAccount } from '../../src/testing/arbitraries/account-arbitrary.ts';
import { attributeArbitrary } from '../../src/testing/arbitraries/attributes-arbitrary.ts';
import { arbitraryEvents } from '../../src/testing/arbitraries/events-arbitrary.ts';
import { arbitraryTenant } from '../../src/testing/arbitraries/history-arbitrary.ts';
import { interestOf } from '../../src/testing/arbitraries/interest.ts';
import { meetings } from '../../src/testing/arbitraries/meeting-values.ts';
import { arbitraryPerson } from '../../src/testing/arbitraries/person-arbitrary.ts';
import { firstDifference } from '../../src/testing/first-difference.ts';
import { definitionsOf } from '../../src/testing/laws/subject.ts';
import { nurture, nurtureSubject } from './nurture.ts';

const strict = catalogue({
  account: {
    name: text(),
    size: z.int().check(z.gte(1), z.lte(9)),
    website: z.url(),
    stage: oneOf(['Early', 'Late']),
    since: date(),
    tags: texts(),
    listed: boolean(),
    never: z.string().check(z.regex(/^[A-Z]{30}$/)),
  },
  person: { email: z.email(), score: number() },
  events: {
    visit: { of: 'person', fields: { page: text(), seconds: number() } },
    order: { of: 'account', fields: { total: number() } },
  },
});

function issuesOf(known: Catalogue, input: IngestInput): readonly unknown[] {
  const read = readIngest(known, input, LIMITS);
  return read.ok ? [] : read.issues;
}

test('accounts, people and whole histories are what a strict catalogue takes', () => {
  const known = strict as unknown as Catalogue;
  fc.assert(
    fc.property(
      arbitraryAccount(known),
      arbitraryPerson(known),
      arbitraryTenant(known),
      (one, person, tenant) => {
        expect(issuesOf(known, { accounts: [one], people: [person] })).toEqual([]);
        for (const { input } of tenant.moments) expect(issuesOf(known, input)).toEqual([]);
        const instants = tenant.moments.map(({ at }) => at);
        expect(instants).toEqual([...new Set(instants)].toSorted((a, b) => a - b));
        expect(tenant.end).toBeGreaterThan(instants.at(-1) ?? tenant.start);
      },
    ),
    { numRuns: 60 },
  );
});

test('an attribute that takes nothing known is left out', () => {
  expect(attributeArbitrary(strict.account['never']!)).toBeUndefined();
  expect(attributeArbitrary(strict.account['size']!)).toBeDefined();
});

test('events tie, come twice and come late, and the last person has none', () => {
  const events = arbitraryEvents(strict, {
    accounts: ['acme'],
    people: ['ann'],
    from: '2026-01-05T09:00:00Z',
    to: '2026-01-08T09:00:00Z',
  });
  const drawn = fc.sample(events, { numRuns: 200 });
  const all = drawn.flat();
  expect(all.some(({ arrives, event }) => Number(event.at) < arrives)).toBe(true);
  expect(all.every(({ arrives, event }) => Number(event.at) <= arrives)).toBe(true);
  expect(drawn.some((list) => new Set(list.map(({ event }) => event.id)).size < list.length)).toBe(
    true,
  );
  expect(
    drawn.some(
      (list) =>
        new Set(list.map(({ event }) => event.at)).size <
        new Set(list.map(({ event }) => event.id)).size,
    ),
  ).toBe(true);

  const tenants = fc.sample(arbitraryTenant(strict, { people: 3 }), { numRuns: 50 });
  const people = tenants.flatMap(({ moments }) =>
    moments.flatMap(({ input }) => (input.events ?? []).map(({ person }) => person)),
  );
  expect(people).toContain('person-1');
  expect(people).not.toContain('person-3');
});

test('operands of a journey and of its definitions are interesting', () => {
  const interest = interestOf(nurture.document, definitionsOf(nurtureSubject));
  expect(interest.values('account', '', 'employees')).toEqual(
    expect.arrayContaining([99, 100, 1_000, 1_001]),
  );
  expect(interest.values('event', 'emailClicked', 'email')).toContain('guide');
  expect(interest.events).toContainEqual({ type: 'orderPlaced', fields: { total: 100 } });
  expect(interest.people).toContainEqual({ jobTitle: 'VP' });
  expect(interest.lists).toEqual(['quiet']);
});

test('ways to meet a condition are worked out part by part', () => {
  const { account, all, any, not } = conditions(strict);
  const part = all(
    any(account('stage').is('Early'), account('stage').is('Late')),
    account('size').between(2, 4),
    not(account('listed').is(true)),
  );
  expect(meetings(part, 'account')).toEqual([
    { stage: 'Early', size: 2 },
    { stage: 'Early', size: 4 },
    { stage: 'Late', size: 2 },
    { stage: 'Late', size: 4 },
  ]);
});

test('the first difference is named by its place', () => {
  expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(
    'a[1].b: 2 instead of 3',
  );
  expect(firstDifference([1], [1, 2])).toBe('[1]: nothing instead of 2');
  expect(firstDifference({ a: null }, { a: null })).toBeUndefined();
});
