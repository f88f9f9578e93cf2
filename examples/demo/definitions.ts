import { AccountList, Audience, BuyingGroup, conditions } from '../../src/index.ts';
import { demoCatalogue } from './demo-catalogue.ts';

const { account, all, any, person, some } = conditions(demoCatalogue);

/** Job titles by what people do in a purchase; the first words decide. */
const DECIDERS = [
  'Chief',
  'CIO',
  'CTO',
  'VP',
  'Owner',
  'Purchasing Manager',
  'Sales Manager',
] as const;
const INFLUENCERS = ['Director', 'IT Manager', 'Enterprise Architect', 'Procurement'] as const;
const PRACTITIONERS = [
  'Engineer',
  'Systems Administrator',
  'DevOps',
  'Data Analyst',
  'Purchasing Agent',
  'Sales Agent',
  'Sales Associate',
  'Assistant Sales Agent',
] as const;

/** Who decides on the platform: one decider, one influencer and two practitioners make the group complete. */
export const platformGroup: BuyingGroup = BuyingGroup.define('cloud-platform', {
  name: 'Cloud platform',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith(...DECIDERS) },
    { role: 'Influencer', when: person('jobTitle').startsWith(...INFLUENCERS) },
    {
      role: 'Practitioner',
      when: person('jobTitle').startsWith(...PRACTITIONERS),
      membersRequired: 2,
    },
  ],
});

/** Who runs it later: in accounts that have somebody for it, whatever their size. */
export const operationsGroup: BuyingGroup = BuyingGroup.define('operations', {
  name: 'Operations and support',
  roles: [
    {
      role: 'Champion',
      when: person('jobTitle').startsWith('IT Manager', 'Director', 'Owner', 'Sales Manager'),
    },
    {
      role: 'Practitioner',
      when: person('jobTitle').startsWith(...PRACTITIONERS),
      membersRequired: 2,
    },
    { role: 'Other', requiredForCompleteness: false },
  ],
});

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

/** Every company with a person. */
export const everyCompany: Audience<'accounts'> = Audience.accounts(
  'every-company',
  some('person'),
  {
    name: 'Every company with a contact',
  },
);
