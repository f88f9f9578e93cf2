import { describe, expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { account, effects, email, is, journey, play, scenario, way } from './parts.ts';

/** Reference journeys.md sections 4 and 5. */
const pause: JourneyNode = { kind: 'wait', id: 'pause', for: { days: 3 }, next: 'bye' };
const LONG: readonly JourneyNode[] = [email('hello', 'pause'), pause, email('bye')];

function industry(
  at: string,
  id: string,
  value: string | null,
): NonNullable<Scenario['timeline']>[number] {
  return { at, accounts: [{ id, attributes: { industry: value } }] };
}

describe('lifecycle (reference 4)', () => {
  test('RT-20 RT-27 an account passes, waits and completes at the open end', async () => {
    const result = await play(scenario({ journeys: [journey(LONG)] }));
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-08T09:00 bye (completed)');
    expect(effects(result)).toEqual([
      '01-05T09:00 hello ann sent',
      '01-05T09:00 hello bob sent',
      '01-08T09:00 bye ann sent',
      '01-08T09:00 bye bob sent',
    ]);
    expect(result.journeys[0]!.status).toBe('live');
  });

  test('EN-16 A-02 the end date ends what is on its way', async () => {
    const result = await play(scenario({ journeys: [journey(LONG, { endDate: '2026-01-07' })] }));
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-07T00:00 (journey_ended)');
    expect(result.journeys[0]).toMatchObject({
      status: 'finished',
      counts: { inFlight: 0, exits: { journey_ended: 1 } },
    });
  });

  test('EN-16 with drain, runs go on after the end date and nobody enters', async () => {
    const journeys = [journey(LONG, { endDate: '2026-01-07', endDateBehavior: 'drain' })];
    const timeline = [{ at: '2026-01-07T12:00:00Z', accounts: [account('zenith')] }];
    const result = await play(scenario({ journeys, timeline }));
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-08T09:00 bye (completed)');
    expect(way(result, 'nurture', 'zenith')).toBe('never');
    expect(result.journeys[0]!.status).toBe('finished');
  });

  test('EN-14 closing stops entries only, and the journey finishes with its last run', async () => {
    const timeline = [
      { at: '2026-01-06', close: 'nurture' },
      { at: '2026-01-07', accounts: [account('zenith')] },
    ];
    const given = scenario({ journeys: [journey(LONG)], timeline });
    const result = await play(given);
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-08T09:00 bye (completed)');
    expect(way(result, 'nurture', 'zenith')).toBe('never');
    expect(result.journeys[0]!.status).toBe('finished');
    expect((await play({ ...given, end: '2026-01-07T00:00:00Z' })).journeys[0]!.status).toBe(
      'closed',
    );
  });

  test('EN-15 RT-62 aborting stops everybody, and what was not handed over is refused', async () => {
    const at = '2026-01-08T09:00:00Z';
    const heard: JourneyNode = {
      kind: 'listen',
      id: 'ear',
      context: 'accounts',
      events: [{ event: 'accountChanged', where: is('event', 'attribute', 'city') }],
      next: 'bye',
    };
    const timeline = [
      { at, accounts: [{ id: 'acme', attributes: { city: 'Oslo' } }] },
      { at, abort: 'nurture' },
    ];
    const result = await play(scenario({ journeys: [journey([heard, email('bye')])], timeline }));
    expect(way(result)).toBe('@01-05T09:00 start ear:event @01-08T09:00 bye (completed)');
    expect(effects(result)).toEqual([
      '01-08T09:00 bye ann refused journey_aborted',
      '01-08T09:00 bye bob refused journey_aborted',
    ]);
    const waiting = await play(
      scenario({ journeys: [journey(LONG)], timeline: [{ at, abort: 'nurture' }] }),
    );
    expect(way(waiting)).toBe('@01-05T09:00 start hello pause @01-08T09:00 (aborted)');
    expect(waiting.journeys[0]!.status).toBe('aborted');
  });

  test('EN-17 A-01 a scheduled journey starts on its date and takes in who is in the audience then', async () => {
    const journeys = [journey(LONG, { startDate: '2026-01-10' })];
    const result = await play(
      scenario({ journeys, timeline: [{ at: '2026-01-09', accounts: [account('zenith')] }] }),
    );
    expect(way(result)).toBe('@01-10T00:00 start hello pause @01-13T00:00 bye (completed)');
    expect(way(result, 'nurture', 'zenith')).toBe(
      '@01-10T00:00 start hello pause @01-13T00:00 bye (completed)',
    );
  });

  test('EN-13 the end date of a live journey may be moved', async () => {
    const endDate = { journey: 'nurture', date: '2026-01-07' };
    const result = await play(
      scenario({ journeys: [journey(LONG)], timeline: [{ at: '2026-01-06', endDate }] }),
    );
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-07T00:00 (journey_ended)');
  });
});

describe('entry (reference 5)', () => {
  test('RT-10 RT-11 whoever comes into the audience enters, except without a name', async () => {
    const accounts = [
      account('acme'),
      account('birch', { industry: 'Retail' }),
      account('corp', { name: '' }),
    ];
    const timeline = [
      industry('2026-01-07', 'birch', 'energy'),
      { at: '2026-01-09', accounts: [{ id: 'corp', attributes: { name: 'Corp' } }] },
    ];
    const result = await play(scenario({ accounts, journeys: [journey([])], timeline }));
    expect(way(result)).toBe('@01-05T09:00 start (completed)');
    expect(way(result, 'nurture', 'birch')).toBe('@01-07T00:00 start (completed)');
    expect(way(result, 'nurture', 'corp')).toBe('@01-09T00:00 start (completed)');
  });

  test('RT-13 RT-18 leaving the audience ends nothing, and without a policy nobody enters twice', async () => {
    const timeline = [
      industry('2026-01-06', 'acme', 'Retail'),
      industry('2026-01-10', 'acme', 'Energy'),
    ];
    const result = await play(scenario({ journeys: [journey(LONG)], timeline }));
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-08T09:00 bye (completed)');
    expect(result.journeys[0]!.counts.entered).toBe(1);
  });

  test('RT-18 a journey may end the run of whoever leaves its audience', async () => {
    const timeline = [industry('2026-01-06', 'acme', null)];
    const result = await play(
      scenario({ journeys: [journey(LONG, { exitOnAudienceLoss: true })], timeline }),
    );
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-06T00:00 (audience_left)');
  });

  test('RT-14 re-entry counts from the end of the run, up to the limit', async () => {
    const reEntry = { delay: { days: 2 }, limit: 3 };
    const wait: JourneyNode = { kind: 'wait', id: 'pause', for: { days: 1 } };
    const result = await play(scenario({ journeys: [journey([wait], { reEntry })] }));
    const [runs] = [result.journeys[0]!.runs];
    expect(runs.map(({ entry, enteredAt }) => `${entry} ${enteredAt}`)).toEqual([
      '1 2026-01-05T09:00:00Z',
      '2 2026-01-08T09:00:00Z',
      '3 2026-01-11T09:00:00Z',
    ]);
  });

  test('RT-12 RT-14 A-04 re-entry from the start counts from the latest entry, and never into an occupied journey', async () => {
    const reEntry = { from: 'start', delay: { hours: 36 } } as const;
    const wait: JourneyNode = { kind: 'wait', id: 'pause', for: { days: 2 } };
    const given = scenario({
      end: '2026-01-10T00:00:00Z',
      journeys: [journey([wait], { reEntry })],
    });
    const { runs } = (await play(given)).journeys[0]!;
    expect(runs.map(({ enteredAt, exitedAt }) => [enteredAt, exitedAt])).toEqual([
      ['2026-01-05T09:00:00Z', '2026-01-07T09:00:00Z'],
      ['2026-01-07T09:00:00Z', '2026-01-09T09:00:00Z'],
      ['2026-01-09T09:00:00Z', null],
    ]);
  });

  const other = journey([{ kind: 'wait', id: 'stay', for: { weeks: 1 } }], {
    id: 'other',
    nodes: [
      { kind: 'audience', id: 'in', audience: 'retail', next: 'stay' },
      { kind: 'wait', id: 'stay', for: { weeks: 1 } },
    ],
  });
  const add: JourneyNode = {
    kind: 'action',
    id: 'add',
    context: 'accounts',
    action: { type: 'addToJourney', journey: 'other' },
    next: 'bye',
  };
  const audiences = [
    ...(scenario().audiences ?? []),
    { id: 'retail', of: 'accounts' as const, condition: is('account', 'industry', 'Retail') },
  ];

  test('RT-15 A-06 add to journey does not look at the audience', async () => {
    const result = await play(
      scenario({ audiences, journeys: [other, journey([add, email('bye')])] }),
    );
    expect(way(result)).toBe('@01-05T09:00 start add bye (completed)');
    expect(way(result, 'other')).toBe('@01-05T09:00 in stay @01-12T09:00 (completed)');
  });

  test('RT-15 SC-46 a journey that is closed takes nobody, and the acting run goes on', async () => {
    const start: JourneyNode = { kind: 'wait', id: 'first', for: { days: 1 }, next: 'add' };
    const timeline = [{ at: '2026-01-06', close: 'other' }];
    const result = await play(
      scenario({ audiences, journeys: [other, journey([start, add, email('bye')])], timeline }),
    );
    expect(way(result)).toBe('@01-05T09:00 start first @01-06T09:00 add bye (completed)');
    expect(way(result, 'other')).toBe('never');
    expect(result.refusedEntries).toEqual([
      { at: '2026-01-06T09:00:00Z', journey: 'other', account: 'acme', reason: 'not_accepting' },
    ]);
  });

  test('RT-16 A-36 an account that is added to a scheduled journey enters when it starts', async () => {
    const later = { ...other, startDate: '2026-01-12' };
    const result = await play(
      scenario({ audiences, journeys: [later, journey([add, email('bye')])] }),
    );
    expect(way(result, 'other')).toBe('@01-12T00:00 in stay @01-19T00:00 (completed)');
  });

  test('RT-37 RT-60 removed by another journey, an account leaves at once', async () => {
    const remove: JourneyNode = {
      kind: 'action',
      id: 'out',
      context: 'accounts',
      action: { type: 'removeFromJourney', journey: 'nurture' },
    };
    const remover = journey(
      [{ kind: 'wait', id: 'first', for: { days: 2 }, next: 'out' }, remove],
      { id: 'remover' },
    );
    const result = await play(scenario({ journeys: [journey(LONG), remover] }));
    expect(way(result)).toBe('@01-05T09:00 start hello pause @01-07T09:00 (removed)');
    expect(way(result, 'remover')).toBe('@01-05T09:00 start first @01-07T09:00 out (completed)');
  });

  test('RT-36 an account list hands accounts over from one journey to the next', async () => {
    const lists = [{ id: 'warm', type: 'static', status: 'live' }] as const;
    const put: JourneyNode = {
      kind: 'action',
      id: 'put',
      context: 'accounts',
      action: { type: 'addToList', list: 'warm' },
    };
    const next = journey([], {
      id: 'next',
      nodes: [{ kind: 'audience', id: 'in', list: 'warm', next: 'bye' }, email('bye')],
    });
    const wait: JourneyNode = { kind: 'wait', id: 'pause', for: { days: 1 }, next: 'put' };
    const result = await play(scenario({ lists, journeys: [journey([wait, put]), next] }));
    expect(way(result, 'next')).toBe('@01-06T09:00 in bye (completed)');
    expect(result.lists).toEqual([{ id: 'warm', members: ['acme'] }]);
  });
});
