import { compileGroup } from '../../src/buying-group/compile-group.ts';
import type { CompiledGroup } from '../../src/buying-group/compile-group.ts';
import type { BuyingGroupDocument } from '../../src/buying-group/definition.ts';
import type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import type { References } from '../../src/conditions/references.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import type { AccountView, PersonView } from '../../src/model/view.ts';

export const NOW: number = Date.UTC(2026, 0, 5, 9);

export const CATALOGUE: Catalogue = catalogue({
  account: { name: text(), industry: text() },
  person: { jobTitle: text(), score: number() },
  events: { webVisit: { of: 'person', fields: { page: text() } } },
});

export const REFERENCES: References = {
  audience: (id) =>
    id === 'owners'
      ? {
          of: 'accounts',
          condition: { kind: 'group', completeness: { operator: 'atLeast', values: [1] } },
        }
      : undefined,
  list: (id) => (id === 'named' ? { condition: null, live: true } : undefined),
  group: () => undefined,
};

export const ANY_ACCOUNT: Condition = {
  kind: 'any',
  of: [
    { kind: 'related', entity: 'person', quantifier: 'some' },
    { kind: 'related', entity: 'person', quantifier: 'none' },
  ],
};

/** The job title begins with the text. */
export function titled(...titles: string[]): Condition {
  return {
    kind: 'attribute',
    entity: 'person',
    attribute: 'jobTitle',
    operator: 'startsWith',
    values: titles,
  };
}

/** The person visited the site within so many days. */
export function visited(days: number): Condition {
  return { kind: 'event', event: 'webVisit', occurred: true, past: { days } };
}

export const SOFTWARE: Condition = {
  kind: 'attribute',
  entity: 'account',
  attribute: 'industry',
  operator: 'is',
  values: ['Software'],
};

/** A compiled definition with the id `cloud`. */
export function group(parts: Omit<BuyingGroupDocument, 'id'>): CompiledGroup {
  return compileGroup({ id: 'cloud', ...parts }, { catalogue: CATALOGUE, references: REFERENCES });
}

export function account(
  people: readonly PersonView[],
  parts: Partial<AccountView> = {},
): AccountView {
  return {
    id: 'acme',
    attributes: { name: 'Acme' },
    people,
    opportunities: [],
    objects: {},
    events: [],
    lists: [],
    groups: [],
    ...parts,
  };
}

export function person(
  id: string,
  jobTitle: string | null,
  visits: readonly number[] = [],
): PersonView {
  return {
    id,
    attributes: jobTitle === null ? {} : { jobTitle },
    roles: [],
    since: 0,
    events: visits.map((at) => ({ id: `${id}-${at}`, type: 'webVisit', at, fields: {} })),
    objects: {},
  };
}

/** Who is in the group: active members as `person: role`, removed ones in brackets. */
export function lineUp(record: BuyingGroupRecord | null): string[] | null {
  if (record === null) return null;
  return record.members.map(({ person: id, role, removed }) =>
    removed ? `(${id}: ${role})` : `${id}: ${role}`,
  );
}
