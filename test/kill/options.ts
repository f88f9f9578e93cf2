import { parseArgs } from 'node:util';

/** What `npm run kill` was asked to do. */
export interface KillOptions {
  /** `sqlite` or `postgres` for one that is made for the run, or `sqlite:FILE`, `postgres://…`. */
  readonly storage: string;
  readonly kills: number;
  readonly serverKills: number;
  readonly seed: number;
  /** Where the totals go, in the form of a test report; `null` for nowhere. */
  readonly report: string | null;
}

export const USAGE = `Usage: npm run kill -- [options]

  --storage S       sqlite, sqlite:FILE, postgres or postgres://user:password@host/database (sqlite)
  --kills N         processes to kill (150)
  --server-kills N  how often the server of --storage postgres is killed too (a tenth of the kills)
  --seed N          what is drawn (made up)
  --report FILE     write the totals as a test report
`;

/** Reads the command line. Throws an `Error` that says what is wrong. */
export function readOptions(args: readonly string[]): KillOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      storage: { type: 'string', default: 'sqlite' },
      kills: { type: 'string', default: '150' },
      'server-kills': { type: 'string' },
      seed: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const { storage } = values;
  if (!/^(sqlite(:.+)?|postgres|postgres(ql)?:\/\/.+)$/.test(storage))
    throw new Error(`There is no storage ${JSON.stringify(storage)}.`);
  const kills = whole('kills', values.kills);
  const ownServer = storage === 'postgres';
  const asked = values['server-kills'];
  if (asked !== undefined && !ownServer)
    throw new Error('--server-kills needs --storage postgres, whose server is made for the run.');
  return {
    storage,
    kills,
    serverKills:
      asked === undefined ? (ownServer ? Math.ceil(kills / 10) : 0) : whole('server-kills', asked),
    seed: values.seed === undefined ? Math.floor(Math.random() * 1e9) : whole('seed', values.seed),
    report: values.report ?? null,
  };
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number, not ${JSON.stringify(text)}.`);
}
