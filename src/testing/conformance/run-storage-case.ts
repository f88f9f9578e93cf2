import type { Storage, StorageCapabilities } from '../../ports/storage.ts';
import { chance } from '../harness/chance.ts';
import type { ConformanceSettings } from './conformance-options.ts';
import type { StorageCase, StorageContext, StorageUnderTest } from './storage-case.ts';
import { within } from './time-limit.ts';

/**
 * Runs one case on fresh data and cleans up; rejects when the rule is broken, and with `OutOfTime` when an answer does not
 * come. Cleaning up has the time limit once more.
 */
export async function runStorageCase(
  adapter: StorageUnderTest,
  { run }: StorageCase,
  { timeLimit, seed }: Omit<ConformanceSettings, 'cases'>,
  number = 0,
): Promise<void> {
  const data = await within(timeLimit, 'Making the data', () => adapter.create());
  let writers: Storage[] = [];
  let hasDrawn = false;
  const draw = chance(seed);
  const closeAll = async (): Promise<void> => {
    const open = writers;
    writers = [];
    for (const writer of open) await writer.close();
  };
  const context: StorageContext = {
    subscription: `case-${number}`,
    capabilities: adapter.capabilities,
    chance: () => {
      hasDrawn = true;
      return draw();
    },
    open: async () => {
      const writer = await data.open();
      writers.push(writer);
      return writer;
    },
    reopen: async () => {
      await closeAll();
      return context.open();
    },
  };
  try {
    await within(timeLimit, 'The case', () => run(context));
  } catch (error) {
    if (!hasDrawn || !(error instanceof Error)) throw error;
    throw new Error(`${error.message} (seed ${seed})`, { cause: error });
  } finally {
    await within(timeLimit, 'Cleaning up', async () => {
      await closeAll();
      await data.remove?.();
    });
  }
}

/** Why an adapter does not take part in a case; `undefined` when it does. */
export function whatLacks(
  capabilities: StorageCapabilities,
  needs: NonNullable<StorageCase['needs']>,
): string | undefined {
  const { durability, multiWriter } = needs;
  if (multiWriter !== undefined && multiWriter !== capabilities.multiWriter) {
    return `for adapters with multiWriter ${multiWriter}`;
  }
  if (durability === undefined || durability === capabilities.durability) return undefined;
  if (durability === 'process' && capabilities.durability === 'synced') return undefined;
  return `for adapters with durability ${durability}`;
}
