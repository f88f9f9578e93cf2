import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { tenantArbitrary, type Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import {
  timelineArbitrary,
  type Happening,
  type Moment,
} from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { live, runs, sameEnding } from '../engine/simulation.ts';
import { serviceChannels, servicesOf } from '../engine/services.ts';
import { hostSteps } from '../engine/story.ts';

/** What data a happening brings in; `null` when it is of another kind. */
function input(one: Happening): IngestInput | null {
  switch (one.type) {
    case 'account':
      return { accounts: [{ id: one.account, attributes: one.attributes }] };
    case 'person':
      return { people: [{ id: one.person, attributes: one.attributes }] };
    case 'relate':
    case 'unrelate': {
      const { account, person, type } = one;
      return { relations: [{ account, person, removed: type === 'unrelate' }] };
    }
    case 'personEvent':
      return { events: [{ ...one.event, person: one.person }] as never };
    case 'accountEvent':
      return { events: [{ ...one.event, account: one.account }] as never };
    default:
      return null;
  }
}

async function act(engine: Engine, one: Happening): Promise<void> {
  const data = input(one);
  if (data !== null) return engine.ingest(data);
  if (one.type === 'list')
    return engine.changeList(one.list, { [one.member ? 'add' : 'remove']: [one.account] });
  if (one.type === 'close') return engine.closeEntries(one.journey);
  if (one.type === 'abort') return engine.abort(one.journey);
}

/** What a tenant has come to: everything but histories. */
async function lived(
  tenant: Tenant,
  timeline: readonly Moment[],
  retention: EngineOptions['retention'],
): Promise<{ readonly story: unknown; readonly events: number }> {
  const { journeys, audiences, lists, groups, stageModels } = tenant;
  const storage = memoryStorage();
  const channel = recordingChannel();
  await using engine = await Engine.open({
    catalogue: TENANT_CATALOGUE,
    storage,
    clock: virtualClock(timeline[0]!.at),
    channels: {
      email: channel,
      actions: { createTask: channel, sendGift: channel },
      services: serviceChannels(tenant),
    },
    shards: 1,
    ...(retention && { retention }),
  } as EngineOptions);
  const refused: string[] = [];
  const attempt = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (!isAccompanyError(error)) throw error;
      refused.push(error.code);
    }
  };
  await engine.define([
    ...lists.map((list) => AccountList.fromJSON(list)),
    ...audiences.map((audience) => Audience.fromJSON(audience)),
    ...stageModels.map((stages) => ({ stages })),
    ...servicesOf(tenant),
    ...groups.map((group) => BuyingGroup.fromJSON(group)),
  ]);
  for (const { document } of journeys)
    await attempt(() => engine.publish(Journey.fromJSON({ ...document, endDate: '2027-01-01' })));
  for (const { at, happenings } of timeline) {
    await engine.advanceTo(at);
    for (const one of happenings) await attempt(() => act(engine, one));
    if (retention) await engine.prune();
  }
  await engine.advanceTo(timeline.at(-1)!.at + 10 * DAY);
  const facts = (await allOf<Fact>(storage, 'default', 'fact')).map(({ body }) => body);
  const histories = await allOf<{ events: unknown[] }>(storage, 'default', 'person');
  return {
    story: {
      refused,
      facts,
      received: channel.received,
      counters: await storage.counters('default', ''),
    },
    events: histories.reduce((sum, { body }) => sum + body.events.length, 0),
  };
}

test('PV-5 generated tenants come to the same end when what nobody needs is deleted after every moment', async () => {
  let deleted = 0;
  let entered = 0;
  await fc.assert(
    fc.asyncProperty(tenantArbitrary(), timelineArbitrary(), async (tenant, timeline) => {
      const whole = await lived(tenant, timeline, undefined);
      const pruned = await lived(tenant, timeline, { events: { minutes: 1 } });
      expect(pruned.story).toEqual(whole.story);
      deleted += whole.events - pruned.events;
      entered += JSON.stringify(whole.story).split('"cause":"entry"').length - 1;
    }),
    { numRuns: runs(0.6), interruptAfterTimeLimit: 45_000 },
  );
  expect(deleted).toBeGreaterThan(0);
  console.log(`${entered} entries, ${deleted} events fewer`);
  expect(entered).toBeGreaterThan(0);
});

test('PV-5 a whole story is the same with a pass after every step', async () => {
  const retention = { events: { minutes: 1 } };
  const steps = hostSteps().map((step): typeof step => async (engine) => {
    await step(engine);
    await engine.prune();
  });
  const plain = await live();
  const pruned = await live(undefined, { retention }, steps);
  const { account, person, ...records } = pruned.end.records;
  const { account: accounts, person: people, ...others } = plain.end.records;
  expect(Object.keys(account!)).toEqual(Object.keys(accounts!));
  expect(JSON.stringify(person).length).toBeLessThan(JSON.stringify(people).length);
  sameEnding(
    { ...pruned, end: { ...pruned.end, records } },
    { ...plain, end: { ...plain.end, records: others } },
  );
});
