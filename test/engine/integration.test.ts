import { expect, test } from 'vitest';
import { memoryPlatform, type MemoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { DataChange, DataPage, DataIntegration } from '../../src/ports/data-integration.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { acmePlatform, connected } from './integration-world.ts';
import { b2bWorld, cloud, journey, named, nurture } from './tenant.ts';

test('DI-10 what a platform says of accounts, people, relations, opportunities and events is taken in', async () => {
  const platform = memoryPlatform({ page: 2 });
  const page = { page: '/' };
  platform.tell(
    { type: 'relation', account: 'acme', person: 'ann', roles: ['Champion'], since: '2025-01-01' },
    { type: 'account', id: 'acme', attributes: { name: 'Acme', employees: 5_000 } },
    {
      type: 'person',
      id: 'ann',
      attributes: { email: 'ann@acme.example' },
      consent: { email: 'n' },
    },
    { type: 'opportunity', id: 'deal', account: 'acme', attributes: { amount: 10 } },
    {
      type: 'event',
      id: 'e1',
      event: 'webVisit',
      at: '2026-01-05T08:00:00Z',
      person: 'ann',
      fields: page,
    },
  );
  await using tenant = await connected(platform);
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { name: 'Acme', employees: 5_000 },
    people: [
      {
        id: 'ann',
        attributes: { email: 'ann@acme.example' },
        roles: ['Champion'],
        since: Date.parse('2025-01-01'),
        events: [{ id: 'e1', type: 'webVisit', fields: page }],
      },
    ],
    opportunities: [{ id: 'deal', attributes: { amount: 10 } }],
  });
  await tenant.engine.publish(nurture());
  await tenant.engine.settle();
  expect(tenant.seen.emails()).toEqual([]);
  platform.tell({ type: 'person', id: 'ann', consent: { email: null } });
  await tenant.engine.integration.synchronise();
  await tenant.when.after({ days: 3 });
  expect(tenant.seen.emails()).toHaveLength(1);
});

test('DI-1 DI-8 a reading goes on behind the last page that was kept, whenever the process ended', async () => {
  const platform = acmePlatform();
  const seen: (string | null)[] = [];
  const watched: DataIntegration = {
    ...platform,
    read: (request) => {
      seen.push(request.after);
      return memoryPages(platform, request.after);
    },
  };
  const calm = await b2bWorld({ integration: { sources: [watched] } });
  const counted = faultyStorage(calm.storage, { next: () => 'ok' });
  await calm.reopen({ storage: counted });
  const opened = counted.calls;
  await calm.engine.integration.synchronise();
  const calls = counted.calls - opened;
  const expected = (await snapshot(calm.storage)).records;
  await calm.engine.close();
  for (let at = 1; at <= calls; at += 1) {
    const storage = memoryStorage();
    await using tenant = await b2bWorld({ integration: { sources: [watched] }, storage });
    let call = Number.NEGATIVE_INFINITY;
    const dying = faultyStorage(storage, {
      next: () => ((call += 1) < at ? 'ok' : at % 2 ? 'crash' : 'crashAfter'),
    });
    await tenant.reopen({ storage: dying });
    call = 0;
    await tenant.engine.integration.synchronise().catch((error: unknown) => {
      expect(error).toBeInstanceOf(CrashSignal);
    });
    await tenant.reopen();
    await tenant.engine.integration.synchronise();
    const { records } = await snapshot(tenant.storage);
    expect(records.account, `ended at call ${at}`).toEqual(expected.account);
    expect(records.person).toEqual(expected.person);
  }
  expect(new Set(seen)).toEqual(new Set([null, '1', '2', '3']));
});

function told(platform: MemoryPlatform): readonly DataChange[] {
  const { signal } = new AbortController();
  return [...platform.read({ after: null, signal })].flatMap((page) => page.changes);
}

function* memoryPages(platform: MemoryPlatform, after: string | null): Iterable<DataPage> {
  const changes = told(platform);
  for (let at = Number(after ?? 0); at < changes.length; at += 1)
    yield { changes: [changes[at]!], next: String(at + 1) };
}

test('DI-2 DI-11 an older statement says nothing more of what a newer one has said, and counts for the rest', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  platform.tell(
    { type: 'account', id: 'acme', version: 9, attributes: { phase: 'warm' } },
    {
      type: 'account',
      id: 'acme',
      version: 7,
      attributes: { phase: 'cool', industry: 'Software' },
    },
    { type: 'account', id: 'acme', version: 9, attributes: { phase: 'warm' } },
    { type: 'relation', account: 'acme', person: 'ann', version: 5, removed: true },
    { type: 'relation', account: 'acme', person: 'ann', version: 4 },
  );
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { phase: 'warm', industry: 'Software' },
    people: [],
  });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('down');
    },
  ],
  ['gives no pages', () => 7 as never],
  ['gives what is no page', () => [{ changes: 7, next: 'x' }] as never],
  [
    'does not answer',
    async function* () {
      await new Promise(() => undefined);
      yield { changes: [], next: '' };
    },
  ],
] as const)('DI-9 a source that %s rejects with INTEGRATION_FAILED', async (_, read) => {
  const platform = { ...acmePlatform(), read: read as DataIntegration['read'] };
  await using tenant = await b2bWorld({ integration: { sources: [platform], timeout: 50 } });
  await expect(tenant.engine.integration.synchronise()).rejects.toMatchObject({
    code: 'INTEGRATION_FAILED',
  });
  expect(await tenant.engine.account('acme')).toBeUndefined();
});

test('DI-9 a source that goes on and says nothing is left, and read on behind that', async () => {
  const asked: (string | null)[] = [];
  let given = 0;
  const name = 'platform';
  const source: DataIntegration = {
    name,
    *read({ after }) {
      asked.push(after);
      // Never more than 999 in a row at first: that is slow, and no fault.
      for (let number = Number(after) + 1; ; number += 1) {
        given += 1;
        const says = number % 1_000 === 0 && number <= 2_000;
        const acme = { type: 'account', id: 'acme', version: number } as const;
        const changes = says ? [{ ...acme, attributes: { phase: String(number) } }] : [];
        yield { changes, next: String(number) };
        if (number === 4_200) return;
      }
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [source] } });
  const { integration } = tenant.engine;
  await expect(integration.synchronise()).rejects.toMatchObject({
    code: 'INTEGRATION_FAILED',
    message: expect.stringMatching(/platform gave 1000 pages in a row.*goes on behind them/),
    details: { source: 'platform', pages: 1_000 },
  });
  expect(given).toBe(3_000);
  expect((await tenant.engine.account('acme'))?.attributes.phase).toBe('2000');
  await expect(integration.synchronise()).rejects.toMatchObject({ code: 'INTEGRATION_FAILED' });
  expect((await integration.synchronise()).sources).toMatchObject([{ source: name, pages: 200 }]);
  expect(asked).toEqual([null, '3000', '4000']);
});

test('DI-9 the host may give a reading up', async () => {
  await using tenant = await b2bWorld({ integration: { sources: [acmePlatform()] } });
  const signal = AbortSignal.abort();
  await expect(tenant.engine.integration.synchronise({ signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

test('DI-16 an account that is removed leaves its journeys, a person its accounts, and both may come back', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await tenant.engine.publish(nurture());
  platform.tell(
    { type: 'account', id: 'acme', removed: true },
    { type: 'person', id: 'ann', removed: true },
  );
  await tenant.engine.integration.synchronise();
  expect((await tenant.engine.counts('nurture')).exits).toMatchObject({ account_deleted: 1 });
  expect(await tenant.engine.account('acme')).toMatchObject({ attributes: {}, people: [] });
  platform.tell(
    { type: 'account', id: 'acme', attributes: { phase: 'back' } },
    { type: 'person', id: 'ann' },
  );
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { name: 'Acme', employees: 5_000, phase: 'back' },
    people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }],
  });
});

test('DI-17 audiences of a platform are lists of accounts, and an attribute of people', async () => {
  const platform = acmePlatform();
  platform.tell(
    { type: 'audience', audience: 'named', account: 'acme', member: true },
    { type: 'audience', audience: 'unknown', account: 'acme', member: true },
  );
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  await tenant.engine.define([named]);
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.members({ list: 'named' })).toEqual(['acme']);
  platform.tell({ type: 'audience', audience: 'named', account: 'acme', member: false });
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.members({ list: 'named' })).toEqual([]);
});

test.each([
  ['holds a control character', 'ac\u0000me\n'],
  ['is no Unicode', 'acme\ud800'],
  ['ends within a character where it is cut', `${'x'.repeat(254)}😀`],
  ['is too long', 'x'.repeat(5_000)],
])('DI-18 a statement whose id %s does not stop its source', async (_, id) => {
  const changes = [
    { type: 'account', id, version: 1 },
    { type: id, version: 1 },
    { type: 'account', id: 'globex', version: 1, attributes: { name: 'Globex' } },
  ] as never;
  const platform = { ...memoryPlatform(), read: () => [{ changes, next: '1' }] };
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  const { sources } = await tenant.engine.integration.synchronise();
  expect(sources).toMatchObject([{ taken: 1, aside: 2 }]);
  expect(await tenant.engine.account('globex')).toBeDefined();
  expect(await tenant.engine.integration.aside()).toHaveLength(2);
});

test('OB-2 what a source throws and a platform gives as a reason is redacted', async () => {
  const failing = {
    ...memoryPlatform(),
    read: () => {
      throw new Error('cannot reach https://app:hunter2@crm.example');
    },
    startFlow: async () => ({ started: false, reason: 'token=hunter2 is void' }) as const,
  };
  await using tenant = await b2bWorld({ integration: { sources: [failing] } });
  const { engine } = tenant;
  const errors = await Promise.all([
    engine.integration.synchronise().then(() => '', String),
    engine.publish(nurture()).then(() => '', String),
  ]);
  for (const error of errors) {
    expect(error).toContain('[hidden]');
    expect(error).not.toContain('hunter2');
  }
});

test('DI-18 a statement that is wrong is put aside without its values; the others are taken in', async () => {
  const platform = memoryPlatform();
  platform.tell(
    { type: 'account', id: 'acme', attributes: { name: 'Acme', secret: 'x' } },
    { type: 'account', id: 'globex', attributes: { name: 'Globex' } },
    { type: 'person', id: 'bob', version: 0 },
    { type: 'nonsense' } as never,
    { type: 'audience', audience: 'vip', member: true },
  );
  await using tenant = await b2bWorld({
    integration: {
      sources: [
        { ...platform, read: () => [{ changes: [...told(platform), null as never], next: '1' }] },
      ],
    },
  });
  const { sources } = await tenant.engine.integration.synchronise();
  expect(sources).toMatchObject([{ taken: 1, aside: 5 }]);
  expect(await tenant.engine.account('acme')).toBeUndefined();
  expect(await tenant.engine.account('globex')).toBeDefined();
  const aside = await tenant.engine.integration.aside();
  expect(aside.find(({ id }) => id === 'acme')).toEqual({
    type: 'aside',
    source: 'platform',
    of: 'account',
    id: 'acme',
    at: tenant.clock.now(),
    issues: [{ code: 'UNKNOWN_ATTRIBUTE', path: 'attributes.secret' }],
  });
  expect(JSON.stringify(aside)).not.toContain('"x"');
  await tenant.engine.integration.dropAside({ source: 'platform', of: 'account', id: 'acme' });
  expect(await tenant.engine.integration.aside()).toHaveLength(aside.length - 1);
});

test('DI-19 what was erased does not come back, by whatever statement', async () => {
  const platform = acmePlatform();
  platform.tell({ type: 'account', id: 'globex', attributes: { name: 'Globex' } });
  platform.tell({ type: 'relation', account: 'globex', person: 'ann' });
  const privacy = { key: 'k'.repeat(32) };
  await using tenant = await b2bWorld({ integration: { sources: [platform] }, privacy });
  await tenant.engine.integration.synchronise();
  await tenant.engine.publish(
    journey('change').updatePeople({ score: 5 }).updateAccount({ phase: 'hot' }),
  );
  await tenant.engine.erase({ person: 'ann' });
  await tenant.engine.erase({ account: 'globex' });
  platform.tell(
    { type: 'person', id: 'ann', attributes: { score: 2 } },
    { type: 'relation', account: 'acme', person: 'ann' },
    { type: 'person', id: 'bob', attributes: { score: 2 } },
    { type: 'relation', account: 'globex', person: 'bob' },
  );
  const { back } = await tenant.engine.integration.synchronise();
  expect(back).toEqual({ accepted: 1, overridden: 0, refused: 0, failed: 0 });
  expect(await tenant.engine.account('acme')).toMatchObject({ people: [] });
  expect(await tenant.engine.account('globex')).toBeUndefined();
  const left = JSON.stringify((await snapshot(tenant.storage)).records);
  expect(left).not.toContain('"ann"');
  expect(left).not.toContain('globex');
});

test('DI-31 a link says which record it is; without one the ids of other sources stand behind their name', async () => {
  const platform = acmePlatform();
  const crm = memoryPlatform({ name: 'crm' });
  crm.tell(
    { type: 'account', id: '0017', attributes: { industry: 'Software' } },
    { type: 'account', id: '0018', attributes: { industry: 'Steel' } },
  );
  await using tenant = await b2bWorld({ integration: { sources: [platform, crm] } });
  const link = { source: 'crm', of: 'account', id: '0017', to: 'acme' } as const;
  await tenant.engine.integration.link([link]);
  await tenant.engine.integration.link([link]);
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { name: 'Acme', industry: 'Software' },
  });
  expect(await tenant.engine.account('crm:0018')).toMatchObject({
    attributes: { industry: 'Steel' },
  });
  await expect(tenant.engine.integration.link([{ ...link, to: 'other' }])).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  for (const wrong of [
    { ...link, source: 'erp' },
    { ...link, of: 'group' },
    { ...link, id: '' },
  ])
    await expect(tenant.engine.integration.link([wrong as never])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
});

test('DI-20 exactly attributes of accounts and people go back, whatever else journeys and users do', async () => {
  const platform = acmePlatform();
  platform.tell({ type: 'person', id: 'ann', attributes: { jobTitle: 'VP Sales' } });
  await using tenant = await connected(platform);
  await tenant.engine.define([cloud, named]);
  await tenant.engine.publish(
    journey('everything')
      .assignToGroup('cloud', { role: 'Practitioner' })
      .updateGroupStatus('cloud', 'Warm')
      .addToList('named')
      .interestingMoment('Web', { description: 'visited' })
      .updateAccount({ phase: 'hot' })
      .updatePeople({ score: 5 })
      .wait({ days: 3 }),
  );
  expect((await tenant.engine.account('acme'))?.groups).toMatchObject([
    { status: 'Warm', members: [{ person: 'ann' }] },
  ]);
  await tenant.engine.integration.synchronise();
  expect(platform.written).toEqual([
    { of: 'account', id: 'acme', key: expect.any(String), base: 1, attributes: { phase: 'hot' } },
    { of: 'person', id: 'ann', key: expect.any(String), base: 2, attributes: { score: 5 } },
  ]);
  const text = JSON.stringify(told(platform));
  for (const word of ['cloud', 'Practitioner', 'Warm', 'everything', 'visited', 'named'])
    expect(text).not.toContain(word);
});

test('DI-41 under virtual time nothing follows by itself, and without sources there is nothing to do', async () => {
  await using tenant = await b2bWorld({ integration: { sources: [acmePlatform()] } });
  expect(() => tenant.engine.integration.follow()).toThrow(
    expect.objectContaining({ code: 'NOT_ALLOWED' }),
  );
  await expect(tenant.engine.integration.synchronise({ source: 'crm' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await tenant.reopen({ integration: undefined as never });
  await expect(tenant.engine.integration.synchronise()).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
});

test.each([
  [{ sources: [] }, ['integration', 'sources']],
  [{ sources: [{ name: 'a' }] }, ['integration', 'sources', 0, 'read']],
  [{ sources: [{ name: ' ', read: () => [] }] }, ['integration', 'sources', 0, 'name']],
  [{ sources: [{ name: 'a', read: () => [], write: 1 }] }, ['integration', 'sources', 0, 'write']],
  [{ sources: [memoryPlatform(), memoryPlatform()] }, ['integration', 'sources']],
  [{ sources: [memoryPlatform()], audiences: 'email' }, ['integration', 'audiences']],
  [{ sources: [memoryPlatform()], timeout: 0 }, ['integration', 'timeout']],
  [
    { sources: [memoryPlatform()], cadences: { platform: { every: 0 } } },
    ['integration', 'cadences', 'platform'],
  ],
  [
    { sources: [memoryPlatform()], precedence: { account: { phase: ['crm'] } } },
    ['integration', 'precedence', 'account', 'phase'],
  ],
])(
  'EN-4 an integration that cannot work is refused with its path %#',
  async (integration, path) => {
    await expect(b2bWorld({ integration: integration as never })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
    });
  },
);
