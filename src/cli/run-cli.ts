import { VERSION } from '../index.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { COMMANDS } from './commands.ts';
import { CliFault, EXIT } from './exit.ts';
import type { CliIo } from './io.ts';
import { plain } from './lines.ts';
import { STORAGE_FORMS } from './open-storage.ts';

/**
 * The command line: the first argument names the command, the others are its own. Resolves with the exit code and never
 * rejects (SC-60). A stack is shown with `--debug` only.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === '--version' || name === '-v') return say(io, `accompany ${VERSION}`);
    if (name === undefined) return hint(io, 'Name a command.');
    if (name === '--help' || name === '-h' || name === 'help') return say(io, help());
    const command = COMMANDS.get(name);
    if (command === undefined) return hint(io, `There is no command ${name}.`);
    if (rest.includes('--help') || rest.includes('-h')) {
      return say(io, `${command.summary}.\n\nUsage: accompany ${command.usage}`);
    }
    return await command.run(rest, io);
  } catch (error) {
    return tell(io, error, name, args.includes('--debug'));
  }
}

function help(): string {
  const lines = [
    'Account-based journeys: validate, simulate, explain and draw them.',
    '',
    'Usage: accompany COMMAND',
    '',
  ];
  for (const { usage, summary } of COMMANDS.values()) lines.push(`  ${usage}`, `      ${summary}`);
  lines.push('', `S is ${STORAGE_FORMS}.`);
  lines.push('', '  --help, --version, and --debug for the stack of an error', '');
  lines.push('Exit codes: 0 done, 1 the input has errors, 2 wrong use, 3 failure.');
  return lines.join('\n');
}

function say(io: CliIo, text: string): number {
  io.stdout(`${text}\n`);
  return EXIT.ok;
}

function hint(io: CliIo, message: string): number {
  io.stderr(`${plain(message)}\nSee accompany --help.\n`);
  return EXIT.usage;
}

function tell(io: CliIo, error: unknown, name: string | undefined, debug: boolean): number {
  if (error instanceof CliFault) {
    io.stderr(`${plain(error.message)}\n`);
    const usage =
      error.exit === EXIT.usage && name !== undefined ? COMMANDS.get(name)?.usage : undefined;
    if (usage !== undefined) io.stderr(`Usage: accompany ${usage}\n`);
  } else if (isAccompanyError(error)) {
    io.stderr(`${plain(`${error.code}: ${error.message}`)}\n`);
  } else {
    io.stderr(`${plain(error instanceof Error ? error.message : String(error))}\n`);
  }
  if (debug && error instanceof Error) io.stderr(`${plain(error.stack ?? '')}\n`);
  return exitOf(error);
}

/** What the caller can mend is the input; everything else is a failure. */
function exitOf(error: unknown): number {
  if (error instanceof CliFault) return error.exit;
  if (!isAccompanyError(error)) return EXIT.failure;
  return error.kind === 'invalid' || error.kind === 'refused' ? EXIT.input : EXIT.failure;
}
