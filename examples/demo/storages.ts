import { isAccompanyError, memoryStorage } from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';
import { WrongUse } from './wrong-use.ts';

/** Opens a storage that is named by a kind and a place: `sqlite` and `temp/demo.db`. */
type Opener = (place: string, named: string) => Storage | Promise<Storage>;

/** What `--storage` may name, before the colon. */
const STORAGES: Readonly<Record<string, Opener>> = {
  memory: () => memoryStorage(),
  sqlite: async (file) => {
    const { sqliteStorage } = await import('../../src/storage/sqlite/index.ts');
    return sqliteStorage({ file });
  },
  postgres: async (_, connectionString) => {
    const { default: pg } = await import('pg');
    const { postgresStorage } = await import('../../src/storage/postgres/index.ts');
    const client = new pg.Pool({ connectionString });
    try {
      // A schema of its own: nobody's data is there.
      return await postgresStorage({ client, schema: SCHEMA, onClose: () => client.end() });
    } catch (error) {
      await client.end();
      throw error;
    }
  },
};

/** Where the demo's data is on a PostgreSQL server. */
const SCHEMA = 'accompany_demo';

/**
 * The storage that a text such as `memory` or `kind:place` names.
 * @throws WrongUse for a kind that is not there, and for a place that cannot be opened
 */
export async function openStorage(named: string): Promise<Storage> {
  const [kind = '', ...place] = named.split(':');
  const open = Object.hasOwn(STORAGES, kind) ? STORAGES[kind] : undefined;
  if (open === undefined) {
    const known = Object.keys(STORAGES).join(', ');
    throw new WrongUse(`There is no storage ${JSON.stringify(kind)}. Use one of: ${known}.`);
  }
  try {
    return await open(place.join(':'), named);
  } catch (error) {
    if (isAccompanyError(error)) throw new WrongUse(error.message);
    throw error;
  }
}
