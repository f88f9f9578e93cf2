import * as z from 'zod';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { boolean, number, oneOf, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue } from '../../src/model/definition.ts';
import { experienceEvents } from '../../src/model/experience-events.ts';
import type { LawSubject } from '../../src/testing/laws/subject.ts';

const b2b = catalogue({
  account: { name: text(), employees: number(), stage: oneOf(['Early', 'Offers', 'Customer']) },
  person: { email: z.email(), jobTitle: text(), unsubscribed: boolean() },
  events: { ...experienceEvents, orderPlaced: { of: 'account', fields: { total: number() } } },
  actions: {
    salesAlert: { of: 'accounts', input: z.object({ team: z.string() }) },
    sendGift: { of: 'people', input: z.object({}) },
  },
});

const { account, any, event, person, some } = conditions(b2b);

export const committee: BuyingGroup = BuyingGroup.define('committee', {
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Practitioner', when: person('jobTitle').contains('Engineer') },
  ],
});

export const quiet: AccountList = AccountList.static('quiet').publish();

const journey = Journey.forAccounts('nurture', {
  catalogue: b2b,
  audience: Audience.accounts('growing', any(account('employees').atLeast(100), some('person'))),
  ends: '2026-12-31',
  reEntry: { delay: { days: 7 }, limit: 3 },
})
  .updateAccount({ stage: 'Early' })
  .sendEmail('guide', { id: 'guide' })
  .wait({ days: 3 }, { id: 'pause' })
  .listen(
    { event: 'emailClicked', fields: { email: 'guide' } },
    {
      id: 'interest',
      timeout: { days: 10 },
      onTimeout: (late) =>
        late
          .addToList(quiet)
          .wait({ days: 1, mustEndOn: { zone: 'Europe/Berlin', time: '09:00' } }),
    },
  )
  .split((paths) =>
    paths
      .when('Large', account('employees').atLeast(1_000), (large) =>
        large.act('salesAlert', { team: 'Key accounts' }),
      )
      .otherwise('Others'),
  )
  .splitPeople((paths) =>
    paths
      .when('Deciders', person('jobTitle').startsWith('VP'), (people) => people.sendEmail('case'))
      .otherwise((people) => people.sendEmail('tour')),
  )
  .listen(
    { event: 'orderPlaced', where: event('orderPlaced', 'total').atLeast(100) },
    { id: 'order', timeout: { days: 7 }, onTimeout: false },
  )
  .updateAccount({ stage: 'Customer' })
  .act('sendGift', {}, 'people', { id: 'gift' })
  .sendEmail('event', { id: 'event' })
  .end({ id: 'customer' });

/** Like the demo's journey: every kind of node, several phases, and ways for accounts that keep silent. */
export const nurture: Journey = journey as unknown as Journey;

export const nurtureCatalogue: Catalogue = b2b as unknown as Catalogue;

export const nurtureSubject: LawSubject = {
  journey: nurture,
  catalogue: nurtureCatalogue,
  definitions: [committee, quiet],
};
