import {
  Audience,
  catalogue,
  conditions,
  Engine,
  experienceEvents,
  Journey,
  number,
  simulatedChannel,
  text,
} from '../../src/index.ts';
import type { Channel, Storage } from '../../src/index.ts';
import type { PersonBody } from '../../src/runtime/state.ts';
import type { SettledFact } from '../../src/runtime/fact.ts';

/** A catalogue with the events of e-mails. */
export const b2b = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text() },
  events: experienceEvents,
});
export type B2b = NonNullable<typeof b2b.shape>;

export const START = Date.UTC(2026, 0, 5, 9);
const all = Audience.accounts('all', conditions(b2b).account('employees').atLeast(1));

/** A live engine at a fixed instant, with a journey that mails, waits for a click and mails again. */
export async function open(
  storage: Storage,
  email: Channel = simulatedChannel(),
): Promise<Engine<B2b>> {
  const engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock: { now: () => START },
    channels: { email },
    name: 'one',
    shards: 1,
  });
  if ((await engine.journeys()).length > 0) return engine;
  await engine.publish(
    Journey.forAccounts('welcome', { audience: all, ends: '2026-12-31' })
      .sendEmail('first')
      .listen({
        event: 'emailClicked',
        where: conditions(b2b).event('emailClicked', 'email').is('first'),
      })
      .sendEmail('second'),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5 } }],
    people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }],
    relations: [{ account: 'acme', person: 'ann' }],
  });
  await engine.settle();
  return engine;
}

/** Outcomes of the second e-mail. */
export async function second(engine: Engine<B2b>): Promise<SettledFact['outcomes']> {
  const found: SettledFact['outcomes'][number][] = [];
  for await (const { items } of engine.facts())
    for (const item of items)
      if (item.type === 'settled' && item.node === 'send-email-2') found.push(...item.outcomes);
  return found;
}

/** The person as it is stored. */
export async function ann(storage: Storage): Promise<PersonBody> {
  const [record] = await storage.load('default', [{ kind: 'person', id: 'ann' }]);
  return record!.body as PersonBody;
}
