/** Where two JSON values differ first, as `[3].at: 5 instead of 4`; `undefined` when they are equal. */
export function firstDifference(
  actual: unknown,
  expected: unknown,
  path: string = '',
): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (
    !isContainer(actual) ||
    !isContainer(expected) ||
    Array.isArray(actual) !== Array.isArray(expected)
  ) {
    return `${path === '' ? '(root)' : path}: ${show(actual)} instead of ${show(expected)}`;
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const name of names) {
    const inner = Array.isArray(expected)
      ? `${path}[${name}]`
      : path === ''
        ? name
        : `${path}.${name}`;
    const found = firstDifference(valueAt(actual, name), valueAt(expected, name), inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valueAt(value: object, name: string): unknown {
  return Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
