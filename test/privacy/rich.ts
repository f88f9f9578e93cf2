import * as z from 'zod/mini';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/duration.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Delivery, Receipt } from '../../src/ports/channel.ts';
import type { VirtualClock } from '../../src/ports/clock.ts';
import { RECORD_KINDS, type Storage } from '../../src/ports/storage.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import {
  recordingChannel,
  type RecordingChannel,
} from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';

export const START = Date.parse('2026-01-05T09:00:00Z');
export const KEY = 'a secret of the host, long enough for a hash';

export const b2b = catalogue({
  account: { name: text(), industry: text(), employees: number() },
  person: { email: text(), jobTitle: text(), score: number() },
  opportunity: { amount: number(), title: text() },
  objects: {
    device: { of: 'person', attributes: { serial: text() } },
    contract: { of: 'account', attributes: { number: text() } },
  },
  events: {
    webVisit: { of: 'person', fields: { page: text() } },
    emailClicked: { of: 'person', fields: { link: text() } },
    order: { of: 'account', fields: { total: number(), note: text() } },
  },
  actions: { sendGift: { of: 'people', input: z.object({}) } },
});

export type Rich = NonNullable<(typeof b2b)['shape']>;

const { account, person, event, occurred, some } = conditions(b2b);

const large = Audience.accounts('large', account('employees').atLeast(1_000));
const vip = AccountList.static('vip').publish();
const cloud = BuyingGroup.define('cloud', {
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Practitioner', when: occurred('webVisit') },
  ],
});

const settings = { audience: large, ends: '2027-12-31', catalogue: b2b } as const;

/** Decisions that look at people, actions of every kind, a listener that counts, and one that is caused. */
const story = Journey.forAccounts<Rich>('story', { ...settings, reEntry: { delay: { days: 1 } } })
  .with(cloud)
  .sendEmail('general', { id: 'intro' })
  .splitPeople((paths) =>
    paths
      .when('Leaders', person('jobTitle').startsWith('VP'), (steps) =>
        steps
          .updatePeople({ score: 9 })
          .interestingMoment('Milestone')
          .act('sendGift', {}, { id: 'gift' }),
      )
      .otherwise('Others', (steps) => steps.interestingMoment('Web')),
  )
  .split((paths) =>
    paths
      .when('Visited', some('person', person('jobTitle').startsWith('VP')), (steps) =>
        steps.sendEmail('slow', { id: 'slow' }),
      )
      .otherwise((steps) => steps),
  )
  .listen(
    { event: 'emailClicked', where: event('emailClicked', 'link').contains('a'), minimum: 3 },
    {
      timeout: { days: 30 },
      onTimeout: (late) => late.sendEmail('reminder'),
    },
  )
  .addToList(vip)
  .sendEmail('bye', { id: 'bye' });

const watch = Journey.forAccounts<Rich>('watch', settings)
  .listen({ event: 'webVisit' }, { timeout: { days: 60 }, onTimeout: false })
  .sendEmail('hopeless', { id: 'hopeless' })
  .sendSalesAlert('cloud', 'sales@host.example', { id: 'alert' })
  .wait({ hours: 1 })
  .removeFromGroup('cloud')
  .wait({ days: 90 });

/** Ids and values of the subject that is erased, each of them unlike anything else. */
export const ANN = {
  id: 'person-ann-0815',
  email: 'Ann.Marker@Acme.Example',
  marks: [
    'person-ann-0815',
    'ann.marker',
    'MARK-VP',
    'MARK-PAGE',
    'MARK-SERIAL',
    'MARK-EVENT',
    'MARK-PRICE',
  ],
} as const;
export const BOB = {
  id: 'person-bob-0816',
  marks: ['person-bob-0816', 'bob.marker', 'BOB-TITLE', 'BOB-PAGE', 'BOB-EVENT', 'BOB-SERIAL'],
};
export const ACME = {
  id: 'account-acme-4711',
  marks: [
    'account-acme-4711',
    'MARK-NAME',
    'MARK-INDUSTRY',
    'MARK-NUMBER',
    'MARK-TITLE',
    'MARK-ORDER',
    'MARK-NOTE',
  ],
} as const;
export const BETA = 'account-beta-4712';

/** Everything that outlives an engine. */
export interface Stage {
  readonly storage: Storage;
  readonly clock: VirtualClock;
  readonly email: RecordingChannel;
  open(options?: Partial<EngineOptions<Rich>>, storage?: Storage): Promise<Engine<Rich>>;
}

export function stage(storage: Storage = memoryStorage()): Stage {
  const clock = virtualClock(START);
  const email = recordingChannel({ answer });
  const channels = { email, actions: { sendGift: email } };
  return {
    storage,
    clock,
    email,
    open: (options = {}, other = storage) =>
      Engine.open<Rich>({
        catalogue: b2b,
        shards: 4,
        privacy: { key: KEY },
        clock,
        channels,
        ...options,
        storage: other,
      }),
  };
}

function answer({ people, node, account: of }: Delivery): Receipt {
  if (node === 'hopeless')
    return { outcome: 'failed', reason: `no mailbox for ${ANN.email} and bob.marker@acme.example` };
  const events = (people ?? []).flatMap((id, index) =>
    [(index + (of === BETA ? 1 : 3)) * 6 * HOUR, 40 * DAY].map((after) => ({
      person: id,
      type: 'emailClicked',
      fields: { link: `/a/${PAGES[id]}` },
      after,
    })),
  );
  return {
    outcome: 'sent',
    ...(node === 'intro' && { events }),
    ...((node === 'slow' || node === 'alert') && { after: 6 * DAY }),
  };
}

const PAGES: Readonly<Record<string, string>> = {
  [ANN.id]: 'MARK-PAGE',
  [BOB.id]: 'BOB-PAGE',
  'person-cid-0817': 'CID-PAGE',
};

const data = {
  accounts: [
    {
      id: ACME.id,
      version: 1,
      attributes: { name: 'MARK-NAME', industry: 'MARK-INDUSTRY', employees: 5_000 },
      opportunities: [{ id: 'o1', attributes: { amount: 3, title: 'MARK-TITLE' } }],
      objects: { contract: [{ id: 'c1', attributes: { number: 'MARK-NUMBER' } }] },
    },
    { id: BETA, version: 1, attributes: { name: 'Beta', industry: 'Retail', employees: 2_000 } },
    { id: 'small', attributes: { name: 'Small', employees: 3 } },
  ],
  people: [
    {
      id: ANN.id,
      version: 3,
      attributes: { email: ANN.email, jobTitle: 'VP MARK-VP', score: 1 },
      consent: { email: 'y' },
      objects: { device: [{ id: 'd1', attributes: { serial: 'MARK-SERIAL' } }] },
    },
    {
      id: BOB.id,
      attributes: { email: 'bob.marker@acme.example', jobTitle: 'VP BOB-TITLE' },
      objects: { device: [{ id: 'd2', attributes: { serial: 'BOB-SERIAL' } }] },
    },
    { id: 'person-cid-0817', attributes: { email: 'cid@beta.example', jobTitle: 'Engineer' } },
  ],
  relations: [
    { account: ACME.id, person: ANN.id, roles: ['Buyer'] },
    { account: ACME.id, person: BOB.id },
    { account: BETA, person: ANN.id },
    { account: BETA, person: 'person-cid-0817' },
    { account: 'small', person: BOB.id },
  ],
} as const;

const visits = [
  {
    id: 'MARK-EVENT-1',
    type: 'webVisit',
    person: ANN.id,
    at: START,
    fields: { page: 'MARK-PAGE' },
  },
  { id: 'BOB-EVENT-1', type: 'webVisit', person: BOB.id, at: START, fields: { page: 'BOB-PAGE' } },
  {
    id: 'MARK-ORDER-1',
    type: 'order',
    account: ACME.id,
    at: START,
    fields: { total: 3, note: 'MARK-NOTE' },
  },
] as const;

/** What is taken in at first; also the next synchronisation. */
export async function synchronise(engine: Engine<Rich>): Promise<void> {
  await engine.ingest(data as never);
  await engine.ingest({ events: visits });
}

/**
 * Two accounts that share Ann, in the middle of their journeys: a listener has counted clicks, decisions left evidence,
 * e-mails are open, claimed, answered and given up, a click is to come, accounts and Ann herself hold inputs in
 * quarantine, and her address is suppressed.
 */
export async function grow(at: Stage): Promise<void> {
  const engine = await at.open();
  await engine.define([large, vip, cloud]);
  await engine.publish(story);
  await engine.publish(watch);
  await synchronise(engine);
  await engine.changeList('vip', { add: [ACME.id] });
  const assign = { [ANN.id]: 'Decision Maker' };
  await engine.groups.changeMembers({ account: ACME.id, group: 'cloud', assign, by: 'user-eve' });
  await engine.advanceTo(START + 19 * HOUR);
  await engine.ingest({ people: [{ id: ANN.id, attributes: { jobTitle: 'VP MARK-VP 2' } }] });
  await engine.advanceTo(START + DAY + 5 * MINUTE);
  await engine.suppress(ANN.email, `asked by ${ANN.email}`);
  await engine.close();
}

/** States that a virtual clock does not come to by itself, put into the storage. */
export async function unsettle({ storage }: Stage): Promise<void> {
  const effects = await allOf<EffectBody>(storage, 'default', 'effect');
  const slow = effects.find(
    ({ body }) => body.state === 'answered' && body.effect.account === ACME.id,
  )!;
  const [a, b, c] = ['claimed', 'pending', 'pending'].map((state, index) => ({
    ...slow,
    id: `${slow.id}${index + 7}`,
    version: 1,
    due: START + 100 * DAY,
    body: {
      ...slow.body,
      effect: {
        ...slow.body.effect,
        ordinal: Number(`0${index + 7}`),
        ...(index === 2 && { people: [ANN.id] }),
      },
      people: index === 2 ? [ANN.id] : slow.body.effect.people,
      state,
      outcomes: [],
    },
  }));
  const { journey, plan, node } = slow.body.effect;
  const input = { kind: 'person', message: { type: 'left', person: ANN.id } } as const;
  const profile = { kind: 'profile', attributes: { jobTitle: 'MARK-VP' }, version: 0, objects: [] };
  const quarantine = (kind: string, id: string, inputs: readonly unknown[]): object => ({
    kind: 'quarantine',
    id: `${kind}\u001f${id}`,
    version: 1,
    due: null,
    body: { subject: { kind, id }, reason: `STEP_LIMIT: ${kind} ${id} moved.`, at: START, inputs },
  });
  const parked = (await allOf(storage, 'default', 'progress')).find(({ id }) => id === BETA)!;
  await storage.commit('default', {
    operations: [
      { ...parked, version: parked.version + 1, due: null },

      a,
      b,
      c,
      quarantine('account', BETA, [input]),
      quarantine('person', ANN.id, [profile]),
    ].map((record) => ({ op: 'put', record }) as never),
    counters: [{ name: ['node', journey, plan, node, 'asked'].join('\u001f'), value: 3 }],
  });
}

/** The whole of a subscription as text, record by record. */
export async function everything(storage: Storage): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const kind of RECORD_KINDS)
    for (const record of await allOf(storage, 'default', kind)) texts.push(JSON.stringify(record));
  for (const counter of await storage.counters('default', '')) texts.push(JSON.stringify(counter));
  for (const lease of await storage.leases('default', '')) texts.push(JSON.stringify(lease));
  return texts;
}

/** What of a subscription holds one of the marks, without case. */
export async function findMarks(
  storage: Storage,
  marks: readonly string[],
): Promise<readonly string[]> {
  const wanted = marks.map((mark) => mark.toLowerCase());
  return (await everything(storage)).filter((text) =>
    wanted.some((mark) => text.toLowerCase().includes(mark)),
  );
}
