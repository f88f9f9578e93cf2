import { AccountList } from '../../src/audience/account-list.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Engine as Engines } from '../../src/engine/engine.ts';
import { DAY, MINUTE } from '../../src/kernel/duration.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { VirtualClock } from '../../src/ports/clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { Receipt, Delivery } from '../../src/ports/channel.ts';
import type { Step } from '../../src/testing/harness/survival.ts';
import {
  recordingChannel,
  type RecordingChannel,
} from '../../src/testing/harness/recording-channel.ts';
import {
  account,
  b2b,
  cloud,
  event,
  journey,
  large,
  memberOf,
  person,
  START,
  type B2b,
} from './tenant.ts';

/** A tenant whose engines come and go: what does not end with a process. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly channel: RecordingChannel;
  readonly start: (storage: Storage) => Promise<Engine<B2b>>;
}

/** A stage; every answer of its channel depends on nothing but the delivery. */
export function stage(options: Partial<EngineOptions<B2b>> = {}): Stage {
  const clock = virtualClock(START);
  const channel = recordingChannel({ answer });
  const channels = { email: channel, actions: { createTask: channel, sendGift: channel } };
  return {
    clock,
    channel,
    start: (storage) =>
      Engines.open<B2b>({ catalogue: b2b, shards: 4, ...options, storage, clock, channels }),
  };
}

/** Some fail at first, some are refused, some take their time, and people click. */
function answer({ people, node, attempt, account: of }: Delivery): Receipt {
  if (node === 'shaky' && attempt < 3) return { outcome: 'failed', reason: 'busy' };
  if (node === 'hopeless') return { outcome: 'failed', reason: 'no' };
  const except =
    people?.includes('eve') === true
      ? { eve: { outcome: 'refused', reason: 'bounced' } as const }
      : undefined;
  const events = (people ?? [])
    .filter((id) => node === 'intro' && (id === 'ann' || id === 'dan'))
    .map((id) => ({
      person: id,
      type: 'emailClicked',
      fields: { link: `/${of}` },
      after: 6 * 60 * MINUTE,
    }));
  return {
    outcome: 'sent',
    ...(except && { except }),
    events,
    ...(node === 'slow' && { after: 45 * MINUTE }),
  };
}

export const vip = AccountList.static('vip').publish();

const other = journey('onboarding', { audience: { list: 'vip' } })
  .updateAccount({ phase: 'customer' })
  .sendEmail('welcome', { id: 'slow' })
  .wait({ hours: 12 })
  .act('sendGift', {}, 'people', { id: 'shaky' })
  .removeFromList(vip);

const main = journey('story', { audience: large, reEntry: { delay: { days: 6 }, limit: 2 } })
  .with(cloud)
  .sendEmail('general', { id: 'intro' })
  .splitPeople((paths) =>
    paths
      .when('Leaders', person('jobTitle').startsWith('VP'), (steps) =>
        steps.updatePeople({ score: 9 }).sendEmail('leaders'),
      )
      .otherwise('Others', (steps) => steps.interestingMoment('Milestone')),
  )
  .listen(
    { event: 'emailClicked', where: event('emailClicked', 'link').contains('a') },
    {
      timeout: { days: 1 },
      onTimeout: (late) => late.sendEmail('reminder'),
    },
  )
  .addToList(vip)
  .wait({ days: 2 })
  .split((paths) =>
    paths
      .when('Software', account('industry').is('Software'), (steps) =>
        steps.addToJourney('onboarding').act('createTask', { subject: 'call' }),
      )
      .otherwise((steps) => steps.sendEmail('last', { id: 'hopeless' })),
  );

const watch = journey('watch')
  .listen(
    { event: 'personChanged', fields: { attribute: 'score' } },
    { since: 'journeyEntry', filter: memberOf(), onTimeout: false, timeout: { days: 20 } },
  )
  .updateAccount({ phase: 'moved' })
  .sendEmail('moved');

/** Journeys of the story; each is published by a step of its own. */
export const JOURNEYS = [other, main, watch];

const ACCOUNTS: IngestInput<B2b> = {
  accounts: ['acme', 'beta', 'core', 'tiny'].map((id, index) => ({
    id,
    version: 1,
    attributes: {
      name: id,
      employees: id === 'tiny' ? 3 : 1_000 + index,
      industry: index % 2 === 0 ? 'Software' : 'Retail',
    },
  })),
  people: ['ann', 'bob', 'cid', 'dan', 'eve'].map((id, index) => ({
    id,
    version: 1,
    attributes: { email: `${id}@example.com`, jobTitle: index % 2 === 0 ? 'VP Sales' : 'Engineer' },
    ...(id === 'cid' && { consent: { email: 'n' as const } }),
  })),
  // Ann and Eve are shared.
  relations: [
    ['acme', 'ann'],
    ['acme', 'bob'],
    ['acme', 'eve'],
    ['beta', 'cid'],
    ['beta', 'ann'],
    ['core', 'dan'],
    ['core', 'eve'],
    ['tiny', 'bob'],
  ].map(([of, id]) => ({ account: of!, person: id! })),
};

const visit = (
  id: string,
  who: string,
  at: number,
): NonNullable<IngestInput<B2b>['events']>[number] => ({
  id,
  type: 'webVisit',
  person: who,
  at,
  fields: { page: 'pricing' },
});

/** What the host does, one call after the other; every call may be repeated. */
export function hostSteps(): readonly Step<Engine<B2b>>[] {
  const until =
    (days: number): Step<Engine<B2b>> =>
    (engine) =>
      engine.advanceTo(Math.max(engine.now(), START + days * DAY));
  return [
    (engine) => engine.define([large, vip, cloud]),
    ...JOURNEYS.slice(0, 2).map(
      (one): Step<Engine<B2b>> =>
        (engine) =>
          engine.publish(one),
    ),
    (engine) => engine.ingest(ACCOUNTS),
    // In another order, and again.
    (engine) => engine.ingest({ events: [visit('v1', 'ann', START), visit('v2', 'bob', START)] }),
    (engine) => engine.ingest({ events: [visit('v2', 'bob', START), visit('v1', 'ann', START)] }),
    until(0.5),
    (engine) => engine.publish(JOURNEYS[2]!),
    (engine) =>
      engine.ingest({
        people: [{ id: 'eve', version: 2, attributes: { jobTitle: 'VP Finance', score: 3 } }],
      }),
    (engine) =>
      engine.ingest({ accounts: [{ id: 'tiny', version: 2, attributes: { employees: 4_000 } }] }),
    until(2),
    (engine) => engine.suppress('dan@example.com'),
    (engine) => engine.ingest({ relations: [{ account: 'acme', person: 'bob', removed: true }] }),
    (engine) => engine.changeList('vip', { add: ['beta', 'tiny'] }),
    until(4),
    (engine) => engine.closeEntries('onboarding'),
    until(9),
    (engine) => engine.abort('watch'),
    until(30),
  ];
}
