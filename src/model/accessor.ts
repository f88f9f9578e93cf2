import { foldCase } from '../kernel/fold.ts';
import type { Value } from './value.ts';

/** What a service may report, as its accessors and attributes are declared. Instants are ISO texts on the way. */
export const SERVICE_TYPES = ['string', 'integer', 'float', 'boolean', 'date', 'datetime'] as const;

/** One of {@link SERVICE_TYPES}. */
export type ServiceType = (typeof SERVICE_TYPES)[number];

/** A value that a service reports, by a name that it declared. */
export interface AccessorDeclaration {
  readonly name: string;
  readonly type: ServiceType;
}

/** The eight operators that paths of an external split compare with. */
export const ACCESSOR_OPERATORS = [
  'is',
  'isNot',
  'greaterThan',
  'greaterThanOrEqual',
  'lessThan',
  'lessThanOrEqual',
  'contains',
  'notContains',
] as const;

/** One of {@link ACCESSOR_OPERATORS}. */
export type AccessorOperator = (typeof ACCESSOR_OPERATORS)[number];

/** One comparison of a value that a service reported; `values` are texts, read as the accessor is declared. */
export interface AccessorTest {
  readonly accessor: string;
  readonly operator: AccessorOperator;
  readonly values: readonly string[];
}

/** A test with the declared type of its accessor: all that is needed to decide it. */
export interface TypedAccessorTest extends AccessorTest {
  readonly type: ServiceType;
}

/** What a service reported, by accessor. */
export type AccessorValues = Readonly<Record<string, Value>>;

/** Operators that need an order. */
const ORDERED: ReadonlySet<AccessorOperator> = new Set([
  'greaterThan',
  'greaterThanOrEqual',
  'lessThan',
  'lessThanOrEqual',
]);

/** Whether the operator can be used with values of the type (XA-23). */
export function fitsType(operator: AccessorOperator, type: ServiceType): boolean {
  if (ORDERED.has(operator)) return type !== 'boolean' && type !== 'string';
  if (operator === 'contains' || operator === 'notContains') return type === 'string';
  return true;
}

/**
 * Whether a test holds (XA-30 to XA-32): never for a value that is missing or not of the declared type, whatever the
 * operator; texts compare in simple case folding.
 */
export function accessorHolds(test: TypedAccessorTest, reported: AccessorValues): boolean {
  const { accessor, operator, type, values } = test;
  const found = Object.hasOwn(reported, accessor) ? comparable(reported[accessor], type) : null;
  if (found === null) return false;
  const wanted = values.map((value) => readText(value, type));
  if (wanted.length === 0 || wanted.includes(null)) return false;
  const [first] = wanted as readonly Comparable[];
  switch (operator) {
    case 'is':
      return wanted.includes(found);
    case 'isNot':
      return !wanted.includes(found);
    case 'contains':
      return wanted.some((value) => String(found).includes(String(value)));
    case 'notContains':
      return !wanted.some((value) => String(found).includes(String(value)));
    case 'greaterThan':
      return found > first!;
    case 'greaterThanOrEqual':
      return found >= first!;
    case 'lessThan':
      return found < first!;
    case 'lessThanOrEqual':
      return found <= first!;
  }
}

/** What a test compares: folded text, number, truth, or an instant in milliseconds. */
type Comparable = string | number | boolean;

/** A value of a test in the form that is compared; `null` when it is none of the type (XA-24). */
export function readText(text: string, type: ServiceType): Comparable | null {
  switch (type) {
    case 'string':
      return foldCase(text);
    case 'integer':
      return /^[+-]?\d+$/.test(text.trim()) ? safeNumber(text, Number.isSafeInteger) : null;
    case 'float':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())
        ? safeNumber(text, Number.isFinite)
        : null;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    default:
      return instantOf(text);
  }
}

/** Whether a service may report the value for an accessor of the type (XA-31). */
export function isOfType(value: unknown, type: ServiceType): boolean {
  return comparable(value, type) !== null;
}

function comparable(value: unknown, type: ServiceType): Comparable | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? foldCase(value) : null;
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : null;
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return typeof value === 'string' ? instantOf(value) : null;
  }
}

function safeNumber(text: string, fits: (value: number) => boolean): number | null {
  const value = Number(text);
  return fits(value) ? value : null;
}

/** Dates mean 00:00 UTC; instants need an offset, so that they mean the same everywhere. */
function instantOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text))
    return null;
  const value = Date.parse(text);
  return Number.isNaN(value) ? null : value;
}

/** `my.score >= 80`, for people to read. */
export function printAccessorTest({ accessor, operator, values }: AccessorTest): string {
  return `my.${accessor} ${SIGNS[operator]} ${values.map((value) => JSON.stringify(value)).join(' or ')}`;
}

const SIGNS: Readonly<Record<AccessorOperator, string>> = {
  is: 'is',
  isNot: 'is not',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
  lessThan: '<',
  lessThanOrEqual: '<=',
  contains: 'contains',
  notContains: 'does not contain',
};
