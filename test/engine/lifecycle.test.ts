import { describe, expect, test } from 'vitest';
import type { JourneyStatus } from '../../src/records/bodies.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2bWorld, givenAcme, named, nurture, type B2b } from './tenant.ts';

/** A world whose journey `nurture` has come to a status, with a run in flight where that is possible. */
async function worldWith(status: JourneyStatus): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  const { engine } = tenant;
  await givenAcme(tenant);
  if (status === 'draft') await engine.save(nurture());
  else
    await engine.publish(
      nurture('nurture', status === 'scheduled' ? { starts: '2026-02-01' } : {}),
    );
  if (status === 'closed') await engine.closeEntries('nurture');
  if (status === 'aborted') await engine.abort('nurture');
  if (status === 'finished') {
    await tenant.when.after({ days: 4 });
    await engine.closeEntries('nurture');
  }
  expect((await engine.journey('nurture')).status).toBe(status);
  return tenant;
}

const STATUSES: readonly JourneyStatus[] = [
  'draft',
  'scheduled',
  'live',
  'closed',
  'aborted',
  'finished',
];

/** What each verb makes of each status; `null`: refused. `undefined`: the journey is gone. */
const MOVES: Readonly<
  Record<
    string,
    {
      call: (tenant: World<B2b>) => Promise<unknown>;
      to: Partial<Record<JourneyStatus, JourneyStatus | 'gone'>>;
    }
  >
> = {
  publish: { call: ({ engine }) => engine.publish('nurture'), to: { draft: 'live' } },
  'publish a value': { call: ({ engine }) => engine.publish(nurture()), to: { draft: 'live' } },
  save: { call: ({ engine }) => engine.save(nurture().sendEmail('more')), to: { draft: 'draft' } },
  closeEntries: { call: ({ engine }) => engine.closeEntries('nurture'), to: { live: 'closed' } },
  abort: {
    call: ({ engine }) => engine.abort('nurture'),
    to: { scheduled: 'aborted', live: 'aborted', closed: 'aborted' },
  },
  delete: {
    call: ({ engine }) => engine.delete('nurture'),
    to: { draft: 'gone', aborted: 'gone', finished: 'gone' },
  },
  duplicate: {
    call: ({ engine }) => engine.duplicate('nurture', 'copy'),
    to: {
      draft: 'draft',
      scheduled: 'scheduled',
      live: 'live',
      closed: 'closed',
      aborted: 'aborted',
      finished: 'finished',
    },
  },
  setEndDate: {
    call: ({ engine }) => engine.setEndDate('nurture', '2026-12-31'),
    to: { draft: 'draft', scheduled: 'scheduled', live: 'live', closed: 'closed' },
  },
};

describe('EN-10 EN-11 EN-12 EN-13 what is possible in which status', () => {
  for (const [verb, { call, to }] of Object.entries(MOVES)) {
    test.each(STATUSES)(`EN-10 EN-11 EN-12 EN-13 ${verb} when %s`, async (status) => {
      await using tenant = await worldWith(status);
      const before = await tenant.seen.everything();
      const next = to[status];
      if (next === undefined) {
        await expect(call(tenant)).rejects.toMatchObject({
          code: 'NOT_ALLOWED',
          message: expect.stringContaining(status),
        });
        expect(await tenant.seen.everything()).toEqual(before);
      } else {
        await call(tenant);
        if (next === 'gone')
          await expect(tenant.engine.journey('nurture')).rejects.toMatchObject({
            code: 'NOT_FOUND',
          });
        else expect((await tenant.engine.journey('nurture')).status).toBe(next);
      }
    });
  }

  test('EN-11 the message says in which statuses it is possible', async () => {
    await using tenant = await worldWith('aborted');
    await expect(tenant.engine.abort('nurture')).rejects.toThrow(/scheduled or live or closed/);
    await expect(tenant.engine.abort('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('EN-12 a duplicate is a draft of its own with everything in it', async () => {
  await using tenant = await worldWith('live');
  const copy = await tenant.engine.duplicate('nurture', 'copy');
  expect(copy.document.nodes).toEqual(nurture().document.nodes);
  expect((await tenant.engine.journey('copy')).status).toBe('draft');
  await expect(tenant.engine.duplicate('nurture', 'copy')).rejects.toMatchObject({
    code: 'DUPLICATE_ID',
  });
});

test('EN-13 the end date of a journey under way must lie ahead, and takes the place of the old one', async () => {
  await using tenant = await worldWith('live');
  await expect(tenant.engine.setEndDate('nurture', '2026-01-05T09:00:00Z')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(tenant.engine.setEndDate('nurture', 'soon')).rejects.toMatchObject({
    code: 'INVALID_INSTANT',
  });
  await tenant.engine.setEndDate('nurture', '2026-01-06');
  await tenant.when.until('2026-01-07T00:00:00Z');
  expect(await tenant.engine.journey('nurture')).toMatchObject({
    status: 'finished',
    endAt: Date.parse('2026-01-06T00:00:00Z'),
  });
});

test('EN-14 after closing nobody enters, runs go on, and the journey finishes with its last run', async () => {
  await using tenant = await worldWith('closed');
  await givenAcme(tenant, 'beta', {});
  expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 1, inFlight: 1 });
  await tenant.when.after({ days: 4 });
  expect(tenant.seen.emails()).toContain('reminder to ann, bob of acme');
  expect((await tenant.engine.journey('nurture')).status).toBe('finished');
});

test('EN-14 a journey without runs finishes as it is closed, and when an event ends its last run', async () => {
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture('empty'), nurture('listening').listen('webVisit'));
  await tenant.engine.closeEntries('empty');
  expect((await tenant.engine.journey('empty')).status).toBe('finished');
  await givenAcme(tenant);
  await tenant.when.after({ days: 4 });
  await tenant.engine.closeEntries('listening');
  expect((await tenant.engine.journey('listening')).status).toBe('closed');
  await tenant.when.event({ type: 'webVisit', person: 'ann' });
  expect((await tenant.engine.journey('listening')).status).toBe('finished');
});

test.each([1, 2, 500])(
  'EN-15 aborting ends every run, lets nobody in and refuses what is not sent, in batches of %i',
  async (batchSize) => {
    await using tenant = await b2bWorld({ batchSize });
    // Of the first page of accounts few are concerned.
    for (const id of ['a', 'b', 'c', 'd'])
      await tenant.given.account(id, { name: id, employees: 1 });
    for (const id of ['x', 'y', 'z']) await givenAcme(tenant, id);
    await tenant.given.journey(nurture());
    await tenant.engine.abort('nurture');
    await givenAcme(tenant, 'late');
    await tenant.when.after({ days: 5 });
    expect(tenant.seen.emails()).toEqual([]);
    expect(await tenant.engine.counts('nurture')).toMatchObject({
      entered: 3,
      inFlight: 0,
      exits: { aborted: 3 },
    });
    const settled = await tenant.seen.facts('settled');
    expect(settled.flatMap(({ outcomes }) => outcomes)).toEqual(
      settled.map(() => ({
        outcome: 'refused',
        reason: 'journey_aborted',
        people: ['ann', 'bob'],
      })),
    );
    expect(settled).toHaveLength(3);
  },
);

test('EN-15 what was sent before the abort stays sent', async () => {
  await using tenant = await worldWith('live');
  await tenant.engine.settle();
  await tenant.engine.abort('nurture');
  await tenant.when.after({ days: 5 });
  expect(tenant.seen.emails()).toEqual(['intro to ann, bob of acme']);
});

test('EN-16 at the end date every run ends, unless the journey drains', async () => {
  await using tenant = await b2bWorld();
  const ends = '2026-01-07';
  await tenant.given.journey(
    nurture('exits', { ends }),
    nurture('drains', { ends, endDateBehavior: 'drain' }),
  );
  await givenAcme(tenant);
  await tenant.when.until('2026-01-07T00:00:00Z');
  expect(await tenant.engine.journey('exits')).toMatchObject({
    status: 'finished',
    finishedAt: Date.parse(ends),
  });
  expect((await tenant.engine.counts('exits')).exits).toEqual({ journey_ended: 1 });
  expect((await tenant.engine.journey('drains')).status).toBe('closed');
  await givenAcme(tenant, 'late');
  await tenant.when.after({ days: 9 });
  expect(await tenant.engine.counts('drains')).toMatchObject({
    entered: 1,
    exits: { completed: 1 },
  });
  expect((await tenant.engine.journey('drains')).status).toBe('finished');
});

test('EN-16 a closed journey ends at its end date like a live one', async () => {
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture('nurture', { ends: '2026-01-07' }));
  await givenAcme(tenant);
  await tenant.engine.closeEntries('nurture');
  await tenant.when.until('2026-01-08T00:00:00Z');
  expect((await tenant.engine.counts('nurture')).exits).toEqual({ journey_ended: 1 });
});

test('EN-17 a scheduled journey takes in its audience and those in line when it starts, not before', async () => {
  await using tenant = await b2bWorld();
  const starts = '2026-01-10T12:00:00Z';
  await tenant.given.journey(
    nurture('later', { starts, audience: named }),
    nurture('feeder').addToJourney('later'),
  );
  await givenAcme(tenant, 'in line');
  await givenAcme(tenant, 'listed', {});
  await tenant.engine.changeList('named', { add: ['listed'] });
  await tenant.when.until('2026-01-10T11:59:59Z');
  expect(await tenant.engine.counts('later')).toMatchObject({ entered: 0 });
  await tenant.when.until(starts);
  expect(await tenant.engine.journey('later')).toMatchObject({ status: 'live', runsInFlight: 2 });
});
