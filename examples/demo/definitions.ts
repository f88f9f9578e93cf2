import { AccountList, Audience, conditions } from '../../src/index.ts';
import { platform } from './buying-groups.ts';
import { demoCatalogue } from './demo-catalogue.ts';

const { account, all, any, group, matchedGroup, person, some } = conditions(demoCatalogue);

/** People to whom technical detail means something: an audience of people, used in conditions on people. */
export const technicalPeople: Audience<'people'> = Audience.people(
  'technical-people',
  any(
    person('jobTitle').contains('Engineer', 'Architect', 'Systems', 'DevOps'),
    person('jobTitle').is('CIO', 'CTO', 'VP IT', 'IT Manager'),
  ),
  { name: 'Technical people' },
);

/** Accounts that are looked after again later. */
export const laterList: AccountList = AccountList.fromJSON({
  id: 'later',
  name: 'Not now',
  type: 'static',
  status: 'live',
});

/** Companies with people, of some size: who the synthetic tenant's journey is for. */
export const growingCompanies: Audience<'accounts'> = Audience.accounts(
  'growing-companies',
  all(account('annualRevenue').atLeast(5_000_000), some('person')),
  { name: 'Companies from 5 million' },
);

/** Accounts whose buying group for the platform has bought: who the second journey is for. */
export const newCustomers: Audience<'accounts'> = Audience.accounts(
  'new-customers',
  matchedGroup({ definitions: [platform.id], stage: group.stage.is('customer') }),
  { name: 'New customers' },
);

/** Every company with a person. */
export const everyCompany: Audience<'accounts'> = Audience.accounts(
  'every-company',
  some('person'),
  {
    name: 'Every company with a contact',
  },
);
