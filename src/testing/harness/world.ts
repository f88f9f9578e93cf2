import { addDuration } from '../../kernel/calendar.ts';
import type { Duration } from '../../kernel/duration.ts';
import { toInstant, type Instant } from '../../kernel/instant.ts';
import { Engine } from '../../engine/engine.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { virtualClock } from '../../engine/virtual-clock.ts';
import type { Journey } from '../../journey/journey.ts';
import type { CatalogueShape } from '../../model/catalogue.ts';
import type { AttributesInput, EventInput } from '../../model/record.ts';
import type { VirtualClock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Fact, FactItem } from '../../runtime/fact.ts';
import { memoryStorage } from '../../storage/memory/memory-storage.ts';
import {
  recordingChannel,
  type Received,
  type RecordingChannel,
  type RecordingChannelOptions,
} from './recording-channel.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

/** What a {@link World} is made with; everything but the catalogue has a default. */
export interface WorldOptions<S extends CatalogueShape> extends Omit<
  EngineOptions<S>,
  'storage' | 'clock' | 'channels'
> {
  /** Where the clock starts; missing: `2026-01-05T09:00:00Z`, a Monday. */
  readonly start?: string;
  readonly storage?: Storage;
  readonly clock?: VirtualClock;
  /** How the e-mail channel and those of all host actions answer. */
  readonly answer?: RecordingChannelOptions['answer'];
  /** Host actions that nobody carries out. */
  readonly without?: readonly string[];
}

/** Attributes of people by id. */
export type PeopleInput<S extends CatalogueShape> = Readonly<
  Record<string, AttributesInput<S['person']>>
>;

/**
 * A tenant in memory under virtual time, to tell situations in: what is *given*, what happens *when*, and what is then
 * *seen*.
 *
 * @example
 * ```ts no-run needs a catalogue and a journey
 * await using tenant = await world({ catalogue: b2b });
 * await tenant.given.journey(nurture);
 * await tenant.given.account('acme', { name: 'Acme' }, { ann: { email: 'ann@acme.example' } });
 * await tenant.when.after({ days: 3 });
 * console.log(tenant.seen.emails());
 * ```
 */
export interface World<S extends CatalogueShape = CatalogueShape> extends AsyncDisposable {
  /** The engine that is open now; another one after {@link World.reopen}. */
  readonly engine: Engine<S>;
  readonly clock: VirtualClock;
  readonly storage: Storage;
  readonly email: RecordingChannel;
  readonly given: Given<S>;
  readonly when: When<S>;
  readonly seen: Seen;
  /** Closes the engine and opens another one on the same storage, clock and channels, with other options if wanted. */
  reopen(options?: Partial<EngineOptions<S>>): Promise<void>;
}

/** How a situation comes about. */
export interface Given<S extends CatalogueShape> {
  /** An account with people that belong to it, taken in by one call. */
  account(
    id: string,
    attributes?: AttributesInput<S['account']>,
    people?: PeopleInput<S>,
  ): Promise<void>;
  /** Journeys, published one after the other. */
  journey(...journeys: readonly Journey<S>[]): Promise<void>;
}

/** The verbs by which something happens in a {@link World}: events and the passage of time. */
export interface When<S extends CatalogueShape> {
  /** Events, taken in by one call; without `at` they happen now, without `id` they get one of their own. */
  event(...events: readonly LooseEvent<S>[]): Promise<void>;
  /** Time passes: calendar days are of UTC. */
  after(duration: Duration): Promise<void>;
  /** Time passes until the instant. */
  until(instant: string): Promise<void>;
}

/** An event with what may be left out. */
export type LooseEvent<S extends CatalogueShape> =
  EventInput<S> extends infer E
    ? E extends { readonly type: string }
      ? Omit<E, 'id' | 'at'> & { readonly id?: string; readonly at?: string | number }
      : never
    : never;

/** The verbs that look at a {@link World}: e-mails, calls of channels, facts, the storage. */
export interface Seen {
  /** E-mails in order: `intro to ann, bob of acme`. */
  emails(): readonly string[];
  /** What the channel of a host action got. */
  received(action: string): readonly Received[];
  /** Items of facts of one type, oldest first within each account. */
  facts<T extends FactItem['type']>(
    type: T,
  ): Promise<
    readonly (Extract<FactItem, { type: T }> & { readonly account: string; readonly at: Instant })[]
  >;
  /** Everything in the storage. */
  everything(): Promise<Snapshot>;
}

/** Opens an engine under virtual time, on a storage and with channels that record what they get. */
export async function world<S extends CatalogueShape>(options: WorldOptions<S>): Promise<World<S>> {
  const {
    start = '2026-01-05T09:00:00Z',
    storage = memoryStorage(),
    clock = virtualClock(start),
    answer,
    without = [],
    ...rest
  } = options;
  const channel = (): RecordingChannel => recordingChannel(answer === undefined ? {} : { answer });
  const email = channel();
  const names = Object.keys(rest.catalogue.actions).filter((name) => !without.includes(name));
  const actions = Object.fromEntries(names.map((name) => [name, channel()]));
  const base: EngineOptions<S> = { ...rest, storage, clock, channels: { email, actions } };
  let engine = await Engine.open<S>(base);
  let events = 0;
  return {
    get engine() {
      return engine;
    },
    clock,
    storage,
    email,
    given: {
      account: (id, attributes = {}, people = {}) =>
        engine.ingest({
          accounts: [{ id, attributes }],
          people: Object.entries(people).map(([person, values]) => ({
            id: person,
            attributes: values,
          })),
          relations: Object.keys(people).map((person) => ({ account: id, person })),
        }),
      async journey(...journeys) {
        for (const journey of journeys) await engine.publish(journey);
      },
    },
    when: {
      event: (...loose) =>
        engine.ingest({
          events: loose.map(
            (event) =>
              ({
                id: `event ${(events += 1)}`,
                at: clock.now(),
                ...(event as object),
              }) as unknown as EventInput<S>,
          ),
        }),
      after: (duration) => engine.advanceTo(addDuration(clock.now(), duration)),
      until: (instant) => engine.advanceTo(toInstant(instant)),
    },
    seen: {
      emails: () =>
        email.received
          .filter(({ type }) => type === 'sendEmail')
          .map(
            ({ what, people, account }) => `${what} to ${(people ?? []).join(', ')} of ${account}`,
          ),
      received: (action) => (Object.hasOwn(actions, action) ? actions[action]!.received : []),
      facts: (type) => factsOf(engine.facts(), type),
      everything: () => snapshot(storage, rest.subscription),
    },
    async reopen(others = {}) {
      await engine.close();
      engine = await Engine.open<S>({ ...base, ...others });
    },
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

async function factsOf<T extends FactItem['type']>(
  facts: AsyncIterable<Fact>,
  type: T,
): Promise<
  readonly (Extract<FactItem, { type: T }> & { readonly account: string; readonly at: Instant })[]
> {
  const found: (Extract<FactItem, { type: T }> & {
    readonly account: string;
    readonly at: Instant;
  })[] = [];
  for await (const { account, at, items } of facts) {
    for (const item of items)
      if (item.type === type)
        found.push({ ...(item as Extract<FactItem, { type: T }>), account, at });
  }
  return found;
}
