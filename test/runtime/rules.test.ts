import { describe, expect, test } from 'vitest';
import type { World } from '../../src/testing/harness/world.ts';
import {
  account,
  b2bWorld,
  cloud,
  COLLEAGUES,
  DAY,
  givenAcme,
  inList,
  journey,
  named,
  nurture,
  occurred,
  person,
  reachable,
  START,
  type B2b,
} from '../engine/tenant.ts';

const HOUR = 3_600_000;

/** Hours after the start at which e-mails came: `intro 0`. */
function mails(tenant: World<B2b>): readonly string[] {
  return tenant.email.received.map(({ what, at }) => `${what} ${(at - START) / HOUR}`);
}

describe('entry (reference 5.1, 5.3, 5.4, 5.7)', () => {
  test('RT-10 evaluation is continuous while the journey is live', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(nurture());
    await tenant.given.account('acme', { name: 'Acme', employees: 10 }, COLLEAGUES);
    expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 0 });
    await tenant.engine.ingest({ accounts: [{ id: 'acme', attributes: { employees: 1_000 } }] });
    expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 1 });
  });

  test('RT-10 RT-36 a list that another journey fills hands accounts over', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('second', { audience: named }),
      journey('first').wait({ days: 1 }).addToList('named'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 1 });
    expect(await tenant.engine.counts('second')).toMatchObject({ entered: 1 });
    // Being on it already makes it do nothing.
    expect(await tenant.seen.facts('list')).toHaveLength(1);
    await tenant.engine.changeList('named', { add: ['acme'] });
    expect(await tenant.seen.facts('list')).toHaveLength(1);
  });

  test.each([null, '', '  '])(
    'RT-11 an account with name %j enters neither by audience nor by action, until it is named',
    async (name) => {
      await using tenant = await b2bWorld();
      await tenant.given.journey(nurture());
      await tenant.given.account('acme', { name, employees: 2_000 });
      expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 0 });
      await tenant.engine.ingest({ accounts: [{ id: 'acme', attributes: { name: 'Acme' } }] });
      expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 1 });
    },
  );

  test('RT-12 RT-13 RT-15 at most once at a time, and without a policy once at all; a refusal leaves a fact and the acting run goes on', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('target'),
      journey('adds')
        .addToJourney('target')
        .wait({ days: 4 })
        .addToJourney('target')
        .sendEmail('goes on'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 4 });
    expect(
      (await tenant.seen.facts('refused')).map(({ at, reason }) => [(at - START) / DAY, reason]),
    ).toEqual([
      [0, 'already_inside'],
      [4, 'entry_limit'],
    ]);
    expect(mails(tenant).at(-1)).toBe('goes on 96');
  });

  test.each([
    ['end', { days: 1 }, [0, 50, 100]],
    ['start', { days: 1 }, [0, 26, 52]],
    ['end', { hours: 6 }, [0, 32, 64]],
  ] as const)(
    'RT-14 RT-17 re-entry %s after %j, up to the limit, at the boundary instant',
    async (from, delay, hours) => {
      await using tenant = await b2bWorld();
      await tenant.given.journey(
        journey('a', { reEntry: { from, delay, limit: 3 } }).wait({ hours: 26 }),
      );
      await givenAcme(tenant, 'acme', {});
      await tenant.when.after({ days: 30 });
      const entries = (await tenant.seen.facts('run')).filter((run) => run.from === null);
      expect(entries.map(({ at, entry }) => [entry, (at - START) / HOUR])).toEqual(
        hours.map((hour, index) => [index + 1, hour]),
      );
    },
  );

  test('RT-15 adding by action does not look at the audience', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('target', { audience: named }),
      journey('adds').addToJourney('target'),
    );
    await givenAcme(tenant);
    expect(await tenant.engine.counts('target')).toMatchObject({ entered: 1 });
  });

  test('RT-16 RT-37 in line for a scheduled journey, and out of it again (correction 51)', async () => {
    await using tenant = await b2bWorld();
    const later = nurture('later', { audience: named, starts: '2026-01-10' });
    await tenant.given.journey(
      later,
      journey('adds')
        .addToJourney('later')
        .wait({ days: 1 })
        .split((paths) =>
          paths
            .when('Retail', account('industry').is('Retail'), (path) =>
              path.removeFromJourney('later'),
            )
            .otherwise(),
        ),
    );
    await givenAcme(tenant);
    await tenant.given.account('beta', { name: 'Beta', employees: 2_000, industry: 'Retail' });
    expect(
      (await tenant.seen.facts('queued'))
        .map(({ account: id, waiting }) => `${id} ${waiting}`)
        .toSorted(),
    ).toEqual(['acme true', 'beta true']);
    await tenant.when.until('2026-01-11T00:00:00Z');
    expect(
      (await tenant.seen.facts('queued'))
        .filter(({ account: id }) => id === 'beta')
        .map(({ waiting }) => waiting),
    ).toEqual([true, false]);
    expect((await tenant.engine.explain({ journey: 'later', account: 'acme' })).runs).toHaveLength(
      1,
    );
    expect((await tenant.engine.explain({ journey: 'later', account: 'beta' })).runs).toHaveLength(
      0,
    );
  });

  test('RT-18 RT-60 leaving the audience ends the run only where the journey says so (correction 40)', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('stays', { audience: named }),
      nurture('leaves', { audience: named, exitOnAudienceLoss: true }),
    );
    await givenAcme(tenant);
    await tenant.engine.changeList('named', { add: ['acme'] });
    await tenant.engine.changeList('named', { remove: ['acme'] });
    expect((await tenant.engine.counts('leaves')).exits).toEqual({ audience_left: 1 });
    await tenant.when.after({ days: 4 });
    expect((await tenant.engine.counts('stays')).exits).toEqual({ completed: 1 });
    expect(mails(tenant).filter((mail) => mail.startsWith('reminder'))).toHaveLength(1);
  });
});

describe('passing nodes (reference 7.3, 7.4, 10)', () => {
  test.each([
    ['Software', 9, 'software'],
    ['Retail', 9_000, 'large'],
    ['Retail', 9, null],
  ] as const)(
    'RT-21 the first path that holds takes the account: %s with %i employees',
    async (industry, employees, path) => {
      await using tenant = await b2bWorld();
      await tenant.given.journey(
        journey('a', { audience: named }).split((paths) =>
          paths
            .when('Software', account('industry').is('Software'), (steps) =>
              steps.sendEmail('software'),
            )
            .when('Large', account('employees').atLeast(5), (steps) =>
              steps.split((inner) =>
                inner.when('Very', account('employees').atLeast(500), (very) =>
                  very.sendEmail('large'),
                ),
              ),
            ),
        ),
      );
      await tenant.given.account('acme', { name: 'Acme', industry, employees }, COLLEAGUES);
      await tenant.engine.changeList('named', { add: ['acme'] });
      await tenant.engine.settle();
      expect(tenant.email.received.map(({ what }) => what)).toEqual(path === null ? [] : [path]);
      expect((await tenant.engine.counts('a')).exits).toEqual(
        path === null ? { no_path_matched: 1 } : { completed: 1 },
      );
    },
  );

  test('RT-22 conditions see what this and other runs changed before', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').updateAccount({ phase: 'one' }),
      journey('b')
        .split((paths) =>
          paths
            .when('One', account('phase').is('one'), (path) => path.updateAccount({ phase: 'two' }))
            .otherwise(),
        )
        .split((paths) =>
          paths
            .when('Two', account('phase').is('two'), (path) => path.sendEmail('seen'))
            .otherwise(),
        ),
    );
    await givenAcme(tenant);
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['seen 0']);
  });

  test('RT-23 event history looks back from the entry, not from the split', async () => {
    await using tenant = await b2bWorld();
    await givenAcme(tenant);
    await tenant.when.event({ type: 'order', account: 'acme', fields: { total: 1 } });
    await tenant.when.after({ days: 2 });
    await tenant.given.journey(
      journey('a')
        .wait({ days: 5 })
        .split((paths) =>
          paths
            .when('Lately', occurred('order', { past: { days: 3 } }), (path) =>
              path.sendEmail('lately'),
            )
            .otherwise(),
        ),
    );
    await tenant.when.after({ days: 6 });
    expect(mails(tenant)).toHaveLength(1);
  });

  test('RT-24 RT-25 RT-30 everybody is decided before the first action; paths act in order; nobody there, nothing sent', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').splitPeople((paths) =>
        paths
          .when('No score', person('score').isEmpty(), (steps) =>
            steps.updatePeople({ score: 5 }).sendEmail('first'),
          )
          .when('Score', person('score').is(5), (steps) => steps.sendEmail('second'))
          .when('Never', person('score').is(99), (steps) => steps.sendEmail('never'))
          .otherwise((steps) => steps.sendEmail('others')),
      ),
    );
    await givenAcme(tenant, 'acme', {
      dan: reachable('dan', { score: 1 }),
      bob: reachable('bob'),
      cid: reachable('cid', { score: 5 }),
      ann: reachable('ann'),
    });
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual([
      'first to bob, ann of acme',
      'second to cid of acme',
      'others to dan of acme',
    ]);
    expect((await tenant.engine.counts('a')).exits).toEqual({ completed: 1 });
  });

  test('RT-27 RT-28 an end node ends the run; what meets in a merge goes on from it', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .split((paths) =>
          paths
            .when('Retail', account('industry').is('Retail'), (path) => path.end())
            .when('Large', account('employees').atLeast(4_000), (path) => path.sendEmail('large'))
            .otherwise((path) => path.wait({ days: 1 })),
        )
        .sendEmail('merged'),
    );
    await givenAcme(tenant, 'acme', { ann: reachable('ann') });
    await tenant.given.account(
      'beta',
      { name: 'Beta', employees: 1_000 },
      { bob: reachable('bob') },
    );
    await tenant.given.account(
      'core',
      { name: 'Core', employees: 1_000, industry: 'Retail' },
      { cid: reachable('cid') },
    );
    await tenant.when.after({ days: 1 });
    expect(mails(tenant)).toEqual(['large 0', 'merged 0', 'merged 24']);
    expect((await tenant.engine.counts('a')).exits).toEqual({ completed: 3 });
  });
});

describe('actions (reference 8, correction 49)', () => {
  test('RT-30 RT-39 more than 500 recipients are several effects', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(journey('a').sendEmail('news'));
    const people = Array.from({ length: 1_201 }, (_, index) => `p${index}`);
    await givenAcme(tenant, 'acme', Object.fromEntries(people.map((id) => [id, reachable(id)])));
    await tenant.engine.settle();
    expect(tenant.email.received.map(({ people: to }) => to!.length)).toEqual([500, 500, 201]);
    expect(tenant.email.received.flatMap(({ people: to }) => to)).toEqual(people);
  });

  test('RT-31 the run waits before a host action that nobody carries out, and goes on when somebody does', async () => {
    await using tenant = await b2bWorld({ without: ['createTask'] });
    await tenant.given.journey(
      journey('a').sendEmail('before').act('createTask', { subject: 'call' }).sendEmail('after'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 1 });
    expect(mails(tenant)).toEqual(['before 0']);
    expect((await tenant.engine.counts('a')).nodes['createTask-1']).toMatchObject({
      entered: 1,
      here: 1,
    });
    const { recordingChannel } = await import('../../src/testing/harness/recording-channel.ts');
    const tasks = recordingChannel();
    await tenant.reopen({ channels: { email: tenant.email, actions: { createTask: tasks } } });
    await tenant.when.event({ type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(tasks.received).toMatchObject([{ account: 'acme', people: null }]);
    expect(mails(tenant)).toEqual(['before 0', 'after 24']);
  });

  test('RT-32 an update of the account applies at once, causes one event when the value differs, and null clears', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('hears')
        .listen({ event: 'accountChanged', fields: { attribute: 'phase' }, minimum: 2 })
        .sendEmail('twice'),
      journey('writes')
        .updateAccount({ phase: 'a' })
        .updateAccount({ phase: 'a' })
        .updateAccount({ phase: null }),
    );
    await givenAcme(tenant);
    await tenant.engine.settle();
    expect(
      (await tenant.seen.facts('changed')).map(({ previous, next }) => [previous, next]),
    ).toEqual([
      [null, 'a'],
      ['a', null],
    ]);
    expect(mails(tenant)).toEqual(['twice 0']);
  });

  test('RT-33 RT-70 an update of people reaches every account of theirs, once', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.account(
      'beta',
      { name: 'Beta', employees: 1_500 },
      { ann: reachable('ann') },
    );
    await tenant.given.journey(
      journey('hears')
        .listen({ event: 'personChanged', fields: { attribute: 'score' } })
        .sendEmail('heard'),
      journey('writes', { audience: named }).updatePeople({ score: 8 }),
    );
    await givenAcme(tenant);
    await tenant.engine.changeList('named', { add: ['acme'] });
    await tenant.engine.settle();
    expect(tenant.seen.emails().toSorted()).toEqual([
      'heard to ann of beta',
      'heard to ann, bob of acme',
    ]);
    const { account: accounts } = (await tenant.seen.everything()).records;
    expect(accounts).toMatchObject({
      beta: { body: { people: [{ id: 'ann', attributes: { score: 8 } }] } },
    });
  });

  test('RT-34 setting unsubscribed sets the consent, clearing it clears the consent', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .updatePeople({ unsubscribed: true })
        .sendEmail('refused')
        .wait({ days: 1 })
        .updatePeople({ unsubscribed: false })
        .sendEmail('passes'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 1 });
    expect(mails(tenant)).toEqual(['passes 24']);
    expect((await tenant.seen.facts('settled'))[0]).toMatchObject({
      outcomes: [{ outcome: 'refused', reason: 'no_consent', people: ['ann', 'bob'] }],
    });
  });

  test('RT-35 interesting moments: one event for the account, one for each person, kept in their history', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('hears')
        .listen({ event: 'accountInterestingMoment', fields: { type: 'Milestone' } })
        .sendEmail('account'),
      journey('people')
        .listen({ event: 'interestingMoment', fields: { type: 'Web' } })
        .sendEmail('people'),
      journey('makes')
        .interestingMoment('Milestone', { description: 'signed' })
        .interestingMoment('Web', { context: 'people' }),
    );
    await givenAcme(tenant);
    await tenant.engine.settle();
    expect(mails(tenant).toSorted()).toEqual(['account 0', 'people 0']);
    const { person: people } = (await tenant.seen.everything()).records;
    for (const id of ['ann', 'bob'])
      expect(people![id]).toMatchObject({
        body: { events: [{ type: 'interestingMoment', fields: { source: 'journey:makes' } }] },
      });
  });

  test('RT-36 removing from a list that the account is not on does nothing', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').removeFromList(named).addToList(named).removeFromList(named),
    );
    await givenAcme(tenant);
    expect((await tenant.seen.facts('list')).map(({ member }) => member)).toEqual([true, false]);
  });

  test('RT-37 RT-60 removing ends the run of another journey, and of its own behind the node', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('other'),
      journey('self')
        .removeFromJourney('other')
        .sendEmail('still')
        .removeFromJourney('self')
        .sendEmail('never'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 5 });
    expect(mails(tenant).toSorted()).toEqual(['intro 0', 'still 0']);
    expect((await tenant.engine.counts('other')).exits).toEqual({ removed: 1 });
    expect((await tenant.engine.counts('self')).exits).toEqual({ removed: 1 });
  });
});

describe('waiting (reference 7.1, correction 38)', () => {
  const zone = 'America/Los_Angeles';
  test.each([
    ['a duration', { days: 3 }, '2026-01-08T09:00:00Z'],
    ['the default of five days', undefined, '2026-01-10T09:00:00Z'],
    ['an instant', { until: '2026-01-06T15:00:00Z' }, '2026-01-06T15:00:00Z'],
    ['an instant that has passed', { until: '2026-01-01T00:00:00Z' }, '2026-01-05T09:00:00Z'],
    [
      'the next midnight of a day without a duration',
      { mustEndOn: { days: ['monday'], zone } },
      '2026-01-12T08:00:00Z',
    ],
    ['the next time of day', { mustEndOn: { time: '01:00', zone } }, '2026-01-05T09:00:00Z'],
    [
      'the first such moment after a duration, inclusive',
      { days: 1, mustEndOn: { days: ['tuesday'], time: '01:00', zone } },
      '2026-01-06T09:00:00Z',
    ],
    ['a calendar month in UTC', { months: 1 }, '2026-02-05T09:00:00Z'],
    ['absolute hours', { hours: 30 }, '2026-01-06T15:00:00Z'],
  ] as const)('RT-40 RT-41 RT-42 RT-43 %s', async (_, length, until) => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .wait(length as never)
        .sendEmail('after'),
    );
    await givenAcme(tenant);
    const due = Date.parse(until);
    if (due > START) {
      await tenant.engine.advanceTo(due - 1);
      expect(mails(tenant)).toEqual([]);
    }
    await tenant.engine.advanceTo(Math.max(due, START));
    expect(tenant.email.received.map(({ at }) => at)).toEqual([Math.max(due, START)]);
  });
});

describe('listening (reference 7.2, 9, corrections 34 and 47)', () => {
  test('RT-51 RT-52 RT-58 the filter looks at the person who did it; one event wakes every run that hears it', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .listen('webVisit', { filter: person('jobTitle').startsWith('VP') })
        .sendEmail('leader'),
      journey('b').listen('webVisit').sendEmail('anyone'),
      journey('c').listen('webVisit').sendEmail('anyone too'),
    );
    await givenAcme(tenant, 'acme', {
      ann: reachable('ann', { jobTitle: 'VP' }),
      bob: reachable('bob'),
    });
    await tenant.when.event({ type: 'webVisit', person: 'bob' });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['anyone 0', 'anyone too 0']);
    await tenant.when.event({ type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['anyone 0', 'anyone too 0', 'leader 0']);
  });

  test.each([
    ['nodeEntry', []],
    ['journeyEntry', ['heard 24']],
  ] as const)(
    'RT-52 RT-55 since %s: what happened between entry and listener',
    async (since, expected) => {
      await using tenant = await b2bWorld();
      await tenant.given.journey(
        journey('a')
          .wait({ days: 1 })
          .listen('webVisit', { since, timeout: { days: 1 }, onTimeout: false })
          .sendEmail('heard'),
      );
      await givenAcme(tenant);
      await tenant.when.after({ hours: 5 });
      await tenant.when.event({ type: 'webVisit', person: 'ann' });
      await tenant.when.after({ days: 3 });
      expect(mails(tenant)).toEqual(expected);
      expect((await tenant.engine.counts('a')).exits).toEqual(
        since === 'nodeEntry' ? { timed_out: 1 } : { completed: 1 },
      );
    },
  );

  test('RT-53 the event that moved the run to a listener is not heard by it', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').listen('webVisit').sendEmail('first').listen('webVisit').sendEmail('second'),
    );
    await givenAcme(tenant);
    await tenant.when.event({ type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['first 0']);
    await tenant.when.event({ type: 'webVisit', person: 'bob' });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['first 0', 'second 0']);
  });

  test('RT-54 a minimum counts the events of one and the same person', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .listen({ event: 'webVisit', fields: { page: 'pricing' }, minimum: 2 })
        .sendEmail('twice'),
    );
    await givenAcme(tenant);
    for (const [who, page] of [
      ['ann', 'pricing'],
      ['bob', 'pricing'],
      ['ann', 'home'],
    ] as const)
      await tenant.when.event({ type: 'webVisit', person: who, fields: { page } });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual([]);
    await tenant.when.event({ type: 'webVisit', person: 'bob', fields: { page: 'pricing' } });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual(['twice 0']);
  });

  test('RT-56 RT-60 a timeout takes its path, or ends the run where there is none', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('path')
        .listen('webVisit', { timeout: { days: 2 }, onTimeout: (late) => late.sendEmail('late') })
        .sendEmail('both'),
      journey('none')
        .listen('webVisit', { timeout: { days: 2 }, onTimeout: false })
        .sendEmail('never'),
      journey('past').listen('webVisit', {
        timeout: { at: '2026-01-01T00:00:00Z' },
        onTimeout: (late) => late.sendEmail('at once'),
      }),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 3 });
    expect(mails(tenant)).toEqual(['at once 0', 'late 48', 'both 48']);
    expect((await tenant.engine.counts('none')).exits).toEqual({ timed_out: 1 });
  });

  test('RT-57 RT-74 an event from before the arrival wakes nothing, is noted as late, and is in the history at its place', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').wait({ days: 1 }).listen('webVisit').sendEmail('heard'),
    );
    await givenAcme(tenant);
    await tenant.when.after({ days: 2 });
    await tenant.when.event({ id: 'old', type: 'webVisit', person: 'ann', at: START });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual([]);
    expect(await tenant.seen.facts('late')).toMatchObject([
      { event: 'old', eventType: 'webVisit' },
    ]);
    await tenant.when.event({ id: 'older', type: 'webVisit', person: 'ann', at: START - DAY });
    const { person: people } = (await tenant.seen.everything()).records as {
      person: Record<string, { body: { events: { id: string }[] } }>;
    };
    expect(people['ann']!.body.events.map(({ id }) => id)).toEqual(['older', 'old']);
  });
});

describe('ending, people and accounts', () => {
  test('RT-61 RT-62 an order to leave goes before everything else that is pending', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(journey('a').wait({ days: 1 }).sendEmail('never'));
    await givenAcme(tenant);
    tenant.clock.set(START + DAY);
    await tenant.engine.abort('a');
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual([]);
    expect((await tenant.engine.counts('a')).exits).toEqual({ aborted: 1 });
  });

  test('RT-71 RT-72 an event of a person reaches each of the accounts, once', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').listen({ event: 'webVisit', minimum: 2 }).sendEmail('twice'),
    );
    for (const id of ['acme', 'beta']) await givenAcme(tenant, id, { ann: reachable('ann') });
    for (let time = 0; time < 3; time += 1)
      await tenant.when.event({ id: 'same', type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(mails(tenant)).toEqual([]);
    await tenant.when.event({ id: 'other', type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(tenant.seen.emails().toSorted()).toEqual([
      'twice to ann of acme',
      'twice to ann of beta',
    ]);
  });

  test('RT-73 who leaves gets nothing more and leaves the buying groups; who joins sees what colleagues see', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define(cloud);
    await tenant.given.journey(journey('a').sendEmail('one').wait({ days: 1 }).sendEmail('two'));
    await givenAcme(tenant, 'acme', {
      ann: reachable('ann', { jobTitle: 'VP' }),
      bob: reachable('bob'),
    });
    await tenant.engine.settle();
    await tenant.engine.ingest({
      people: [{ id: 'cid', attributes: reachable('cid') }],
      relations: [
        { account: 'acme', person: 'ann', removed: true },
        { account: 'acme', person: 'cid' },
      ],
    });
    await tenant.when.after({ days: 1 });
    expect(tenant.seen.emails()).toEqual(['one to ann, bob of acme', 'two to bob, cid of acme']);
    expect((await tenant.seen.facts('member')).map(({ person: id, role }) => [id, role])).toEqual([
      ['ann', 'Decision Maker'],
      ['ann', null],
    ]);
  });

  test('RT-22 lists in conditions follow at once', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define(named);
    await tenant.given.journey(
      journey('a')
        .wait({ days: 1 })
        .split((paths) =>
          paths
            .when('Named', inList('named'), (path) => path.sendEmail('named'))
            .otherwise((path) => path.sendEmail('not named')),
        ),
    );
    await givenAcme(tenant);
    await tenant.engine.changeList('named', { add: ['acme'] });
    await tenant.when.after({ days: 1 });
    expect(mails(tenant)).toEqual(['named 24']);
  });
});
