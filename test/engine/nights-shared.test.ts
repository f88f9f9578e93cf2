import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { Commit } from '../../src/ports/storage.ts';
import {
  did,
  expectRecomputed,
  gate,
  nightHouse,
  settleIn,
  TODAY,
  type NightHouse,
  type Tap,
} from './night-house.ts';
import { DAY, START, type B2b } from './tenant.ts';

const MIDNIGHT = (TODAY + 1) * DAY;
const HOUR = 3_600_000;
/** How long an engine may be silent before the others take over. */
const LEASE = 30_000;
const LONG = 100 * DAY;
const NEVER = new Promise<void>(() => undefined);

/** Two engines of which the first leads, and three companies that have been through a night. */
async function given(
  house: NightHouse,
  lease = LEASE,
  ahead = 0,
): Promise<{
  readonly first: Engine<B2b>;
  readonly second: Engine<B2b>;
  readonly leading: Tap;
  readonly other: Tap;
}> {
  const [leading, other]: Tap[] = [{}, {}];
  const options = { batchSize: 2, lease };
  const clock = { now: () => house.now() + ahead };
  const first = await house.open('first', { tap: leading!, clock, ...options });
  await settleIn(first, { acme: ['ann', 'cem'], beta: ['bob', 'dee'], gyro: ['eva'] });
  const second = await house.open('second', { tap: other!, ...options });
  for (const [index, person] of ['ann', 'bob', 'cem', 'dee', 'eva'].entries())
    await first.ingest(did(person, START, 12 - 2 * index));
  house.pass(MIDNIGHT - START + 1_000);
  await first.settle();
  await second.settle();
  await expectRecomputed(first, house.storage, TODAY);
  return { first, second, leading: leading!, other: other! };
}

function writesEpoch({ operations }: Commit): boolean {
  return operations.some(
    (operation) => operation.op === 'put' && operation.record.kind === 'registry',
  );
}

describe('the greatest values of a night', () => {
  test.each([
    ['greater', { account: 'beta', person: 'ann' }],
    ['less', { account: 'acme', person: 'ann', removed: true }],
  ])(
    'EG-63 count what was decided before they were read and stored after: they become %s',
    async (_what, relation) => {
      const house = nightHouse();
      const { first, second, leading, other } = await given(house, LONG);
      // Somebody is active, so that there is something to do in the night.
      await first.ingest(did('bob', MIDNIGHT, 1));
      await first.settle();
      house.pass(DAY);
      const [held, read] = [gate(), gate()];
      other.commit = async () => {
        held.open();
        await read.passed;
      };
      const change = second.ingest({ relations: [relation] });
      await held.passed;
      leading.scanned = async (kind, prefix) => {
        if (kind !== 'score' || !prefix.startsWith('group')) return;
        delete leading.scanned;
        delete other.commit;
        read.open();
        await change;
      };
      await first.settle();
      expect(leading.scanned).toBeUndefined();
      await expectRecomputed(first, house.storage, TODAY + 1);
      await expectRecomputed(second, house.storage, TODAY + 1);
      await Promise.all([first.close(), second.close()]);
    },
  );

  test('EG-63 are read as often as another engine changes them meanwhile', async () => {
    const house = nightHouse();
    const { first, second, leading } = await given(house, LONG);
    await first.ingest(did('bob', MIDNIGHT, 1));
    await first.settle();
    house.pass(DAY);
    const joining = ['ann', 'cem'];
    let read = 0;
    leading.scanned = async (kind, prefix) => {
      if (kind !== 'score' || !prefix.startsWith('group')) return;
      read += 1;
      const person = joining.shift();
      if (person !== undefined) await second.ingest({ relations: [{ account: 'beta', person }] });
    };
    const before = (await first.scoring.epoch())!.number;
    await first.settle();
    expect(read).toBe(4);
    expect((await first.scoring.epoch())!.number).toBe(before + 3);
    await expectRecomputed(first, house.storage, TODAY + 1);
    await Promise.all([first.close(), second.close()]);
  });
});

describe('a night that its engine does not end', () => {
  /** Calls of one quiet night of the leading engine. */
  const CALLS = 24;

  test.each(['vanishes', 'stands still', 'meets a failing storage'])(
    'EG-51 EG-64 is ended by another one that very day, at whatever call it %s',
    async (what) => {
      let reached = 0;
      for (let at = 1; at <= CALLS; at += 1) {
        const house = nightHouse();
        const { first, second, leading } = await given(house);
        await first.ingest(did('bob', MIDNIGHT, 3));
        await first.ingest(did('dee', MIDNIGHT, 1));
        await first.ingest(did('eva', MIDNIGHT, 1));
        // Both know that they have nothing to do any more on this day.
        await second.settle();
        house.pass(DAY);
        const back = gate();
        let calls = 0;
        const interrupt = async (): Promise<void> => {
          calls += 1;
          if (calls !== at) return;
          reached = Math.max(reached, at);
          back.open();
          if (what === 'meets a failing storage') throw new Error('The disk is full.');
          await (what === 'vanishes' ? NEVER : released.passed);
        };
        const released = gate();
        leading.commit = interrupt;
        leading.scanned = interrupt;
        const night = first.settle().catch(() => undefined);
        await Promise.race([back.passed, night]);
        house.pass(2 * LEASE);
        for (let round = 0; round < 3; round += 1) {
          house.pass(1_000);
          await second.settle();
        }
        if (what !== 'meets a failing storage')
          await expectRecomputed(second, house.storage, TODAY + 1);
        delete leading.commit;
        delete leading.scanned;
        released.open();
        if (what !== 'vanishes') {
          await night;
          await first.settle();
          await expectRecomputed(first, house.storage, TODAY + 1);
          await first.close();
        }
        await second.close();
      }
      expect(reached).toBe(CALLS);
    },
  );

  test('EG-64 is ended by one that comes to lead, though its clock is behind', async () => {
    for (let at = 1; at <= CALLS; at += 1) {
      const house = nightHouse();
      const { first, second, leading } = await given(house, LEASE, 300_000);
      for (const person of ['bob', 'dee', 'eva']) await first.ingest(did(person, MIDNIGHT, 1));
      await first.settle();
      house.pass(DAY);
      let calls = 0;
      const fail = async (): Promise<void> => {
        if ((calls += 1) >= at) throw new Error('The network is gone.');
      };
      leading.commit = fail;
      leading.scanned = fail;
      await first.settle().catch(() => undefined);
      const early = await house.open('early', { batchSize: 2, lease: LEASE });
      await early.settle();
      await expectRecomputed(early, house.storage, TODAY + 1);
      await Promise.all([first.close(), second.close(), early.close()]);
    }
  });

  test('EG-64 is ended by an engine that led before, and did not notice that another one led', async () => {
    const house = nightHouse();
    const { first, second, other } = await given(house);
    house.pass(DAY);
    await first.settle();
    // Everybody in beta does something; the greatest values stay what they are.
    await first.ingest(did('bob', MIDNIGHT + DAY, 1));
    await first.ingest(did('dee', MIDNIGHT + DAY, 1));
    house.pass(DAY - HOUR);
    // The first one stands still; the second one leads, and vanishes before it writes the epoch.
    for (let round = 0; round < 3; round += 1) {
      house.pass(2 * LEASE);
      await second.settle();
    }
    house.pass(HOUR);
    const reached = gate();
    other.commit = async (commit) => {
      if (!writesEpoch(commit)) return;
      reached.open();
      await NEVER;
    };
    void second.settle();
    await reached.passed;
    house.pass(2 * LEASE);
    await first.settle();
    await first.settle();
    await expectRecomputed(first, house.storage, TODAY + 2);
    await first.close();
  });

  test('EG-65 begins with everybody where values have begun to be computed by another scale', async () => {
    const house = nightHouse();
    const tap: Tap = {};
    const options = { batchSize: 1, lease: LEASE };
    const first = await house.open('first', { tap, ...options });
    const through = TODAY + 31;
    await settleIn(first, { acme: ['ann', 'cem'], beta: ['bob', 'dee'] }, 'strictMinMax');
    await first.ingest(did('cem', START, 1, 'webVisit'));
    house.pass(20 * DAY);
    await first.settle();
    for (const person of ['ann', 'bob', 'dee']) {
      await first.ingest(did(person, house.now(), 3, 'emailOpened'));
      await first.ingest(did(person, house.now(), person === 'dee' ? 9 : 2, 'emailClicked'));
    }
    house.pass(DAY);
    await first.settle();
    await expectRecomputed(first, house.storage, TODAY + 20, 'strictMinMax');
    const second = await house.open('second', options);
    // The lightest activity leaves the window: everybody is computed anew, and the engine vanishes while it does so.
    house.pass(10 * DAY);
    const reached = gate();
    let people = 0;
    tap.commit = async ({ operations }) => {
      people += operations.filter(
        (operation) => operation.op === 'put' && operation.record.kind === 'person',
      ).length;
      if (people < 3) return;
      reached.open();
      await NEVER;
    };
    void first.settle();
    await reached.passed;
    // Meanwhile the activity is there again, and with it the scale of before.
    await second.ingest(did('cem', house.now() - 2 * DAY, 1, 'webVisit'));
    house.pass(2 * LEASE);
    for (let round = 0; round < 3; round += 1) await second.settle();
    house.pass(DAY);
    await second.settle();
    await expectRecomputed(second, house.storage, through, 'strictMinMax');
    await second.close();
  });

  test('EG-64 two engines that believe they lead at the same time do not make two of the same number', async () => {
    const house = nightHouse();
    const tap: Tap = {};
    const options = { batchSize: 1, lease: LEASE };
    const late = await house.open('late', { tap, ...options });
    await settleIn(late, { acme: ['ann', 'cem'], beta: ['bob', 'dee'] });
    for (const [index, person] of ['ann', 'bob', 'cem', 'dee'].entries())
      await late.ingest(did(person, START, 9 - index));
    await late.settle();
    house.pass(MIDNIGHT - START + 1_000);
    const [held, done] = [gate(), gate()];
    tap.commit = async ({ operations }) => {
      const isPerson = operations.some(
        (operation) => operation.op === 'put' && operation.record.kind === 'person',
      );
      if (!isPerson) return;
      delete tap.commit;
      held.open();
      await done.passed;
    };
    const night = late.settle();
    await held.passed;
    // Another one comes whose name goes first: it leads, makes the night, and hears of a greater group.
    const early = await house.open('early', options);
    await early.settle();
    await early.ingest({ relations: [{ account: 'beta', person: 'ann' }] });
    done.open();
    await night;
    await expectRecomputed(early, house.storage, TODAY);
    await expectRecomputed(late, house.storage, TODAY);
    await Promise.all([late.close(), early.close()]);
  });
});

test('EG-64 a clock that leaps ahead and is set back makes no night be left out', async () => {
  const house = nightHouse();
  let ahead = 0;
  const clock = { now: () => house.now() + ahead };
  const engine = await house.open('only', { clock });
  await settleIn(engine, { acme: ['ann', 'cem'], beta: ['bob'] });
  await engine.ingest(did('ann', START, 9));
  await engine.ingest(did('bob', START, 4));
  ahead = 20 * DAY;
  await engine.settle();
  const { through } = (await engine.scoring.epoch())!;
  expect(through).toBe(TODAY + 19);
  ahead = 0;
  house.pass(MIDNIGHT - START + 1_000);
  await engine.ingest(did('cem', MIDNIGHT, 16));
  house.pass(DAY);
  await engine.settle();
  await expectRecomputed(engine, house.storage, TODAY + 1);
  // Whoever was counted by the later day stays there.
  expect((await engine.scoring.epoch())!.through).toBe(through);
  await engine.close();
});
