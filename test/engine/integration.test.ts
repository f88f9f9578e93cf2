import { expect, test } from 'vitest';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { b2bWorld, collect, journey } from './tenant.ts';

test('DI-10 what a platform says of accounts, people, relations and opportunities is taken in', async () => {
  const platform = memoryPlatform({ page: 2 });
  platform.tell(
    { type: 'relation', account: 'acme', person: 'ann', roles: ['Champion'] },
    { type: 'account', id: 'acme', attributes: { name: 'Acme', employees: 5_000 } },
    { type: 'person', id: 'ann', attributes: { email: 'ann@acme.example' } },
    { type: 'opportunity', id: 'deal', account: 'acme', attributes: { amount: 10 } },
    { type: 'event', id: 'e1', event: 'webVisit', at: '2026-01-05T08:00:00Z', person: 'ann', fields: { page: '/' } },
  );
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  const { sources, back } = await tenant.engine.integration.synchronise();
  expect(sources).toEqual([{ source: 'platform', pages: 3, taken: 5, aside: 0 }]);
  expect(back).toEqual({ accepted: 0, overridden: 0, refused: 0, failed: 0 });
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { name: 'Acme', employees: 5_000 },
    people: [{ id: 'ann', attributes: { email: 'ann@acme.example' }, roles: ['Champion'] }],
    opportunities: [{ id: 'deal', attributes: { amount: 10 } }],
  });
  expect((await tenant.engine.integration.synchronise()).sources[0]).toMatchObject({ pages: 0 });
});

test('DI-20 what a journey changes goes back, and its echo is no event', async () => {
  const platform = memoryPlatform();
  platform.tell(
    { type: 'account', id: 'acme', attributes: { name: 'Acme', employees: 5_000 } },
    { type: 'person', id: 'ann', attributes: { email: 'ann@acme.example' } },
    { type: 'relation', account: 'acme', person: 'ann' },
  );
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  await tenant.engine.integration.synchronise();
  await tenant.engine.publish(journey('change').updateAccount({ phase: 'hot' }).updatePeople({ score: 5 }).wait({ days: 3 }));
  expect((await tenant.engine.integration.state()).back).toMatchObject({ waiting: 2, lag: 0 });
  const { back } = await tenant.engine.integration.synchronise();
  expect(back).toMatchObject({ accepted: 2 });
  expect(platform.record('account', 'acme')).toMatchObject({ version: 2, attributes: { phase: 'hot' } });
  expect(platform.record('person', 'ann')).toMatchObject({ version: 2, attributes: { score: 5 } });
  const before = (await collect(tenant.engine.facts())).length;
  expect((await tenant.engine.integration.synchronise()).sources[0]).toMatchObject({ taken: 2 });
  expect((await collect(tenant.engine.facts())).length).toBe(before);
  expect((await tenant.engine.integration.state()).back).toMatchObject({ waiting: 0, since: null });
});
