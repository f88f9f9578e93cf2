import { parseArgs } from 'node:util';
import { WrongUse } from './wrong-use.ts';

/** What the demo was asked to do. */
export interface DemoOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  /** Where the report goes. */
  readonly out: string;
  /** Folder with CSV files; `null` for the synthetic tenant. */
  readonly data: string | null;
  readonly batch: number | null;
  readonly storage: string;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run demo -- [options]

  --seed N       seed of everything that is made up (1)
  --accounts N   accounts of the synthetic tenant (2000)
  --days N       virtual days (60)
  --data DIR     run on accounts.csv, people.csv and orders.csv of a folder
  --out FILE     where the report goes (temp/demo.html)
  --batch N      subjects per batch of the engine (500)
  --storage S    where the engine keeps everything: memory, sqlite:FILE or
                 postgres://user:password@host/database (memory)
  --quiet        print nothing but errors
  --json         print the result as JSON instead of text
  --help         print this
`;

/**
 * Reads the command line.
 * @throws WrongUse
 */
export function readOptions(args: readonly string[]): DemoOptions {
  const values = parse(args);
  if (values.data !== undefined && values.accounts !== undefined) {
    throw new WrongUse('--accounts is for the synthetic tenant; leave it out with --data.');
  }
  return {
    seed: count('seed', values.seed, 0, 2 ** 32 - 1) ?? 1,
    accounts: count('accounts', values.accounts, 1, 100_000) ?? 2_000,
    days: count('days', values.days, 1, 1_000) ?? 60,
    out: values.out ?? 'temp/demo.html',
    data: values.data ?? null,
    batch: count('batch', values.batch, 1, 100_000),
    storage: values.storage ?? 'memory',
    quiet: values.quiet ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        accounts: { type: 'string' },
        days: { type: 'string' },
        out: { type: 'string' },
        data: { type: 'string' },
        batch: { type: 'string' },
        storage: { type: 'string' },
        quiet: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
}

function count(name: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) return null;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new WrongUse(
    `--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`,
  );
}
