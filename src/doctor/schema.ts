import type { Storage } from '../ports/storage.ts';
import type { Finding, SchemaState } from './diagnosis.ts';
import { finding } from './finding.ts';

/** An adapter that tells which schema its data has; not every one has a schema. */
export interface TellsSchema {
  schema(): Promise<SchemaState>;
}

/** The schema of the data, where the adapter tells it (DR-23). */
export async function findSchema(
  storage: Storage,
): Promise<{ readonly schema: SchemaState | null; readonly finding: Finding | null }> {
  if (!tellsSchema(storage)) return { schema: null, finding: null };
  const schema = await storage.schema();
  const { version, latest } = schema;
  if (version === latest) {
    const message = `The data has schema ${version}, as this version writes it.`;
    return { schema, finding: finding('schema', 'ok', 0, message) };
  }
  const message = `The data has schema ${version}; this version writes ${latest}.`;
  const next =
    version > latest
      ? 'Update this version of accompany.'
      : 'Open the storage for writing once, so that the data is migrated.';
  return { schema, finding: finding('schema', 'warning', 1, message, next) };
}

function tellsSchema(storage: Storage): storage is Storage & TellsSchema {
  return 'schema' in storage && typeof storage.schema === 'function';
}
