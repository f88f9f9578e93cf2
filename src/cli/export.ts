import { exportSubscription } from '../archive/export.ts';
import { EXIT, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { refuseTarget } from './read-input.ts';
import { STORAGE_OPTIONS, withStorage } from './storage-option.ts';

/** `accompany export --storage S --out FILE`: a backup of a subscription (AR-40). */
export async function exportCommand(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, [], {
    ...STORAGE_OPTIONS,
    out: { type: 'string' },
    live: { type: 'boolean' },
  });
  const out = options.text('out');
  if (out === undefined) throw wrongUse('--out is missing.');
  await withStorage(io, options, 'read', async (kept) => {
    let count = 0;
    const lines = exportSubscription({ ...kept, live: options.flag('live'), now: io.now() });
    async function* counted(): AsyncGenerator<string, void, void> {
      for await (const line of lines) {
        count += 1;
        yield line;
      }
    }
    await io.writeLines(out, counted()).catch((error: unknown) => {
      throw refuseTarget(out, error);
    });
    writeLine(io, `${count.toLocaleString('en')} lines of ${kept.subscription} in ${out}`);
  });
  return EXIT.ok;
}
