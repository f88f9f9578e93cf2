import { formatPath, problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { JsonValue } from '../kernel/json.ts';
import { LIMITS } from '../model/limits.ts';

/** What a schema says about one fault. */
interface SchemaFault {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly keys?: unknown;
  readonly values?: unknown;
  readonly discriminator?: unknown;
}

/**
 * The faults that a schema found in a document, as issues with path and fix; no more than the limit of issues.
 * Codes: `UNKNOWN_PROPERTY`, `MISSING_PROPERTY`, `UNKNOWN_FORMAT`, `UNKNOWN_KIND`, `INVALID_VALUE`, `WRONG_TYPE`.
 */
export function schemaIssues(faults: readonly SchemaFault[], document: JsonValue): Issue[] {
  const issues: Issue[] = [];
  for (const fault of faults) {
    if (issues.length >= LIMITS.issues) break;
    const path = fault.path.filter((step) => typeof step !== 'symbol');
    if (fault.code === 'unrecognized_keys') issues.push(...unknownProperties(fault, path));
    else issues.push(issueOf(fault, path, valueAt(document, path)));
  }
  return issues.slice(0, LIMITS.issues);
}

function unknownProperties({ keys }: SchemaFault, path: Path): Issue[] {
  const names = Array.isArray(keys) ? keys.slice(0, LIMITS.issues).map(String) : [];
  return names.map((key) => {
    const message = `${placeOf(path)} has no property ${JSON.stringify(key)}.`;
    return problem(
      'UNKNOWN_PROPERTY',
      [...path, key],
      message,
      'Take it out, or correct its name.',
    );
  });
}

function issueOf(fault: SchemaFault, path: Path, value: JsonValue | undefined): Issue {
  const place = placeOf(path);
  if (value === undefined) {
    return problem('MISSING_PROPERTY', path, `${place} is missing.`, expectation(fault));
  }
  if (place === 'format') {
    const message = `The document has format ${JSON.stringify(value)}; this version reads 1.`;
    return problem('UNKNOWN_FORMAT', path, message, 'Use the version of accompany that wrote it.');
  }
  if (typeof fault.discriminator === 'string') {
    const message = `${place} is no known ${fault.discriminator}.`;
    const fix = `Give a ${fault.discriminator} that the format of journeys has.`;
    return problem('UNKNOWN_KIND', path, message, fix);
  }
  if (fault.code === 'invalid_value') {
    return problem(
      'INVALID_VALUE',
      path,
      `${place} has a value that is not allowed.`,
      expectation(fault),
    );
  }
  return problem('WRONG_TYPE', path, `${place} is of the wrong type.`, expectation(fault));
}

function expectation({ expected, values }: SchemaFault): string {
  if (Array.isArray(values)) return `Give one of: ${values.map(String).join(', ')}.`;
  if (typeof expected === 'string') return `Give a value of type ${expected}.`;
  return 'Give what the format of journeys asks for here.';
}

function placeOf(path: Path): string {
  return path.length === 0 ? 'The document' : formatPath(path);
}

function valueAt(document: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Readonly<Record<string | number, JsonValue>>)[step];
  }
  return value;
}
