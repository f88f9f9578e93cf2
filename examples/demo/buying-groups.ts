import { conditions } from '../../src/index.ts';
import type { RoleCard, RolesTemplate, SolutionInterest, StageModel } from '../../src/index.ts';
import { demoCatalogue } from './demo-catalogue.ts';

const { person } = conditions(demoCatalogue);

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

const practitioner: RoleCard = {
  role: 'Practitioner',
  when: person('jobTitle').startsWith(...PRACTITIONERS),
  membersRequired: 2,
  weighting: 'minor',
};

/** Who decides on the platform: one decider, one influencer and two practitioners make the group complete. */
const platformTeam: RolesTemplate = {
  id: 'platform-team',
  name: 'Platform team',
  status: 'live',
  roles: [
    {
      role: 'Decision Maker',
      when: person('jobTitle').startsWith(...DECIDERS),
      weighting: 'vital',
    },
    { role: 'Influencer', when: person('jobTitle').startsWith(...INFLUENCERS) },
    practitioner,
  ],
};

/** Who runs it later: in accounts that have somebody for it, whatever their size. */
const operationsTeam: RolesTemplate = {
  id: 'operations-team',
  name: 'Operations team',
  status: 'live',
  roles: [
    {
      role: 'Champion',
      when: person('jobTitle').startsWith('IT Manager', 'Director', 'Owner', 'Sales Manager'),
      weighting: 'important',
    },
    practitioner,
    { role: 'Other', requiredForCompleteness: false },
  ],
};

/** How a purchase goes on, for both interests. */
export const purchaseStages: StageModel = {
  id: 'purchase',
  name: 'Purchase',
  status: 'live',
  stages: [
    { id: 'aware', name: 'Aware', entry: true, to: ['evaluating', 'lost'] },
    { id: 'evaluating', name: 'Evaluating', to: ['customer', 'lost'] },
    { id: 'customer', name: 'Customer', destination: 'success' },
    { id: 'lost', name: 'Not now', destination: 'failure', to: ['aware', 'evaluating'] },
  ],
};

/** What is sold first. */
export const platform: SolutionInterest = {
  id: 'cloud-platform',
  name: 'Cloud platform',
  template: platformTeam.id,
  stageModel: purchaseStages.id,
  updateExisting: true,
};

/** What is sold later. */
export const operations: SolutionInterest = {
  id: 'operations',
  name: 'Operations and support',
  template: operationsTeam.id,
  stageModel: purchaseStages.id,
  updateExisting: true,
};

/** Both, in the order in which reports show them. */
export const INTERESTS: readonly SolutionInterest[] = [platform, operations];

/** The role cards of each interest, by its id. */
export const TEMPLATES: readonly { readonly id: string; readonly roles: readonly RoleCard[] }[] = [
  { id: platform.id, roles: platformTeam.roles },
  { id: operations.id, roles: operationsTeam.roles },
];

/** Everything about buying groups that the engine is to know, what others name first. */
export const groupParts = [
  { template: platformTeam },
  { template: operationsTeam },
  { stages: purchaseStages },
  { interest: platform },
  { interest: operations },
] as const;
