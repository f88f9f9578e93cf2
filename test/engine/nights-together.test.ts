import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EpochDocument } from '../../src/engagement/scoring.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { MINUTE } from '../../src/kernel/duration.ts';
import type { DefinitionBody } from '../../src/records/bodies.ts';
import type { AccountBody, PersonBody } from '../../src/runtime/state.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { dice } from '../../src/testing/simulation/dice.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import {
  ACCOUNTS,
  Chronicle,
  midnight,
  PEOPLE,
  scoredTenants,
  type ScoredTenant,
} from './scored-tenant.ts';
import { LEASE, ShakyFleet } from './shaky-fleet.ts';
import { runs } from './simulation.ts';
import { START, type B2b } from './tenant.ts';

const DAYS = 14;
const SECOND = 1_000;

/** What a host calls, as one engine that asks whichever is there. */
function hostOf(fleet: ShakyFleet): Engine<B2b> {
  const host = {
    define: (...given: Parameters<Engine<B2b>['define']>) =>
      fleet.ask((engine) => engine.define(...given)),
    ingest: (...given: Parameters<Engine<B2b>['ingest']>) =>
      fleet.ask((engine) => engine.ingest(...given)),
    account: (id: string) => fleet.ask((engine) => engine.account(id)),
    scoring: {
      models: () => fleet.ask((engine) => engine.scoring.models()),
      define: (...given: Parameters<Engine<B2b>['scoring']['define']>) =>
        fleet.ask((engine) => engine.scoring.define(...given)),
    },
    groups: {
      changeMembers: (...given: Parameters<Engine<B2b>['groups']['changeMembers']>) =>
        fleet.ask((engine) => engine.groups.changeMembers(...given)),
      releaseMembers: (...given: Parameters<Engine<B2b>['groups']['releaseMembers']>) =>
        fleet.ask((engine) => engine.groups.releaseMembers(...given)),
    },
  };
  return host as unknown as Engine<B2b>;
}

async function liveThrough(tenant: ScoredTenant, seed: number): Promise<void> {
  const { zone, batchSize, facts } = tenant;
  const fleet = new ShakyFleet({
    storage: memoryStorage(),
    dice: dice(seed),
    start: START,
    count: 3,
    engine: { batchSize, facts },
  });
  const own = dice(seed).other('own');
  const host = hostOf(fleet);
  const chronicle = new Chronicle(tenant);
  await chronicle.begin(host);
  for (const [index, happenings] of tenant.days.entries()) {
    const today = midnight(START, index + 1, zone);
    fleet.instant = today - MINUTE;
    await fleet.settle();
    fleet.instant = today + 10 * SECOND;
    fleet.calm = false;
    // Every other night nothing happens beside it, so that it is known what it must have counted.
    const isQuiet = index % 2 === 1;
    const lanes = isQuiet
      ? []
      : [
          live(
            happenings.filter(({ kind }) => kind === 'event'),
            today,
          ),
          live(
            happenings.filter(({ kind }) => kind !== 'event'),
            today,
          ),
          move(today),
        ];
    await Promise.all([...lanes, fleet.settle()]);
    fleet.calm = true;
    fleet.instant = Math.max(fleet.instant, today + 20 * MINUTE);
    for (let round = 0; round < 3; round += 1) {
      fleet.instant += LEASE + SECOND;
      await fleet.settle();
    }
    await expectGreatest(fleet);
    if (isQuiet) await fleet.one((engine) => chronicle.compare(engine));
  }
  await fleet.close();

  /** People come and go while the night is made, so that the greatest values do. */
  async function move(today: number): Promise<void> {
    for (let count = own.below(12); count > 0; count -= 1) {
      const kind = own.pick(['join', 'leave'] as const);
      const [person, account] = [own.pick(PEOPLE), own.pick(ACCOUNTS)];
      await chronicle.happen(host, today, { kind, person, account });
    }
  }

  async function live(happenings: ScoredTenant['days'][number], today: number): Promise<void> {
    for (const happening of happenings) {
      if (happening.kind === 'reopen') fleet.end(1);
      else await chronicle.happen(host, today, happening).catch(refused);
    }
  }
}

/** What the epoch says is the greatest is so, but for groups that changed after it (EG-63). */
async function expectGreatest({ storage }: ShakyFleet): Promise<void> {
  const definitions = await allOf<DefinitionBody>(storage, 'default', 'definition');
  const epoch = definitions.find(({ body }) => body.type === 'epoch')!.body
    .document as EpochDocument;
  const people = await allOf<PersonBody>(storage, 'default', 'person');
  const values = people.map(({ body: { score } }) => score?.value ?? 0);
  expect(Math.max(0, ...values)).toBe(epoch.personMax);
  const accounts = await allOf<AccountBody>(storage, 'default', 'account');
  const groups = accounts.flatMap(({ body }) => body.groups);
  const read = groups.filter(({ provisional }) => provisional !== true);
  const greatest = Math.max(0, ...read.map(({ value = 0 }) => value));
  if (read.length === groups.length) expect(greatest).toBe(epoch.groupMax);
  else expect(greatest).toBeLessThanOrEqual(epoch.groupMax);
}

/** A decision about somebody who has left in the meantime, or one that was carried out though its answer was lost. */
function refused(error: unknown): void {
  if (!isAccompanyError(error) || error.kind === 'failed') throw error;
}

test('EG-51 EG-63 EG-64 EG-65 several engines that fail in the midst of nights have the scores of the slow calculation', async () => {
  await fc.assert(fc.asyncProperty(scoredTenants(DAYS), fc.nat(), liveThrough), {
    numRuns: runs(0.2),
  });
});

/** Found by the test above: two engines that both led computed values by different scales. */
const twoScales: ScoredTenant = {
  zone: 'UTC',
  strategy: 'strictMinMax',
  batchSize: 1,
  audience: true,
  facts: false,
  bands: ['High', 'Low', 'None'],
  days: [
    [visit('dee', { times: 15, twice: true })],
    [{ kind: 'join', person: 'ann', account: 'beta' }],
    [
      visit('bob', { hour: 5 }),
      visit('cem', { off: -29, hour: 12, twice: true }),
      { kind: 'leave', person: 'eva', account: 'beta' },
    ],
    [{ kind: 'release', person: 'bob', account: 'beta', role: 'vital' }, visit('cem', { hour: 1 })],
    [],
    [],
    [visit('bob', { type: 'emailOpened' })],
    [visit('eva', { type: 'emailClicked' })],
    [],
    [
      visit('bob', { hour: 1 }),
      { kind: 'join', person: 'cem', account: 'gyro' },
      visit('cem', { type: 'emailClicked' }),
    ],
  ],
};

function visit(
  person: string,
  how: Partial<Extract<ScoredTenant['days'][number][number], { kind: 'event' }>>,
): Extract<ScoredTenant['days'][number][number], { kind: 'event' }> {
  return {
    kind: 'event',
    person,
    type: 'webVisit',
    off: 0,
    hour: 0,
    times: 1,
    twice: false,
    ...how,
  };
}

test('EG-65 engines that both lead compute values by one scale', async () => {
  for (let seed = 342_040_783; seed < 342_040_783 + 12; seed += 1)
    await liveThrough(twoScales, seed);
});
