import * as z from 'zod/mini';
import { boolean, number, text } from '../../model/attribute.ts';
import { catalogue } from '../../model/catalogue.ts';
import type { Catalogue } from '../../model/catalogue.ts';

/** The catalogue of generated tenants: one attribute of each sort that conditions and updates tell apart. */
export const TENANT_CATALOGUE: Catalogue = catalogue({
  account: { name: text(), industry: text(), employees: number() },
  person: { jobTitle: text(), score: number(), unsubscribed: boolean() },
  opportunity: { amount: number() },
  events: {
    webVisit: { of: 'person', fields: { page: text() } },
    order: { of: 'account', fields: { total: number() } },
  },
  actions: {
    createTask: { of: 'accounts', input: z.object({}) },
    sendGift: { of: 'people', input: z.object({}) },
  },
});

/** Values that accounts and people of generated tenants have; few, so that they meet often. */
export const TENANT_VALUES = {
  industry: ['Software', 'Retail', null],
  employees: [10, 500, 2_000],
  jobTitle: ['Director', 'Engineer', null],
  score: [0, 1, 5],
  page: ['pricing', 'home'],
  total: [1, 100],
} as const;
