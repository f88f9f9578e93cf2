import { Audience, conditions, Engine, Journey, memoryStorage } from '../../src/index.ts';
import type { Fact, Settlement, Storage, StoredRecord } from '../../src/index.ts';
import { smtpChannel, type SmtpChannel, type SmtpOptions } from '../../src/email/smtp/index.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import { b2b, message } from './catalogue.ts';
import { smtpSink, type Behaviour, type Sink } from './smtp-sink.ts';

const MINUTE = 60_000;
export const START = Date.UTC(2026, 0, 5, 9);
const all = Audience.accounts('all', conditions(b2b).account('employees').atLeast(1));
export type B2b = NonNullable<typeof b2b.shape>;

/** What is to be closed when a test is over, last first. */
export type ToClose = (() => Promise<void>)[];

/** A message that says who it is for, by whom, and when. */
export const TELLING = message({
  subject: 'Hello {{ person.firstName }} of {{ account.name }}',
  html: '<p>Dear {{ person.firstName }}, it is {{ "now" | date: "%Y-%m-%d %H:%M" }}</p><a href="{{ unsubscribeUrl }}">x</a>',
});

export async function sinkOf(toClose: ToClose, behaviour?: Behaviour): Promise<Sink> {
  const sink = await smtpSink(behaviour);
  toClose.push(() => sink.close());
  return sink;
}

/** A channel that repeats what may have arrived, a minute later. */
export function repeating(
  toClose: ToClose,
  port: number,
  options: Partial<SmtpOptions> = {},
): SmtpChannel {
  const channel = smtpChannel({
    transport: { host: '127.0.0.1', port, answerTimeout: 2_000 },
    catalogue: b2b,
    messages: [TELLING],
    from: { name: 'Contoso', address: 'news@contoso.example' },
    unsubscribe: 'https://contoso.example/u?p={{ person.id | url_encode }}',
    onUnknown: 'repeat',
    retry: { pauses: [MINUTE, MINUTE, MINUTE], jitter: 0 },
    ...options,
  });
  toClose.push(() => channel.close());
  return channel;
}

/** A live engine whose clock the test moves. */
export interface Host {
  readonly engine: Engine<B2b>;
  readonly storage: Storage;
  /** Lets minutes pass, and everything settle. */
  pass(minutes: number): Promise<void>;
  outcomes(): Promise<readonly Settlement[]>;
  effects(): Promise<readonly StoredRecord<EffectBody>[]>;
}

export async function host(
  toClose: ToClose,
  email: SmtpChannel,
  {
    storage = memoryStorage(),
    at = START,
    key = 'a key of at least thirty-two bytes!',
  }: { readonly storage?: Storage; readonly at?: number; readonly key?: string } = {},
): Promise<Host> {
  let instant = at;
  const engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock: { now: () => instant },
    channels: { email },
    name: 'one',
    shards: 2,
    privacy: { key },
  });
  toClose.push(() => engine.close());
  return {
    engine,
    storage,
    async pass(minutes) {
      instant += minutes * MINUTE;
      await engine.settle();
    },
    async outcomes() {
      const found: Settlement[] = [];
      for await (const { items } of engine.facts()) found.push(...settlementsOf(items));
      return found;
    },
    effects: () => effectsIn(storage),
  };
}

/** Publishes a journey with one e-mail, to people of one account, and hands it over. */
export async function welcome({ engine }: Host, people: readonly string[]): Promise<void> {
  await engine.publish(
    Journey.forAccounts('welcome', { audience: all, ends: '2026-12-31' })
      .sendEmail('hello')
      .wait({ days: 30 }),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5 } }],
    people: people.map((id) => ({
      id,
      attributes: { email: `${id}@acme.example`, firstName: `First ${id}`, lastName: 'Secretive' },
    })),
    relations: people.map((person) => ({ account: 'acme', person })),
  });
  await engine.settle();
}

/** Another name, another address, another account's name. */
export async function change(
  { engine }: Host,
  person: string,
  email = `${person}@new.example`,
): Promise<void> {
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme again' } }],
    people: [{ id: person, attributes: { email, firstName: 'Changed' } }],
  });
}

export async function effectsIn(storage: Storage): Promise<readonly StoredRecord<EffectBody>[]> {
  const found = await storage.scan('default', { kind: 'effect', index: 'id', limit: 100 });
  return found as readonly StoredRecord<EffectBody>[];
}

function settlementsOf(items: Fact['items']): Settlement[] {
  return items.flatMap((item) => (item.type === 'settled' ? item.outcomes : []));
}
