// Why is this account where it is? `explain` tells what happened, and why an account is not in a journey.
import {
  Audience,
  catalogue,
  conditions,
  Engine,
  Journey,
  memoryStorage,
  number,
  printStory,
  simulatedChannel,
  text,
  virtualClock,
} from 'accompany';

const b2b = catalogue({
  account: { name: text(), employees: number(), region: text() },
  person: { email: text(), jobTitle: text() },
});
const { account, all, some } = conditions(b2b);

const offer = Journey.forAccounts('offer', {
  catalogue: b2b,
  audience: Audience.accounts('ready', all(account('employees').atLeast(100), some('person'))),
  ends: '2026-12-31',
})
  .split((paths) =>
    paths
      .when('Europe', account('region').is('DE', 'FR', 'IT'), (europe) =>
        europe.sendEmail('offer-in-euros'),
      )
      .otherwise('Elsewhere', (others) => others.sendEmail('offer-in-dollars')),
  )
  .wait({ days: 5 })
  .sendEmail('reminder');

await using engine = await Engine.open({
  catalogue: b2b,
  storage: memoryStorage(),
  clock: virtualClock('2026-03-02T08:00:00Z'),
  channels: { email: simulatedChannel() },
});
await engine.publish(offer);
await engine.ingest({
  accounts: [
    { id: 'acme', attributes: { name: 'Acme', employees: 250, region: 'de' } },
    { id: 'tiny', attributes: { name: 'Tiny', employees: 8 } },
  ],
  people: [
    { id: 'ann', attributes: { email: 'ann@acme.example' } },
    { id: 'bob', attributes: { email: 'bob@acme.example' }, consent: { email: 'n' } },
  ],
  relations: [
    { account: 'acme', person: 'ann' },
    { account: 'acme', person: 'bob' },
  ],
});
await engine.advanceTo('2026-03-04T08:00:00Z');

for (const id of ['acme', 'tiny']) {
  console.log(printStory(await engine.explain({ journey: 'offer', account: id })));
}
