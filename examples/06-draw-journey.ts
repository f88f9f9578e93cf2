// Draws a journey: `node examples/06-draw-journey.ts docs/images/journey.svg` writes the picture, without a path its size
// is printed.
import { writeFile } from 'node:fs/promises';
import {
  Audience,
  catalogue,
  conditions,
  experienceEvents,
  Journey,
  number,
  text,
} from 'accompany';
import { renderSvg } from 'accompany/render';

const b2b = catalogue({
  account: { name: text(), employees: number(), stage: text() },
  person: { email: text(), jobTitle: text() },
  events: { ...experienceEvents, orderPlaced: { of: 'account', fields: { total: number() } } },
});
const { account, event, person } = conditions(b2b);

const journey = Journey.forAccounts('cloud-platform', {
  name: 'Cloud platform',
  description: 'From a first look to an order.',
  catalogue: b2b,
  audience: Audience.accounts('growing', account('employees').atLeast(100)),
  ends: '2026-12-31',
})
  .sendEmail('solutions-guide', { label: 'Guide to solutions' })
  .listen(
    { event: 'emailClicked', fields: { email: 'solutions-guide' } },
    {
      label: 'Anybody clicks',
      timeout: { days: 7 },
      onTimeout: (late) =>
        late.sendEmail('webinar', { label: 'Webinar' }).wait({ days: 3 }, { label: 'Three days' }),
    },
  )
  .splitPeople(
    (paths) =>
      paths
        .when('Deciders', person('jobTitle').startsWith('VP', 'Chief'), (people) =>
          people.sendEmail('business-case', { label: 'Business case' }),
        )
        .when('Engineers', person('jobTitle').contains('engineer'), (people) =>
          people.sendEmail('free-trial', { label: 'Free trial' }),
        )
        .otherwise('Everybody else', (people) =>
          people.sendEmail('product-tour', { label: 'Product tour' }),
        ),
    { label: 'An offer for each role' },
  )
  .listen(
    { event: 'orderPlaced', where: event('orderPlaced', 'total').atLeast(1) },
    {
      label: 'The account orders',
      timeout: { days: 21 },
      onTimeout: (late) =>
        late.sendEmail('newsletter', { label: 'Newsletter' }).end({ label: 'Stay in touch' }),
    },
  )
  .split(
    (paths) =>
      paths
        .when('Large', account('employees').atLeast(1_000), (large) =>
          large.interestingMoment('Milestone', { label: 'Tell the key account team' }),
        )
        .otherwise('Others'),
    { label: 'How large?' },
  )
  .updateAccount({ stage: 'Customer' }, { label: 'Stage: customer' })
  .end({ label: 'Customer' });

const svg = renderSvg(journey.document, { theme: 'light' });
const [, , path] = process.argv;
if (path === undefined)
  console.log(`${journey.document.nodes.length} nodes, ${svg.length} characters of SVG`);
else await writeFile(path, `${svg}\n`);
