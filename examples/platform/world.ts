import {
  Audience,
  BuyingGroup,
  catalogue,
  conditions,
  experienceEvents,
  Journey,
  number,
  text,
  type ExternalService,
} from '../../src/index.ts';
import type { EmailMessage } from '../../src/email/index.ts';

/** What the host knows of companies and their people. */
export const b2b = catalogue({
  account: {
    name: text(),
    kind: text(),
    revenue: number(),
    country: text(),
    fit: number(),
    tier: text(),
  },
  person: { email: text(), firstName: text(), jobTitle: text() },
  events: experienceEvents,
});

const { account, all, person } = conditions(b2b);

export const JOURNEY = 'bicycles';

/** Stores with a turnover worth a conversation. */
export const stores = Audience.accounts(
  'stores',
  all(account('kind').is('store'), account('revenue').atLeast(200_000)),
);

/** Who decides in such a store. Never leaves our storage; what it is called is looked for at the platform. */
export const committee = BuyingGroup.define('bicycle-committee', {
  name: 'Bicycle committee',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').is('Owner') },
    { role: 'Influencer', when: person('jobTitle').startsWith('Purchasing') },
  ],
});

export const MESSAGES: readonly EmailMessage[] = ['intro', 'offer'].map((id) => ({
  id,
  subject: `${id === 'intro' ? 'A season of bicycles for' : 'An offer for'} {{ account.name }}`,
  from: { name: 'Ada at Adventure Works' },
  html: `<p>Dear {{ person.firstName | default: "colleague" }}</p>
<p>{{ account.name }} is in {{ account.country }}.</p><a href="{{ unsubscribeUrl }}">No more of these</a>`,
}));

/** Introduce; wait for a click of anybody; ask the scoring service; offer to those that fit. */
export function bicycleJourney(service: ExternalService, ends: string): Journey {
  return Journey.fromJSON({
    format: 1,
    type: 'account',
    id: JOURNEY,
    name: 'Bicycles',
    endDate: ends,
    nodes: [
      { kind: 'audience', id: 'start', audience: 'stores', next: 'intro' },
      { ...mail('intro'), next: 'click' },
      {
        kind: 'listen',
        id: 'click',
        context: 'people',
        events: [
          {
            event: 'emailClicked',
            where: {
              kind: 'attribute',
              entity: 'event',
              attribute: 'email',
              operator: 'is',
              values: ['intro'],
            },
          },
        ],
        timeout: { after: { days: 5 }, path: false },
        next: 'fit',
      },
      {
        kind: 'externalSplitAccounts',
        id: 'fit',
        service: service.id,
        input: { product: 'bicycles' },
        paths: [
          {
            id: 'good',
            when: [{ accessor: 'score', operator: 'greaterThanOrEqual', values: ['50'] }],
            next: 'offered',
          },
        ],
        other: { next: 'nurtured' },
        failed: { next: 'unknown' },
      },
      { ...tier('offered', 'offer'), next: 'offer' },
      mail('offer'),
      tier('nurtured', 'nurture'),
      tier('unknown', 'unknown'),
    ],
  });
}

function mail(id: string) {
  return {
    kind: 'action',
    id,
    context: 'people',
    action: { type: 'sendEmail', email: id },
  };
}

function tier(id: string, value: string) {
  return {
    kind: 'action',
    id,
    context: 'accounts',
    action: { type: 'updateProfile', attribute: 'tier', value },
  };
}
