import { AccompanyError } from '../kernel/errors.ts';
import { isOfKind } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { definitionOf, readerOf } from './compile-attribute.ts';
import { compilerOf } from './compile-tree.ts';
import type { ConditionContext } from './compile-tree.ts';
import type { Compiler } from './compiler.ts';
import type { AttributeTest, AudienceTest, Condition, ListTest, Logic } from './condition.ts';
import { handle } from './handlers.ts';
import type { Handlers } from './handlers.ts';
import { outermost } from './place.ts';
import type { Place } from './place.ts';
import { printCondition } from './print.ts';
import type { ConditionScope } from './scope.ts';
import {
  tallyOfEvents,
  tallyOfGroups,
  tallyOfIntent,
  tallyOfMembers,
  tallyOfRecords,
} from './tally.ts';
import type { Tally } from './tally.ts';

/** Why a condition holds or does not: a tree of plain JSON, a node for each part that was looked at. */
export interface Explanation {
  /** The part in words; of the root, the whole condition. */
  readonly text: string;
  readonly holds: boolean;
  /** What was seen: a value, `null` for a missing one, or how many related records match. */
  readonly value?: Value | null | Tally;
  /** Says why a value that is there counts as missing. */
  readonly note?: string;
  readonly parts?: readonly Explanation[];
}

/** Explains a condition for one account or person. */
export type Explain = (scope: ConditionScope) => Explanation;

/**
 * Explains one condition once; agrees with `compileCondition(…).test` (CO-96). For many accounts, compile the
 * condition and use its `explain`.
 * @throws AccompanyError as `compileCondition` does
 */
export function explainCondition(
  condition: Condition,
  context: ConditionContext,
  scope: ConditionScope,
): Explanation {
  return explainerOf(condition, context)(scope);
}

/** Prepares {@link explainCondition} for many accounts or people. */
export function explainerOf(condition: Condition, context: ConditionContext): Explain {
  const compiler = compilerOf(context);
  const explain = explainer(condition, outermost(context.scope, context.event), compiler);
  const text = printCondition(condition);
  return (scope) => {
    if (context.scope === 'person' && scope.person === null) {
      throw new AccompanyError('INVALID_INPUT', 'A condition on people needs a person to look at.');
    }
    return { ...explain(scope), text };
  };
}

const EXPLAINERS: Handlers<[place: Place, compiler: Compiler], Explain> = {
  all: explainLogic,
  any: explainLogic,
  not(condition, place, compiler) {
    const explain = explainer(condition.condition, place, compiler);
    return (scope) => {
      const part = explain(scope);
      return { text: 'not', holds: !part.holds, parts: [part] };
    };
  },
  attribute: explainAttribute,
  related: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, tallyOfRecords(condition, place, compiler)),
  event: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, tallyOfEvents(condition, place, compiler)),
  list: explainList,
  audience: explainAudience,
  group: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, tallyOfGroups(condition, compiler)),
  member: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, tallyOfMembers(condition, compiler)),
  role: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, (scope) => scope.person!.roles),
  engagement: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, (scope) => scope.person!.engagement ?? null),
  intent: (condition, place, compiler) =>
    explainLeaf(condition, place, compiler, tallyOfIntent(condition)),
};

function explainer(condition: Condition, place: Place, compiler: Compiler): Explain {
  return handle(EXPLAINERS, condition, place, compiler);
}

function explainLogic({ kind, of }: Logic, place: Place, compiler: Compiler): Explain {
  const explainers = of.map((part) => explainer(part, place, compiler));
  return (scope) => {
    const parts = explainers.map((explain) => explain(scope));
    const isTrue = ({ holds }: Explanation): boolean => holds;
    const holds = kind === 'all' ? parts.every(isTrue) : parts.some(isTrue);
    return { text: `${kind} of`, holds, parts };
  };
}

function explainLeaf(
  condition: Condition,
  place: Place,
  compiler: Compiler,
  see: (scope: ConditionScope) => Value | Tally | null,
): Explain {
  const { test } = compiler.part(condition, place);
  const text = printCondition(condition);
  return (scope) => ({ text, holds: test(scope), value: see(scope) });
}

function explainAttribute(condition: AttributeTest, place: Place, compiler: Compiler): Explain {
  const { test } = compiler.part(condition, place);
  const { kind } = definitionOf(condition, place, compiler);
  const read = readerOf(condition);
  const text = printCondition(condition);
  return (scope) => {
    const value = read(scope);
    const seen = { text, holds: test(scope), value: value ?? null };
    if (value === undefined || isOfKind(kind, value)) return seen;
    return {
      ...seen,
      note: `The value is ${KINDS[typeof value]}, not of the kind ${kind}, and counts as missing.`,
    };
  };
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a list of texts',
};

function explainList(condition: ListTest, place: Place, compiler: Compiler): Explain {
  const { test } = compiler.part(condition, place);
  const text = printCondition(condition);
  const parts = condition.lists.flatMap((id) => {
    const inner = compiler.references.list(id)?.condition ?? null;
    return inner === null ? [] : [explainNamed(id, inner, outermost('account'), compiler)];
  });
  return (scope) => {
    const value = condition.lists.filter((id) => scope.account.lists.includes(id));
    const seen = { text, holds: test(scope), value };
    return parts.length === 0 ? seen : { ...seen, parts: parts.map((explain) => explain(scope)) };
  };
}

function explainAudience(condition: AudienceTest, place: Place, compiler: Compiler): Explain {
  const { test } = compiler.part(condition, place);
  const text = printCondition(condition);
  // Compiling has refused unknown names and circles.
  const { of, condition: inner } = compiler.references.audience(condition.audience)!;
  const scopeOf = outermost(of === 'people' ? 'person' : 'account');
  const part = explainNamed(condition.audience, inner, scopeOf, compiler);
  return (scope) => ({ text, holds: test(scope), parts: [part(scope)] });
}

function explainNamed(id: string, condition: Condition, place: Place, compiler: Compiler): Explain {
  const explain = explainer(condition, place, compiler);
  const text = `${JSON.stringify(id)}: ${printCondition(condition)}`;
  return (scope) => ({ ...explain(scope), text });
}
