import { expect, test } from 'vitest';
import { CADENCES, isCadence, nextDue } from '../../src/model/cadence.ts';

const at = Date.parse;

test.each([
  ['never done', CADENCES.nightly, null, '2026-01-05T09:00:00Z', '2026-01-05T09:00:00Z'],
  [
    'every so often',
    { every: 60_000 },
    '2026-01-05T09:00:00Z',
    '2026-01-05T10:00:00Z',
    '2026-01-05T09:01:00Z',
  ],
  [
    'done before tonight',
    CADENCES.nightly,
    '2026-01-05T01:59:00Z',
    '2026-01-05T01:59:00Z',
    '2026-01-05T02:00:00Z',
  ],
  [
    'done tonight',
    CADENCES.nightly,
    '2026-01-05T02:00:00Z',
    '2026-01-05T03:00:00Z',
    '2026-01-06T02:00:00Z',
  ],
  [
    'in a zone',
    { daily: { hour: 2, minute: 30 }, zone: 'America/New_York' },
    '2026-01-05T12:00:00Z',
    '2026-01-05T12:00:00Z',
    '2026-01-06T07:30:00Z',
  ],
  [
    'at a local time that summer time skips',
    { daily: { hour: 2, minute: 30 }, zone: 'Europe/Berlin' },
    '2026-03-28T12:00:00Z',
    '2026-03-28T12:00:00Z',
    '2026-03-29T01:30:00Z',
  ],
])('DI-40 %s', (_, cadence, last, now, due) => {
  expect(nextDue(cadence, last === null ? null : at(last), at(now))).toBe(at(due));
});

test('DI-40 what is no cadence is known', () => {
  for (const cadence of Object.values(CADENCES)) expect(isCadence(cadence)).toBe(true);
  for (const wrong of [
    null,
    7,
    {},
    { every: 0 },
    { every: '1' },
    { daily: { hour: 24 } },
    { daily: {} },
    { daily: { hour: 1 }, zone: 'Moon/Sea' },
  ])
    expect(isCadence(wrong)).toBe(false);
});
