import fc from 'fast-check';
import type {
  Condition,
  Entity,
  Operand,
  Operator,
  ValueTest,
} from '../../conditions/condition.ts';
import { formatInstant } from '../../kernel/instant.ts';
import type { Duration } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type {
  AttributeDefinition,
  AttributeDefinitions,
  Catalogue,
} from '../../model/catalogue.ts';
import { intentTestArbitrary } from './intent-arbitrary.ts';
import { nearInstants, NUMBERS, TEXTS } from './view-arbitrary.ts';
import type { Names } from './view-arbitrary.ts';

/** What conditions may name besides the catalogue. */
export interface ConditionNames extends Names {
  readonly accountAudiences: readonly string[];
  readonly peopleAudiences: readonly string[];
}

/** Where a generated part stands. */
interface Spot {
  readonly scope: 'account' | 'person';
  readonly opportunity: boolean;
  readonly object: string | null;
  readonly event: string | null;
}

/** Conditions without errors against a catalogue, of every kind, a few levels deep. */
export function conditionArbitrary(
  catalogue: Catalogue,
  names: ConditionNames,
  now: Instant,
  scope: 'account' | 'person',
  depth: number = 3,
): fc.Arbitrary<Condition> {
  return part({ scope, opportunity: false, object: null, event: null }, depth);

  function part(spot: Spot, levels: number): fc.Arbitrary<Condition> {
    const leaf = fc.oneof(...leaves(spot));
    if (levels <= 1) return leaf;
    const inner = part(spot, levels - 1);
    const parts = fc.array(inner, { minLength: 1, maxLength: 6 });
    return fc.oneof(
      { weight: 3, arbitrary: leaf },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: parts }),
      },
      { weight: 1, arbitrary: inner.map((condition): Condition => ({ kind: 'not', condition })) },
      { weight: 3, arbitrary: related(spot, levels) },
      { weight: 3, arbitrary: history(spot, levels) },
    );
  }

  function leaves(spot: Spot): fc.Arbitrary<Condition>[] {
    const flag = fc.boolean();
    const audiences =
      spot.scope === 'person'
        ? [...names.accountAudiences, ...names.peopleAudiences]
        : names.accountAudiences;
    const all: fc.Arbitrary<Condition>[] = [
      attribute(spot),
      attribute(spot),
      group(),
      intentTestArbitrary(
        spot.scope,
        TEXTS.filter((text) => text !== ''),
      ),
    ];
    if (audiences.length > 0) {
      all.push(
        fc.record({
          kind: fc.constant('audience' as const),
          audience: fc.constantFrom(...audiences),
          member: flag,
        }),
      );
    }
    if (names.lists.length > 0) {
      const lists = fc.subarray([...names.lists], { minLength: 1 });
      all.push(fc.record({ kind: fc.constant('list' as const), lists, member: flag }));
    }
    if (spot.scope === 'person') {
      const roles = fc.subarray([...names.roles.map(swapCase), ...names.roles], { minLength: 1 });
      all.push(
        member(),
        valueTestArbitrary({ kind: 'number', values: null }, now).map((test) => ({
          kind: 'engagement' as const,
          ...test,
        })),
        fc.record(
          { kind: fc.constant('role' as const), assigned: flag, roles },
          { requiredKeys: ['kind', 'assigned'] },
        ),
      );
    }
    return all;
  }

  function attribute(spot: Spot): fc.Arbitrary<Condition> {
    const seen: [Entity, AttributeDefinitions][] = [['account', catalogue.account]];
    if (spot.scope === 'person') seen.push(['person', catalogue.person]);
    if (spot.opportunity) seen.push(['opportunity', catalogue.opportunity]);
    if (spot.object !== null) seen.push(['object', catalogue.objects[spot.object]!.attributes]);
    if (spot.event !== null) seen.push(['event', catalogue.events[spot.event]!.fields]);
    // What is in hand is the most interesting.
    const [entity, definitions] = seen.at(-1)!;
    const one = (from: readonly [Entity, AttributeDefinitions]): fc.Arbitrary<Condition> =>
      fc.constantFrom(...Object.entries(from[1])).chain(([name, definition]) =>
        valueTestArbitrary(definition, now).map((test): Condition => ({
          kind: 'attribute',
          entity: from[0],
          attribute: name,
          ...test,
        })),
      );
    return fc.oneof(
      { weight: 2, arbitrary: one([entity, definitions]) },
      { weight: 1, arbitrary: fc.constantFrom(...seen).chain(one) },
    );
  }

  function related(spot: Spot, levels: number): fc.Arbitrary<Condition> {
    const objects = Object.entries(catalogue.objects)
      .filter(([, { of }]) => of === 'account' || spot.scope === 'person')
      .map(([name]) => name);
    const choices = ['person', 'opportunity', ...objects];
    return fc.constantFrom(...choices).chain((choice) => {
      const isObject = choice !== 'person' && choice !== 'opportunity';
      const inside: Spot = isObject
        ? { ...spot, object: choice }
        : choice === 'person'
          ? { ...spot, scope: 'person' }
          : { ...spot, opportunity: true };
      const target = isObject
        ? ({ entity: 'object', object: choice } as const)
        : ({ entity: choice } as const);
      return fc
        .tuple(
          fc.constantFrom('some' as const, 'none' as const, 'atLeast' as const),
          fc.integer({ min: 1, max: 3 }),
          fc.option(part(inside, levels - 1), { nil: undefined, freq: 6 }),
        )
        .map(([quantifier, count, where]): Condition => ({
          kind: 'related',
          ...target,
          quantifier,
          ...(quantifier === 'atLeast' ? { count } : {}),
          ...(where === undefined ? {} : { where }),
        }));
    });
  }

  function history(spot: Spot, levels: number): fc.Arbitrary<Condition> {
    const types = Object.entries(catalogue.events)
      .filter(([, { of, builtIn }]) => !builtIn && (of === 'person' || spot.scope === 'account'))
      .map(([name]) => name);
    if (types.length === 0) return attribute(spot);
    return fc.constantFrom(...types).chain((event) =>
      fc
        .tuple(
          fc.boolean(),
          fc.option(part({ ...spot, event }, levels - 1), { nil: undefined }),
          fc.option(pastArbitrary, { nil: undefined, freq: 3 }),
          fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        )
        .map(([occurred, where, past, minimum]): Condition => ({
          kind: 'event',
          event,
          occurred,
          ...(where === undefined ? {} : { where }),
          ...(past === undefined ? {} : { past }),
          ...(minimum === undefined || !occurred ? {} : { minimum }),
        })),
    );
  }

  function group(): fc.Arbitrary<Condition> {
    const definitions = fc.subarray(Object.keys(names.groups), { minLength: 1 });
    const roles = fc.array(
      fc.record({
        role: fc.constantFrom(...Object.values(names.groups).flat()),
        count: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    );
    return fc
      .record(
        { definitions, ...groupValues(), roles, match: fc.constantFrom('all', 'any') },
        { requiredKeys: [] },
      )
      .map(({ definitions: of = Object.keys(names.groups), roles: wanted, ...rest }) => {
        const known = of.flatMap((id) => names.groups[id]!);
        const fitting = wanted?.filter(({ role }) => known.includes(role)) ?? [];
        const also = fitting.length === 0 ? {} : { roles: fitting };
        return { kind: 'group', definitions: of, ...rest, ...also } as Condition;
      });
  }

  function member(): fc.Arbitrary<Condition> {
    const roles = fc.subarray(Object.values(names.groups).flat(), { minLength: 1 });
    return fc
      .record(
        { member: fc.boolean(), roles, removed: fc.boolean(), ...groupValues() },
        { requiredKeys: ['member'] },
      )
      .map((rest) => ({ kind: 'member', ...rest }) as Condition);
  }

  function groupValues(): Readonly<Record<string, fc.Arbitrary<ValueTest>>> {
    const number = valueTestArbitrary({ kind: 'number', values: null }, now);
    const text = valueTestArbitrary({ kind: 'text', values: null }, now);
    return { completeness: number, engagement: number, stage: text, status: text };
  }
}

/** Look-backs with and without months. */
export const pastArbitrary: fc.Arbitrary<Duration> = fc.constantFrom<Duration[]>(
  { days: 1 },
  { days: 30 },
  { weeks: 1, hours: 3 },
  { months: 1 },
  { months: 2, days: 1, minutes: 5 },
  { hours: 1 },
);

const TEXT_OPERATORS: readonly Operator[] = [
  'startsWith',
  'notStartsWith',
  'contains',
  'notContains',
];
const NUMBER_OPERATORS: readonly Operator[] = ['greaterThan', 'atLeast', 'lessThan', 'atMost'];

/** An operator with operands that fits the attribute. */
export function valueTestArbitrary(
  { kind, values }: Pick<AttributeDefinition, 'kind' | 'values'>,
  now: Instant,
): fc.Arbitrary<ValueTest> {
  const texts = fc.constantFrom(...(values ?? TEXTS.filter((text) => text !== '')));
  const numbers = fc.constantFrom(...NUMBERS);
  const dates: fc.Arbitrary<Operand> = nearInstants(now).chain((at) =>
    fc.constantFrom<Operand[]>(at, formatInstant(at), formatInstant(at).slice(0, 10)),
  );
  const equal: readonly Operator[] = ['is', 'isNot'];
  const empty: fc.Arbitrary<ValueTest> = fc
    .constantFrom<Operator[]>('isEmpty', 'isNotEmpty')
    .map((operator) => ({ operator }));
  const several = (
    operators: readonly Operator[],
    operand: fc.Arbitrary<Operand>,
  ): fc.Arbitrary<ValueTest> =>
    fc.record({
      operator: fc.constantFrom(...operators),
      values: fc.oneof(
        fc.array(operand, { minLength: 1, maxLength: 4 }),
        fc.array(operand, { minLength: 9, maxLength: 11 }),
      ),
    });
  const one = (
    operators: readonly Operator[],
    operand: fc.Arbitrary<Operand>,
  ): fc.Arbitrary<ValueTest> =>
    fc.record({ operator: fc.constantFrom(...operators), values: fc.tuple(operand) });
  const text = [several(TEXT_OPERATORS, texts)];
  const number = [
    one(NUMBER_OPERATORS, numbers),
    fc.tuple(numbers, numbers).map(([a, b]): ValueTest => ({
      operator: 'between',
      values: [Math.min(a, b), Math.max(a, b)],
    })),
  ];
  const date: fc.Arbitrary<ValueTest>[] = [
    several(equal, dates),
    one(['before', 'after'], dates),
    fc.tuple(nearInstants(now), nearInstants(now)).map(([a, b]): ValueTest => ({
      operator: 'between',
      values: [Math.min(a, b), Math.max(a, b)],
    })),
    fc.record(
      {
        operator: fc.constant('on' as const),
        values: fc.tuple(dates),
        zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'),
      },
      { requiredKeys: ['operator', 'values'] },
    ),
    fc.record({ operator: fc.constant('inPast' as const), past: pastArbitrary }),
    fc.record({ operator: fc.constant('inPast' as const), past: pastArbitrary }),
  ];
  const byKind: Readonly<Record<typeof kind, readonly fc.Arbitrary<ValueTest>[]>> = {
    text: [several(equal, texts), ...text],
    texts: [several(equal, texts), ...text],
    number: [several(equal, numbers), ...number],
    boolean: [several(equal, fc.boolean())],
    date,
    any: [several(equal, fc.oneof(texts, numbers, fc.boolean())), ...text, ...number],
  };
  return fc.oneof(empty, ...byKind[kind]);
}

function swapCase(text: string): string {
  return text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase();
}
