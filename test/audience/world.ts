import type { Condition, Operand, Operator } from '../../src/conditions/condition.ts';
import type { References } from '../../src/conditions/references.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import type { AccountView, EventView, PersonView } from '../../src/model/view.ts';

export const NOW: number = Date.UTC(2026, 0, 5, 9);

export const CATALOGUE: Catalogue = catalogue({
  account: { name: text(), industry: text(), employees: number() },
  person: { jobTitle: text(), score: number() },
  opportunity: { amount: number() },
  objects: {
    contract: { of: 'account', attributes: { value: number() } },
    device: { of: 'person', attributes: { price: number() } },
  },
  events: {
    webVisit: { of: 'person', fields: { page: text() } },
    order: { of: 'account', fields: { total: number() } },
  },
});

export function test(
  entity: 'account' | 'person' | 'opportunity' | 'object' | 'event',
  attribute: string,
  operator: Operator,
  ...values: Operand[]
): Condition {
  return { kind: 'attribute', entity, attribute, operator, values };
}

export const SOFTWARE: Condition = test('account', 'industry', 'is', 'Software');
export const LARGE: Condition = test('account', 'employees', 'atLeast', 1000);
export const DIRECTOR: Condition = test('person', 'jobTitle', 'startsWith', 'Director');
/** Some person visited the site within the last three days. */
export const VISITED: Condition = {
  kind: 'event',
  event: 'webVisit',
  occurred: true,
  past: { days: 3 },
};

export function some(where: Condition): Condition {
  return { kind: 'related', entity: 'person', quantifier: 'some', where };
}

/** Audiences by id, and lists; a list with `condition: null` is static. */
export function references(
  audiences: Readonly<Record<string, { of: 'accounts' | 'people'; condition: Condition }>>,
  lists: Readonly<Record<string, { condition: Condition | null; live: boolean }>> = {},
): References {
  return {
    audience: (id) => audiences[id],
    list: (id) => lists[id],
    group: (id) =>
      id === 'cloud'
        ? { roles: ['Decision Maker', 'Champion', 'Influencer', 'Practitioner', 'Other'] }
        : undefined,
  };
}

export const REFERENCES: References = references(
  {
    directors: { of: 'people', condition: DIRECTOR },
    software: { of: 'accounts', condition: SOFTWARE },
  },
  { named: { condition: null, live: true }, blocked: { condition: null, live: true } },
);

export function account(parts: Partial<AccountView> = {}): AccountView {
  return {
    id: 'acme',
    attributes: {},
    people: [],
    opportunities: [],
    objects: {},
    events: [],
    lists: [],
    groups: [],
    ...parts,
  };
}

export function person(id: string, parts: Partial<PersonView> = {}): PersonView {
  return { id, attributes: {}, roles: [], since: 0, events: [], objects: {}, ...parts };
}

export function event(type: string, at: number, fields: EventView['fields'] = {}): EventView {
  return { id: `${type}-${at}`, type, at, fields };
}
