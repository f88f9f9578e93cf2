import { diagnose } from '../doctor/diagnose.ts';
import { printDiagnosis } from '../doctor/print.ts';
import { EXIT } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { STORAGE_OPTIONS, withStorage } from './storage-option.ts';

/** `accompany doctor --storage S`: what is the matter with a subscription (DR-30). */
export async function doctor(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, [], {
    ...STORAGE_OPTIONS,
    json: { type: 'boolean' },
    examples: { type: 'string' },
  });
  const examples = options.count('examples', 0);
  const limits = examples === undefined ? {} : { examples };
  const diagnosis = await withStorage(io, options, 'read', (kept) =>
    diagnose({ ...kept, now: io.now(), limits }),
  );
  if (options.flag('json')) writeJson(io, diagnosis);
  else writeLine(io, printDiagnosis(diagnosis));
  return diagnosis.verdict === 'error' ? EXIT.input : EXIT.ok;
}
