import * as z from 'zod/mini';
import type { Condition, Operand, Operator } from '../../src/conditions/condition.ts';
import type { References } from '../../src/conditions/references.ts';
import type { Action, JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import type { ValidateContext } from '../../src/journey/validate.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { boolean, date, number, oneOf, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { experienceEvents } from '../../src/model/experience-events.ts';

export const B2B: Catalogue = catalogue({
  account: {
    industry: text(),
    tier: oneOf(['gold', 'tin']),
    employees: number(),
    renewal: date(),
    source: text({ updatable: false }),
  },
  person: { jobTitle: text(), subscribed: boolean() },
  events: { ...experienceEvents, order: { of: 'account', fields: { total: number() } } },
  actions: {
    salesAlert: { of: 'accounts', input: z.strictObject({ offer: z.string() }) },
    call: { of: 'people', input: z.strictObject({}) },
  },
});

export function test(
  entity: 'account' | 'person' | 'event',
  attribute: string,
  operator: Operator,
  ...values: Operand[]
): Condition {
  return { kind: 'attribute', entity, attribute, operator, values };
}

export const LARGE: Condition = test('account', 'employees', 'atLeast', 1000);
export const DIRECTOR: Condition = test('person', 'jobTitle', 'startsWith', 'Director');

const audiences: Readonly<Record<string, ReturnType<References['audience']>>> = {
  enterprise: { of: 'accounts', condition: LARGE },
  directors: { of: 'people', condition: DIRECTOR },
};
const lists: Readonly<Record<string, ReturnType<References['list']>>> = {
  named: { condition: null, live: true },
  unpublished: { condition: null, live: false },
  dynamic: { condition: LARGE, live: true },
};

export const REFERENCES: References = {
  audience: (id) => audiences[id],
  list: (id) => lists[id],
  group: (id) => (id === 'cloud' ? { roles: ['Decision Maker', 'User'] } : undefined),
};

export const CONTEXT: ValidateContext = { catalogue: B2B, references: REFERENCES };

/** A journey of these nodes behind an audience node that leads to the first. */
export function journey(
  nodes: readonly JourneyNode[],
  settings: Partial<JourneyDocument> = {},
): JourneyDocument {
  const start = { kind: 'audience', id: 'start', audience: 'enterprise' } as const;
  const [first] = nodes;
  return {
    format: 1,
    type: 'account',
    id: 'j',
    name: 'J',
    ...settings,
    nodes: [first === undefined ? start : { ...start, next: first.id }, ...nodes],
  };
}

export function act(
  action: Action,
  context: 'accounts' | 'people' = 'people',
): Extract<JourneyNode, { kind: 'action' }> {
  return { kind: 'action', id: 'act', context, action };
}

export function mail(id: string, next?: string): Extract<JourneyNode, { kind: 'action' }> {
  const action = { type: 'sendEmail', email: 'intro' } as const;
  return { kind: 'action', id, context: 'people', action, ...(next !== undefined && { next }) };
}

export function wait(id: string, next?: string): Extract<JourneyNode, { kind: 'wait' }> {
  return { kind: 'wait', id, ...(next !== undefined && { next }) };
}

/** `CODE path` of each issue. */
export function found(
  document: JourneyDocument,
  context: ValidateContext = CONTEXT,
): readonly string[] {
  return brief(validateJourney(document, context));
}

export function brief(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ code, path }) => `${code} ${path.join('.')}`);
}
