import { AccountList } from '../../src/audience/account-list.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { RECORD_KINDS, type Storage } from '../../src/ports/storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { b2b, cloud, collect, journey, nurture, START, type B2b } from '../engine/tenant.ts';
import type { Deed, Draw, Scenario } from './scenarios.ts';

/** A tenant that lives step by step, and what it has come to. */
export interface Life {
  readonly step: (deed: Deed) => Promise<void>;
  /** Everything that can be seen of it: after each deed, and in the end. */
  readonly end: () => Promise<string>;
}

const HOUR = 3_600_000;
const hot = AccountList.static('hot').publish();
const KEY = 'a key that is the same for both tenants';

/** Begins a tenant of a name on a storage; everything but the name is the same for all. */
export async function begin(
  storage: Storage,
  subscription: string,
  scenario: Scenario,
): Promise<Life> {
  const platform = memoryPlatform();
  // The second e-mail of a nurture fails again and again, until it is a dead letter.
  const email = recordingChannel({
    answer: ({ attempt, action }) =>
      'email' in action && action.email === 'reminder' && attempt < 9
        ? { outcome: 'failed', reason: 'mailbox full' }
        : { outcome: 'sent' },
  });
  let instant = START;
  const live: Clock = { now: () => instant };
  const clock = scenario.clock === 'virtual' ? virtualClock(START) : live;
  const open = (): Promise<Engine<B2b>> =>
    Engine.open<B2b>({
      catalogue: b2b,
      storage,
      subscription,
      clock,
      channels: { email },
      name: scenario.engine === 'alike' ? 'one' : subscription,
      shards: 4,
      batchSize: scenario.batch,
      integration: { sources: [platform] },
      retention: { facts: { days: 3 }, evidence: { days: 2 }, inputs: { days: 1 } },
      ...(scenario.narrow && { limits: { inputsPerAdvance: 1 } }),
      ...(scenario.erases && { privacy: { key: KEY } }),
    });
  let engine = await open();
  const seen: unknown[] = [];
  let events = 0;
  const deeds: {
    readonly [D in Deed['do']]: (deed: Extract<Deed, { readonly do: D }>) => Promise<unknown>;
  } = {
    ingest: ({ account: id, employees }) =>
      engine.ingest({
        accounts: [{ id, attributes: { name: id, employees } }],
        people: ['ann', 'bob'].map((name, index) => ({
          id: `${id}-${name}`,
          attributes: { email: `${name}@${id}.example`, jobTitle: ['VP', 'Engineer'][index]! },
        })),
        relations: ['ann', 'bob'].map((name) => ({ account: id, person: `${id}-${name}` })),
      }),
    tell: async ({ account: id, phase }) =>
      platform.tell({ type: 'account', id, attributes: { phase } }),
    synchronise: () => engine.integration.synchronise(),
    publish: ({ journey: id }) => engine.publish(id === 'nurture' ? nurture() : hotJourney()),
    abort: ({ journey: id }) => engine.abort(id),
    delete: ({ journey: id }) => engine.delete(id),
    list: ({ account: id, member }) =>
      engine.changeList('hot', member ? { add: [id] } : { remove: [id] }),
    event: ({ person, id }) => {
      events += 1;
      return engine.ingest({
        events: [
          { id, type: 'webVisit', at: engine.now(), person, fields: { page: String(events) } },
        ],
      });
    },
    async advance({ hours }) {
      if ('virtual' in clock) return engine.advanceTo(engine.now() + hours * HOUR);
      instant += hours * HOUR;
    },
    suppress: ({ account: id }) => engine.suppress(`ann@${id}.example`),
    release: ({ account: id }) => engine.release(id),
    erase: ({ account: id }) => engine.erase({ person: `${id}-ann` }),
    ask: async ({ account: id }) => [
      await engine.account(id),
      await engine.members({ list: 'hot' }),
      await engine.definitions(),
      await engine.journeys(),
      await engine.counts('nurture').catch(messageOf),
      await engine.publications('hot').catch(messageOf),
      await exported(engine, `${id}-ann`),
      await collect(engine.facts({ account: id })),
    ],
    assign: ({ account, role }) =>
      engine.groups.changeMembers({
        account,
        group: 'cloud',
        assign: { [`${account}-bob`]: role },
      }),
    async score({ most }) {
      await engine.define(cloud);
      await engine.scoring.define(scoringOf(most));
    },
    undefine: () => engine.undefine({ group: 'cloud' }),
    async letters() {
      const letters = await engine.deadLetters();
      for (const { id } of letters) await engine.dropDeadLetter(id);
      return letters.map(({ keys: _, ...letter }) => letter);
    },
    prune: () => engine.prune(),
    async reopen() {
      await engine.close();
      engine = await open();
    },
  };
  return {
    async step(deed) {
      let outcome: unknown;
      try {
        outcome = await (deeds[deed.do] as (given: Deed) => Promise<unknown>)(deed);
        if (scenario.clock === 'live') await engine.settle();
      } catch (error) {
        outcome = messageOf(error);
      }
      seen.push([deed, outcome, email.received.length]);
    },
    async end() {
      const last = await engine.integration.synchronise().catch(messageOf);
      const told = [...platform.read({ after: null, signal: new AbortController().signal })];
      const received = email.received.map(({ keys: _, ...rest }) => rest);
      const trace = [seen, received, last, told, platform.written];
      const held = await everything(storage, subscription);
      await engine.close();
      // The name of the tenant is the one thing that may differ.
      return JSON.stringify([...trace, held, await storage.leases(subscription, '')]).replaceAll(
        JSON.stringify(subscription).slice(1, -1),
        'tenant',
      );
    },
  };
}

/** What is held about a person; keys of effects are left out: they are made from the tenant's name, too. */
async function exported(engine: Engine<B2b>, person: string): Promise<unknown> {
  try {
    const { effects, ...rest } = await engine.exportPerson(person);
    return [rest, effects.map(({ key: _, ...effect }) => effect)];
  } catch (error) {
    return messageOf(error);
  }
}

function hotJourney(): ReturnType<typeof journey> {
  return journey('hot', { audience: hot })
    .updateAccount({ phase: 'hot' })
    .addToJourney('nurture')
    .removeFromJourney('nurture')
    .wait({ hours: 5 });
}

function scoringOf(most: number): Parameters<Engine<B2b>['scoring']['define']>[0] {
  const bands = [
    { name: 'None', value: 0 },
    { name: 'Some', value: most },
  ];
  const strategy: Strategy = 'normalized';
  return {
    strategy,
    models: [
      {
        id: 'weights',
        name: 'weights',
        status: 'active',
        bands,
        activities: [{ activity: 'webVisit', band: 'Some' }],
      },
    ],
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** All records with their versions, all counters and all leases: what a storage holds of a tenant. */
async function everything(storage: Storage, subscription: string): Promise<unknown> {
  return Promise.all([
    ...RECORD_KINDS.map((kind) => allOf(storage, subscription, kind)),
    storage.counters(subscription, ''),
    storage.leases(subscription, ''),
  ]);
}

/** The trace of a tenant that is alone. */
export async function alone(storage: Storage, scenario: Scenario): Promise<string> {
  const life = await begin(storage, 'solo-tenant', scenario);
  for (const deed of scenario.deeds) await life.step(deed);
  return life.end();
}

/** The traces of two tenants on one storage, whose deeds come in any order, or at the same time. */
export async function together(
  storage: Storage,
  names: readonly [string, string],
  scenarios: readonly [Scenario, Scenario],
  draw: Draw,
): Promise<readonly [string, string]> {
  const lives = [
    await begin(storage, names[0], scenarios[0]),
    await begin(storage, names[1], scenarios[1]),
  ] as const;
  const next = [0, 0];
  const isThere = (of: 0 | 1): boolean => next[of]! < scenarios[of].deeds.length;
  const step = async (of: 0 | 1): Promise<void> => {
    const deed = scenarios[of].deeds[next[of]!];
    next[of]! += 1;
    if (deed !== undefined) await lives[of].step(deed);
  };
  while (isThere(0) || isThere(1)) {
    const choice = draw(3);
    if (choice < 2) await step(choice as 0 | 1);
    else await Promise.all(draw(2) === 0 ? [step(0), step(1)] : [step(1), step(0)]);
  }
  return [await lives[0].end(), await lives[1].end()];
}
