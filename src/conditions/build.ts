import { needArguments } from '../kernel/needed-arguments.ts';
import { formatIssue } from '../kernel/issue.ts';
import { parseCondition } from './schema.ts';
import type { Duration } from '../kernel/duration.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { AttributeDefinitions, Catalogue, CatalogueShape } from '../model/catalogue.ts';
import type { IntentKind } from '../model/intent.ts';
import type {
  AttributeNames,
  EventNames,
  FieldNames,
  ObjectAttributeNames,
  ObjectNames,
} from '../model/shape.ts';
import { testsOf } from './build-attribute.ts';
import type { Tests } from './build-attribute.ts';
import type {
  Condition,
  Entity,
  GroupTest,
  IntentTest,
  MemberTest,
  ValueTest,
} from './condition.ts';
import { nearest } from './nearest.ts';
import type { Kind } from './operator-kinds.ts';

/** Further wishes on the event history; see {@link EventTest}. */
export interface HistoryOptions {
  /** What the event must be like: `event(type, field)`. */
  readonly where?: Condition;
  /** Only events since then, back from the entry into the journey, or from now outside of one. */
  readonly past?: Duration;
  /** Missing: 1. */
  readonly minimum?: number;
}

/** Constraints of *account has matched buying group*; values come from {@link Conditions.group}. */
export type GroupOptions = Omit<GroupTest, 'kind'>;

/** Constraints of *member of buying group*; values come from {@link Conditions.group}. */
export type MemberOptions = Omit<MemberTest, 'kind' | 'member'>;

/** Which names and levels an intent test looks for. */
export type IntentOptions = Pick<IntentTest, 'names' | 'levels'>;

/** The id of an audience, or the audience itself. */
export type AudienceName = string | { readonly id: string };

type KindIn<Kinds, Name> = Name extends keyof Kinds ? Extract<Kinds[Name], Kind> : never;
type Test<K extends Kind> = Tests<K, Condition>;
type Related<S extends CatalogueShape> = 'person' | 'opportunity' | ObjectNames<S>;

/** Builders of conditions over one catalogue: names, operators and operands are checked by TypeScript. */
export interface Conditions<S extends CatalogueShape> {
  /** A test of an attribute of the account. */
  readonly account: <N extends AttributeNames<S, 'account'>>(
    name: N,
  ) => Test<KindIn<S['account'], N>>;
  /** A test of an attribute of the person in question. */
  readonly person: <N extends AttributeNames<S, 'person'>>(name: N) => Test<KindIn<S['person'], N>>;
  /** A test of an attribute of an opportunity, inside of {@link Conditions.some} and the like. */
  readonly opportunity: <N extends AttributeNames<S, 'opportunity'>>(
    name: N,
  ) => Test<KindIn<S['opportunity'], N>>;
  /** A test of an attribute of a custom object, inside of {@link Conditions.some} and the like. */
  readonly object: <O extends ObjectNames<S>, N extends ObjectAttributeNames<S, O>>(
    object: O,
    name: N,
  ) => Test<KindIn<S['objects'][O], N>>;
  /** A test of a field of an event, inside of {@link Conditions.occurred} and in listeners. */
  readonly event: <E extends EventNames<S>, F extends FieldNames<S, E>>(
    type: E,
    field: F,
  ) => Test<KindIn<S['events'][E], F>>;
  /** At least one person, opportunity, or record of a custom object. */
  readonly some: (entity: Related<S>, where?: Condition) => Condition;
  /** No person, opportunity, or record of a custom object. */
  readonly none: (entity: Related<S>, where?: Condition) => Condition;
  readonly atLeast: (count: number, entity: Related<S>, where?: Condition) => Condition;
  readonly occurred: (event: EventNames<S>, options?: HistoryOptions) => Condition;
  /** The inactivity filter. */
  readonly notOccurred: (
    event: EventNames<S>,
    options?: Omit<HistoryOptions, 'minimum'>,
  ) => Condition;
  readonly inAudience: (audience: AudienceName) => Condition;
  readonly notInAudience: (audience: AudienceName) => Condition;
  /** On any of the account lists. */
  readonly inList: (...lists: readonly [string, ...string[]]) => Condition;
  readonly notInList: (...lists: readonly [string, ...string[]]) => Condition;
  /** Account has matched buying group. */
  readonly matchedGroup: (options: GroupOptions) => Condition;
  readonly memberOf: (options?: MemberOptions) => Condition;
  readonly notMemberOf: (options?: MemberOptions) => Condition;
  /** Any of the roles in the account, or any role at all. */
  readonly roleInAccount: (...roles: readonly string[]) => Condition;
  /** Tests of the person's engagement score: `engagement.atLeast(60)`. */
  readonly engagement: Test<'number'>;
  /** An intent was detected: `hasIntent('person', 'product', { names: ['Cloud'], levels: ['high'] })`. */
  readonly hasIntent: (
    entity: 'account' | 'person',
    signal: IntentKind,
    options?: IntentOptions,
  ) => Condition;
  readonly hasNoIntent: (
    entity: 'account' | 'person',
    signal: IntentKind,
    options?: IntentOptions,
  ) => Condition;
  readonly all: (...parts: readonly Condition[]) => Condition;
  readonly any: (...parts: readonly Condition[]) => Condition;
  readonly not: (part: Condition) => Condition;
  /** Tests of a buying group's values: `matchedGroup({ completeness: group.completeness.atLeast(80) })`. */
  readonly group: {
    readonly completeness: Tests<'number', ValueTest>;
    readonly engagement: Tests<'number', ValueTest>;
    readonly stage: Tests<'text', ValueTest>;
    readonly status: Tests<'text', ValueTest>;
  };
}

/**
 * Builders of conditions over a catalogue (CO-90 to CO-92). What they build is frozen, plain JSON. The builders throw
 * AccompanyError `UNKNOWN_REFERENCE` for names that the catalogue lacks, with a similar name.
 */
export function conditions<S extends CatalogueShape>(catalogue: Catalogue<S>): Conditions<S> {
  const tests = (entity: Entity, definitions: AttributeDefinitions, attribute: string) =>
    testsOf(lookUp(definitions, attribute, `attribute of entity ${entity}`).kind, (test) =>
      deepFreeze<Condition>({ kind: 'attribute', entity, attribute, ...test }),
    );
  const related = (
    quantifier: 'some' | 'none' | 'atLeast',
    name: string,
    where: Condition | undefined,
    count?: number,
  ): Condition => {
    const isObject = name !== 'person' && name !== 'opportunity';
    if (isObject) lookUp(catalogue.objects, name, 'custom object');
    return deepFreeze<Condition>({
      kind: 'related',
      ...(isObject ? { entity: 'object', object: name } : { entity: name }),
      quantifier,
      ...(count === undefined ? {} : { count }),
      ...(where === undefined ? {} : { where }),
    });
  };
  const history = (event: string, occurred: boolean, options: HistoryOptions): Condition => {
    lookUp(catalogue.events, event, 'event');
    return deepFreeze<Condition>({ kind: 'event', event, occurred, ...options });
  };
  const built: Conditions<CatalogueShape> = {
    account: (name) => tests('account', catalogue.account, name),
    person: (name) => tests('person', catalogue.person, name),
    opportunity: (name) => tests('opportunity', catalogue.opportunity, name),
    object: (object, name) =>
      tests('object', lookUp(catalogue.objects, object, 'custom object').attributes, name),
    event: (type, field) => tests('event', lookUp(catalogue.events, type, 'event').fields, field),
    some: (entity, where) => related('some', entity, where),
    none: (entity, where) => related('none', entity, where),
    atLeast: (count, entity, where) => related('atLeast', entity, where, count),
    occurred: (event, options = {}) => history(event, true, options),
    notOccurred: (event, options = {}) => history(event, false, options),
    inAudience: (audience) => inAudience(audience, true),
    notInAudience: (audience) => inAudience(audience, false),
    inList: (...lists) => deepFreeze<Condition>({ kind: 'list', lists, member: true }),
    notInList: (...lists) => deepFreeze<Condition>({ kind: 'list', lists, member: false }),
    matchedGroup: (options) => ofGroups('matchedGroup', options, { kind: 'group' }),
    memberOf: (options = {}) => ofGroups('memberOf', options, { kind: 'member', member: true }),
    notMemberOf: (options = {}) =>
      ofGroups('notMemberOf', options, { kind: 'member', member: false }),
    roleInAccount: (...roles) =>
      deepFreeze<Condition>({
        kind: 'role',
        assigned: true,
        ...(roles.length === 0 ? {} : { roles }),
      }),
    engagement: testsOf('number', (test) => deepFreeze<Condition>({ kind: 'engagement', ...test })),
    hasIntent: (entity, signal, options = {}) =>
      deepFreeze<Condition>({ kind: 'intent', entity, detected: true, signal, ...options }),
    hasNoIntent: (entity, signal, options = {}) =>
      deepFreeze<Condition>({ kind: 'intent', entity, detected: false, signal, ...options }),
    all: (...of) => deepFreeze<Condition>({ kind: 'all', of }),
    any: (...of) => deepFreeze<Condition>({ kind: 'any', of }),
    not: (condition) => deepFreeze<Condition>({ kind: 'not', condition }),
    group: GROUP,
  };
  // The builders of any catalogue do for this one; only their types are narrower.
  return Object.freeze(built) as unknown as Conditions<S>;
}

const GROUP: Conditions<CatalogueShape>['group'] = Object.freeze({
  completeness: testsOf('number', asItIs),
  engagement: testsOf('number', asItIs),
  stage: testsOf('text', asItIs),
  status: testsOf('text', asItIs),
});

function asItIs(test: ValueTest): ValueTest {
  return test;
}

/** Its options are lists and tests that are easily written otherwise, so the form is checked at once (CO-93). */
function ofGroups(
  call: string,
  options: GroupOptions | MemberOptions,
  test: Pick<GroupTest, 'kind'> | Pick<MemberTest, 'kind' | 'member'>,
): Condition {
  needArguments(call, { options: [options, 'object'] });
  const parsed = parseCondition({ ...test, ...options });
  if (parsed.ok) return parsed.value;
  const { issues } = parsed;
  const message = `${call} cannot use these options: ${issues.map(formatIssue).join('; ')}`;
  throw new AccompanyError('INVALID_INPUT', message, {
    path: issues[0]!.path,
    details: { issues },
  });
}

function inAudience(audience: AudienceName, member: boolean): Condition {
  const given: unknown = audience;
  const id: unknown =
    typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  if (typeof id !== 'string') {
    const message = 'Name the audience by its id, or give the audience itself.';
    throw new AccompanyError('INVALID_INPUT', message);
  }
  return deepFreeze<Condition>({ kind: 'audience', audience: id, member });
}

function lookUp<T>(known: Readonly<Record<string, T>>, name: string, what: string): T {
  if (typeof (name as unknown) !== 'string') {
    const message = `Name the ${what} as text. Known: ${Object.keys(known).join(', ')}.`;
    throw new AccompanyError('INVALID_INPUT', message);
  }
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return found;
  const message = `There is no ${what} ${JSON.stringify(name)}. ${nearest(name, Object.keys(known))}`;
  throw new AccompanyError('UNKNOWN_REFERENCE', message);
}
