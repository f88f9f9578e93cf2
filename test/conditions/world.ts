import type { Condition, Operand, Operator } from '../../src/conditions/condition.ts';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { ConditionContext } from '../../src/conditions/compile.ts';
import type { References } from '../../src/conditions/references.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { boolean, date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { AccountView, EventView, GroupView, PersonView } from '../../src/model/view.ts';

/** The afternoon of a 31 March: a month before it is the end of February. */
export const NOW: number = Date.UTC(2026, 2, 31, 15, 30);

export const B2B = catalogue({
  account: {
    name: text(),
    code: text({ caseSensitive: true }),
    tier: oneOf(['gold', 'Silver']),
    revenue: number(),
    customer: boolean(),
    renewal: date(),
    tags: texts(),
  },
  person: {
    title: text(),
    score: number(),
    born: date(),
    interests: texts({ caseSensitive: true }),
  },
  opportunity: { amount: number(), stage: text(), close: date() },
  objects: {
    contract: { of: 'account', attributes: { value: number(), until: date() } },
    device: { of: 'person', attributes: { model: text(), bought: date() } },
  },
  events: {
    click: { of: 'person', fields: { link: text(), at: date(), count: number() } },
    order: { of: 'account', fields: { total: number(), shipped: date() } },
  },
});

export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  cloud: ['Decision Maker', 'User'],
  data: ['User'],
};

export const NAMES = {
  lists: ['named', 'blocked', 'rich'],
  groups: GROUPS,
  roles: ['Owner', 'Éditeur'],
  accountAudiences: ['gold', 'clickers'],
  peopleAudiences: ['directors'],
};

const AUDIENCES: Readonly<Record<string, NonNullable<ReturnType<References['audience']>>>> = {
  gold: { of: 'accounts', condition: attribute('account', 'tier', 'is', 'gold') },
  clickers: {
    of: 'accounts',
    condition: { kind: 'event', event: 'click', occurred: true, past: { days: 30 } },
  },
  directors: {
    of: 'people',
    condition: {
      kind: 'all',
      of: [
        attribute('person', 'title', 'startsWith', 'vp', 'a'),
        { kind: 'audience', audience: 'gold', member: false },
      ],
    },
  },
};

export const REFERENCES: References = {
  audience: (id) => (Object.hasOwn(AUDIENCES, id) ? AUDIENCES[id] : undefined),
  list(id) {
    if (id === 'named' || id === 'blocked') return { condition: null, live: true };
    if (id !== 'rich') return undefined;
    return { condition: attribute('account', 'revenue', 'atLeast', 5), live: true };
  },
  group: (id) => (Object.hasOwn(GROUPS, id) ? { roles: GROUPS[id]! } : undefined),
};

export const ACCOUNT: ConditionContext = {
  catalogue: B2B,
  references: REFERENCES,
  scope: 'account',
};
export const PERSON: ConditionContext = { ...ACCOUNT, scope: 'person' };

export function attribute(
  entity: 'account' | 'person' | 'opportunity' | 'object' | 'event',
  name: string,
  operator: Operator,
  ...values: Operand[]
): Condition {
  const test = { kind: 'attribute', entity, attribute: name, operator } as const;
  return values.length === 0 ? test : { ...test, values };
}

export function account(parts: Partial<AccountView> = {}): AccountView {
  const nothing = { people: [], opportunities: [], events: [], lists: [], groups: [] };
  return { id: 'acme', attributes: {}, objects: {}, ...nothing, ...parts };
}

export function person(id: string, parts: Partial<PersonView> = {}): PersonView {
  return { id, attributes: {}, roles: [], since: 0, events: [], objects: {}, ...parts };
}

export function event(type: string, at: number, fields: EventView['fields'] = {}): EventView {
  return { id: `${type}@${at}`, type, at, fields };
}

export function group(definition: string, parts: Partial<GroupView> = {}): GroupView {
  return { definition, members: [], completeness: null, ...parts };
}

export function member(
  who: string,
  role: string,
  removed: boolean = false,
): GroupView['members'][number] {
  return { person: who, role, source: 'system', removed };
}

/** Whether a condition on accounts holds. */
export function holds(
  condition: Condition,
  view: AccountView,
  now: number = NOW,
  anchor: number | null = null,
): boolean {
  return compileCondition(condition, ACCOUNT).test(new ConditionScope(view, null, now, anchor));
}

/** Whether a condition on people holds. */
export function holdsFor(
  condition: Condition,
  who: PersonView,
  view: AccountView = account(),
  now: number = NOW,
  anchor: number | null = null,
): boolean {
  return compileCondition(condition, PERSON).test(new ConditionScope(view, who, now, anchor));
}
