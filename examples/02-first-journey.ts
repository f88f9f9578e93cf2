// A first journey, from a catalogue to what became of an account: run with `node examples/02-first-journey.ts`.
import {
  Audience,
  catalogue,
  conditions,
  Engine,
  experienceEvents,
  Journey,
  memoryStorage,
  number,
  simulatedChannel,
  text,
  virtualClock,
} from 'accompany';

const b2b = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text(), jobTitle: text() },
  events: experienceEvents,
});
const { account, person } = conditions(b2b);

const welcome = Journey.forAccounts('welcome', {
  catalogue: b2b,
  audience: Audience.accounts('large', account('employees').atLeast(1_000)),
  ends: '2026-12-31',
})
  .sendEmail('hello')
  .listen(
    { event: 'emailClicked', fields: { email: 'hello' } },
    { timeout: { days: 7 }, onTimeout: (late) => late.sendEmail('reminder') },
  )
  .splitPeople((paths) =>
    paths
      .when('Deciders', person('jobTitle').startsWith('VP'), (deciders) =>
        deciders.sendEmail('business-case'),
      )
      .otherwise((others) => others.sendEmail('product-tour')),
  );

await using engine = await Engine.open({
  catalogue: b2b,
  storage: memoryStorage(),
  clock: virtualClock('2026-01-05T09:00:00Z'),
  channels: {
    email: simulatedChannel({
      answer: ({ action, people }) => {
        if (action.type === 'sendEmail') console.log(`${action.email} -> ${people?.join(', ')}`);
        return { outcome: 'sent' };
      },
    }),
  },
});
await engine.publish(welcome);
await engine.ingest({
  accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
  people: [
    { id: 'ann', attributes: { email: 'ann@acme.example', jobTitle: 'VP Operations' } },
    { id: 'bob', attributes: { email: 'bob@acme.example', jobTitle: 'Engineer' } },
  ],
  relations: [
    { account: 'acme', person: 'ann' },
    { account: 'acme', person: 'bob' },
  ],
});
await engine.advanceTo('2026-01-07T12:00:00Z');
// Bob clicks, and the whole account moves on: Ann, who did nothing, gets her business case.
await engine.ingest({
  events: [
    {
      id: 'click-1',
      type: 'emailClicked',
      person: 'bob',
      at: engine.now(),
      fields: { email: 'hello' },
    },
  ],
});
await engine.advanceTo('2026-02-01T00:00:00Z');

const { entered, exits } = await engine.counts('welcome');
console.log(`${entered} entered, ${exits.completed} completed`);
