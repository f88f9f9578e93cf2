import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { RecordKind, Storage, StoredRecord } from '../../src/ports/storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2b, b2bWorld, collect, givenAcme, nurture, START, type B2b } from './tenant.ts';

const WRONG: readonly unknown[] = [null, 5, 'x', [], {}, { id: 'acme', runs: 5, effect: null }];

/** A tenant in which two accounts wait in a journey. */
async function waiting(): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  await givenAcme(tenant, 'beta', { cid: {} });
  return tenant;
}

/** Writes another body into the first record of a kind, as a foreign program would. */
async function spoil(storage: Storage, kind: RecordKind, body: unknown): Promise<StoredRecord> {
  const [first] = await allOf(storage, 'default', kind);
  const record = { ...first!, version: first!.version + 1, body };
  await storage.commit('default', { operations: [{ op: 'put', record }], counters: [] });
  return record;
}

describe.each(WRONG)('EN-73 a body that is %j', (body) => {
  test.each(['subscription', 'definition', 'journey', 'plan', 'registry'] as const)(
    'EN-73 an engine does not open on it as %s',
    async (kind) => {
      const { storage } = await waiting();
      const { id } = await spoil(storage, kind, body);
      const opening = Engine.open({
        catalogue: b2b,
        storage,
        clock: virtualClock(START),
      });
      await expect(opening).rejects.toMatchObject({
        code: 'STORAGE_CORRUPT',
        details: { kind, id },
      });
    },
  );

  test.each(['account', 'person', 'progress'] as const)(
    'EN-73 DR-24 a subject with it as %s stands still, the others go on, and the doctor tells',
    async (kind) => {
      await using tenant = await waiting();
      await spoil(tenant.storage, kind, body);
      await tenant.engine.ingest({
        accounts: ['acme', 'beta'].map((id) => ({ id, attributes: { industry: 'Retail' } })),
        people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
      });
      await tenant.when.after({ days: 30 });
      expect(await allOf(tenant.storage, 'default', 'quarantine')).toHaveLength(1);
      expect(await tenant.engine.account('beta')).toMatchObject({
        attributes: { industry: 'Retail' },
      });
      const { findings } = await diagnose({
        storage: tenant.storage,
        subscription: 'default',
        now: START,
      });
      expect(findings.map(({ code }) => code)).toContain('quarantined');
    },
  );
});

test('EN-8 a definition that the catalogue does not know is named when the engine opens', async () => {
  const { storage } = await waiting();
  const engine = Engine.open({
    catalogue: catalogue({ account: {}, person: {} }),
    storage,
    clock: virtualClock(START),
  });
  await expect(engine).rejects.toMatchObject({
    code: 'UNKNOWN_REFERENCE',
    message: expect.stringMatching(/is kept in the storage .* Open the engine with/) as string,
  });
});

test('EN-4 what names nothing is refused with its path', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await expect(engine.counts('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const [call, path] of [
    [() => engine.members({} as never), ['audience']],
    [() => collect(engine.facts({ account: 5 } as never)), ['account']],
    [() => engine.ingest({}, null as never), ['options']],
    [() => engine.settle(null as never), ['options']],
    [
      () =>
        Engine.open({ catalogue: b2b, storage: tenant.storage, channels: { emial: {} } } as never),
      ['channels', 'emial'],
    ],
  ] as const)
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT', path });
});
