import { endOfLocalDay, startOfLocalDay } from '../kernel/calendar.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { isOfKind } from '../model/value.ts';
import type { Operand, Operator, ValueTest } from './condition.ts';
import {
  atLeast,
  atMost,
  between,
  equalsAny,
  greaterThan,
  instantBetween,
  instantIs,
  lessThan,
} from './number-tests.ts';
import { fits, hasOperands } from './operator-kinds.ts';
import type { Kind } from './operator-kinds.ts';
import {
  booleanOperands,
  instantOperands,
  instantWithinDay,
  numberOperands,
  textOperands,
} from './operands.ts';
import type { Predicate, ValueKind } from './predicate.ts';
import { isText, onElements, textContains, textIs, textStartsWith } from './text-tests.ts';

/** What an operator means; operands are of the right number. */
type Meaning = (operands: readonly Operand[], of: ValueKind, zone: string) => Predicate;

/** A test of texts. */
type TextMeaning = (operands: readonly string[], caseSensitive: boolean) => Predicate;

/** One row of {@link OPERATORS}. Kinds and numbers of operands are in `operator-kinds.ts`. */
export interface OperatorRow {
  /**
   * `plain`: a missing value does not satisfy it. `negated`: the opposite of another operator, so a missing value
   * does. `relative`: plain, and depends on now; what it means is in `past.ts`.
   */
  readonly form: 'plain' | 'negated' | 'relative';
  /** Stands between the attribute and the operands in a sentence. */
  readonly phrase: string;
  readonly meaning: Meaning;
}

const EARLIEST = -8.64e15;
const LATEST = 8.64e15;

/** The table of operators (reference 10.6): the one place that says what each of them means. */
export const OPERATORS: Readonly<Record<Operator, OperatorRow>> = {
  is: plain('is', is),
  isNot: opposite('is not', is),
  startsWith: plain('starts with', onTexts(textStartsWith)),
  notStartsWith: opposite('does not start with', onTexts(textStartsWith)),
  contains: plain('contains', onTexts(textContains)),
  notContains: opposite('does not contain', onTexts(textContains)),
  isEmpty: opposite('is empty', isPresent),
  isNotEmpty: plain('is not empty', isPresent),
  greaterThan: plain('is greater than', onNumber(greaterThan)),
  atLeast: plain('is at least', onNumber(atLeast)),
  lessThan: plain('is less than', onNumber(lessThan)),
  atMost: plain('is at most', onNumber(atMost)),
  between: plain('is between', isBetween),
  before: plain('is before', isBefore),
  after: plain('is after', isAfter),
  on: plain('is on', isOn),
  inPast: { form: 'relative', phrase: 'is in the past', meaning: () => () => false },
};

/**
 * The test of a value that an operator with its operands makes, for an attribute of a kind; not for `inPast`.
 * @throws AccompanyError `INVALID_DOCUMENT`, `INVALID_INSTANT` or `INVALID_ZONE` for what validation would have found
 */
export function predicateOf(test: ValueTest, of: ValueKind): Predicate {
  const { operator, values = [], zone = 'UTC' } = test;
  if (fits(operator, of.kind) && hasOperands(operator, values.length)) {
    return OPERATORS[operator].meaning(values, of, zone);
  }
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `${operator} with ${values.length} operands is no test of the kind ${of.kind}. Check the condition before it is compiled.`,
  );
}

function plain(phrase: string, meaning: Meaning): OperatorRow {
  return { form: 'plain', phrase, meaning };
}

function opposite(phrase: string, meaning: Meaning): OperatorRow {
  const negated: Meaning = (operands, of, zone) => {
    const holds = meaning(operands, of, zone);
    return (value) => !holds(value);
  };
  return { form: 'negated', phrase, meaning: negated };
}

function is(operands: readonly Operand[], of: ValueKind): Predicate {
  return IS[of.kind](operands, of.caseSensitive);
}

const IS: Readonly<
  Record<Kind, (operands: readonly Operand[], caseSensitive: boolean) => Predicate>
> = {
  text: (operands, caseSensitive) => textIs(textOperands(operands), caseSensitive),
  texts: (operands, caseSensitive) => onElements(textIs(textOperands(operands), caseSensitive)),
  number: (operands) => equalsAny(numberOperands(operands)),
  boolean: (operands) => equalsAny(booleanOperands(operands)),
  date: (operands) => instantIs(instantOperands(operands)),
  any(operands, caseSensitive) {
    const texts = operands.filter((operand) => typeof operand === 'string');
    const others = operands.filter((operand) => typeof operand !== 'string');
    const isEqual = equalsAny(others);
    const hasText = onAny(textIs(texts, caseSensitive));
    return (value) => isEqual(value) || hasText(value);
  },
};

function isPresent(_operands: readonly Operand[], { kind }: ValueKind): Predicate {
  if (kind === 'text') return isText;
  return (value) =>
    value !== '' && isOfKind(kind, value) && !(typeof value === 'object' && value.length === 0);
}

function onTexts(meaning: TextMeaning): Meaning {
  return (operands, { kind, caseSensitive }) => {
    const holds = meaning(textOperands(operands), caseSensitive);
    return kind === 'text' ? holds : kind === 'texts' ? onElements(holds) : onAny(holds);
  };
}

function onAny(holds: Predicate): Predicate {
  const hasElement = onElements(holds);
  return (value) => holds(value) || hasElement(value);
}

function onNumber(meaning: (operand: number) => Predicate): Meaning {
  return (operands) => meaning(numberOperands(operands)[0]!);
}

function isBetween(operands: readonly Operand[], { kind }: ValueKind): Predicate {
  const isDate = kind === 'date';
  const [least, most] = isDate ? instantOperands(operands) : numberOperands(operands);
  return isDate ? instantBetween(least!, most!) : between(least!, most!);
}

function isBefore(operands: readonly Operand[]): Predicate {
  return instantBetween(EARLIEST, instantOperands(operands)[0]! - 1);
}

function isAfter(operands: readonly Operand[]): Predicate {
  return instantBetween(instantOperands(operands)[0]! + 1, LATEST);
}

function isOn(operands: readonly Operand[], _of: ValueKind, zone: string): Predicate {
  const within = instantWithinDay(operands[0]!, zone);
  return instantBetween(startOfLocalDay(within, zone), endOfLocalDay(within, zone) - 1);
}
