import type { Condition } from '../../src/conditions/condition.ts';
import type { References } from '../../src/conditions/references.ts';
import type { JourneyDocument } from '../../src/journey/document.ts';
import { date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';

/** What the journeys of these tests may name. */
export const CATALOGUE: Catalogue = catalogue({
  account: {
    name: text(),
    industry: text(),
    employees: number(),
    renewal: date(),
    tags: texts(),
    phase: oneOf(['new', 'nurtured']),
  },
  person: { jobTitle: text(), email: text() },
  events: { emailClicked: { of: 'person', fields: { email: text() } } },
});

export const LARGE: Condition = {
  kind: 'attribute',
  entity: 'account',
  attribute: 'employees',
  operator: 'atLeast',
  values: [1000],
};

export const SOFTWARE: Condition = {
  kind: 'attribute',
  entity: 'account',
  attribute: 'industry',
  operator: 'is',
  values: ['Software'],
};

export const DIRECTOR: Condition = {
  kind: 'attribute',
  entity: 'person',
  attribute: 'jobTitle',
  operator: 'startsWith',
  values: ['Director'],
};

/** Audiences by id, and lists: `null` is a static list. */
export function references(
  audiences: Readonly<Record<string, { of: 'accounts' | 'people'; condition: Condition }>>,
  lists: Readonly<Record<string, { condition: Condition | null; live: boolean }>> = {},
): References {
  return { audience: (id) => audiences[id], list: (id) => lists[id], group: () => undefined };
}

export const REFERENCES: References = references(
  {
    enterprise: { of: 'accounts', condition: { kind: 'all', of: [LARGE] } },
    directors: { of: 'people', condition: DIRECTOR },
  },
  {
    named: { condition: null, live: true },
    software: { condition: SOFTWARE, live: true },
    draft: { condition: null, live: false },
  },
);

/** A valid journey with every kind of node and of edge. */
export const NURTURE: JourneyDocument = {
  format: 1,
  type: 'account',
  id: 'nurture',
  name: 'Cloud nurture',
  description: 'From first mail to handover',
  endDate: '2027-12-31',
  reEntry: { delay: { days: 30 } },
  nodes: [
    { kind: 'audience', id: 'start', label: 'Enterprises', audience: 'enterprise', next: 'intro' },
    {
      kind: 'action',
      id: 'intro',
      label: 'Introduce',
      context: 'people',
      action: { type: 'sendEmail', email: 'cloud-intro' },
      next: 'pause',
    },
    { kind: 'wait', id: 'pause', next: 'click' },
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
            values: ['cloud-intro'],
          },
        },
      ],
      filter: { kind: 'audience', audience: 'directors', member: true },
      members: { roles: ['Decision Maker'] },
      timeout: { after: { weeks: 1 }, next: 'reminder' },
      next: 'join',
    },
    {
      kind: 'action',
      id: 'reminder',
      context: 'people',
      action: { type: 'sendEmail', email: 'cloud-reminder', operational: true },
      next: 'join',
    },
    { kind: 'merge', id: 'join', next: 'size' },
    {
      kind: 'splitAccounts',
      id: 'size',
      paths: [
        { id: 'large', label: 'Large & public', when: LARGE, next: 'roles' },
        {
          id: 'named',
          when: { kind: 'list', lists: ['named', 'software'], member: true },
          next: 'phase',
        },
        { id: 'rest', when: SOFTWARE },
      ],
      other: { label: 'All <others>', next: 'until' },
    },
    {
      kind: 'splitPeople',
      id: 'roles',
      paths: [
        {
          id: 'directors',
          label: 'Directors',
          when: DIRECTOR,
          actions: [
            {
              kind: 'action',
              id: 'case',
              context: 'people',
              action: { type: 'sendEmail', email: 'business-case' },
            },
          ],
        },
      ],
      other: {
        actions: [
          {
            kind: 'action',
            id: 'moment',
            context: 'people',
            action: { type: 'interestingMoment', moment: 'Milestone' },
          },
        ],
      },
      next: 'handover',
    },
    {
      kind: 'action',
      id: 'handover',
      context: 'accounts',
      action: { type: 'custom', name: 'salesAlert', input: { offer: 'cloud' } },
      next: 'done',
    },
    { kind: 'end', id: 'done', label: 'Handed to sales' },
    {
      kind: 'action',
      id: 'phase',
      context: 'accounts',
      action: { type: 'updateProfile', attribute: 'phase', value: 'nurtured' },
    },
    {
      kind: 'wait',
      id: 'until',
      until: '2026-06-01T00:00:00Z',
      next: 'changed',
    },
    {
      kind: 'listen',
      id: 'changed',
      context: 'accounts',
      events: [{ event: 'accountChanged', minimum: 2 }],
      since: 'journeyEntry',
      timeout: { at: '2026-09-01T00:00:00+02:00', path: false },
    },
  ],
};
