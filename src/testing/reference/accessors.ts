import type { AccessorDeclaration, AccessorTest, AccessorValues } from '../../model/accessor.ts';

/** XA-30 to XA-32, by the letter: a value that is missing or of another type makes every test false. */
export function testHolds(
  { accessor, operator, values }: AccessorTest,
  accessors: readonly AccessorDeclaration[],
  reported: AccessorValues,
): boolean {
  const type = accessors.find(({ name }) => name === accessor)?.type;
  const raw = reported[accessor];
  const found = type === undefined || raw === undefined ? null : normal(raw, type);
  const wanted = values.map((text) => normal(fromText(text, type ?? 'string'), type ?? 'string'));
  if (found === null || wanted.some((value) => value === null)) return false;
  const some = (fits: (value: string | number) => boolean): boolean =>
    wanted.some((value) => fits(value!));
  switch (operator) {
    case 'is':
      return some((value) => value === found);
    case 'isNot':
      return !some((value) => value === found);
    case 'contains':
      return some((value) => `${found}`.includes(`${value}`));
    case 'notContains':
      return !some((value) => `${found}`.includes(`${value}`));
    case 'greaterThan':
      return found > wanted[0]!;
    case 'greaterThanOrEqual':
      return found >= wanted[0]!;
    case 'lessThan':
      return found < wanted[0]!;
    case 'lessThanOrEqual':
      return found <= wanted[0]!;
  }
}

function fromText(text: string, type: AccessorDeclaration['type']): unknown {
  if (type === 'integer' || type === 'float') return text.trim() === '' ? null : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : null;
  return text;
}

/** Numbers and instants as numbers, truth and text as text; `null` for what is not of the type. */
function normal(value: unknown, type: AccessorDeclaration['type']): string | number | null {
  switch (type) {
    case 'integer':
      return Number.isInteger(value) ? (value as number) : null;
    case 'float':
      return Number.isFinite(value) ? (value as number) : null;
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : null;
    case 'string':
      return typeof value === 'string' ? value.toLowerCase() : null;
    default:
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? Date.parse(value)
        : null;
  }
}
