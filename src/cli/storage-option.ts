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
 * Opens the storage of `--storage`, does the work, and closes it.
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
  const storage = await io.openStorage(name, access);
  try {
    return await run({ storage, subscription: options.text('subscription') ?? 'default' });
  } finally {
    await storage.close();
  }
}
