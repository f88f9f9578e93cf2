import fc from 'fast-check';
import { DAY, HOUR } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type {
  AttributeDefinition,
  AttributeDefinitions,
  Catalogue,
} from '../../model/catalogue.ts';
import type { Attributes, Value } from '../../model/value.ts';
import type {
  AccountView,
  EventView,
  GroupView,
  PersonView,
  RelatedRecord,
} from '../../model/view.ts';
import { intentArbitrary } from './intent-arbitrary.ts';

/** Names that views use and conditions should know. */
export interface Names {
  readonly lists: readonly string[];
  /** Buying groups with their roles. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Roles of the account-person relation. */
  readonly roles: readonly string[];
}

/** Few of them, so that values and operands meet: equal up to case, prefixes of each other, empty, beyond ASCII. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  'a',
  'A',
  'ab',
  'Ab',
  'bab',
  'ß',
  'Σ',
  'ς',
  'VP Sales',
  'vp',
];

/** Few of them, with neighbours. */
export const NUMBERS: readonly number[] = [-1, 0, 0.5, 1, 2, 5, 100];

/** Instants around now: exactly now, its neighbours, whole days and months before and after. */
export function nearInstants(now: Instant): fc.Arbitrary<Instant> {
  const steps = [0, 1, HOUR, DAY, 2 * DAY, 28 * DAY, 29 * DAY, 30 * DAY, 31 * DAY, 59 * DAY];
  return fc
    .tuple(
      fc.constantFrom(...steps, ...steps.map((step) => -step), ...steps.map((step) => -step)),
      fc.constantFrom(-1, 0, 1),
    )
    .map(([step, more]) => now + step + more);
}

/** A value of the attribute's kind, or now and then of another. */
export function valueArbitrary(
  { kind, values }: Pick<AttributeDefinition, 'kind' | 'values'>,
  now: Instant,
): fc.Arbitrary<Value> {
  const text = fc.constantFrom(...(values ?? TEXTS));
  const texts = fc.array(fc.constantFrom(...TEXTS), { maxLength: 3 });
  const number = fc.constantFrom(...NUMBERS);
  const byKind: Readonly<Record<typeof kind, fc.Arbitrary<Value>>> = {
    text,
    texts,
    number,
    boolean: fc.boolean(),
    date: nearInstants(now),
    any: fc.oneof(text, texts, number, fc.boolean()),
  };
  const wrong = fc.oneof(text, texts, number, fc.boolean());
  return fc.oneof({ weight: 9, arbitrary: byKind[kind] }, { weight: 1, arbitrary: wrong });
}

/** Any of the attributes; each may be missing. */
export function attributesArbitrary(
  definitions: AttributeDefinitions,
  now: Instant,
): fc.Arbitrary<Attributes> {
  const model: Record<string, fc.Arbitrary<Value>> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    model[name] = valueArbitrary(definition, now);
  }
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Attributes>;
}

/** A whole account with people, history and groups: ties, duplicates, missing and wrongly typed values, later events. */
export function accountArbitrary(
  catalogue: Catalogue,
  names: Names,
  now: Instant,
): fc.Arbitrary<AccountView> {
  const people = fc
    .array(personArbitrary(catalogue, names, now), { maxLength: 4 })
    .map((all) => all.map((person, index) => ({ ...person, id: `p${index}` })));
  return fc.record({
    id: fc.constant('acme'),
    attributes: attributesArbitrary(catalogue.account, now),
    people,
    opportunities: recordsArbitrary(catalogue.opportunity, now),
    objects: objectsArbitrary(catalogue, 'account', now),
    events: eventsArbitrary(catalogue, 'account', now),
    lists: fc.subarray([...names.lists]),
    groups: groupsArbitrary(names),
    intent: intentArbitrary(TEXTS),
  });
}

/** One person as an account sees it. */
export function personArbitrary(
  catalogue: Catalogue,
  names: Names,
  now: Instant,
): fc.Arbitrary<PersonView> {
  return fc.record(
    {
      id: fc.constant('p0'),
      attributes: attributesArbitrary(catalogue.person, now),
      roles: fc.subarray([...names.roles]),
      since: nearInstants(now),
      events: eventsArbitrary(catalogue, 'person', now),
      objects: objectsArbitrary(catalogue, 'person', now),
      intent: intentArbitrary(TEXTS),
      engagement: fc.constantFrom(...NUMBERS),
    },
    { requiredKeys: ['id', 'attributes', 'roles', 'since', 'events', 'objects'] },
  );
}

function recordsArbitrary(
  definitions: AttributeDefinitions,
  now: Instant,
): fc.Arbitrary<readonly RelatedRecord[]> {
  return fc
    .array(attributesArbitrary(definitions, now), { maxLength: 3 })
    .map((all) => all.map((attributes, index) => ({ id: `r${index}`, attributes })));
}

function objectsArbitrary(
  { objects }: Catalogue,
  of: 'account' | 'person',
  now: Instant,
): fc.Arbitrary<Readonly<Record<string, readonly RelatedRecord[]>>> {
  const model: Record<string, fc.Arbitrary<readonly RelatedRecord[]>> = {};
  for (const [name, object] of Object.entries(objects)) {
    if (object.of === of) model[name] = recordsArbitrary(object.attributes, now);
  }
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<
    Readonly<Record<string, readonly RelatedRecord[]>>
  >;
}

/** Oldest first, as views promise. */
function eventsArbitrary(
  catalogue: Catalogue,
  of: 'account' | 'person',
  now: Instant,
): fc.Arbitrary<readonly EventView[]> {
  const types = Object.entries(catalogue.events).filter(
    ([, definition]) => definition.of === of && !definition.builtIn,
  );
  if (types.length === 0) return fc.constant([]);
  const event = fc.constantFrom(...types).chain(([type, { fields }]) =>
    fc.record({
      id: fc.constant(''),
      type: fc.constant(type),
      at: nearInstants(now),
      fields: attributesArbitrary(fields, now),
    }),
  );
  return fc
    .array(event, { maxLength: 6 })
    .map((all) =>
      all
        .sort((left, right) => left.at - right.at)
        .map((one, index) => ({ ...one, id: `e${index}` })),
    );
}

function groupsArbitrary({ groups }: Names): fc.Arbitrary<readonly GroupView[]> {
  const all = Object.entries(groups).map(([definition, roles]) =>
    fc.option(groupArbitrary(definition, roles), { nil: null }),
  );
  return fc.tuple(...all).map((found) => found.filter((group) => group !== null));
}

function groupArbitrary(definition: string, roles: readonly string[]): fc.Arbitrary<GroupView> {
  const member = fc.record({
    person: fc.constantFrom('p0', 'p1', 'p2', 'gone'),
    role: fc.constantFrom(...roles),
    source: fc.constantFrom('manual' as const, 'journey' as const, 'system' as const),
    removed: fc.boolean(),
  });
  return fc.record(
    {
      definition: fc.constant(definition),
      members: fc.array(member, { maxLength: 5 }),
      completeness: fc.constantFrom(null, ...NUMBERS),
      engagement: fc.constantFrom(...NUMBERS),
      stage: fc.constantFrom(...TEXTS),
      status: fc.constantFrom(...TEXTS),
    },
    { requiredKeys: ['definition', 'members', 'completeness'] },
  );
}
