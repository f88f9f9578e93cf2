import { problem, warning } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { isInstant, readInstant } from '../kernel/instant.ts';
import { isZone } from '../kernel/zone.ts';
import type { AttributeDefinition } from '../model/catalogue.ts';
import { checkPast, report, unexpected } from './check-spot.ts';
import type { Spot } from './check-spot.ts';
import type { AttributeTest, Entity, Operand, Operator, ValueTest } from './condition.ts';
import { nearest } from './nearest.ts';
import { ALL_OPERATORS, fits, hasOperands, OPERAND_COUNTS } from './operator-kinds.ts';
import type { Kind, OperandCount } from './operator-kinds.ts';
import { attributesIn } from './place.ts';

/** Checks a test of an attribute: that it can be seen from here, that it exists, and that the operator fits it. */
export function checkAttribute(condition: AttributeTest, spot: Spot): void {
  const { entity, attribute } = condition;
  const definitions = attributesIn(spot.context.catalogue, spot.place, entity);
  if (definitions === null) {
    if (isNameless(entity, spot)) return;
    const message = `There is no ${entity} here whose ${attribute} could be tested.`;
    report(spot, 'WRONG_SCOPE', ['entity'], message, WHERE_TO_PUT[entity]);
    return;
  }
  const definition = definitions[attribute];
  if (definition === undefined) {
    const message = `There is no attribute ${JSON.stringify(attribute)} of entity ${entity}.`;
    const fix = nearest(attribute, Object.keys(definitions));
    report(spot, 'UNKNOWN_ATTRIBUTE', ['attribute'], message, fix);
    return;
  }
  checkValueTest(condition, definition, spot, []);
}

const WHERE_TO_PUT: Readonly<Record<Entity, string>> = {
  account: 'Test it in a condition on accounts or people.',
  person: 'Put the test into a test of people.',
  opportunity: 'Put the test into a test of opportunities.',
  object: 'Put the test into a test of custom objects.',
  event: 'Put the test into a test of the event history.',
};

/** True when the event or custom object in hand is unknown, which is reported where it is named. */
function isNameless(entity: Entity, { place }: Spot): boolean {
  return (
    (entity === 'event' && place.event !== null) || (entity === 'object' && place.object !== null)
  );
}

/** Checks an operator with its operands against what it is to be compared with. */
export function checkValueTest(
  test: ValueTest,
  definition: Pick<AttributeDefinition, 'kind' | 'values'>,
  spot: Spot,
  at: Path,
): void {
  const { operator, values = [], past, zone } = test;
  const { kind } = definition;
  if (!fits(operator, kind)) {
    const fitting = ALL_OPERATORS.filter((one) => fits(one, kind)).join(', ');
    const message = `${operator} does not fit the kind ${kind}.`;
    report(spot, 'WRONG_OPERATOR', [...at, 'operator'], message, `Use one of ${fitting}.`);
    return;
  }
  checkParts(operator, past, zone, spot, at);
  const place = [...at, 'values'];
  if (!hasOperands(operator, values.length) || values.length > spot.limits.operands) {
    const message = `${operator} takes ${COUNTS[OPERAND_COUNTS[operator]]}, and there are ${values.length}.`;
    const fix = `Give ${COUNTS[OPERAND_COUNTS[operator]]}, ${spot.limits.operands} at most.`;
    report(spot, 'OPERAND_COUNT', place, message, fix);
    return;
  }
  const faults = values.map((value, index) =>
    operandFault(operator, value, definition, [...spot.path, ...place, index]),
  );
  spot.issues.push(...faults.flatMap((fault) => fault ?? []));
  if (operator === 'between' && !faults.some(Boolean)) checkRange(values, kind, spot, place);
}

const COUNTS: Readonly<Record<OperandCount, string>> = {
  none: 'no operand',
  one: 'one operand',
  two: 'two operands',
  several: 'one operand or more',
  past: 'a duration, past, and no operand',
};

function checkParts(
  operator: Operator,
  past: ValueTest['past'],
  zone: string | undefined,
  spot: Spot,
  at: Path,
): void {
  if (operator === 'inPast') {
    if (past === undefined) {
      const message = 'inPast takes a duration, and there is none.';
      report(
        spot,
        'INVALID_DURATION',
        [...at, 'past'],
        message,
        'Give past, such as { "days": 30 }.',
      );
    } else checkPast(past, spot, [...at, 'past']);
  } else if (past !== undefined) unexpected(spot, 'past', `${operator} takes no duration.`, at);
  if (zone === undefined) return;
  if (operator !== 'on') unexpected(spot, 'zone', `${operator} takes no time zone.`, at);
  else if (!isZone(zone)) {
    const message = `${JSON.stringify(zone)} is no time zone.`;
    report(
      spot,
      'INVALID_ZONE',
      [...at, 'zone'],
      message,
      'Use an IANA name such as Europe/Berlin.',
    );
  }
}

const TEXT_OPERATORS: readonly Operator[] = [
  'startsWith',
  'notStartsWith',
  'contains',
  'notContains',
];

/** The kind that operands must be of. */
function operandKind(operator: Operator, kind: Kind): Kind {
  if (kind === 'texts') return 'text';
  if (kind !== 'any' || operator === 'is' || operator === 'isNot') return kind;
  return TEXT_OPERATORS.includes(operator) ? 'text' : 'number';
}

function operandFault(
  operator: Operator,
  value: Operand,
  { kind, values: allowed }: Pick<AttributeDefinition, 'kind' | 'values'>,
  path: Path,
): Issue | null {
  const wanted = operandKind(operator, kind);
  if (value === '') {
    const message = 'An empty text cannot be compared with.';
    return problem('EMPTY_OPERAND', path, message, 'Use isEmpty or isNotEmpty.');
  }
  if (!OPERAND_TYPES[wanted](value)) {
    const message = `The operand is of type ${typeof value}, which is not what ${operator} of the kind ${kind} takes.`;
    return problem('WRONG_OPERAND', path, message, WANTED[wanted]);
  }
  if (kind === 'date' && typeof value === 'string' && readInstant(value) === undefined) {
    const message = `${JSON.stringify(value)} is no instant.`;
    return problem('INVALID_INSTANT', path, message, WANTED.date);
  }
  if (
    allowed === null ||
    typeof value !== 'string' ||
    (operator !== 'is' && operator !== 'isNot')
  ) {
    return null;
  }
  if (allowed.some((one) => one.toLowerCase() === value.toLowerCase())) return null;
  const message = `${JSON.stringify(value)} is none of the allowed values.`;
  return warning('UNKNOWN_VALUE', path, message, nearest(value, allowed));
}

const OPERAND_TYPES: Readonly<Record<Kind, (value: Operand) => boolean>> = {
  text: (value) => typeof value === 'string',
  texts: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' || isInstant(value),
  any: (value) => typeof value !== 'number' || Number.isFinite(value),
};

const WANTED: Readonly<Record<Kind, string>> = {
  text: 'Give text.',
  texts: 'Give text.',
  number: 'Give a finite number.',
  boolean: 'Give true or false.',
  date: 'Give ISO 8601 with an offset, such as 2026-01-05T09:00:00Z, or a date such as 2026-01-05.',
  any: 'Give text, a finite number, or true or false.',
};

function checkRange(values: readonly Operand[], kind: Kind, spot: Spot, place: Path): void {
  const [least, most] = values.map((value) =>
    kind === 'date' && typeof value === 'string' ? readInstant(value)! : value,
  );
  if (least! <= most!) return;
  const message = 'The range ends before it begins, so that nothing is in it.';
  report(spot, 'EMPTY_RANGE', place, message, 'Put the lower end first.');
}
