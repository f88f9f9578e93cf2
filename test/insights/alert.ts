import type { SalesAlert } from '../../src/insights/sales-alert.ts';

/** An alert on a group of which nothing is known but names. */
export const ALERT: SalesAlert = {
  name: 'Cloud for Acme',
  accountName: 'Acme',
  interest: 'Cloud',
  completeness: null,
  engagement: null,
  stage: null,
  status: null,
  missing: { empty: [], short: [] },
  topics: [],
  members: [],
};
