import { hasErrors } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { EXIT } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeIssues, writeJson, writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { readSource } from './source.ts';

/** `accompany validate FILE`: every issue of a file, one per line (SC-61). */
export async function validate(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['FILE'], {
    json: { type: 'boolean' },
    catalogue: { type: 'string' },
  });
  const path = options.positionals[0]!;
  const { what, issues } = await readSource(io, path, options.text('catalogue'));
  if (options.flag('json')) writeJson(io, issues);
  else {
    writeIssues(io, issues);
    writeLine(io, `${path}: ${what}, ${tell(issues)}`);
  }
  return hasErrors(issues) ? EXIT.input : EXIT.ok;
}

function tell(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.length - errors;
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}
