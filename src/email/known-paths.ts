import { problem, type Issue } from '../kernel/issue.ts';
import type { AttributeDefinition } from '../model/definition.ts';
import type { ComposeOptions } from './compose.ts';
import { GROUP_FIELDS } from './scope.ts';
import type { PathRead } from './template.ts';

/** What may follow an attribute: places in a list, and what templates know of lists and texts. */
const BEHIND: ReadonlySet<unknown> = new Set(['first', 'last', 'size']);

/** Paths that a template reads and that nothing stands for (EM-22). */
export function readIssues(reads: readonly PathRead[], options: ComposeOptions): readonly Issue[] {
  return reads.flatMap(({ segments, line, column }) => {
    const wrong = faultOf(segments, options);
    if (wrong === null) return [];
    const path = segments.map((part) => (part === null ? '[…]' : String(part))).join('.');
    const message = `Line ${line}, column ${column}: ${path} ${wrong}`;
    const fix =
      'Use person, account, group, subscription or unsubscribeUrl with a name that they have.';
    return [problem('UNKNOWN_PATH', [], message, fix)];
  });
}

function faultOf(
  [root, name, ...behind]: PathRead['segments'],
  { catalogue, subscription = {} }: ComposeOptions,
): string | null {
  if (root === 'unsubscribeUrl') return name === undefined ? null : 'is no record.';
  const names = namesIn(root, { catalogue, subscription });
  if (names === null) return 'is unknown.';
  if (name === undefined) return 'is a record; name one of its values.';
  if (name === null) return 'is computed, so that nobody can check it.';
  if (!names.has(String(name))) return 'is unknown.';
  const isFine = behind.every((part) => typeof part === 'number' || BEHIND.has(part));
  return isFine ? null : 'is unknown.';
}

function namesIn(
  root: PathRead['segments'][number] | undefined,
  { catalogue, subscription }: Required<Pick<ComposeOptions, 'catalogue' | 'subscription'>>,
): ReadonlySet<string> | null {
  switch (root) {
    case 'person':
      return attributes(catalogue.person);
    case 'account':
      return attributes(catalogue.account);
    case 'group':
      return new Set(GROUP_FIELDS);
    case 'subscription':
      return new Set(Object.keys(subscription));
    default:
      return null;
  }
}

function attributes(
  definitions: Readonly<Record<string, AttributeDefinition>>,
): ReadonlySet<string> {
  return new Set(['id', ...Object.keys(definitions)]);
}
