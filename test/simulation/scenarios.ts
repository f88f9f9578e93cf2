import type { Engine } from '../../src/engine/engine.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Step } from '../../src/testing/harness/survival.ts';
import { vip } from '../engine/story.ts';
import { DAY, event, journey, large, reachable, START, type B2b } from '../engine/tenant.ts';

/** A small story that comes to the same end wherever it is interrupted. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step<Engine<B2b>>[];
}

type S = Step<Engine<B2b>>;

const acme: IngestInput<B2b> = {
  accounts: [{ id: 'acme', version: 1, attributes: { name: 'Acme', employees: 2_000 } }],
  people: [
    { id: 'ann', version: 1, attributes: reachable('ann') },
    { id: 'bob', version: 1, attributes: reachable('bob') },
  ],
  relations: ['ann', 'bob'].map((person) => ({ account: 'acme', person })),
};
const enter: S = (engine) => engine.ingest(acme);
const publish =
  (one: ReturnType<typeof journey>): S =>
  (engine) =>
    engine.publish(one);
const until =
  (days: number): S =>
  (engine) =>
    engine.advanceTo(Math.max(engine.now(), START + days * DAY));
const zeta: IngestInput<B2b> = {
  accounts: [{ id: 'zeta', version: 1, attributes: { name: 'Zeta', employees: 2_000 } }],
  people: [{ id: 'eve', version: 1, attributes: reachable('eve') }],
  relations: ['ann', 'eve'].map((person) => ({ account: 'zeta', person })),
};
const merge =
  (account: string, into: string): S =>
  (engine) =>
    engine.integration.mergeAccounts({ account, into });
const visit =
  (id: string, days: number): S =>
  (engine) =>
    engine.ingest({
      events: [
        { id, type: 'webVisit', person: 'ann', at: START + days * DAY, fields: { page: 'p' } },
      ],
    });

const greeting = journey('greeting').sendEmail('intro').wait({ days: 1 }).sendEmail('second');
const heard = journey('heard').listen(
  { event: 'webVisit', where: event('webVisit', 'page').is('p') },
  { timeout: { days: 2 }, onTimeout: (late) => late.sendEmail('late') },
);

/** Each is lived through with a fault at its first call of the storage, its second, and so on. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'publish before anybody is there', steps: [publish(greeting), enter, until(2)] },
  { name: 'publish when the audience is there', steps: [enter, publish(greeting), until(2)] },
  { name: 'an event moves the account', steps: [publish(heard), enter, visit('v1', 0), until(3)] },
  { name: 'an event comes too late', steps: [publish(heard), enter, until(2), visit('v1', 2.5)] },
  {
    name: 'the same event comes twice',
    steps: [publish(heard), enter, visit('v1', 0), visit('v1', 0)],
  },
  {
    name: 'deliveries fail and are tried again',
    steps: [
      publish(journey('retry').act('sendGift', {}, 'people', { id: 'shaky' })),
      enter,
      until(1),
    ],
  },
  {
    name: 'deliveries are given up',
    steps: [publish(journey('hopeless').sendEmail('intro', { id: 'hopeless' })), enter, until(1)],
  },
  {
    name: 'a profile changes and tells other accounts',
    steps: [
      (engine) => engine.ingest({ relations: [{ account: 'beta', person: 'ann' }] }),
      publish(journey('scores').updatePeople({ score: 7 }).sendEmail('done')),
      enter,
    ],
  },
  {
    name: 'a journey is closed and finishes',
    steps: [publish(greeting), enter, (engine) => engine.closeEntries('greeting'), until(2)],
  },
  {
    name: 'a journey is aborted and deleted',
    steps: [
      publish(greeting),
      enter,
      (engine) => engine.abort('greeting'),
      async (engine) => {
        const known = await engine.journeys();
        if (known.length > 0) await engine.delete('greeting');
      },
    ],
  },
  {
    name: 'an account comes again',
    steps: [
      publish(journey('again', { reEntry: { limit: 2 } }).sendEmail('intro')),
      enter,
      until(3),
    ],
  },
  {
    name: 'a list lets accounts in',
    steps: [
      (engine) => engine.define([large, vip]),
      publish(journey('chosen', { audience: { list: 'vip' } }).sendEmail('intro')),
      enter,
      (engine) => engine.changeList('vip', { add: ['acme'] }),
    ],
  },
  {
    name: 'an address is suppressed',
    steps: [publish(greeting), enter, (engine) => engine.suppress('ann@example.com'), until(2)],
  },
  {
    name: 'an account in a journey is merged, and is still spoken of',
    steps: [
      publish(greeting),
      enter,
      (engine) => engine.ingest(zeta),
      merge('zeta', 'acme'),
      (engine) =>
        engine.ingest({
          accounts: [{ id: 'zeta', version: 2, attributes: { phase: 'hot' } }],
          events: [{ id: 'o1', type: 'order', account: 'zeta', at: START, fields: { total: 1 } }],
          relations: [{ account: 'zeta', person: 'eve' }],
        }),
      until(2),
    ],
  },
  {
    name: 'accounts are merged in a chain, somebody belongs to all of them',
    steps: [
      publish(heard),
      enter,
      (engine) => engine.ingest(zeta),
      (engine) => engine.ingest({ relations: [{ account: 'third', person: 'ann' }] }),
      merge('zeta', 'acme'),
      merge('acme', 'third'),
      visit('v1', 0),
      merge('acme', 'third'),
      until(3),
    ],
  },
  {
    name: 'a merge while effects wait to be tried again',
    steps: [
      publish(journey('retry').act('sendGift', {}, 'people', { id: 'shaky' })),
      (engine) => engine.ingest(zeta),
      enter,
      merge('acme', 'zeta'),
      until(1),
    ],
  },
];
