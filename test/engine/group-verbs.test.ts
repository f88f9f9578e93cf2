import { describe, expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { GroupVerbs, MembersChange } from '../../src/engine/group-verbs.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2b, b2bWorld, givenAcme, person, START } from './tenant.ts';
import type { B2b } from './tenant.ts';

const STAGES: StageModel = {
  id: 'funnel',
  name: 'Funnel',
  status: 'live',
  stages: [
    { id: 'new', entry: true, to: ['won'] },
    { id: 'won', destination: 'success' },
  ],
};
const CLOUD: Parameters<typeof BuyingGroup.define>[1] = {
  stageModel: 'funnel',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Champion' },
  ],
};
const PEOPLE = { ann: { jobTitle: 'VP' }, bob: { jobTitle: 'Engineer' }, cid: {} };
const OF = { account: 'acme', group: 'cloud' };

async function tenantOf(
  people: Readonly<Record<string, object>> = PEOPLE,
  options: Partial<typeof CLOUD> = {},
): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  const cloud = BuyingGroup.define('cloud', { ...CLOUD, ...options });
  await tenant.engine.define([{ stages: STAGES }, cloud]);
  await givenAcme(tenant, 'acme', people);
  return tenant;
}

async function groupOf({ engine }: World<B2b>): Promise<BuyingGroupRecord> {
  return (await engine.account('acme'))!.groups[0] as BuyingGroupRecord;
}

async function lineUp(tenant: World<B2b>): Promise<readonly string[]> {
  return (await groupOf(tenant)).members.map(({ person: id, role, source, removed, by = '-' }) =>
    [id, removed ? 'out' : role, source, by].join(' '),
  );
}

async function refusalOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => null,
    (error: { code: string; details: { reason?: string; issues?: { code: string }[] } }) => [
      error.code,
      ...(error.details.issues ?? []).map(({ code }) => code),
      ...(error.details.reason === undefined ? [] : [error.details.reason]),
    ],
  );
}

describe('members', () => {
  test('BG-37 a refusal names the places of the call that it is about', async () => {
    await using tenant = await tenantOf();
    const refused = tenant.engine.groups.changeMembers({
      ...OF,
      assign: { ann: 'Champion', bob: 'Nobody' },
      remove: ['cid', 'who'],
    });
    await expect(refused).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      path: ['assign', 'bob'],
      details: {
        issues: [
          { code: 'UNKNOWN_ROLE', path: ['assign', 'bob'] },
          { code: 'UNKNOWN_PERSON', path: ['remove', 1] },
        ],
      },
    });
  });

  test('BG-38 BG-122 assign, change a role, remove: one fact each, completeness once', async () => {
    await using tenant = await tenantOf();
    const { groups } = tenant.engine;
    const before = (await tenant.seen.facts('completeness')).length;
    await groups.changeMembers({
      ...OF,
      assign: { ann: 'Champion', bob: 'Decision Maker' },
      remove: ['cid'],
      by: 'eve',
    });
    expect(await lineUp(tenant)).toEqual([
      'ann Champion manual eve',
      'bob Decision Maker manual eve',
    ]);
    expect((await groupOf(tenant)).exclusions).toMatchObject([
      { person: 'cid', source: 'manual', by: 'eve' },
    ]);
    expect((await tenant.seen.facts('member')).slice(1)).toMatchObject([
      { person: 'ann', role: 'Champion', previous: 'Decision Maker', source: 'manual', by: 'eve' },
      { person: 'bob', role: 'Decision Maker', previous: null, source: 'manual', by: 'eve' },
    ]);
    expect((await tenant.seen.facts('completeness')).length).toBe(before + 1);
    await groups.changeMembers({ ...OF, remove: ['bob'] });
    expect(await lineUp(tenant)).toEqual(['ann Champion manual eve', 'bob out manual -']);
    await groups.changeMembers(OF);
  });

  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, {}]));
  test.each<[string, MembersChange, string[]]>([
    [
      'an unknown person',
      { ...OF, assign: { ann: 'Champion', dan: 'Champion' } },
      ['NOT_FOUND', 'UNKNOWN_PERSON'],
    ],
    [
      'an unknown role',
      { ...OF, assign: { ann: 'Champion', bob: 'champion' } },
      ['NOT_ALLOWED', 'UNKNOWN_ROLE'],
    ],
    [
      'a person twice',
      { ...OF, assign: { ann: 'Champion' }, remove: ['ann'] },
      ['INVALID_INPUT', 'DUPLICATE_PERSON'],
    ],
    ['51 people', { ...OF, remove: Object.keys(many) }, ['INVALID_INPUT', 'TOO_MANY']],
    ['an unknown account', { ...OF, account: 'x', remove: ['ann'] }, ['NOT_FOUND']],
    ['an unknown group', { ...OF, group: 'x', remove: ['ann'] }, ['NOT_FOUND']],
    ['an account without the group', { ...OF, account: 'bare', remove: ['ann'] }, ['NOT_FOUND']],
    ['a user without a name', { ...OF, remove: ['ann'], by: '' }, ['INVALID_INPUT']],
  ])('BG-37 BG-122 %s is refused, and nothing is changed', async (_what, change, refusal) => {
    await using tenant = await tenantOf({ ...PEOPLE, ...many });
    await tenant.given.account('bare', { name: 'Bare' });
    const before = await tenant.seen.everything();
    expect(await refusalOf(tenant.engine.groups.changeMembers(change))).toEqual(refusal);
    expect(await tenant.seen.everything()).toEqual(before);
  });

  test('BG-122 fifty people at once', async () => {
    await using tenant = await tenantOf({ ...PEOPLE, ...many });
    const assign = Object.fromEntries(
      Object.keys(many)
        .slice(0, 50)
        .map((id) => [id, 'Champion']),
    );
    await tenant.engine.groups.changeMembers({ ...OF, assign });
    expect(await lineUp(tenant)).toHaveLength(51);
  });

  test('BG-36 BG-123 a released person is decided on by the rule at once', async () => {
    await using tenant = await tenantOf();
    const { groups } = tenant.engine;
    await groups.changeMembers({ ...OF, assign: { bob: 'Champion' }, remove: ['ann', 'cid'] });
    await groups.releaseMembers({ ...OF, people: ['ann', 'bob', 'cid', 'dan'] });
    expect(await lineUp(tenant)).toEqual(['ann Decision Maker system -', 'bob out system -']);
    expect(await groupOf(tenant)).not.toHaveProperty('exclusions');
    expect(await refusalOf(groups.releaseMembers({ ...OF, group: 'x', people: [] }))).toEqual([
      'NOT_FOUND',
    ]);
    for (const [people, code] of [
      [['ann', 'bob', 'ann'], 'DUPLICATE_PERSON'],
      [Array.from({ length: 51 }, (_, index) => `p${index}`), 'TOO_MANY'],
    ] as const)
      expect(await refusalOf(groups.releaseMembers({ ...OF, people }))).toEqual([
        'INVALID_INPUT',
        code,
      ]);
  });

  test('BG-122 a user who cannot be named is refused, whatever it is', async () => {
    await using tenant = await tenantOf();
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const by of [5n, circle, '', 'x\n'])
      expect(
        await tenant.engine.groups
          .setStatus({ ...OF, status: 'Open', by: by as never })
          .catch((error: unknown) => error),
      ).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('BG-29 BG-123 a released person stays as it is in a group that is not kept up', async () => {
    await using tenant = await tenantOf(PEOPLE, { updateExisting: false });
    const { groups } = tenant.engine;
    await groups.changeMembers({ ...OF, assign: { bob: 'Champion' }, remove: ['ann', 'cid'] });
    await groups.releaseMembers({ ...OF, people: ['ann', 'bob', 'cid'] });
    const released = ['ann out system -', 'bob Champion system -'];
    expect(await lineUp(tenant)).toEqual(released);
    expect(await groupOf(tenant)).not.toHaveProperty('exclusions');
    await givenAcme(tenant, 'acme', { ann: { jobTitle: 'VP Finance' } });
    expect(await lineUp(tenant)).toEqual(released);
    await groups.changeMembers({ ...OF, assign: { ann: 'Decision Maker' } });
    expect(await lineUp(tenant)).toEqual(['ann Decision Maker manual -', 'bob Champion system -']);
  });

  const only = (name: string): object => ({ [name]: 'x' });
  type Wrong = [string, (groups: GroupVerbs) => Promise<void>, readonly unknown[]];
  const wrong: Wrong[] = [
    ...(
      [
        [{ assign: { ann: null } }, ['assign', 'ann']],
        [{ assign: { ann: undefined } }, ['assign', 'ann']],
        [{ assign: { ann: 5 } }, ['assign', 'ann']],
        [{ assign: new Map([['ann', 'Champion']]) }, ['assign']],
        [{ assign: ['ann'] }, ['assign']],
        [{ assign: null }, ['assign']],
        [{ remove: 'ann' }, ['remove']],
        [{ remove: ['ann', null] }, ['remove', 1]],
        [{ remvoe: ['ann'] }, ['remvoe']],
        [{ people: ['ann'] }, ['people']],
        [{ remove: ['ann'], by: 5 }, ['by']],
      ] as const
    ).map(([change, path]): Wrong => [
      `changeMembers ${Object.keys(change).join(' ')} ${path.join('/')}`,
      (groups) => groups.changeMembers({ ...OF, ...(change as object) }),
      path,
    ]),
    [
      'releaseMembers',
      (groups) => groups.releaseMembers({ ...OF, people: [1] as never }),
      ['people', 0],
    ],
    [
      'releaseMembers by',
      (groups) => groups.releaseMembers({ ...OF, people: [], ...only('by') }),
      ['by'],
    ],
    ['moveStage', (groups) => groups.moveStage({ ...OF, stage: 5 as never }), ['stage']],
    ['moveStage to', (groups) => groups.moveStage({ ...OF, stage: 'new', ...only('to') }), ['to']],
    ['setStatus', (groups) => groups.setStatus({ ...OF, status: null as never }), ['status']],
    [
      'setStatus state',
      (groups) => groups.setStatus({ ...OF, status: 'x', ...only('state') }),
      ['state'],
    ],
  ];
  test.each(wrong)('BG-126 %s is refused with its path', async (_what, call, path) => {
    await using tenant = await tenantOf();
    const before = await tenant.seen.everything();
    await expect(call(tenant.engine.groups)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
    });
    expect(await tenant.seen.everything()).toEqual(before);
  });

  test('BG-122 an account that stands still is refused', async () => {
    await using tenant = await b2bWorld({ limits: { inputsPerAdvance: 1 } as never });
    await tenant.engine.define([{ stages: STAGES }, BuyingGroup.define('cloud', CLOUD)]);
    await givenAcme(tenant, 'acme', PEOPLE);
    const key = { kind: 'quarantine', id: 'account\u001facme' } as const;
    const body = { subject: { kind: 'account', id: 'acme' }, reason: 'x', at: 0, inputs: [] };
    const record = { ...key, version: 1, due: null, body };
    await tenant.storage.commit('default', { operations: [{ op: 'put', record }], counters: [] });
    await tenant.reopen();
    const call = tenant.engine.groups.changeMembers({ ...OF, remove: ['ann'] });
    expect(await refusalOf(call)).toEqual(['NOT_ALLOWED']);
  });
});

describe('stage and status', () => {
  test('BG-86 BG-124 a legal move, one to where the group is, and others', async () => {
    await using tenant = await tenantOf();
    const { groups } = tenant.engine;
    const move = (stage: string): Promise<unknown> =>
      refusalOf(groups.moveStage({ ...OF, stage, by: 'eve' }));
    expect(await move('won')).toEqual(['NOT_ALLOWED', 'notAnEntry']);
    expect(await move('x')).toEqual(['NOT_ALLOWED', 'unknownStage']);
    expect(await move('new')).toBeNull();
    expect(await move('new')).toBeNull();
    expect(await move('won')).toBeNull();
    expect(await move('new')).toEqual(['NOT_ALLOWED', 'notAllowed']);
    expect(await tenant.seen.facts('stage')).toMatchObject([
      { previous: null, next: 'new', journey: null, by: 'eve' },
      { previous: 'new', next: 'won', journey: null, by: 'eve' },
    ]);
    const refused = { group: 'cloud', journey: null, by: 'eve' };
    expect(await tenant.seen.facts('stageRejected')).toMatchObject([
      { ...refused, stage: 'won', reason: 'notAnEntry' },
      { ...refused, stage: 'x', reason: 'unknownStage' },
      { ...refused, stage: 'new', reason: 'notAllowed' },
    ]);
  });

  test('BG-89 BG-124 a status of 1 to 50 characters', async () => {
    await using tenant = await tenantOf();
    const { groups } = tenant.engine;
    const mark = (status: string): Promise<unknown> =>
      refusalOf(groups.setStatus({ ...OF, status }));
    expect(await mark(' ')).toEqual(['INVALID_INPUT', 'INVALID_STATUS']);
    expect(await mark('s'.repeat(51))).toEqual(['INVALID_INPUT', 'INVALID_STATUS']);
    expect(await mark('Qualified')).toBeNull();
    expect(await mark('Qualified')).toBeNull();
    expect(await groupOf(tenant)).toMatchObject({ status: 'Qualified' });
    expect(await tenant.seen.facts('status')).toHaveLength(1);
  });
});

test('BG-122 several engines: each sees what the other has decided', async () => {
  const storage = memoryStorage();
  const clock = { now: () => START };
  const open = (name: string): Promise<Engine<B2b>> =>
    Engine.open<B2b>({ catalogue: b2b, storage, clock, channels: {}, name });
  await using first = await open('first');
  await using second = await open('second');
  await first.define([{ stages: STAGES }, BuyingGroup.define('cloud', CLOUD)]);
  await first.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
    people: Object.entries(PEOPLE).map(([id, attributes]) => ({ id, attributes })),
    relations: Object.keys(PEOPLE).map((id) => ({ account: 'acme', person: id })),
  });
  const assign = ({ groups }: Engine<B2b>, id: string): Promise<void> =>
    groups.changeMembers({ ...OF, assign: { [id]: 'Champion' } });
  await Promise.all([assign(first, 'ann'), assign(second, 'bob'), assign(first, 'cid')]);
  const moves = await Promise.allSettled(
    [first, second].map(({ groups }) => groups.moveStage({ ...OF, stage: 'new' })),
  );
  expect(moves.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  const [group] = (await second.account('acme'))!.groups;
  expect(group).toMatchObject({ stage: 'new' });
  expect(group!.members.map((one) => `${one.person} ${one.role} ${one.source}`).toSorted()).toEqual(
    ['ann Champion manual', 'bob Champion manual', 'cid Champion manual'],
  );
});
