import { describe, expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
import type { Journey } from '../../src/journey/journey.ts';
import type { Delivery } from '../../src/ports/channel.ts';
import { summarize } from '../../src/dashboard/summarize.ts';
import { extractSummary } from '../../src/insights/summary-subject.ts';
import type { EventView, PersonView } from '../../src/model/view.ts';
import { renderSalesAlert } from '../../src/render/index.ts';
import type { SalesAlert } from '../../src/insights/sales-alert.ts';
import { recentActivity } from '../../src/runtime/recent-activity.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { ALERT } from '../insights/alert.ts';
import { b2bWorld, DAY, givenAcme, journey, person, START } from './tenant.ts';
import type { B2b } from './tenant.ts';

const STAGES: StageModel = {
  id: 'funnel',
  name: 'Funnel',
  status: 'live',
  stages: [
    { id: 'new', name: 'Brand new', entry: true, to: ['hot', 'lost'] },
    { id: 'hot', to: ['won', 'hot'] },
    { id: 'won', destination: 'success' },
    { id: 'lost', destination: 'failure' },
  ],
};
const CLOUD = BuyingGroup.define('cloud', {
  name: 'Cloud',
  stageModel: 'funnel',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Practitioner', when: person('jobTitle').is('Engineer'), membersRequired: 2 },
    { role: 'Champion' },
  ],
});
const PEOPLE = {
  ann: { email: 'ann@acme.example', jobTitle: 'VP Sales' },
  bob: { email: 'bob@acme.example', jobTitle: 'Engineer' },
  cid: { email: 'cid@acme.example', jobTitle: 'Clerk' },
};

async function tenantWith(...journeys: readonly Journey<B2b>[]): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  await tenant.engine.define([{ stages: STAGES }, CLOUD]);
  await tenant.given.journey(...journeys);
  await givenAcme(tenant, 'acme', PEOPLE);
  return tenant;
}

async function cloudOf(tenant: World<B2b>, account = 'acme'): Promise<BuyingGroupRecord> {
  return (await tenant.engine.account(account))!.groups.find(
    ({ definition }) => definition === 'cloud',
  ) as BuyingGroupRecord;
}

async function emailsOf(tenant: World<B2b>): Promise<readonly string[]> {
  await tenant.engine.settle();
  return tenant.seen.emails();
}

function lineUp({ members }: BuyingGroupRecord): readonly string[] {
  return members.map(({ person: id, role, source, removed, by }) =>
    [id, removed ? 'out' : role, source, by ?? '-'].join(' '),
  );
}

describe('members', () => {
  test('BG-119 a role for everybody, and who decided', async () => {
    await using tenant = await tenantWith(
      journey('j').assignToGroup('cloud', { role: 'Champion' }).wait({ days: 1 }),
    );
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'ann Champion journey j',
      'bob Champion journey j',
      'cid Champion journey j',
    ]);
    expect((await tenant.seen.facts('member')).slice(2)).toMatchObject([
      { person: 'ann', role: 'Champion', previous: 'Decision Maker', source: 'journey', by: 'j' },
      { person: 'bob', role: 'Champion', previous: 'Practitioner', source: 'journey', by: 'j' },
      { person: 'cid', role: 'Champion', previous: null, source: 'journey', by: 'j' },
    ]);
    expect((await tenant.seen.facts('completeness')).map(({ next }) => next)).toEqual([
      50,
      100 / 3,
    ]);
  });

  test('BG-119 without a role each gets the first that fits, and who fits none stays out', async () => {
    await using tenant = await tenantWith(journey('j').assignToGroup('cloud').wait({ days: 1 }));
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'ann Decision Maker journey j',
      'bob Practitioner journey j',
    ]);
  });

  test('BG-120 removed people stay out, and nobody else is concerned', async () => {
    await using tenant = await tenantWith(
      journey('j').splitPeople((paths) =>
        paths.when('VPs and clerks', person('jobTitle').isNot('Engineer'), (people) =>
          people.removeFromGroup('cloud'),
        ),
      ),
    );
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'ann out journey j',
      'bob Practitioner system -',
    ]);
    expect((await cloudOf(tenant)).exclusions).toMatchObject([{ person: 'cid', by: 'j' }]);
    await tenant.engine.ingest({ people: [{ id: 'cid', attributes: { jobTitle: 'Engineer' } }] });
    expect(lineUp(await cloudOf(tenant))).toHaveLength(2);
  });

  test('BG-30 BG-31 BG-114 what a user decided stands, the journey goes on, and a fact tells of it', async () => {
    await using tenant = await tenantWith();
    const { engine } = tenant;
    await engine.groups.changeMembers({
      account: 'acme',
      group: 'cloud',
      assign: { cid: 'Champion' },
      remove: ['ann'],
      by: 'eve',
    });
    await tenant.given.journey(
      journey('j').assignToGroup('cloud', { role: 'Practitioner' }).sendEmail('after'),
    );
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'ann out manual eve',
      'bob Practitioner journey j',
      'cid Champion manual eve',
    ]);
    expect(await tenant.seen.facts('blocked')).toMatchObject([
      { group: 'cloud', person: 'ann', role: 'Practitioner', source: 'journey' },
      { group: 'cloud', person: 'cid', role: 'Practitioner', source: 'journey' },
    ]);
    expect(await emailsOf(tenant)).toEqual(['after to ann, bob, cid of acme']);
  });

  test('BG-119 BG-120 BG-117 BG-118 an account without the group goes on as it is', async () => {
    await using tenant = await tenantWith(
      journey('j')
        .assignToGroup('cloud', { role: 'Champion' })
        .removeFromGroup('cloud')
        .updateGroupStage('cloud', 'new')
        .updateGroupStatus('cloud', 'Aware')
        .sendSalesAlert('cloud', 'sales@example.com')
        .sendEmail('after'),
    );
    await givenAcme(tenant, 'empty', { dan: { email: 'dan@x.example' } });
    expect((await tenant.engine.account('empty'))!.groups).toEqual([]);
    expect(await emailsOf(tenant)).toContain('after to dan of empty');
    const rejected = await tenant.seen.facts('stageRejected');
    expect(rejected.filter(({ account }) => account === 'empty')).toMatchObject([
      { reason: 'noGroup' },
    ]);
  });

  test('BG-119 a role that the group has no more changes nothing', async () => {
    await using tenant = await tenantWith(
      journey('j')
        .wait({ days: 1 })
        .assignToGroup('cloud', { role: 'Champion' })
        .sendEmail('after'),
    );
    const { roles, ...rest } = CLOUD.document;
    await tenant.engine.define(BuyingGroup.define('cloud', { ...rest, roles: roles.slice(0, 2) }));
    await tenant.when.after({ days: 2 });
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'ann Decision Maker system -',
      'bob Practitioner system -',
    ]);
    expect(await emailsOf(tenant)).toHaveLength(1);
  });

  test('BG-25 BG-37 who leaves and joins again in one call starts afresh, whoever decided', async () => {
    await using tenant = await tenantWith();
    const { engine } = tenant;
    await engine.groups.changeMembers({
      account: 'acme',
      group: 'cloud',
      assign: { ann: 'Champion' },
      remove: ['cid'],
    });
    const relation = { account: 'acme', person: 'ann' };
    const other = { account: 'acme', person: 'cid' };
    await engine.ingest({
      relations: [{ ...relation, removed: true }, { ...other, removed: true }, relation, other],
    });
    expect(lineUp(await cloudOf(tenant))).toEqual([
      'bob Practitioner system -',
      'ann Decision Maker system -',
    ]);
    expect(await cloudOf(tenant)).not.toHaveProperty('exclusions');
    expect((await tenant.seen.facts('member')).slice(-2)).toMatchObject([
      { person: 'ann', role: null, previous: 'Champion', source: 'leftAccount', by: null },
      { person: 'ann', role: 'Decision Maker', previous: null, source: 'system' },
    ]);
  });

  test('RT-51 a listener hears that a group has lost a member who left the account', async () => {
    const options = { fields: { group: 'cloud' } };
    await using tenant = await tenantWith(
      journey('any')
        .listen({ event: 'removedFromGroup', ...options })
        .sendEmail('lost one'),
      journey('leader')
        .listen(
          { event: 'removedFromGroup', ...options },
          { filter: person('jobTitle').startsWith('VP') },
        )
        .sendEmail('lost the leader'),
    );
    const leave = (one: string) =>
      tenant.engine.ingest({ relations: [{ account: 'acme', person: one, removed: true }] });
    await leave('cid');
    expect(await emailsOf(tenant)).toEqual([]);
    await leave('bob');
    const exits = async (id: string) => (await tenant.engine.counts(id)).exits;
    expect([await exits('any'), await exits('leader')]).toEqual([{ completed: 1 }, {}]);
    await leave('ann');
    expect(await exits('leader')).toEqual({ completed: 1 });
  });
});

describe('stage and status', () => {
  test('BG-86 BG-87 BG-117 legal moves are made, and others are told and left', async () => {
    await using tenant = await tenantWith(
      journey('j')
        .updateGroupStage('cloud', 'hot')
        .updateGroupStage('cloud', 'new')
        .updateGroupStage('cloud', 'new')
        .updateGroupStage('cloud', 'won')
        .updateGroupStage('cloud', 'hot')
        .updateGroupStage('cloud', 'hot')
        .sendEmail('after'),
    );
    expect((await cloudOf(tenant)).stage).toBe('hot');
    expect(await tenant.seen.facts('stage')).toMatchObject([
      { group: 'cloud', previous: null, next: 'new', journey: 'j' },
      { group: 'cloud', previous: 'new', next: 'hot', journey: 'j' },
      { group: 'cloud', previous: 'hot', next: 'hot', journey: 'j' },
    ]);
    expect(
      (await tenant.seen.facts('stageRejected')).map(({ stage, reason }) => [stage, reason]),
    ).toEqual([
      ['hot', 'notAnEntry'],
      ['won', 'notAllowed'],
    ]);
    expect(await emailsOf(tenant)).toHaveLength(1);
  });

  test('BG-89 BG-118 a status is set, and the same one again is no change', async () => {
    await using tenant = await tenantWith(
      journey('j')
        .updateGroupStatus('cloud', 'Aware')
        .updateGroupStatus('cloud', 'Aware')
        .updateGroupStatus('cloud', 'Engaged'),
    );
    expect(await cloudOf(tenant)).toMatchObject({ status: 'Engaged' });
    expect(await tenant.seen.facts('status')).toMatchObject([
      { group: 'cloud', previous: null, next: 'Aware', journey: 'j' },
      { group: 'cloud', previous: 'Aware', next: 'Engaged', journey: 'j' },
    ]);
  });

  test('BG-125 listeners hear of them with what was before', async () => {
    const heard = (id: string, type: string, fields: Readonly<Record<string, string>>) =>
      journey(id)
        .listen({ event: type, fields: { group: 'cloud', ...fields } } as never)
        .sendEmail(id);
    await using tenant = await tenantWith(
      heard('new-stage', 'stageChanged', { newStage: 'new' }),
      heard('old-stage', 'stageChanged', { previousStage: 'new' }),
      heard('new-status', 'statusChanged', { newStatus: 'Aware' }),
      heard('old-status', 'statusChanged', { previousStatus: 'Aware' }),
    );
    const { groups } = tenant.engine;
    const of = { account: 'acme', group: 'cloud' };
    await groups.moveStage({ ...of, stage: 'new' });
    await groups.setStatus({ ...of, status: 'Aware' });
    expect((await emailsOf(tenant)).map((text) => text.split(' ')[0])).toEqual([
      'new-stage',
      'new-status',
    ]);
    await groups.moveStage({ ...of, stage: 'hot' });
    await groups.setStatus({ ...of, status: 'Engaged' });
    expect((await emailsOf(tenant)).map((text) => text.split(' ')[0]).slice(2)).toEqual([
      'old-stage',
      'old-status',
    ]);
  });

  test('BG-88 a group keeps a stage that another model has, too, and loses any other', async () => {
    await using tenant = await tenantWith();
    const { engine } = tenant;
    const of = { account: 'acme', group: 'cloud' };
    await engine.groups.moveStage({ ...of, stage: 'new' });
    const { stageModel: _gone, ...rest } = CLOUD.document;
    await engine.define(BuyingGroup.define('cloud', rest));
    expect(await cloudOf(tenant)).not.toHaveProperty('stage');
    expect((await tenant.seen.facts('stage')).at(-1)).toMatchObject({
      previous: 'new',
      next: null,
      journey: null,
    });
    await engine.undefine({ stages: 'funnel' });
    await engine.define([{ stages: { ...STAGES, id: 'second', name: 'Second' } }]);
    await engine.define(BuyingGroup.define('cloud', { ...rest, stageModel: 'second' }));
    await engine.groups.moveStage({ ...of, stage: 'new' });
    expect(await cloudOf(tenant)).toMatchObject({ stage: 'new' });
  });
});

describe('sales alerts', () => {
  const alerts: SalesAlert[] = [];
  const answer = ({ action }: Delivery): { outcome: 'sent' } => {
    if (action.type === 'sendSalesAlert') alerts.push(action.alert);
    return { outcome: 'sent' };
  };

  test('BG-121 RT-30 one effect on the e-mail channel, with everything that is known', async () => {
    alerts.length = 0;
    await using tenant = await b2bWorld({ answer });
    await tenant.engine.define([{ stages: STAGES }, CLOUD]);
    await givenAcme(tenant, 'acme', PEOPLE);
    const of = { account: 'acme', group: 'cloud' };
    await tenant.engine.groups.moveStage({ ...of, stage: 'new' });
    await tenant.engine.groups.setStatus({ ...of, status: 'Aware' });
    await tenant.when.event(
      { type: 'webVisit', person: 'ann', at: '2026-01-02T09:00:00Z', fields: { page: 'a' } },
      { type: 'emailClicked', person: 'ann', at: '2026-01-03T09:00:00Z', fields: { link: 'b' } },
      { type: 'emailOpened', person: 'ann', at: '2026-01-04T09:00:00Z', fields: {} },
      {
        type: 'interestingMoment',
        person: 'ann',
        at: '2026-01-01T09:00:00Z',
        fields: { type: 'Web', description: 'Pricing\nBcc: all' },
      } as never,
    );
    await tenant.given.journey(
      journey('j').sendSalesAlert('cloud', ['s@example.com', 't@example.com']),
    );
    await tenant.engine.settle();
    expect(alerts).toEqual([
      {
        name: 'Cloud for acme',
        accountName: 'acme',
        interest: 'Cloud',
        completeness: 50,
        engagement: null,
        stage: 'Brand new',
        status: 'Aware',
        missing: { empty: ['Champion'], short: ['Practitioner'] },
        topics: [],
        members: [
          {
            person: 'ann',
            role: 'Decision Maker',
            name: null,
            jobTitle: 'VP Sales',
            email: 'ann@acme.example',
            phone: null,
            engagement: null,
            moment: {
              at: Date.parse('2026-01-01T09:00:00Z'),
              type: 'Web',
              description: 'Pricing\nBcc: all',
            },
            activities: [
              { at: Date.parse('2026-01-04T09:00:00Z'), type: 'emailOpened' },
              { at: Date.parse('2026-01-03T09:00:00Z'), type: 'emailClicked' },
            ],
          },
          {
            person: 'bob',
            role: 'Practitioner',
            name: null,
            jobTitle: 'Engineer',
            email: 'bob@acme.example',
            phone: null,
            engagement: null,
            moment: null,
            activities: [],
          },
        ],
        recent: {
          since: START - 30 * DAY,
          people: 1,
          activities: [
            { type: 'emailClicked', count: 1 },
            { type: 'emailOpened', count: 1 },
            { type: 'webVisit', count: 1 },
          ],
          moments: [
            {
              at: Date.parse('2026-01-01T09:00:00Z'),
              person: 'ann',
              name: null,
              type: 'Web',
              description: 'Pricing\nBcc: all',
            },
          ],
        },
      },
    ]);
    expect(tenant.email.received.filter(({ type }) => type === 'sendSalesAlert')).toMatchObject([
      { what: 'cloud', people: null, account: 'acme' },
    ]);
    const { subject, text } = renderSalesAlert(alerts[0]!);
    expect(subject).toBe('Sales alert: Cloud for acme');
    expect(text).toBe(
      [
        'Cloud for acme',
        '',
        'Account: acme',
        'Solution interest: Cloud',
        'Completeness: 50 %',
        'Stage: Brand new',
        'Status: Aware',
        'Missing roles: Champion',
        'Roles with too few people: Practitioner',
        'Summary (30 days): 1 member was active in 30 days. There were 3 activities: ' +
          'emailClicked (1), emailOpened (1) and webVisit (1). ' +
          'Interesting moments: Web Pricing Bcc: all by ann on 2026-01-01.',
        '',
        'Decision Maker: ann, VP Sales',
        '  Last interesting moment: Web, Pricing Bcc: all (2026-01-01)',
        '  Latest activities: emailOpened (2026-01-04), emailClicked (2026-01-03)',
        '  E-mail: ann@acme.example',
        '',
        'Practitioner: bob, Engineer',
        '  E-mail: bob@acme.example',
      ].join('\n'),
    );
  });

  test('BG-121 what is dated later than now is not told', async () => {
    alerts.length = 0;
    await using tenant = await b2bWorld({ answer });
    await tenant.engine.define([{ stages: STAGES }, CLOUD]);
    await givenAcme(tenant, 'acme', PEOPLE);
    await tenant.when.event(
      { type: 'emailOpened', person: 'ann', at: '2026-01-01T09:00:00Z', fields: {} },
      { type: 'emailOpened', person: 'ann', at: '2029-01-04T09:00:00Z', fields: {} },
      {
        type: 'interestingMoment',
        person: 'ann',
        at: '2029-01-01T09:00:00Z',
        fields: { type: 'Web', description: 'Ahead' },
      } as never,
    );
    await tenant.given.journey(journey('j').sendSalesAlert('cloud', 's@example.com'));
    await tenant.engine.settle();
    const ann = alerts[0]!.members.find(({ person: id }) => id === 'ann');
    expect(ann).toMatchObject({
      moment: null,
      activities: [{ at: Date.parse('2026-01-01T09:00:00Z'), type: 'emailOpened' }],
    });
  });

  test('BG-158 what members did in 30 days is in the alert, and in words in its text', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const person = (id: string, events: readonly EventView[]): PersonView => {
      return { id, attributes: { firstName: id }, roles: [], since: 0, events, objects: {} };
    };
    const event = (type: string, days: number, fields: EventView['fields'] = {}): EventView => {
      return { id: `${type}${days}`, type, at: now - days * DAY, fields };
    };
    const moments = [6, 5, 4, 3, 2, 1].map((days) =>
      event('interestingMoment', days, { description: `Day ${days}` }),
    );
    const recent = recentActivity(
      [
        person('Ann', [
          event('webVisit', 30),
          event('webVisit', 29.9),
          event('emailOpened', 10),
          event('emailDelivered', 9),
          ...moments,
          event('webVisit', 0),
          event('webVisit', -1),
        ]),
        person('Bob', [event('emailSent', 3), event('emailBounced', 2)]),
        person('Cy', [event('interestingMoment', 3, { type: 'Milestone' })]),
      ],
      now,
    );
    expect(recent).toMatchObject({
      since: now - 30 * DAY,
      people: 2,
      activities: [
        { type: 'webVisit', count: 2 },
        { type: 'emailOpened', count: 1 },
      ],
    });
    expect(recent?.moments.map((one) => [one.name, one.description])).toEqual([
      ['Ann', 'Day 1'],
      ['Ann', 'Day 2'],
      ['Ann', 'Day 3'],
      ['Cy', ''],
      ['Ann', 'Day 4'],
    ]);
    expect(recentActivity([person('Ann', [event('emailSent', 1)])], now)).toBeNull();
    const alert = { ...ALERT, recent: recent! };
    expect(extractSummary({ kind: 'alert', facts: alert })).toBe(
      '2 members were active in 30 days. There were 3 activities: webVisit (2) and emailOpened (1). ' +
        'Interesting moments: Day 1 by Ann on 2026-02-28, Day 2 by Ann on 2026-02-27, ' +
        'Day 3 by Ann on 2026-02-26 and 2 more.',
    );
    const summaryIn = (...given: Parameters<typeof renderSalesAlert>): string | undefined =>
      /^Summary.*/mu.exec(renderSalesAlert(...given).text)?.[0];
    expect(summaryIn(alert)).toMatch(/^Summary \(30 days\): 2 members were active/);
    expect(summaryIn(alert, { summary: 'They\nlook' })).toBe('Summary (30 days): They look');
    expect(summaryIn(alert, { summary: ' ' })).toBeUndefined();
    // Alerts that were written before there was such a field.
    expect(summaryIn(ALERT)).toBeUndefined();
  });

  test('BG-158 a model writes about an alert, and the built-in summary stands in', async () => {
    const subject = { kind: 'alert', facts: ALERT } as const;
    const ai = { summarize: () => 'Ann is keen.' };
    expect(await summarize(subject, { ai })).toMatchObject({ text: 'Ann is keen.', by: 'ai' });
    const silent = { summarize: () => '' };
    expect(await summarize(subject, { ai: silent })).toMatchObject({
      text: '',
      by: 'builtIn',
      notice: { code: 'AI_EMPTY' },
    });
  });

  test('BG-121 four members at most, by role when nobody has a score', async () => {
    alerts.length = 0;
    await using tenant = await b2bWorld({ answer });
    await tenant.engine.define([{ stages: STAGES }, CLOUD]);
    const people = Object.fromEntries(
      ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => [id, { jobTitle: 'Engineer' }]),
    );
    await givenAcme(tenant, 'acme', { ...people, boss: { jobTitle: 'VP' } });
    await tenant.given.journey(journey('j').sendSalesAlert('cloud', 's@example.com'));
    await tenant.engine.settle();
    expect(alerts[0]!.members.map(({ person: id }) => id)).toEqual(['boss', 'p1', 'p2', 'p3']);
  });

  test('EN-21 without an e-mail channel the journey is not published', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([{ stages: STAGES }, CLOUD]);
    await tenant.reopen({ channels: {} });
    const publishing = tenant.engine.publish(journey('j').sendSalesAlert('cloud', 's@example.com'));
    await expect(publishing).rejects.toThrow(/CHANNEL_MISSING/);
  });
});
