import { LINE_LIMITS } from '../archive/format.ts';
import { importSubscription } from '../archive/import.ts';
import { CliFault, EXIT } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { refuseFile } from './read-input.ts';
import { STORAGE_OPTIONS, withStorage } from './storage-option.ts';

/** `accompany import FILE --storage S`: a backup into an empty subscription (AR-41). */
export async function importCommand(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['FILE'], { ...STORAGE_OPTIONS, rename: { type: 'boolean' } });
  const file = options.positionals[0]!;
  const { records, counters, digest } = await withStorage(io, options, 'write', (kept) =>
    importSubscription({
      ...kept,
      lines: linesOf(io, file),
      rename: options.flag('rename'),
      now: io.now(),
    }).catch((error: unknown) => {
      throw error instanceof Error && error.cause instanceof CliFault ? error.cause : error;
    }),
  );
  const [found, counted] = [records, counters].map((count) => count.toLocaleString('en'));
  writeLine(io, `${found} records and ${counted} counters, read back\ndigest ${digest}`);
  return EXIT.ok;
}

async function* linesOf(io: CliIo, file: string): AsyncGenerator<string, void, void> {
  try {
    yield* io.readLines(file, LINE_LIMITS.characters);
  } catch (error) {
    throw refuseFile(file, error);
  }
}
