import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { accountPage } from '../../src/dashboard/pages/account-page.ts';
import { groupPage } from '../../src/dashboard/pages/group-page.ts';
import { membersTable } from '../../src/dashboard/pages/members-table.ts';
import { personPage } from '../../src/dashboard/pages/person-page.ts';
import { readPageData } from '../../src/dashboard/pages/read-page-data.ts';
import { readSubject } from '../../src/dashboard/read-subject.ts';
import { summarize } from '../../src/dashboard/summarize.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { extractSummary } from '../../src/insights/summary-subject.ts';
import { b2b, b2bWorld, cloud, DAY, journey, person, START } from '../engine/tenant.ts';
import { LIFE } from './groups.ts';

const NAMES = {
  account: { name: 'name', industry: 'industry', region: null, status: 'phase' },
  person: { name: ['email'], email: 'email', jobTitle: 'jobTitle', status: null },
  opportunity: { closed: 'won' },
};

const data = BuyingGroup.define('data', {
  name: 'Data Platform',
  stageModel: 'life',
  roles: [{ role: 'Champion', when: person('jobTitle').isNotEmpty() }],
});

async function story() {
  const tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define([{ stages: LIFE }, cloud, data]);
  await engine.scoring.define({
    zone: 'UTC',
    models: [
      {
        ...presetModel(),
        activities: [{ activity: 'webVisit', band: 'Normal', label: 'Web visit' }],
      },
    ],
  });
  await engine.publish(
    journey('hello', { name: 'Hello' })
      .splitPeople((paths) =>
        paths.when('All', person('email').isNotEmpty(), (people) =>
          people.assignToGroup('cloud', { role: 'Practitioner' }),
        ),
      )
      .wait({ days: 2 }),
  );
  await tenant.given.account(
    'acme',
    { name: 'Acme', employees: 2_000 },
    {
      ann: { email: 'ann@acme.example', jobTitle: 'VP Sales' },
      bob: { email: 'bob@acme.example' },
    },
  );
  await engine.groups.moveStage({ account: 'acme', group: 'data', stage: 'aware' });
  await engine.ingest({
    events: [
      { id: 'v', type: 'webVisit', person: 'ann', at: START, fields: { page: 'a' } },
      { id: 'w', type: 'webVisit', person: 'ann', at: START + 90 * DAY, fields: { page: 'b' } },
    ],
  });
  await engine.advanceTo(START + 5 * DAY);
  return tenant;
}

test('BG-156 BG-151 BG-152 pages of what an engine has committed', async () => {
  await using tenant = await story();
  const { engine } = tenant;
  const read = await readPageData(engine, 'acme', { names: NAMES, catalogue: b2b });
  const { group, account, members } = groupPage(read, 'data');
  expect(group).toMatchObject({
    interest: { id: 'data', name: 'Data Platform' },
    stage: { id: 'aware', name: 'Aware' },
    members: 1,
    completeness: 100,
    engagement: 100,
  });
  expect(account.journeys).toEqual([
    { journey: 'hello', name: 'Hello', entered: START, left: START + 2 * DAY },
  ]);
  expect(members.others).toMatchObject([
    {
      name: 'ann@acme.example',
      role: 'Champion',
      engagement: 100,
      activities: [{ type: 'webVisit', label: 'Web visit', at: START }],
      otherGroups: [{ id: 'cloud', name: 'cloud for Acme' }],
    },
  ]);
  expect(membersTable(read, 'cloud').map((row) => [row.person, row.source, row.by])).toEqual([
    ['ann', 'journey', 'Hello'],
    ['bob', 'journey', 'Hello'],
  ]);
  expect(accountPage(read).coverage.rows.map((row) => [row.name, row.counts])).toEqual([
    ['cloud', [0, 2, null]],
    ['Data Platform', [null, null, 1]],
  ]);
  expect(personPage(read, 'ann')).toMatchObject({
    activities: [{ label: 'Web visit' }],
    groups: [
      { id: 'data', stage: 'Aware' },
      { id: 'cloud', stage: null },
    ],
    attributes: [{ label: 'Email' }, { label: 'Job title' }, {}, { value: null }],
  });
});

test('BG-151 BG-143 a model writes a summary of what the page was made of', async () => {
  await using tenant = await story();
  const { engine } = tenant;
  const { group } = groupPage(await readPageData(engine, 'acme', { names: NAMES }), 'data');
  const same = await readSubject(engine, { account: 'acme', group: 'data' }, { names: NAMES });
  expect(group.summary.subject).toEqual(same);
  expect(group.summary.text).toBe(extractSummary(same));
  expect(group.summary.text).toContain('It is in the stage Aware.');
  const ai = { summarize: ({ kind }: { readonly kind: string }) => `About a ${kind}.` };
  expect(await summarize(group.summary.subject, { ai })).toMatchObject({ text: 'About a group.' });
});

test('BG-156 an account that is not there, and one that nothing is defined for', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await expect(readPageData(engine, 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await engine.ingest({ accounts: [{ id: 'acme', attributes: {} }] });
  const read = await readPageData(engine, 'acme');
  expect(accountPage(read)).toMatchObject({
    account: { name: 'acme', journeys: [] },
    contacts: [],
  });
  await expect(readPageData(engine, 7 as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path: ['account'],
  });
});
