import { describe, expect, test } from 'vitest';
import type { RolesTemplate } from '../../src/buying-group/roles-template.ts';
import type { SolutionInterest } from '../../src/buying-group/solution-interest.ts';
import type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { GroupPart, GroupPartRef } from '../../src/engine/definitions/group-parts.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';
import type { World } from '../../src/testing/harness/world.ts';
import {
  account,
  b2bWorld,
  givenAcme,
  journey,
  large,
  memberOf,
  person,
  software,
} from './tenant.ts';
import type { B2b } from './tenant.ts';

const TEMPLATE: RolesTemplate = {
  id: 'b2b',
  name: 'B2B',
  status: 'live',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Practitioner', when: person('jobTitle').is('Engineer'), membersRequired: 2 },
  ],
};
const CLOUD: SolutionInterest = { id: 'cloud', name: 'Cloud', template: 'b2b' };
const STAGES: StageModel = {
  id: 'funnel',
  name: 'Funnel',
  status: 'live',
  stages: [
    { id: 'new', entry: true, to: ['won', 'lost'] },
    { id: 'won', destination: 'success' },
    { id: 'lost', destination: 'failure' },
  ],
};
const VP = person('jobTitle').is('VP');
const PEOPLE = { ann: { jobTitle: 'VP Sales' }, bob: { jobTitle: 'Engineer' } };

async function groupsOf(
  tenant: World<B2b>,
  id = 'acme',
): Promise<readonly (BuyingGroupRecord | undefined)[]> {
  return ((await tenant.engine.account(id))?.groups ?? []) as readonly BuyingGroupRecord[];
}

async function refusalOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason as { code: string; details: { issues?: { code: string }[] } },
  );
  return error && [error.code, ...(error.details.issues ?? []).map(({ code }) => code)];
}

describe('groups from parts', () => {
  test('BG-63 BG-113 an interest and its template make groups, which know their name and when they came', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([{ template: TEMPLATE }, { interest: CLOUD }]);
    await givenAcme(tenant, 'acme', PEOPLE);
    const at = tenant.clock.now();
    expect(await groupsOf(tenant)).toMatchObject([
      { definition: 'cloud', name: 'Cloud for acme', created: at, updated: at, job: null },
    ]);
    await tenant.when.after({ days: 1 });
    await tenant.given.account('acme', { name: 'Acme Inc' }, { ann: { jobTitle: 'VP Marketing' } });
    expect(await groupsOf(tenant)).toMatchObject([{ name: 'Cloud for acme', updated: at }]);
    await tenant.engine.define({ interest: { ...CLOUD, updateExisting: true } });
    await tenant.given.account('acme', {}, { bob: { jobTitle: 'Clerk' } });
    expect(await groupsOf(tenant)).toMatchObject([{ created: at, updated: tenant.clock.now() }]);
  });

  test('BG-70 BG-71 BG-72 BG-74 BG-75 a creation job makes groups, and also without members; members alone make none any more', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([
      large,
      software,
      { template: TEMPLATE },
      { interest: { ...CLOUD, accounts: account('phase').is('new') } },
      { job: { id: 'j1', interest: 'cloud', audience: 'large' } },
      { job: { id: 'j2', interest: 'cloud', audience: 'software' } },
    ]);
    await tenant.engine.ingest({
      accounts: [
        { id: 'big', attributes: { name: 'Big', employees: 5_000, industry: 'Software' } },
        { id: 'soft', attributes: { name: 'Soft', employees: 1, industry: 'Software' } },
        { id: 'new', attributes: { name: 'New', employees: 5_000, phase: 'new' } },
        { id: 'other', attributes: { name: 'Other' } },
        { id: 'blank', attributes: { name: ' ', employees: 5_000 } },
      ],
      people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
      relations: [{ account: 'other', person: 'ann' }],
    });
    const jobs = async (id: string): Promise<unknown> =>
      (await groupsOf(tenant, id)).map((group) => group?.job);
    expect(await jobs('big')).toEqual(['j1']);
    expect(await jobs('soft')).toEqual(['j2']);
    expect(await jobs('new')).toEqual([null]);
    expect(await jobs('other')).toEqual([]);
    expect(await jobs('blank')).toEqual([]);
    expect(await groupsOf(tenant, 'soft')).toMatchObject([{ name: 'Cloud for Soft', members: [] }]);
    expect(
      (await tenant.seen.facts('groupCreated')).map(({ account: id, job }) => [id, job]),
    ).toEqual(
      expect.arrayContaining([
        ['big', 'j1'],
        ['soft', 'j2'],
        ['new', null],
      ]),
    );
    await tenant.engine.ingest({ accounts: [{ id: 'other', attributes: { employees: 9_000 } }] });
    expect(await jobs('other')).toEqual(['j1']);
  });

  test('BG-11 BG-75 a group stays when the account leaves the audience and when the job is deleted', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([
      large,
      { template: TEMPLATE },
      { interest: CLOUD },
      { job: { id: 'j1', interest: 'cloud', audience: 'large' } },
    ]);
    await givenAcme(tenant, 'acme', PEOPLE);
    await tenant.engine.ingest({ accounts: [{ id: 'acme', attributes: { employees: 1 } }] });
    await tenant.engine.undefine({ job: 'j1' });
    expect(await groupsOf(tenant)).toMatchObject([{ definition: 'cloud', job: 'j1' }]);
  });

  test('BG-52 members required of a live template change, and completeness follows at once', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([{ template: TEMPLATE }, { interest: CLOUD }]);
    await givenAcme(tenant, 'acme', PEOPLE);
    expect(await groupsOf(tenant)).toMatchObject([{ completeness: 75 }]);
    const roles = [TEMPLATE.roles[0]!, { ...TEMPLATE.roles[1]!, membersRequired: 1 }];
    await tenant.engine.define({ template: { ...TEMPLATE, roles } });
    expect(await groupsOf(tenant)).toMatchObject([{ completeness: 100 }]);
    const one = { template: { ...TEMPLATE, roles: roles.slice(1) } };
    expect(await refusalOf(tenant.engine.define(one))).toEqual([
      'INVALID_DOCUMENT',
      'TEMPLATE_LIVE',
    ]);
  });

  test('BG-114 facts say who was in a group before, on whose word', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([
      { template: TEMPLATE },
      { interest: { ...CLOUD, updateExisting: true } },
    ]);
    await givenAcme(tenant, 'acme', PEOPLE);
    await tenant.engine.ingest({
      people: [{ id: 'ann', attributes: { jobTitle: 'Engineer' } }],
      relations: [{ account: 'acme', person: 'bob', removed: true }],
    });
    const facts = await tenant.seen.facts('member');
    expect(
      facts.map(({ person: id, role, previous, source, by }) => [id, previous, role, source, by]),
    ).toEqual([
      ['ann', null, 'Decision Maker', 'system', null],
      ['bob', null, 'Practitioner', 'system', null],
      ['bob', 'Practitioner', null, 'leftAccount', null],
      ['ann', 'Decision Maker', 'Practitioner', 'system', null],
    ]);
  });

  test('BG-128 everything that was defined is read back by type, frozen, and defined again changes nothing', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const first = BuyingGroup.define('alpha', { roles: [{ role: 'Other', when: VP }] });
    const persona = { name: 'Boss', attributes: [{ attribute: 'jobTitle', values: ['CEO'] }] };
    const category = {
      name: 'Cloud',
      status: 'approved',
      products: [{ name: 'Drive', keywords: ['disk'] }],
    } as const;
    const parts: readonly GroupPart[] = [
      { stages: STAGES },
      { template: TEMPLATE },
      { interest: CLOUD },
      { job: { id: 'job', interest: 'cloud', audience: 'large' } },
      { personas: [persona] },
      { roles: [{ name: 'Sponsor' }] },
      { taxonomy: [category] },
    ];
    await engine.define([software, large, first, ...parts]);
    const kept = await engine.definitions();
    expect(kept).toEqual({
      audiences: [large.document, software.document],
      lists: [],
      groups: [first.document],
      templates: [TEMPLATE],
      interests: [CLOUD],
      jobs: [{ id: 'job', interest: 'cloud', audience: 'large' }],
      stages: [STAGES],
      personas: [persona],
      roles: [{ name: 'Sponsor' }],
      taxonomy: [category],
      allGroups: [
        first.document,
        {
          id: 'cloud',
          name: 'Cloud',
          template: 'b2b',
          roles: TEMPLATE.roles,
          updateExisting: false,
        },
      ],
    });
    expect(Object.isFrozen(kept.templates[0]!.roles[0])).toBe(true);
    const before = await tenant.seen.everything();
    await engine.define([
      ...kept.audiences.map((each) => Audience.fromJSON(each)),
      ...kept.groups.map((each) => BuyingGroup.fromJSON(each)),
      ...kept.templates.map((template) => ({ template })),
      ...kept.interests.map((interest) => ({ interest })),
      ...kept.jobs.map((job) => ({ job })),
      { personas: kept.personas },
      { roles: kept.roles },
      { taxonomy: kept.taxonomy },
    ]);
    expect(await tenant.seen.everything()).toEqual(before);
  });

  test('EN-1 what was defined is there after the engine was opened again', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([{ stages: STAGES }, { template: TEMPLATE }, { interest: CLOUD }]);
    await tenant.reopen();
    await givenAcme(tenant, 'acme', PEOPLE);
    expect(await groupsOf(tenant)).toHaveLength(1);
  });
});

describe('BG-115 what stands against keeping a part', () => {
  const group = BuyingGroup.define('cloud', { roles: TEMPLATE.roles });
  const owners = Audience.accounts('owners', {
    kind: 'group',
    completeness: { operator: 'atLeast', values: [1] },
  });
  const draft = { ...TEMPLATE, status: 'draft' as const };
  const cases: readonly (readonly [
    string,
    readonly (GroupPart | Audience | BuyingGroup)[],
    string[],
  ])[] = [
    [
      'a template with a role that nobody has listed',
      [{ template: { ...TEMPLATE, roles: [{ role: 'Boss' }] } }],
      ['UNKNOWN_ROLE'],
    ],
    ['a template without roles', [{ template: { ...TEMPLATE, roles: [] } }], ['NO_ROLES']],
    ['an interest without template', [{ interest: CLOUD }], ['NOT_LIVE']],
    ['an interest with a draft', [{ template: draft }, { interest: CLOUD }], ['NOT_LIVE']],
    [
      'an interest with stages that are not there',
      [{ template: TEMPLATE }, { interest: { ...CLOUD, stageModel: 'x' } }],
      ['NOT_LIVE'],
    ],
    [
      'an interest with the id of a group',
      [{ template: TEMPLATE }, group, { interest: CLOUD }],
      ['NAME_DUPLICATE'],
    ],
    [
      'a wrong condition',
      [
        { template: TEMPLATE },
        { interest: { ...CLOUD, accounts: { kind: 'list', lists: ['x'], member: true } } },
      ],
      ['UNKNOWN_LIST'],
    ],
    [
      'a job for nothing',
      [{ job: { id: 'j', interest: 'x', audience: 'y' } }],
      ['UNKNOWN_GROUP', 'UNKNOWN_AUDIENCE'],
    ],
    [
      'a job for an audience that tests groups',
      [
        { template: TEMPLATE },
        { interest: CLOUD },
        owners,
        { job: { id: 'j', interest: 'cloud', audience: 'owners' } },
      ],
      ['TESTS_BUYING_GROUPS'],
    ],
    [
      'a dead end',
      [{ stages: { ...STAGES, stages: [{ id: 'new', entry: true }] } }],
      ['SUCCESS_STAGES', 'DEAD_END_STAGE'],
    ],
    [
      'two live stage models',
      [{ stages: STAGES }, { stages: { ...STAGES, id: 'other' } }],
      ['STAGE_MODEL_LIVE'],
    ],
    [
      'a group with stages that are not there',
      [BuyingGroup.define('g', { roles: TEMPLATE.roles, stageModel: 'x' })],
      ['NOT_LIVE'],
    ],
    [
      'a persona of an unknown attribute',
      [{ personas: [{ name: 'P', attributes: [{ attribute: 'x', values: ['y'] }] }] }],
      ['UNKNOWN_ATTRIBUTE'],
    ],
    ['a role of a default name', [{ roles: [{ name: 'champion' }] }], ['DUPLICATE_ROLE']],
    [
      'two pending categories',
      [
        {
          taxonomy: [
            { name: 'a', status: 'pending', products: [] },
            { name: 'b', status: 'pending', products: [] },
          ],
        },
      ],
      ['CATEGORY_PENDING'],
    ],
  ];
  test.each(cases)('BG-115 %s', async (_what, given, codes) => {
    await using tenant = await b2bWorld();
    const before = await tenant.seen.everything();
    const refusal = (await refusalOf(tenant.engine.define(given))) as string[];
    expect(refusal[0]).toBe('INVALID_DOCUMENT');
    for (const code of codes) expect(refusal).toContain(code);
    expect(await tenant.seen.everything()).toEqual(before);
  });

  test('BG-115 wrong JSON is refused with its path, and what is no definition', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const define = (given: unknown): Promise<unknown> => refusalOf(engine.define(given as never));
    expect(await define({ template: { id: 'x' } })).toContain('INVALID_DOCUMENT');
    expect(await define({ tempalte: TEMPLATE })).toEqual(['INVALID_INPUT']);
    expect(await define(null)).toEqual(['INVALID_INPUT']);
    expect(await define({ template: TEMPLATE, interest: CLOUD })).toEqual(['INVALID_INPUT']);
  });

  test('BG-51 BG-52 BG-57 a draft may have faults, and is published without', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const boss = { ...draft, roles: [{ role: 'Boss' }] };
    await engine.define({ template: boss });
    expect(await refusalOf(engine.define({ template: { ...boss, name: '' } }))).toContain(
      'INVALID_NAME',
    );
    expect(await refusalOf(engine.define({ template: { ...boss, status: 'live' } }))).toContain(
      'UNKNOWN_ROLE',
    );
    await engine.define([{ roles: [{ name: 'Boss' }] }, { template: { ...boss, status: 'live' } }]);
    expect(await refusalOf(engine.define({ template: boss }))).toContain('TEMPLATE_LIVE');
  });

  test('BG-83 BG-84 a stage model is drafted, published, and never changes', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const first = { ...STAGES, status: 'draft' as const, stages: [{ id: 'new', entry: true }] };
    await engine.define({ stages: first });
    expect(await refusalOf(engine.define({ stages: { ...first, stages: [] } }))).toContain(
      'STAGE_REMOVED',
    );
    expect(await refusalOf(engine.define({ stages: { ...STAGES, name: 'Other' } }))).toContain(
      'IMMUTABLE',
    );
    await engine.define({ stages: STAGES });
    await engine.define({ stages: STAGES });
    const more = { ...STAGES, stages: [...STAGES.stages, { id: 'x', entry: true, to: ['won'] }] };
    expect(await refusalOf(engine.define({ stages: more }))).toContain('STAGE_MODEL_LIVE');
  });

  test('BG-88 BG-127 a live stage model is replaced in one call; groups keep a stage that the new one has, too', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const second = { ...CLOUD, id: 'desk', name: 'Desk', stageModel: 'funnel' };
    await engine.define([
      { stages: STAGES },
      { template: TEMPLATE },
      { interest: { ...CLOUD, stageModel: 'funnel' } },
      { interest: second },
    ]);
    for (const id of ['acme', 'beta']) {
      await givenAcme(tenant, id, { [`${id}-ann`]: { jobTitle: 'VP Sales' } });
      await engine.groups.moveStage({ account: id, group: 'cloud', stage: 'new' });
    }
    await engine.groups.moveStage({ account: 'beta', group: 'cloud', stage: 'lost' });
    const next: StageModel = {
      id: 'path',
      name: 'Path',
      status: 'live',
      stages: [
        { id: 'new', entry: true, to: ['won'] },
        { id: 'won', destination: 'success' },
      ],
    };
    const moved = { interest: { ...CLOUD, stageModel: 'path' } };
    const change = [{ stages: next }, moved];
    const old = { undefine: [{ stages: 'funnel' }] };
    expect(await refusalOf(engine.define(change))).toContain('STAGE_MODEL_LIVE');
    expect(await refusalOf(engine.define(change, old))).toEqual(['NOT_ALLOWED', 'IN_USE']);
    await engine.define([...change, { interest: { ...second, stageModel: 'path' } }], old);
    const stageIn = async (id: string): Promise<unknown> => (await groupsOf(tenant, id))[0]?.stage;
    expect([await stageIn('acme'), await stageIn('beta')]).toEqual(['new', undefined]);
    const lost = async (): Promise<readonly object[]> =>
      (await tenant.seen.facts('stage')).filter(({ next: to }) => to === null);
    expect(await lost()).toMatchObject([
      { group: 'cloud', previous: 'lost', next: null, journey: null, reason: 'modelChanged' },
    ]);
    expect(await refusalOf(engine.undefine({ stages: 'funnel' }))).toEqual(['NOT_FOUND']);
    await engine.define([
      { interest: { ...CLOUD } },
      { interest: { ...second, stageModel: 'path' } },
    ]);
    expect(await stageIn('acme')).toBeUndefined();
    expect(await lost()).toContainEqual(
      expect.objectContaining({ previous: 'new', next: null, reason: 'modelChanged' }),
    );
  });

  test('BG-127 what goes and what comes in one call are no two things of the same id', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define({ stages: STAGES });
    const both = tenant.engine.define({ stages: STAGES }, { undefine: [{ stages: 'funnel' }] });
    expect(await refusalOf(both)).toEqual(['INVALID_INPUT']);
    const wrong = tenant.engine.define([], { undefine: { stages: 'funnel' } as never });
    expect(await refusalOf(wrong)).toEqual(['INVALID_INPUT']);
  });

  test('BG-61 BG-73 a template of an interest and a creation job never change', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const other = { ...TEMPLATE, id: 'other', name: 'Other' };
    const job = { id: 'j', interest: 'cloud', audience: 'large' };
    await engine.define([
      large,
      software,
      { template: TEMPLATE },
      { template: other },
      { interest: CLOUD },
      { job },
    ]);
    expect(await refusalOf(engine.define({ interest: { ...CLOUD, template: 'other' } }))).toContain(
      'IMMUTABLE',
    );
    expect(await refusalOf(engine.define({ job: { ...job, audience: 'software' } }))).toContain(
      'IMMUTABLE',
    );
  });
});

describe('BG-116 deleting', () => {
  async function tenantWithAll(): Promise<World<B2b>> {
    const tenant = await b2bWorld();
    await tenant.engine.define([
      large,
      { roles: [{ name: 'Boss' }, { name: 'Spare' }] },
      { stages: STAGES },
      { template: { ...TEMPLATE, roles: [...TEMPLATE.roles, { role: 'Boss' }] } },
      { template: { ...TEMPLATE, id: 'draft', name: 'Draft', status: 'draft' } },
      { interest: { ...CLOUD, stageModel: 'funnel' } },
      { job: { id: 'j', interest: 'cloud', audience: 'large' } },
      { personas: [] },
    ]);
    return tenant;
  }

  test.each<[string, GroupPartRef, string[]]>([
    ['a template in use', { template: 'b2b' }, ['NOT_ALLOWED', 'IN_USE']],
    ['an interest with a job', { interest: 'cloud' }, ['NOT_ALLOWED', 'IN_USE']],
    ['stages in use', { stages: 'funnel' }, ['NOT_ALLOWED', 'IN_USE']],
    ['roles in use', { roles: true }, ['NOT_ALLOWED', 'IN_USE']],
    ['what is not there', { template: 'x' }, ['NOT_FOUND']],
    ['a list that is not there', { taxonomy: true }, ['NOT_FOUND']],
    ['nothing', {} as never, ['INVALID_INPUT']],
    ['an audience', { audience: 'large' } as never, ['INVALID_INPUT']],
  ])('BG-54 BG-56 BG-62 BG-85 BG-116 %s is refused', async (_what, ref, refusal) => {
    await using tenant = await tenantWithAll();
    expect(await refusalOf(tenant.engine.undefine(ref))).toEqual(refusal);
  });

  test('BG-55 the roles on all cards, the default ones and the list are twenty in all', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    const cards = (from: number, count: number): { role: string }[] =>
      Array.from({ length: count }, (_, index) => ({ role: `Role ${from + index}` }));
    await engine.define(BuyingGroup.define('first', { roles: cards(0, 10) }));
    const second = (count: number): BuyingGroup =>
      BuyingGroup.define('second', {
        roles: [...cards(5, count), { role: 'Champion', when: person('jobTitle').is('VP') }],
      });
    const refused = ['INVALID_DOCUMENT', 'TOO_MANY_ROLES'];
    expect(await refusalOf(engine.define(second(10)))).toEqual(refused);
    await engine.define(second(9));
    expect(await refusalOf(engine.define({ roles: [{ name: 'Sponsor' }] }))).toEqual(refused);
    const template = { ...TEMPLATE, roles: [{ role: 'Sponsor' }] };
    expect(await refusalOf(engine.define({ template }))).toContain('TOO_MANY_ROLES');
    await engine.define([{ roles: [{ name: 'Role 3' }] }, { template: TEMPLATE }]);
  });

  test('BG-56 a role is taken off the list while nobody has it', async () => {
    await using tenant = await tenantWithAll();
    await tenant.engine.define({ roles: [{ name: 'Boss' }] });
    expect(await refusalOf(tenant.engine.define({ roles: [] }))).toEqual([
      'INVALID_DOCUMENT',
      'IN_USE',
    ]);
  });

  test('BG-62 BG-116 an interest that a journey names is not deleted', async () => {
    await using tenant = await b2bWorld();
    const { engine } = tenant;
    await engine.define([{ template: TEMPLATE }, { interest: CLOUD }]);
    const members = journey('j').splitPeople((paths) =>
      paths.when('Members', memberOf({ definitions: ['cloud'] }), (people) =>
        people.sendEmail('hello'),
      ),
    );
    await engine.publish(members);
    expect(await refusalOf(engine.undefine({ interest: 'cloud' }))).toEqual([
      'NOT_ALLOWED',
      'IN_USE',
    ]);
    await engine.abort('j');
    await engine.undefine({ interest: 'cloud' });
  });

  test('BG-116 what nothing uses goes, and groups stay as they are', async () => {
    await using tenant = await tenantWithAll();
    const { engine } = tenant;
    await givenAcme(tenant, 'acme', PEOPLE);
    await engine.undefine({ job: 'j' });
    await engine.undefine({ interest: 'cloud' });
    await engine.undefine({ stages: 'funnel' });
    await engine.undefine({ personas: true });
    await engine.undefine({ template: 'draft' });
    const left = await groupsOf(tenant);
    expect(left).toMatchObject([{ definition: 'cloud' }]);
    await engine.ingest({ people: [{ id: 'ann', attributes: { jobTitle: 'Clerk' } }] });
    expect(await groupsOf(tenant)).toEqual(left);
    await tenant.reopen();
    expect(await refusalOf(tenant.engine.undefine({ interest: 'cloud' }))).toEqual(['NOT_FOUND']);
  });
});
