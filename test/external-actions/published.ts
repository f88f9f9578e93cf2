import { existsSync, readFileSync } from 'node:fs';
import { parse } from '@readme/openapi-parser';
import { Ajv } from 'ajv';

/** Where the published protocol and its example services are; absent outside of the project's own workshop. */
const FOLDER = '../shared/wire/external-actions/';

export const isPublishedHere: boolean = existsSync(FOLDER);

type Json = Record<string, unknown>;

/** One of the published example services. */
export async function exampleService(name: string): Promise<Json> {
  const path = `${FOLDER}${name}`;
  if (name.endsWith('.json')) return JSON.parse(readFileSync(path, 'utf8')) as Json;
  // The parser reads YAML as it reads a whole document; it looks at nothing else.
  return (await parse(path, { resolve: { file: true } })) as unknown as Json;
}

/** Validates against one schema of the published document; gives what is wrong. */
export async function publishedSchemas(): Promise<
  (schema: string, value: unknown) => readonly string[]
> {
  const document = await exampleService('ajo-b2b-external-actions.yaml');
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { uri: true, int64: true, 'date-time': true },
  });
  ajv.addSchema(document, 'published');
  return (schema, value) => {
    const validate = ajv.getSchema(`published#/components/schemas/${schema}`);
    if (validate === undefined) throw new Error(`There is no schema ${schema}.`);
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
