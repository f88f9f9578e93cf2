import type { Storage } from '../ports/storage.ts';
import { wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { STORAGE_FORMS, type Access } from './open-storage.ts';
import type { Options, OptionTypes } from './options.ts';

/** Options of commands that look at a subscription where it is kept. */
export const STORAGE_OPTIONS: OptionTypes = {
  storage: { type: 'string' },
  subscription: { type: 'string' },
};

/** The subscription that a command is about. */
export interface Kept {
  readonly storage: Storage;
  readonly subscription: string;
}

/**
 * Opens the storage of `--storage`, does the work, and closes it. When the work fails, files that opening has made are taken
 * away again (AR-41).
 * @throws CliFault when the option is missing or of another form
 */
export async function withStorage<T>(
  io: CliIo,
  options: Options,
  access: Access,
  run: (kept: Kept) => Promise<T>,
): Promise<T> {
  const name = options.text('storage');
  if (name === undefined) throw wrongUse(`--storage is missing: ${STORAGE_FORMS}.`);
  const made = access === 'write' ? io.filesToMake(name) : [];
  const storage = await io.openStorage(name, access);
  // From here on the files are ours: nobody else can open them until they are closed.
  let isDone = false;
  try {
    const result = await run({ storage, subscription: options.text('subscription') ?? 'default' });
    isDone = true;
    return result;
  } finally {
    await storage.close();
    if (!isDone) await io.removeFiles(made);
  }
}
