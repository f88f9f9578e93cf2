import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { hasErrors } from '../../src/kernel/issue.ts';
import type { JourneyPath } from '../../src/journey/builder.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { B2B, CONTEXT, DIRECTOR, LARGE, REFERENCES } from './world.ts';
import { build, journeys } from './random-journey.ts';

const start = Journey.forAccounts('j', { audience: { audience: 'enterprise' }, catalogue: B2B });

const LINK = { kind: 'attribute', entity: 'event', attribute: 'link' } as const;

/** Nodes behind the audience node. */
function nodes(journey: {
  readonly document: { readonly nodes: readonly JourneyNode[] };
}): readonly JourneyNode[] {
  return journey.document.nodes.slice(1);
}

/** `from -> to` of every edge with a target. */
function edges(journey: Journey<never> | Journey): readonly string[] {
  return journey.document.nodes.flatMap((node): string[] => {
    const next = 'next' in node && node.next !== undefined ? [`${node.id} -> ${node.next}`] : [];
    if (node.kind === 'listen' && node.timeout?.next !== undefined) {
      next.push(`${node.id} timeout -> ${node.timeout.next}`);
    }
    if (node.kind !== 'splitAccounts') return next;
    const ways = [...node.paths, ...(node.other ? [{ id: 'other', ...node.other }] : [])];
    return ways.map(({ id, next: to }) => `${node.id} ${id} -> ${to ?? 'End'}`);
  });
}

describe('steps', () => {
  test('JD-60 a step gives another journey; both are frozen', () => {
    const longer = start.wait({ days: 1 });
    expect(start.document.nodes).toHaveLength(1);
    expect(longer.document.nodes).toHaveLength(2);
    expect(Object.isFrozen(longer.document.nodes[1])).toBe(true);
    expect(nodes(start.sendEmail('a'))).toHaveLength(1);
  });

  test('JD-61 every step has a readable id, and may be given id and label', () => {
    const journey = start
      .sendEmail('intro')
      .sendEmail('again', { operational: true, id: 'again', label: 'Once more' })
      .interestingMoment('Web', { description: 'Came back' })
      .interestingMoment('Email', { context: 'people' })
      .updateAccount({ tier: 'gold' })
      .updatePeople({ jobTitle: null })
      .addToList('named')
      .removeFromList('named')
      .addToJourney('other')
      .removeFromJourney(start)
      .act('salesAlert', { offer: 'cloud' })
      .wait()
      .wait({ until: new Date('2026-06-01T00:00:00Z') })
      .wait({ days: 1, mustEndOn: { zone: 'UTC', time: '09:00' } })
      .wait({ mustEndOn: { zone: 'UTC' } })
      .end();
    expect(nodes(journey)).toMatchObject([
      { id: 'send-email-1', context: 'people', action: { type: 'sendEmail', email: 'intro' } },
      {
        id: 'again',
        label: 'Once more',
        action: { type: 'sendEmail', email: 'again', operational: true },
      },
      {
        id: 'interesting-moment-1',
        context: 'accounts',
        action: { moment: 'Web', description: 'Came back' },
      },
      { id: 'interesting-moment-2', context: 'people', action: { moment: 'Email' } },
      { id: 'update-account-1', context: 'accounts', action: { attribute: 'tier', value: 'gold' } },
      { id: 'update-people-1', context: 'people', action: { attribute: 'jobTitle', value: null } },
      { id: 'add-to-list-1', action: { type: 'addToList', list: 'named' } },
      { id: 'remove-from-list-1', action: { type: 'removeFromList', list: 'named' } },
      { id: 'add-to-journey-1', action: { type: 'addToJourney', journey: 'other' } },
      { id: 'remove-from-journey-1', action: { type: 'removeFromJourney', journey: 'j' } },
      {
        id: 'salesAlert-1',
        context: 'accounts',
        action: { name: 'salesAlert', input: { offer: 'cloud' } },
      },
      { id: 'wait-1' },
      { id: 'wait-2', until: '2026-06-01T00:00:00Z' },
      { id: 'wait-3', for: { days: 1 }, mustEndOn: { zone: 'UTC', time: '09:00' } },
      { id: 'wait-4', mustEndOn: { zone: 'UTC' } },
      { id: 'end-1', kind: 'end' },
    ]);
    expect(nodes(journey)[11]).not.toHaveProperty('for');
    expect(nodes(journey)[14]).not.toHaveProperty('for');
    expect(journey.issues(CONTEXT)).toEqual([]);
    expect(() => start.wait().wait({ days: 1 }, { id: 'wait-1' })).toThrow(/wait-1/);
    expect(
      nodes(start.wait({ days: 1 }, { id: 'wait-2' }).wait().wait()).map(({ id }) => id),
    ).toEqual(['wait-2', 'wait-1', 'wait-3']);
  });

  test('JD-61 ids of paths come from their labels', () => {
    const split = start.split((paths) =>
      paths
        .when('Large accounts!', LARGE)
        .when('Large accounts', LARGE)
        .when('???', LARGE)
        .when('Große Kunden', LARGE)
        .when('Named', LARGE, undefined, { id: 'n1' }),
    );
    const [node] = nodes(split);
    expect(node).toMatchObject({
      id: 'split-1',
      paths: [
        { id: 'large-accounts', label: 'Large accounts!' },
        { id: 'large-accounts-2' },
        { id: 'path-1', label: '???' },
        { id: 'große-kunden' },
        { id: 'n1', label: 'Named' },
      ],
    });
  });

  test('JD-62 open paths of a split meet in a merge before the next step', () => {
    const journey = start
      .split((paths) =>
        paths
          .when('A', LARGE, (a) => a.sendEmail('a'))
          .when('B', LARGE)
          .otherwise('Rest', (rest) => rest.wait()),
      )
      .sendEmail('all');
    expect(edges(journey as unknown as Journey)).toEqual([
      'audience -> split-1',
      'split-1 a -> send-email-1',
      'split-1 b -> merge-1',
      'split-1 other -> wait-1',
      'send-email-1 -> merge-1',
      'wait-1 -> merge-1',
      'merge-1 -> send-email-2',
    ]);
    expect(nodes(journey)[0]).toMatchObject({ other: { label: 'Rest' } });
  });

  test('JD-62 a single open path needs no merge, and nested splits meet in one', () => {
    const one = start.split((paths) => paths.when('A', LARGE)).wait();
    expect(edges(one as unknown as Journey)).toEqual([
      'audience -> split-1',
      'split-1 a -> wait-1',
    ]);
    const nested = start
      .split((paths) =>
        paths
          .when('A', LARGE, (a) => a.split((inner) => inner.when('C', LARGE).otherwise()))
          .otherwise(),
      )
      .wait();
    expect(nested.document.nodes.filter(({ kind }) => kind === 'merge')).toHaveLength(1);
  });

  test('JD-63 an end closes its path', () => {
    const journey = start
      .split((paths) => paths.when('A', LARGE, (a) => a.wait().end({ label: 'Done' })).otherwise())
      .sendEmail('rest');
    expect(edges(journey as unknown as Journey)).toEqual([
      'audience -> split-1',
      'split-1 a -> wait-1',
      'split-1 other -> send-email-1',
      'wait-1 -> end-1',
    ]);
    expect(() => start.end().wait()).toThrow(/every path has ended/);
    const closed = start.split((paths) => paths.when('A', LARGE, (a) => a.end()));
    expect(() => closed.wait()).toThrow(/every path has ended/);
  });

  test('JD-64 an event without constraint is listened for once', () => {
    const b2b = conditions(B2B);
    const where: Condition = { ...LINK, operator: 'contains', values: ['pricing'] };
    const journey = start.listen([
      'emailClicked',
      { event: 'emailOpened' },
      { event: 'emailClicked', minimum: 2 },
      { event: 'emailClicked', fields: { email: 'intro', mobile: [true, false] }, where },
      b2b.occurred('emailClicked'),
      b2b.occurred('emailClicked', { where, minimum: 3 }),
    ]);
    expect(nodes(journey)[0]).toMatchObject({
      id: 'listen-1',
      context: 'people',
      events: [
        { event: 'emailClicked', minimum: 1 },
        { event: 'emailOpened', minimum: 1 },
        { event: 'emailClicked', minimum: 2 },
        {
          event: 'emailClicked',
          where: {
            kind: 'all',
            of: [
              { entity: 'event', attribute: 'email', operator: 'is', values: ['intro'] },
              { entity: 'event', attribute: 'mobile', operator: 'is', values: [true, false] },
              where,
            ],
          },
        },
        { event: 'emailClicked', minimum: 1 },
        { event: 'emailClicked', where, minimum: 3 },
      ],
    });
    expect(journey.issues(CONTEXT)).toEqual([]);
    expect(() => start.listen(LARGE)).toThrow(/condition of kind attribute/);
    expect(() => start.listen(b2b.occurred('emailClicked', { past: { days: 1 } }))).toThrow(
      /to come/,
    );
  });

  test('JD-65 where a timeout leads', () => {
    const timeout = { days: 7 };
    const endless = start.listen('emailClicked').wait();
    expect(edges(endless as unknown as Journey)).toEqual([
      'audience -> listen-1',
      'listen-1 -> wait-1',
    ]);
    expect(nodes(endless)[0]).not.toHaveProperty('timeout');
    const empty = start.listen('emailClicked', { timeout }).wait();
    expect(edges(empty as unknown as Journey)).toEqual([
      'audience -> listen-1',
      'listen-1 -> merge-1',
      'listen-1 timeout -> merge-1',
      'merge-1 -> wait-1',
    ]);
    const late = start
      .listen('emailClicked', { timeout, onTimeout: (path) => path.sendEmail('late').end() })
      .wait();
    expect(edges(late as unknown as Journey)).toEqual([
      'audience -> listen-1',
      'listen-1 -> wait-1',
      'listen-1 timeout -> send-email-1',
      'send-email-1 -> end-1',
    ]);
    const over = start.listen('emailClicked', { timeout, onTimeout: false }).wait();
    expect(nodes(over)[0]).toMatchObject({ timeout: { after: timeout, path: false } });
    expect(edges(over as unknown as Journey)).toEqual([
      'audience -> listen-1',
      'listen-1 -> wait-1',
    ]);
    const dated = start.listen('emailClicked', { timeout: { at: '2026-06-01T00:00:00Z' } });
    expect(nodes(dated)[0]).toMatchObject({ timeout: { at: '2026-06-01T00:00:00Z' } });
    const friday = start.listen('emailClicked', { mustEndOn: { zone: 'UTC', days: ['friday'] } });
    expect(nodes(friday)[0]).toMatchObject({ timeout: { mustEndOn: { days: ['friday'] } } });
  });

  test('JD-66 an update of several attributes is one node each', () => {
    const journey = start.updateAccount(
      { tier: 'tin', renewal: new Date(0), employees: 5 },
      { id: 'first' },
    );
    expect(nodes(journey)).toMatchObject([
      { id: 'first', action: { attribute: 'tier', value: 'tin' } },
      { id: 'update-account-1', action: { attribute: 'renewal', value: '1970-01-01T00:00:00Z' } },
      { id: 'update-account-2', action: { attribute: 'employees', value: 5 } },
    ]);
    expect(journey.issues(CONTEXT)).toEqual([]);
    expect(() => start.updateAccount({})).toThrow(/no attribute/);
  });

  test('JD-61 and JD-66 the paths of a split by people', () => {
    const journey = start
      .splitPeople((paths) =>
        paths
          .when('Directors', DIRECTOR, (people) =>
            people
              .sendEmail('case')
              .updatePeople({ jobTitle: 'x', subscribed: true })
              .act('call', {}),
          )
          .otherwise('Others', (people) => people.sendEmail('news').interestingMoment('Web')),
      )
      .sendEmail('all');
    expect(nodes(journey)).toMatchObject([
      {
        id: 'split-people-1',
        next: 'send-email-3',
        paths: [
          {
            id: 'directors',
            actions: [
              { id: 'send-email-1' },
              { id: 'update-people-1' },
              { id: 'update-people-2' },
              { id: 'call-1', context: 'people' },
            ],
          },
        ],
        other: {
          label: 'Others',
          actions: [{ id: 'send-email-2' }, { id: 'interesting-moment-1' }],
        },
      },
      { id: 'send-email-3' },
    ]);
    expect(journey.issues(CONTEXT)).toEqual([]);
    const taken = { id: 'audience' };
    expect(() =>
      start.splitPeople((paths) =>
        paths.when('A', DIRECTOR, (people) => people.sendEmail('x', taken)),
      ),
    ).toThrow(/audience/);
  });

  test('JD-67 what steps build has no issues and compiles', () => {
    fc.assert(
      fc.property(journeys(), (journey) => {
        expect(journey.issues().filter(({ code }) => code !== 'AUDIENCE_MISSING')).toEqual([]);
        expect(hasErrors(journey.issues(CONTEXT))).toBe(false);
        const plan = compileJourney(journey.document, { catalogue: B2B, references: REFERENCES });
        expect(plan.campaigns.length).toBeGreaterThan(0);
      }),
    );
  });

  test('JD-61 the same calls give the same document', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 60 }), (numbers) => {
        expect(JSON.stringify(build(numbers))).toBe(JSON.stringify(build(numbers)));
      }),
    );
  });

  test('JD-68 a function that does not return its own steps is refused', () => {
    let outer: JourneyPath | undefined;
    const plain = Journey.forAccounts('j', { audience: { list: 'named' } });
    const nothing = (() => undefined) as unknown as (path: JourneyPath) => JourneyPath;
    expect(() => plain.split((paths) => paths.when('A', LARGE, nothing))).toThrow(/must return/);
    expect(() => plain.split(nothing as never)).toThrow(/must return/);
    expect(() => plain.splitPeople(nothing as never)).toThrow(/must return/);
    expect(() =>
      plain.split((paths) =>
        paths.when('A', LARGE, (a) => (outer = a)).when('B', LARGE, () => outer!.wait()),
      ),
    ).toThrow(/must return/);
  });

  test('JD-99 a split has one path for all others and one for failures', () => {
    const plain = Journey.forAccounts('j', { audience: { list: 'named' } });
    const isRefused = (build: () => unknown, method: string): void => {
      const message = expect.stringContaining(`Call ${method} once`) as unknown;
      expect(build).toThrow(expect.objectContaining({ code: 'NOT_ALLOWED', message }) as Error);
    };
    isRefused(() => plain.split((to) => to.otherwise().otherwise('Rest')), 'otherwise');
    isRefused(() => plain.splitPeople((to) => to.otherwise('Rest').otherwise()), 'otherwise');
    isRefused(
      () => plain.splitByService('rate', (to) => to.otherwise((path) => path.wait()).otherwise()),
      'otherwise',
    );
    isRefused(
      () => plain.splitPeopleByService('rate', (to) => to.otherwise().otherwise()),
      'otherwise',
    );
    isRefused(
      () => plain.splitPeopleByService('rate', (to) => to.onFailure().onFailure()),
      'onFailure',
    );
  });

  test('JD-69 the catalogue says whose an action and an event are', () => {
    expect(nodes(start.act('call', {}))[0]).toMatchObject({ context: 'people' });
    expect(nodes(start.listen('order'))[0]).toMatchObject({ context: 'accounts' });
    expect(nodes(start.listen('accountChanged'))[0]).toMatchObject({ context: 'accounts' });
    const plain = Journey.forAccounts('j', { audience: { list: 'named' } });
    expect(nodes(plain.listen('accountChanged'))[0]).toMatchObject({ context: 'accounts' });
    expect(nodes(plain.listen('unheardOf'))[0]).toMatchObject({ context: 'people' });
    expect(nodes(plain.listen('unheardOf', { context: 'accounts' }))[0]).toMatchObject({
      context: 'accounts',
    });
    expect(nodes(plain.act('call'))[0]).toMatchObject({ context: 'accounts' });
    expect(nodes(plain.act('call', {}, 'people'))[0]).toMatchObject({ context: 'people' });
  });
});

describe('journeys as values', () => {
  const enterprise = Audience.accounts('enterprise', LARGE);
  const keyAccounts = AccountList.static('key-accounts').publish();
  const cloud = BuyingGroup.define('cloud', { roles: [{ role: 'Decision Maker' }] });

  const nurture = Journey.forAccounts('nurture', {
    name: 'Nurture',
    description: 'To the handover',
    audience: enterprise,
    starts: new Date('2026-02-01T00:00:00Z'),
    ends: '2026-12-31',
    reEntry: { delay: { days: 30 } },
    exitOnAudienceLoss: true,
    endDateBehavior: 'drain',
  })
    .sendEmail('intro', { label: 'Introduce' })
    .listen('emailClicked', {
      timeout: { days: 7 },
      onTimeout: (late) => late.addToList(keyAccounts),
      members: { definitions: [cloud], roles: ['Decision Maker'] },
      filter: DIRECTOR,
      since: 'journeyEntry',
    })
    .splitPeople((paths) =>
      paths.when('Directors', DIRECTOR, (people) => people.sendEmail('case')).otherwise(),
    )
    .split((paths) => paths.when('Large', LARGE, (big) => big.wait({ days: 9 })).otherwise('Rest'))
    .addToList(keyAccounts);

  test('JD-70 definitions that are given as values travel along and resolve names', () => {
    expect(nurture.resources).toEqual([enterprise, cloud, keyAccounts]);
    expect(nurture.issues({ catalogue: B2B })).toEqual([]);
    expect(nurture.document.nodes[0]).toMatchObject({ kind: 'audience', audience: 'enterprise' });
    expect(nurture.document.nodes[2]).toMatchObject({
      members: { definitions: ['cloud'], roles: ['Decision Maker'] },
      filter: DIRECTOR,
      since: 'journeyEntry',
    });
    const directors = Audience.people('directors', DIRECTOR);
    const testing = Journey.forAccounts('t', { audience: keyAccounts }).splitPeople((paths) =>
      paths.when('Directors', { kind: 'audience', audience: 'directors', member: true }),
    );
    expect(testing.document.nodes[0]).toMatchObject({ list: 'key-accounts' });
    expect(testing.issues({ catalogue: B2B }).map(({ code }) => code)).toEqual([
      'UNKNOWN_AUDIENCE',
    ]);
    expect(testing.with(directors, directors).resources).toEqual([keyAccounts, directors]);
    expect(testing.with(directors).issues({ catalogue: B2B })).toEqual([]);
    const draft = AccountList.static('key-accounts');
    expect(
      testing
        .with(directors, draft)
        .issues({ catalogue: B2B })
        .map(({ code }) => code),
    ).toEqual(['AUDIENCE_NOT_LIVE']);
  });

  test('JD-71 without a context what needs no catalogue, with one everything', () => {
    const wrong = Journey.forAccounts('j', { audience: { audience: 'none' }, name: '' })
      .updateAccount({ shoeSize: 44 })
      .wait({ days: 0 });
    expect(wrong.issues().map(({ code }) => code)).toEqual(['NAME_REQUIRED', 'WAIT_DURATION']);
    expect(wrong.issues(CONTEXT).map(({ code }) => code)).toEqual([
      'NAME_REQUIRED',
      'UNKNOWN_AUDIENCE',
      'UNKNOWN_ATTRIBUTE',
      'WAIT_DURATION',
    ]);
  });

  test('JD-72 steps follow on a journey that was read', () => {
    const read = Journey.fromJSON(JSON.stringify(nurture));
    expect(read.sendEmail('more').document).toEqual(nurture.sendEmail('more').document);
    const ended = Journey.fromJSON(nurture.end().document);
    expect(() => ended.wait()).toThrow(/every path has ended/);
    fc.assert(
      fc.property(journeys(), (journey) => {
        const again = Journey.fromJSON(journey.document);
        expect(attempt(() => again.wait())).toEqual(attempt(() => journey.wait()));
      }),
    );
  });

  test('JD-73 a duplicate has everything but the id and the name', () => {
    const copy = nurture.duplicate('again');
    expect(copy.document).toEqual({ ...nurture.document, id: 'again', name: 'Nurture_copy' });
    expect(copy.resources).toEqual(nurture.resources);
    expect(nurture.duplicate('again', { name: 'Other' }).name).toBe('Other');
    const long = Journey.forAccounts('l', { name: 'x'.repeat(180), audience: enterprise });
    expect(long.duplicate('m').name).toBe(`${'x'.repeat(175)}_copy`);
  });

  test('JD-74 dates that are over are left out', () => {
    const at = (day: string): readonly (string | undefined)[] => {
      const { startDate, endDate } = nurture.duplicate('again', { now: Date.parse(day) }).document;
      return [startDate, endDate];
    };
    expect(at('2026-01-01')).toEqual(['2026-02-01T00:00:00Z', '2026-12-31']);
    expect(at('2026-03-01')).toEqual([undefined, '2026-12-31']);
    expect(at('2027-03-01')).toEqual([undefined, undefined]);
  });

  test('JD-75 a duplicate without details keeps kinds of nodes and paths', () => {
    const copy = nurture.duplicate('again', { details: false });
    expect(copy.resources).toEqual([]);
    expect(edges(copy)).toEqual(edges(nurture));
    expect(copy.document).toEqual({
      format: 1,
      type: 'account',
      id: 'again',
      name: 'Nurture_copy',
      nodes: [
        { kind: 'audience', id: 'audience', next: 'send-email-1' },
        { ...bare('send-email-1', 'people'), next: 'listen-1' },
        {
          kind: 'listen',
          id: 'listen-1',
          context: 'people',
          events: [],
          timeout: { next: 'add-to-list-1' },
          next: 'merge-1',
        },
        { ...bare('add-to-list-1', 'accounts'), next: 'merge-1' },
        { kind: 'merge', id: 'merge-1', next: 'split-people-1' },
        {
          kind: 'splitPeople',
          id: 'split-people-1',
          paths: [{ id: 'directors', actions: [bare('send-email-2', 'people')] }],
          other: { actions: [] },
          next: 'split-1',
        },
        {
          kind: 'splitAccounts',
          id: 'split-1',
          paths: [{ id: 'large', next: 'wait-1' }],
          other: { next: 'merge-2' },
        },
        { kind: 'wait', id: 'wait-1', for: { days: 5 }, next: 'merge-2' },
        { kind: 'merge', id: 'merge-2', next: 'add-to-list-2' },
        bare('add-to-list-2', 'accounts'),
      ],
    });
    expect(new Set(copy.issues().map(({ code }) => code))).toEqual(
      new Set(['AUDIENCE_MISSING', 'NODE_INCOMPLETE', 'FILTER_EMPTY']),
    );
  });
});

function bare(id: string, context: 'accounts' | 'people'): object {
  return { kind: 'action', id, context, action: { type: 'custom', name: '' } };
}

function attempt(run: () => Journey): unknown {
  try {
    return run().document;
  } catch (error) {
    return String(error);
  }
}
