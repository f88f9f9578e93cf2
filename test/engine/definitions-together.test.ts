import { describe, expect, test } from 'vitest';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Defined } from '../../src/engine/definitions/definitions.ts';
import { definitionId } from '../../src/engine/registry.ts';
import type { DefinitionBody } from '../../src/records/bodies.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { account, b2b, b2bWorld, givenAcme, inAudience, person } from './tenant.ts';
import type { B2b } from './tenant.ts';

const VP = person('jobTitle').startsWith('VP');
const NAMED = account('name').isNotEmpty();
const NO_PART = { kind: 'any', of: [NAMED] } as Condition;

function template(when: Condition = VP): Defined {
  return { template: { id: 'q', name: 'Q', status: 'live', roles: [{ role: 'Other', when }] } };
}

function interest(accounts?: Condition): Defined {
  return { interest: { id: 'q', name: 'Q', template: 'q', ...(accounts && { accounts }) } };
}

const memberOfQ: Condition = { kind: 'member', member: true, definitions: ['q'] };
const groupQ: Condition = { kind: 'group', definitions: ['q'] };
const JOB: Defined = { job: { id: 'j', interest: 'q', audience: 'x' } };
const X = Audience.accounts('x', NAMED);
const PEOPLE_X = Audience.people('x', VP);

interface Case {
  readonly kept: readonly Defined[];
  readonly change: Defined | readonly Defined[];
  /** Path of the fault. */
  readonly path: readonly (string | number)[];
  readonly code: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'a job names the audience, which becomes one of people': {
    kept: [X, template(), interest(), JOB],
    change: PEOPLE_X,
    path: ['job', 'j', 'audience'],
    code: 'UNKNOWN_AUDIENCE',
  },
  'another audience names it': {
    kept: [X, Audience.accounts('y', inAudience('x'))],
    change: PEOPLE_X,
    path: ['audience', 'y', 'condition', 'audience'],
    code: 'WRONG_SCOPE',
  },
  'a list names it': {
    kept: [X, AccountList.dynamic('l', inAudience('x')).publish()],
    change: PEOPLE_X,
    path: ['list', 'l', 'condition', 'audience'],
    code: 'WRONG_SCOPE',
  },
  'the accounts of an interest are in it': {
    kept: [X, template(), interest(inAudience('x'))],
    change: PEOPLE_X,
    path: ['interest', 'q', 'accounts', 'audience'],
    code: 'WRONG_SCOPE',
  },
  'a card names people who become members of the group': {
    kept: [Audience.people('p', VP), template(inAudience('p')), interest()],
    change: Audience.people('p', memberOfQ),
    path: ['template', 'q', 'roles', 0, 'when'],
    code: 'TESTS_BUYING_GROUPS',
  },
  'a card names people by way of another audience': {
    kept: [
      Audience.people('p', VP),
      Audience.people('r', inAudience('p')),
      template(inAudience('r')),
      interest(),
    ],
    change: Audience.people('p', memberOfQ),
    path: ['template', 'q', 'roles', 0, 'when'],
    code: 'TESTS_BUYING_GROUPS',
  },
  'the audience of a job tests the group of the job': {
    kept: [X, template(), interest(), JOB],
    change: [Audience.accounts('y', groupQ), Audience.accounts('x', inAudience('y'))],
    path: ['job', 'j', 'audience'],
    code: 'TESTS_BUYING_GROUPS',
  },
};

async function faultsOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) =>
      reason as { code: string; message: string; details: { issues?: readonly object[] } },
  );
  return error && { code: error.code, issues: error.details.issues };
}

/** Everything goes on, here and in an engine that opens later. */
async function goesOn(tenant: World<B2b>): Promise<void> {
  await givenAcme(tenant, 'beta', { bea: { jobTitle: 'VP Sales' } });
  await tenant.when.after({ days: 1 });
  await tenant.reopen();
  await givenAcme(tenant, 'gamma', { gus: { jobTitle: 'VP Sales' } });
}

describe('EN-9 a change that what is kept does not bear', () => {
  test.each(Object.entries(CASES))('EN-9 is refused: %s', async (_what, each) => {
    const { kept, change, path, code } = each;
    await using tenant = await b2bWorld();
    await tenant.engine.define(kept);
    await givenAcme(tenant);
    const before = await allOf(tenant.storage, 'default', 'definition');
    expect(await faultsOf(tenant.engine.define(change))).toMatchObject({
      code: 'INVALID_DOCUMENT',
      issues: [{ path, code, severity: 'error' }],
    });
    expect(await allOf(tenant.storage, 'default', 'definition')).toEqual(before);
    await goesOn(tenant);
  });

  test('EN-9 is refused where audiences would go round in a circle', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([X, Audience.accounts('y', inAudience('x'))]);
    const circle = Audience.accounts('x', inAudience('y'));
    expect(await faultsOf(tenant.engine.define(circle))).toMatchObject({
      code: 'INVALID_DOCUMENT',
      issues: [{ code: 'CIRCULAR_REFERENCE' }],
    });
    await goesOn(tenant);
  });

  test('EN-9 goes through when it changes its dependants, too', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([X, Audience.accounts('y', inAudience('x'))]);
    await tenant.engine.define([Audience.accounts('y', NO_PART), PEOPLE_X]);
    await goesOn(tenant);
    expect(await tenant.engine.members({ audience: 'y' })).toEqual(['beta', 'gamma']);
  });

  test('EN-9 BG-116 a definition that an audience tests is not deleted', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([template(), interest(), Audience.accounts('y', groupQ)]);
    expect(await faultsOf(tenant.engine.undefine({ interest: 'q' }))).toMatchObject({
      code: 'NOT_ALLOWED',
      issues: [{ path: ['audience', 'y', 'condition', 'definitions', 0], code: 'UNKNOWN_GROUP' }],
    });
    await goesOn(tenant);
  });

  test('EN-9 a fault that was there before refuses nothing', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define([Audience.accounts('y', account('phase').is('early'))]);
    const { phase: _phase, ...rest } = b2b.account;
    await tenant.reopen({ catalogue: { ...b2b, account: rest } as typeof b2b });
    expect(await faultsOf(tenant.engine.define(X))).toMatchObject({ code: 'UNKNOWN_REFERENCE' });
    await tenant.reopen();
    await tenant.engine.define(X);
  });
});

describe('EN-93 a storage whose definitions do not fit together', () => {
  async function corrupt(): Promise<World<B2b>> {
    const tenant = await b2bWorld();
    await tenant.engine.define([X, template(), interest(), JOB]);
    await givenAcme(tenant);
    await tenant.engine.close();
    const body: DefinitionBody = { type: 'audience', document: PEOPLE_X.document };
    const key = { kind: 'definition', id: definitionId('audience', 'x') } as const;
    const record = { ...key, version: 2, due: null, body };
    const mark = { kind: 'registry', id: 'registry' } as const;
    const [held] = await tenant.storage.load('default', [mark]);
    const noted = { ...held!, version: held!.version + 1 };
    const subscription = { kind: 'subscription', id: 'subscription' } as const;
    const [known] = await tenant.storage.load('default', [subscription]);
    const due = {
      ...known!,
      version: known!.version + 1,
      body: { ...(known!.body as object), evaluate: 'somebody' },
    };
    await tenant.storage.commit('default', {
      operations: [record, noted, due].map((one) => ({ op: 'put', record: one }) as const),
      counters: [],
    });
    return tenant;
  }

  test('EN-93 the error says which one and how to mend it', async () => {
    const { storage, clock } = await corrupt();
    const opened = Engine.open({ catalogue: b2b, storage, clock });
    expect(await faultsOf(opened)).toMatchObject({
      code: 'STORAGE_CORRUPT',
      issues: [{ path: ['job', 'j', 'audience'] }],
    });
    await expect(Engine.open({ catalogue: b2b, storage, clock })).rejects.toThrow(
      /creation job j.*mend/,
    );
  });

  test.each([{ define: [X] }, { undefine: [{ job: 'j' }] }])(
    'EN-93 it opens with mend: %j, and everything goes on',
    async (mend) => {
      const { storage, clock } = await corrupt();
      await using engine = await Engine.open({ catalogue: b2b, storage, clock, mend });
      await engine.ingest({ accounts: [{ id: 'beta', attributes: { name: 'Beta' } }] });
      expect((await engine.account('beta'))?.groups).toHaveLength('define' in mend ? 1 : 0);
    },
  );
});
