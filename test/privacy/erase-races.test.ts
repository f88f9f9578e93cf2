import { expect, test } from 'vitest';
import { systemClock } from '../../src/engine/system-clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { formatInstant } from '../../src/kernel/instant.ts';
import { countersAddUp } from '../engine/simulation.ts';
import {
  ACME,
  ANN,
  b2b,
  BETA,
  BOB,
  findMarks,
  grow,
  KEY,
  stage,
  synchronise,
  unsettle,
  type Rich,
} from './rich.ts';
import { Engine } from '../../src/engine/engine.ts';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';

test.each([
  [{ person: ANN.id }, ANN.marks],
  [{ account: ACME.id }, ACME.marks],
] as const)(
  'PV-20 PV-21 another engine that takes %o in meanwhile decides again without it',
  async (of, marks) => {
    for (let number = 1; number < 40; number += 1) {
      const inner = memoryStorage();
      const at = stage(inner);
      await grow(at);
      await unsettle(at);
      const eraser = await at.open();
      let commits = 0;
      let between = false;
      const storage: Storage = {
        ...inner,
        async commit(subscription, commit) {
          commits += 1;
          if (commits === number) {
            between = true;
            await eraser.erase(of);
          }
          return inner.commit(subscription, commit);
        },
      };
      const other = await at.open({ batchSize: 2 }, storage);
      const person = { id: ANN.id, attributes: { jobTitle: 'MARK-VP' } };
      await other.ingest({ people: [person, { id: BOB.id, attributes: { score: number } }] });
      await synchronise(other);
      await other.settle();
      await other.close();
      // What the other one had committed before was there to be erased; what came after was left out.
      expect(await findMarks(inner, between ? marks : ['nothing']), `commit ${number}`).toEqual([]);
      await countersAddUp(inner);
      await eraser.close();
      if (!between) break;
    }
  },
);

test.each([
  ['answers meanwhile', 50, ['sent']],
  ['takes too long', 1_500, ['refused']],
] as const)(
  'PV-23 a live channel that %s is not asked again, and counters stay true',
  async (_, delay, outcomes) => {
    const { account } = conditions(b2b);
    const storage = memoryStorage();
    const live = recordingChannel({ simulated: false });
    const email: Channel = {
      delivery: 'keyed',
      async deliver(...given) {
        const answers = await live.deliver(...given);
        await new Promise((resolve) => setTimeout(resolve, delay));
        return answers;
      },
    };
    const clock = systemClock();
    const channels = { email };
    const privacy = { key: KEY };
    const engine = await Engine.open<Rich>({
      catalogue: b2b,
      storage,
      clock,
      channels,
      privacy,
      shards: 1,
    });
    const all = Audience.accounts('all', account('name').isNotEmpty());
    const ends = formatInstant(clock.now() + 200 * DAY);
    await engine.publish(
      Journey.forAccounts<Rich>('one', { audience: all, ends, catalogue: b2b })
        .sendEmail('hello')
        .wait({ days: 9 }),
    );
    await engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
      people: [ANN.id, BOB.id].map((id) => ({ id, attributes: { email: `${id}@acme.example` } })),
      relations: [ANN.id, BOB.id].map((id) => ({ account: 'acme', person: id })),
    });
    while (live.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await engine.erase({ person: ANN.id });
    await engine.settle();
    await engine.close();
    expect(live.received.map(({ people }) => people)).toEqual([[ANN.id, BOB.id]]);
    expect(await findMarks(storage, [ANN.id])).toEqual([]);
    const facts = (await allOf<Fact>(storage, 'default', 'fact')).flatMap(({ body }) => body.items);
    const settled = facts.flatMap((item) => (item.type === 'settled' ? item.outcomes : []));
    expect(settled.map(({ outcome }) => outcome)).toEqual(outcomes);
    await countersAddUp(storage);
  },
);

// Found by the simulation, seed 1004.
test('PV-28 an account that is being erased enters no journey, whichever engine takes it up', async () => {
  const { account } = conditions(b2b);
  const inner = memoryStorage();
  const at = stage(inner);
  const other = await at.open();
  const audience = Audience.accounts('all', account('name').isNotEmpty());
  const options = { audience, ends: '2027-12-31', catalogue: b2b };
  const publish = (id: string): Promise<unknown> =>
    other.publish(Journey.forAccounts<Rich>(id, options).sendEmail('hello'));
  let isLate = false;
  const storage: Storage = {
    ...inner,
    async scan(subscription, query) {
      const page = await inner.scan(subscription, query);
      // Its effects are gone by now, and its facts have been looked at.
      if (query.kind === 'fact' && !isLate) {
        isLate = true;
        // By this it meets the tombstone; from then on nothing that it decides is decided again.
        await other.ingest({ accounts: [{ id: 'another', attributes: {} }] });
        await publish('second');
        await other.settle();
      }
      return page;
    },
  };
  await other.ingest({
    accounts: [{ id: ACME.id, attributes: { name: 'Acme' } }],
    people: [{ id: 'p1', attributes: { email: 'p1@acme.example' } }],
    relations: [{ account: ACME.id, person: 'p1' }],
  });
  await publish('first');
  await other.settle();
  const eraser = await at.open({}, storage);
  await eraser.erase({ account: ACME.id });
  expect(isLate).toBe(true);
  expect(await findMarks(inner, [ACME.id])).toEqual([]);
  await countersAddUp(inner);
  await Promise.all([other.close(), eraser.close()]);
});

test('PV-28 the runs of an account that stands still end, too', async () => {
  const at = stage();
  await grow(at);
  await unsettle(at);
  const engine = await at.open();
  await engine.erase({ account: BETA });
  expect(await findMarks(at.storage, [BETA])).toEqual([]);
  await countersAddUp(at.storage);
  await engine.close();
});
