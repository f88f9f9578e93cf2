/** The roles that every product of this kind offers, in the order in which they are listed (reference 2). */
export const DEFAULT_ROLES = [
  'Decision Maker',
  'Influencer',
  'Practitioner',
  'Executive Steering Committee',
  'Champion',
  'Other',
] as const;
