import { describe, expect, test } from 'vitest';
import { digestSubscription } from '../../src/archive/digest.ts';
import { exportSubscription } from '../../src/archive/export.ts';
import { importSubscription } from '../../src/archive/import.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { waitingRuns } from '../../src/doctor/waiting.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, b2bWorld, cloud, collect, givenAcme, named } from './tenant.ts';

/** What a caller from JavaScript may give by mistake. */
const MISTAKES: readonly unknown[] = [undefined, null, 5, 'x', {}, [], () => 1];

/** Opens an engine with anything. */
const open = (options?: unknown): Promise<Engine> => Engine.open(options as never);

/** A channel with a mistake in it. */
const channel = (wrong: object): object => ({ delivery: 'keyed', deliver: () => [], ...wrong });

describe('EN-4 options that cannot be meant', () => {
  const sound = { catalogue: b2b, storage: memoryStorage() };

  test.each(MISTAKES)('EN-4 %j is no list of options', async (options) => {
    await expect(open(options)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/Engine\.open needs|[Cc]atalogue/) as string,
    });
  });

  test.each([
    [['catalogue'], { catalogue: undefined }],
    [['catalogue'], { catalogue: null }],
    [['catalogue'], { catalogue: {} }],
    [['storage'], { storage: undefined }],
    [['storage'], { storage: null }],
    [['storage'], { storage: 'sqlite:a.db' }],
    [['storage'], { storage: {} }],
    [['storage'], { storage: { ...memoryStorage(), scan: undefined } }],
    [['storage'], { storage: Promise.resolve(memoryStorage()) }],
    [['clock'], { clock: 5 }],
    [['clock'], { clock: null }],
    [['clock'], { clock: {} }],
    [['channels'], { channels: null }],
    [['channels'], { channels: 5 }],
    [['channels', 'email'], { channels: { email: null } }],
    [['channels', 'email', 'limits'], { channels: { email: channel({ limits: null }) } }],
    [['channels', 'email', 'retry'], { channels: { email: channel({ retry: {} }) } }],
    [['channels', 'actions'], { channels: { actions: null } }],
    [['channels', 'actions', 'createTask'], { channels: { actions: { createTask: undefined } } }],
    [['channels', 'elsewhere'], { channels: { elsewhere: null } }],
    [['channels', 'elsewhere', 'email'], { channels: { elsewhere: { email: 'yes' } } }],
    [['channels', 'elsewhere', 'actions'], { channels: { elsewhere: { actions: 'createTask' } } }],
    [['channels', 'elsewhere', 'actions'], { channels: { elsewhere: { actions: ['none'] } } }],
    [['limits'], { limits: null }],
    [['retention'], { retention: 5 }],
    [['privacy', 'key'], { privacy: null }],
    [['observe'], { observe: {} }],
    [['facts'], { facts: 'no' }],
    [['evidence'], { evidence: 0 }],
    [['shards'], { shards: 0 }],
  ])('EN-4 %j is told for %j', async (path, options) => {
    await expect(open({ ...sound, ...options })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
      message: expect.stringMatching(/\.$/) as string,
    });
  });
});

test('EN-4 a verb that is called with something else rejects with a typed error, and the engine goes on', async () => {
  await using tenant = await b2bWorld({ privacy: { key: 'k'.repeat(32) } });
  const { engine } = tenant;
  await engine.define([named, cloud]);
  await givenAcme(tenant, 'acme', { ann: { jobTitle: 'VP' } });
  const of = { account: 'acme', group: 'cloud' };
  const verbs: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
    define: (given) => engine.define(given),
    undefine: (given) => engine.undefine(given),
    changeMembers: (given) => engine.groups.changeMembers(given),
    assign: (given) => engine.groups.changeMembers({ ...of, assign: given ?? (5 as never) }),
    releaseMembers: (given) => engine.groups.releaseMembers({ ...of, people: given }),
    moveStage: (given) => engine.groups.moveStage({ ...of, stage: given }),
    setStatus: (given) => engine.groups.setStatus(given),
    save: (given) => engine.save(given),
    publish: (given) => engine.publish(given),
    ingest: (given) => engine.ingest(given),
    changeList: (given) => engine.changeList('named', given),
    add: (given) => engine.changeList('named', { add: [given], remove: given }),
    populateList: (given) => engine.populateList('named', given),
    suppress: (given) => engine.suppress(given === 'x' ? (5 as never) : given),
    release: (given) => engine.release(given),
    releasePerson: (given) => engine.release({ person: given }),
    advanceTo: (given) => engine.advanceTo(given),
    setEndDate: (given) => engine.setEndDate('none', given),
    explain: (given) => engine.explain(given),
    erase: (given) => engine.erase(given),
    exportPerson: (given) => engine.exportPerson(given === 'x' ? (5 as never) : given),
    retryDeadLetter: (given) => engine.retryDeadLetter(given),
  };
  const fine = new Set([
    'assign {}',
    'releaseMembers []',
    'define []',
    'ingest {}',
    'changeList {}',
    'changeList []',
  ]);
  for (const [name, verb] of Object.entries(verbs)) {
    for (const mistake of MISTAKES) {
      const call = `${name} ${JSON.stringify(mistake)}`;
      const error: unknown = await verb(mistake as never).catch((reason: unknown) => reason);
      if (fine.has(call)) expect(error, call).toBeUndefined();
      else
        expect(error, call).toMatchObject({
          name: 'AccompanyError',
          code: expect.not.stringMatching(/BUG|FAILED/) as string,
        });
    }
  }
  await expect(engine.members(undefined as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(collect(engine.facts(null as never))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await engine.journeys()).toEqual([]);
});

test.each(MISTAKES)(
  'EN-4 %j in the place of a source is refused by export, import, digest and doctor',
  async (given) => {
    const calls: readonly (() => Promise<unknown>)[] = [
      () => collect(exportSubscription(given as never)),
      () => importSubscription(given as never),
      () => importSubscription({ storage: memoryStorage(), subscription: 's', lines: 5 as never }),
      () => digestSubscription(given as never),
      () => diagnose(given as never),
      () => collect(waitingRuns(given as never)),
    ];
    for (const call of calls)
      await expect(call(), String(call)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  },
);

test('EN-4 a virtual clock starts at an instant only', () => {
  for (const given of [undefined, null, {}, [], 'soon', Number.NaN])
    expect(() => virtualClock(given as never)).toThrow('is not an instant');
});
