// From a host's first arbitrary to a law of its own. Needs `fast-check`; works in any test runner, or in none.
import fc from 'fast-check';
import {
  Audience,
  catalogue,
  conditions,
  experienceEvents,
  Journey,
  number,
  text,
} from 'accompany';
import {
  arbitraryAccount,
  formatLaws,
  LawBroken,
  LAWS,
  runLaws,
  trialLaw,
} from 'accompany/testing';

const b2b = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text(), jobTitle: text() },
  events: experienceEvents,
});
const { account } = conditions(b2b);
const large = Audience.accounts('large', account('employees').atLeast(1_000));

// 1. A first arbitrary: whatever the catalogue allows.
fc.assert(
  fc.property(
    arbitraryAccount(b2b),
    ({ attributes }) => typeof (attributes?.employees ?? 0) === 'number',
  ),
);
console.log('accounts keep to the catalogue');

// 2. The published laws, on a journey of one's own. Cases are made from its own conditions.
const nurture = Journey.forAccounts('nurture', {
  catalogue: b2b,
  audience: large,
  ends: '2026-12-31',
})
  .sendEmail('guide')
  .listen(
    { event: 'emailClicked', fields: { email: 'guide' } },
    { timeout: { days: 7 }, onTimeout: (late) => late.sendEmail('reminder') },
  )
  .sendEmail('offer');
const parameters = { numRuns: 10, seed: 42 };
const report = await runLaws(nurture, { catalogue: b2b, laws: LAWS, parameters });
console.log(formatLaws(report));

// 3. A law of one's own: an account that has shown interest is not reminded.
const noReminderAfterClick = trialLaw({
  name: 'no reminder after a click',
  statement: 'Nobody in an account is reminded after a colleague has clicked in the guide.',
  holds({ facts, deliveries }) {
    const interested = new Set<string>();
    for (const fact of facts) {
      for (const item of fact.items) {
        if (item.type === 'run' && item.cause === 'event') interested.add(fact.account);
      }
    }
    for (const { account: id, action } of deliveries) {
      const isReminder = action.type === 'sendEmail' && action.email === 'reminder';
      if (isReminder && interested.has(id)) throw new Error(`${id} was reminded`);
    }
  },
});
await noReminderAfterClick.check({ journey: nurture, catalogue: b2b }, {}, parameters);
console.log('no reminder after a click');

// 4. What a broken law looks like: the smallest case, and how to see it again.
const nobodyIsReminded = trialLaw({
  name: 'nobody is reminded',
  statement: 'The reminder is never sent.',
  holds({ deliveries }) {
    const one = deliveries.find(
      ({ action }) => action.type === 'sendEmail' && action.email === 'reminder',
    );
    if (one !== undefined) throw new Error(`${one.account} was reminded`);
  },
});
try {
  await nobodyIsReminded.check({ journey: nurture, catalogue: b2b }, {}, parameters);
} catch (error) {
  if (!(error instanceof LawBroken)) throw error;
  console.log(`broken as expected: ${error.law}: ${error.found}`);
}
if (report.broken > 0) process.exitCode = 1;
