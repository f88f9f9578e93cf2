import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { subscriptions } from '../../src/subscriptions/subscriptions.ts';
import { b2b, b2bWorld, givenAcme, nurture } from '../engine/tenant.ts';

test('SU-1 SU-2 SU-3 each sandbox, instance and namespace is paired once; without an instance an empty one is made', async () => {
  const storage = memoryStorage();
  const directory = subscriptions(storage, () => 7);
  const prod = await directory.pair({
    sandbox: 'prod',
    instance: { id: 'munchkin-1', namespace: 'mkto', connectors: ['smtp'] },
  });
  expect(prod).toEqual({
    sandbox: 'prod',
    pairedAt: 7,
    instance: { id: 'munchkin-1', namespace: 'mkto', connectors: ['smtp'] },
  });
  const stage = await directory.pair({ sandbox: 'stage', connectors: ['sink'] });
  expect(stage.instance).toMatchObject({ id: stage.instance.namespace, connectors: ['sink'] });
  expect(await directory.list()).toEqual([prod, stage]);
  expect(await directory.find({ sandbox: 'stage' })).toEqual(stage);
  expect(await directory.find({ instance: 'munchkin-1' })).toEqual(prod);
  expect(await directory.find({ instance: 'other' })).toBeUndefined();
  expect(await directory.pair({ sandbox: 'prod' })).toEqual(prod);
  expect(await directory.pair({ sandbox: 'prod', instance: { id: 'munchkin-1' } })).toEqual(prod);
  for (const pairing of [
    { sandbox: 'prod', instance: { id: 'munchkin-2' } },
    { sandbox: 'dev', instance: { id: 'munchkin-1' } },
    { sandbox: 'dev', instance: { id: 'munchkin-3', namespace: 'mkto' } },
  ])
    await expect(directory.pair(pairing)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('prod'),
    });
  expect(await directory.list()).toHaveLength(2);
});

test('SU-1 of many that pair at the same time one wins', async () => {
  const directory = subscriptions(memoryStorage());
  const tried = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      directory.pair({ sandbox: `s${index}`, instance: { id: 'one' } }),
    ),
  );
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await directory.list()).toHaveLength(1);
});

test('SU-3 engines that pair one sandbox at the same time get the same subscription', async () => {
  const directory = subscriptions(memoryStorage());
  const pair = (): Promise<string> =>
    directory.pair({ sandbox: 'prod' }).then(({ instance }) => instance.namespace);
  const namespaces = await Promise.all(Array.from({ length: 20 }, pair));
  expect(new Set(namespaces).size).toBe(1);
});

test('SU-3 connectors that are named must be those that are paired', async () => {
  const directory = subscriptions(memoryStorage());
  const instance = { id: 'one', namespace: 'ns' };
  const prod = await directory.pair({ sandbox: 'prod', instance, connectors: ['smtp', 'crm'] });
  for (const again of [
    { sandbox: 'prod' },
    { sandbox: 'prod', connectors: ['crm', 'smtp'] },
    { sandbox: 'prod', instance: { ...instance, connectors: ['smtp', 'crm', 'crm'] } },
  ])
    expect(await directory.pair(again)).toEqual(prod);
  for (const other of [
    { sandbox: 'prod', connectors: ['smtp'] },
    { sandbox: 'prod', connectors: [] },
    { sandbox: 'prod', instance, connectors: ['smtp', 'crm', 'sms'] },
    {
      sandbox: 'prod',
      instance: { ...instance, connectors: ['sms'] },
      connectors: ['smtp', 'crm'],
    },
  ])
    await expect(directory.pair(other)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringMatching(/smtp, crm.*unpair it first.*ns\./i),
      details: { part: 'connectors', sandbox: 'prod', instance: 'one' },
    });
  expect(await directory.list()).toEqual([prod]);
  const bare = await directory.pair({ sandbox: 'stage' });
  await expect(directory.pair({ sandbox: 'stage', connectors: ['smtp'] })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
    message: expect.stringContaining(': none.'),
  });
  expect(await directory.pair({ sandbox: 'stage', connectors: [] })).toEqual(bare);
});

test('SU-2 a new namespace holds nothing, also when an earlier one of the sandbox does', async () => {
  const storage = memoryStorage();
  const directory = subscriptions(storage);
  const first = await directory.pair({ sandbox: 'prod' });
  const engine = await Engine.open({
    catalogue: b2b,
    storage,
    subscription: first.instance.namespace,
  });
  await engine.close();
  await directory.unpair('prod');
  const second = await directory.pair({ sandbox: 'prod' });
  expect(second.instance.namespace).not.toBe(first.instance.namespace);
});

test('SU-4 no engine can be opened on the directory', async () => {
  await expect(
    Engine.open({ catalogue: b2b, storage: memoryStorage(), subscription: '\u001fsubscriptions' }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('SU-6 while journeys run a pairing cannot be ended; afterwards the data stays', async () => {
  const storage = memoryStorage();
  const directory = subscriptions(storage);
  const { instance } = await directory.pair({
    sandbox: 'prod',
    instance: { id: 'one', namespace: 'ns' },
  });
  await using tenant = await b2bWorld({ storage, subscription: instance.namespace });
  await givenAcme(tenant);
  await tenant.engine.save(nurture());
  await tenant.engine.publish('nurture');
  await expect(directory.unpair('prod')).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
    message: expect.stringContaining('nurture'),
  });
  await tenant.engine.abort('nurture');
  await directory.unpair('prod');
  expect(await directory.list()).toEqual([]);
  await expect(directory.unpair('prod')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await directory.pair({ sandbox: 'other', instance: { id: 'one', namespace: 'ns' } });
  expect(await tenant.engine.account('acme')).toBeDefined();
});

test('SU-3 what cannot be meant is refused', async () => {
  const directory = subscriptions(memoryStorage());
  for (const pairing of [
    null,
    {},
    { sandbox: ' ' },
    { sandbox: 'a', instance: { id: '' } },
    { sandbox: 'a', instance: { id: 'b', namespace: '\u0001' } },
    { sandbox: 'a', connectors: 'x' },
  ])
    await expect(directory.pair(pairing as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
