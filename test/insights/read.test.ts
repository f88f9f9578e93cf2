import { expect, test } from 'vitest';
import { readInsights } from '../../src/dashboard/read-insights.ts';
import { readSubject } from '../../src/dashboard/read-subject.ts';
import { emailPerformance } from '../../src/insights/email-performance.ts';
import { extractSummary } from '../../src/insights/summary-subject.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { b2bWorld, cloud, DAY, journey, person, START } from '../engine/tenant.ts';

const NAMES = {
  account: { name: 'name', industry: 'industry', region: null, status: 'phase' },
  person: { name: ['email'], email: 'email', jobTitle: 'jobTitle', status: null },
  opportunity: { closed: 'won' },
};

const MODEL = {
  ...presetModel(),
  activities: [{ activity: 'webVisit', band: 'Normal' }],
};

/** Acme in a journey of two e-mails, which Ann opens; Bob is a colleague of hers in a second account, too. */
async function story() {
  const tenant = await b2bWorld({
    answer: ({ people }) => ({
      outcome: 'sent',
      events: (people ?? [])
        .filter((person) => person === 'ann')
        .map((person) => ({ person, type: 'emailOpened', after: 60_000 })),
    }),
  });
  const { engine } = tenant;
  await engine.define(cloud);
  await engine.publish(
    journey('nurture', { name: 'Nurture', description: 'Two mails.' })
      .sendEmail('intro', { id: 'first' })
      .wait({ days: 3 }, { id: 'pause', label: 'Three days' })
      .sendEmail('reminder', { id: 'second' }),
  );
  await engine.ingest({
    accounts: [
      { id: 'acme', attributes: { name: 'Acme', employees: 2_000, industry: 'Software' } },
      { id: 'beta', attributes: { name: 'Beta', employees: 3_000, phase: 'New' } },
      { id: 'idle', attributes: { name: 'Idle' } },
    ],
    people: [
      { id: 'ann', attributes: { email: 'ann@acme.example', jobTitle: 'VP Sales' } },
      { id: 'bob', attributes: { email: 'bob@acme.example', jobTitle: 'Engineer' } },
    ],
    relations: [
      { account: 'acme', person: 'ann' },
      { account: 'acme', person: 'bob' },
      { account: 'beta', person: 'ann' },
    ],
    opportunities: [
      { id: 'o1', account: 'acme', attributes: { amount: 5 } },
      { id: 'o2', account: 'acme', attributes: { won: true } },
    ],
    intent: [{ person: 'ann', signals: [{ signal: 'product', name: 'Disk', level: 'high' }] }],
  });
  await engine.advanceTo(START + DAY);
  return tenant;
}

test('BG-143 BG-130 groups, accounts and journeys, as they were committed', async () => {
  await using tenant = await story();
  const { facts, accounts, groups, journeys } = await readInsights(tenant.engine, { names: NAMES });
  expect(accounts).toEqual([
    {
      account: 'acme',
      name: 'Acme',
      industry: 'Software',
      region: null,
      status: null,
      people: [
        { person: 'ann', name: 'ann@acme.example', email: 'ann@acme.example', status: null },
        { person: 'bob', name: 'bob@acme.example', email: 'bob@acme.example', status: null },
      ],
    },
    expect.objectContaining({ account: 'beta', status: 'New' }),
  ]);
  expect(groups).toMatchObject([
    {
      account: 'acme',
      accountName: 'Acme',
      group: 'cloud',
      name: 'cloud for Acme',
      completeness: 100,
      stage: null,
      created: START,
      members: [
        { person: 'ann', role: 'Decision Maker', removed: false, jobTitle: 'VP Sales' },
        { person: 'bob', role: 'Practitioner', since: START },
      ],
    },
    { account: 'beta', completeness: 50 },
  ]);
  expect(facts.filter(({ type }) => type === 'member')).toMatchObject([
    { account: 'acme', group: 'cloud', person: 'ann', role: 'Decision Maker', at: START },
    { account: 'acme', person: 'bob' },
    { account: 'beta', person: 'ann' },
  ]);
  expect(journeys).toMatchObject([
    { journey: 'nurture', status: 'live', channels: ['email'], entered: 2, inFlight: 2 },
  ]);
  const some = await readInsights(tenant.engine, { accounts: ['beta', 'nowhere'], names: NAMES });
  expect(some.accounts.map(({ account }) => account)).toEqual(['beta']);
  expect(new Set(some.facts.map(({ account }) => account))).toEqual(new Set(['beta']));
});

test('BG-144 e-mails that were sent, and what came back, without the id of the e-mail in it', async () => {
  await using tenant = await story();
  const { emails } = await readInsights(tenant.engine);
  const count = (what: string): number => emails.filter((one) => one.what === what).length;
  // Ann got it in both accounts, and both of her copies hold the same events.
  expect([count('sent'), count('opened')]).toEqual([3, 2]);
  const { all, emails: rows } = emailPerformance(emails, {
    period: { from: START, to: START + DAY },
  });
  expect(rows.map(({ email }) => email)).toEqual(['intro']);
  expect(all.unique).toMatchObject({ sent: 2, delivered: 2, opened: 1 });
  expect(all.total).toMatchObject({ sent: 3, opened: 2 });
});

test('BG-171 where accounts are chosen, e-mails are those that were sent for them', async () => {
  await using tenant = await story();
  const sent = async (accounts: readonly string[]): Promise<readonly string[]> => {
    const { emails } = await readInsights(tenant.engine, { accounts });
    return emails.flatMap(({ what, person }) => (what === 'sent' ? [person] : [])).toSorted();
  };
  expect(await sent(['acme'])).toEqual(['ann', 'bob']);
  expect(await sent(['beta'])).toEqual(['ann']);
  expect(await sent(['idle', 'nowhere'])).toEqual([]);
});

test('BG-143 subjects of summaries', async () => {
  await using tenant = await story();
  const read = async (of: Parameters<typeof readSubject>[1]): Promise<string> =>
    extractSummary(
      await readSubject(tenant.engine, of, { names: NAMES, roles: cloud.document.roles }),
    );
  expect(await read({ account: 'acme' })).toBe(
    'Acme has 2 people and is in Software. There is 1 open opportunity. ' +
      'It has 1 buying group. Its latest journeys: Nurture.',
  );
  expect(await read({ account: 'acme', group: 'cloud' })).toBe(
    'cloud for Acme has 2 members. It is 100 % complete. Intent was seen for Disk (high).',
  );
  expect(await read({ account: 'acme', person: 'ann' })).toBe(
    'ann@acme.example is VP Sales at Acme. ' +
      'Roles in buying groups: Decision Maker of cloud for Acme. ' +
      'The last activity was emailOpened on 2026-01-05. Intent was seen for Disk (high).',
  );
  expect(await read({ journey: 'nurture' })).toContain(
    '2 accounts have entered, 2 are on the way. 0 % have completed it. ' +
      'Most wait at Three days (2). 3 e-mails were sent.',
  );
  for (const of of [
    { account: 'nowhere' },
    { account: 'acme', group: 'data' },
    { account: 'acme', person: 'cy' },
    { journey: 'none' },
  ])
    await expect(read(of)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('BG-143 the last three journeys, groups by engagement, and nothing that is dated ahead', async () => {
  await using tenant = await story();
  const { engine } = tenant;
  await engine.scoring.define({ zone: 'UTC', models: [MODEL] });
  await engine.define(
    BuyingGroup.define('data', {
      roles: [{ role: 'Champion', when: person('jobTitle').isNotEmpty() }],
    }),
  );
  await engine.groups.changeMembers({ account: 'acme', group: 'cloud', remove: ['bob'] });
  for (const id of ['second', 'third', 'fourth']) {
    await engine.advanceTo(engine.now() + DAY);
    await engine.publish(journey(id).wait({ days: 1 }));
  }
  const event = { type: 'webVisit', fields: { page: 'a' } } as const;
  await engine.ingest({
    events: [
      { ...event, id: 'now', person: 'bob', at: engine.now() },
      { ...event, id: 'ahead', person: 'bob', at: engine.now() + 400 * DAY },
    ],
  });
  const today = engine.now();
  await engine.advanceTo(today + DAY);
  const account = await readSubject(engine, { account: 'acme' }, { names: NAMES });
  expect(account).toMatchObject({ facts: { journeys: ['fourth', 'third', 'second'] } });
  const group = await readSubject(engine, { account: 'acme', group: 'cloud' }, { names: NAMES });
  expect(extractSummary(group)).toContain('Practitioner');
  const bob = await readSubject(engine, { account: 'acme', person: 'bob' }, { names: NAMES });
  expect(bob).toMatchObject({ facts: { lastActivity: { label: 'webVisit', at: today } } });
  await engine.groups.changeMembers({
    account: 'acme',
    group: 'cloud',
    assign: { ann: 'Practitioner' },
  });
  const ann = await readSubject(engine, { account: 'acme', person: 'ann' }, { names: NAMES });
  expect(ann).toMatchObject({
    facts: { groups: [{ role: 'Champion' }, { role: 'Practitioner' }] },
  });
});
