import { describe, expect, test } from 'vitest';
import { problem } from '../../src/kernel/issue.ts';
import type { JourneyDocument } from '../../src/journey/document.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import { limits } from '../../src/model/limits.ts';
import { CONTEXT, act, found, journey, mail, wait } from './world.ts';

const NOW = Date.UTC(2026, 0, 5, 9);

/** Issues of a journey with these settings, at publication. */
function published(settings: Partial<JourneyDocument>): readonly string[] {
  return found(journey([wait('w')], settings), { ...CONTEXT, now: NOW });
}

describe('settings', () => {
  test.each<[string, Partial<JourneyDocument>, string[]]>([
    ['no name', { name: ' ' }, ['NAME_REQUIRED name']],
    ['the longest name', { name: 'x'.repeat(180) }, []],
    ['a longer name', { name: 'x'.repeat(181) }, ['NAME_LENGTH name']],
    ['a blank id', { id: '' }, ['INVALID_ID id']],
    ['the longest id', { id: 'x'.repeat(255) }, []],
    ['a longer id', { id: 'x'.repeat(256) }, ['INVALID_ID id']],
  ])('JD-10 %s', (_, settings, expected) => {
    expect(found(journey([wait('w')], settings))).toEqual(expected);
  });

  test('JD-10 a name that another journey has', () => {
    const nameTaken = (name: string): boolean => name === 'Taken';
    expect(found(journey([], { name: 'Taken' }), { nameTaken })).toEqual(['NAME_DUPLICATE name']);
    expect(found(journey([], { name: 'Free' }), { nameTaken })).toEqual([]);
  });

  test('JD-11 the longest description and a longer one', () => {
    expect(found(journey([], { description: 'x'.repeat(2000) }))).toEqual([]);
    const longer = journey([], { description: 'x'.repeat(2001) });
    expect(found(longer)).toEqual(['DESCRIPTION_LENGTH description']);
  });

  test.each<[string, string, string[]]>([
    ['tomorrow, as a date', '2026-01-06', []],
    ['today, as a date', '2026-01-05', ['START_DATE_RANGE startDate']],
    ['in 24 hours', '2026-01-06T09:00:00Z', []],
    ['in a little less', '2026-01-06T08:59:59.999Z', ['START_DATE_RANGE startDate']],
    ['in 24 hours, elsewhere', '2026-01-06T10:00:00+01:00', []],
    ['without an offset', '2026-01-06T09:00:00', ['INVALID_INSTANT startDate']],
    ['no date', 'soon', ['INVALID_INSTANT startDate']],
    ['a day that is not there', '2026-02-30', ['INVALID_INSTANT startDate']],
  ])('JD-12 starting %s', (_, startDate, expected) => {
    expect(published({ startDate, endDate: '2026-12-31' })).toEqual(expected);
  });

  test('JD-13 an end date is needed to publish, not before', () => {
    expect(published({})).toEqual(['END_DATE_REQUIRED endDate']);
    expect(found(journey([wait('w')]))).toEqual([]);
  });

  test.each<[string, Partial<JourneyDocument>, string[]]>([
    ['tomorrow', { endDate: '2026-01-06' }, []],
    ['today', { endDate: '2026-01-05' }, ['END_DATE_RANGE endDate']],
    ['one day after now', { endDate: '2026-01-06T09:00:00Z' }, []],
    ['a little earlier', { endDate: '2026-01-06T08:59:59Z' }, ['END_DATE_RANGE endDate']],
    ['three years after now', { endDate: '2029-01-05' }, []],
    ['later', { endDate: '2029-01-06' }, ['END_DATE_RANGE endDate']],
    ['three years after now, as an instant', { endDate: '2029-01-05T09:00:00Z' }, []],
    ['a second later', { endDate: '2029-01-05T09:00:01Z' }, ['END_DATE_RANGE endDate']],
    ['three years after the start', { startDate: '2026-06-01', endDate: '2029-06-01' }, []],
    [
      'later than that',
      { startDate: '2026-06-01', endDate: '2029-06-02' },
      ['END_DATE_RANGE endDate'],
    ],
    ['one day after the start', { startDate: '2026-06-01', endDate: '2026-06-02' }, []],
    [
      'at the start',
      { startDate: '2026-06-01', endDate: '2026-06-01' },
      ['END_DATE_RANGE endDate'],
    ],
    ['three years after a leap day', { startDate: '2028-02-29', endDate: '2031-02-28' }, []],
    [
      'a day after that',
      { startDate: '2028-02-29', endDate: '2031-03-01' },
      ['END_DATE_RANGE endDate'],
    ],
    ['no date', { endDate: 'never' }, ['INVALID_INSTANT endDate']],
  ])('JD-14 ending %s', (_, settings, expected) => {
    expect(published(settings)).toEqual(expected);
  });

  test('JD-14 and JD-8 without now, an end is compared with the given start only', () => {
    expect(found(journey([wait('w')], { endDate: '1999-01-01' }))).toEqual([]);
    const turned = journey([wait('w')], { startDate: '2026-06-01', endDate: '2026-05-01' });
    expect(found(turned)).toEqual(['END_DATE_RANGE endDate']);
  });

  test.each<[JourneyDocument['reEntry'], string[]]>([
    [{}, []],
    [{ from: 'start', delay: { hours: 1 }, limit: 1 }, []],
    [{ delay: { days: 0 } }, ['REENTRY_DELAY reEntry.delay.days']],
    [{ delay: { hours: 0 } }, ['REENTRY_DELAY reEntry.delay.hours']],
    [{ delay: { hours: 1.5 } }, ['REENTRY_DELAY reEntry.delay.hours']],
    [{ limit: 0 }, ['REENTRY_LIMIT reEntry.limit']],
    [{ limit: 2.5 }, ['REENTRY_LIMIT reEntry.limit']],
  ])('JD-15 re-entry %j', (reEntry, expected) => {
    expect(found(journey([wait('w')], { reEntry: reEntry! }))).toEqual(expected);
  });
});

describe('validation', () => {
  const wrong = journey(
    [
      mail('a', 'nowhere'),
      act({ type: 'updateProfile', attribute: 'none', value: 1 }),
      { kind: 'wait', id: 'w', for: { days: 1.5 } },
    ],
    { name: '', reEntry: { limit: 0 } },
  );

  test('JD-7 all issues at once: settings first, then nodes by position, each complete', () => {
    expect(found(wrong)).toEqual([
      'NAME_REQUIRED name',
      'REENTRY_LIMIT reEntry.limit',
      'UNKNOWN_NODE nodes.1.next',
      'UNREACHABLE nodes.2',
      'UNKNOWN_ATTRIBUTE nodes.2.action.attribute',
      'UNREACHABLE nodes.3',
      'WAIT_DURATION nodes.3.for',
    ]);
    for (const issue of validateJourney(wrong, CONTEXT)) {
      expect(issue).toEqual(problem(issue.code, issue.path, issue.message, issue.fix));
      expect(issue.message).toMatch(/^.+\.$/);
      expect(issue.fix).toMatch(/^.+\.$/);
    }
  });

  test('JD-7 the document stays as it is, and no more issues than the limit are reported', () => {
    const before = JSON.stringify(wrong);
    expect(validateJourney(wrong, { ...CONTEXT, limits: limits({ issues: 3 }) })).toHaveLength(3);
    expect(JSON.stringify(wrong)).toBe(before);
  });

  test('JD-8 what is not given is not checked', () => {
    expect(found(wrong, {})).toEqual([
      'NAME_REQUIRED name',
      'REENTRY_LIMIT reEntry.limit',
      'UNKNOWN_NODE nodes.1.next',
      'UNREACHABLE nodes.2',
      'UNREACHABLE nodes.3',
      'WAIT_DURATION nodes.3.for',
    ]);
    const unknown = journey([
      {
        kind: 'splitAccounts',
        id: 's',
        paths: [{ id: 'p', when: { kind: 'audience', audience: 'none', member: true } }],
      },
    ]);
    expect(found(unknown, {})).toEqual([]);
    expect(found(unknown, { catalogue: CONTEXT.catalogue! })).toEqual([]);
    expect(found(unknown)).toEqual(['UNKNOWN_AUDIENCE nodes.1.paths.0.when.audience']);
    const joining = journey([act({ type: 'addToJourney', journey: 'none' }, 'accounts')]);
    expect(found(joining)).toEqual([]);
  });

  test('JD-9 a wrong form has the issues of its form only', () => {
    const document = { ...wrong, colour: 'red' };
    expect(found(document)).toEqual(['UNKNOWN_PROPERTY colour']);
  });
});
