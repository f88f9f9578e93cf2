import { conditionJsonSchema } from '../conditions/schema.ts';
import { journeyJsonSchema } from '../journey/journey-schema.ts';
import { scenarioJsonSchema } from '../scenario/schema.ts';
import { EXIT, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeJson } from './lines.ts';
import { readOptions } from './options.ts';

const SCHEMAS: ReadonlyMap<string, () => unknown> = new Map([
  ['journey', journeyJsonSchema],
  ['condition', conditionJsonSchema],
  ['scenario', scenarioJsonSchema],
]);

/** `accompany schema NAME`: the published JSON Schema of a format (SC-66). */
export function printSchema(args: readonly string[], io: CliIo): Promise<number> {
  const { positionals } = readOptions(args, ['journey, condition or scenario']);
  const name = positionals[0]!;
  const schema = SCHEMAS.get(name);
  if (schema === undefined)
    throw wrongUse(`There is no schema ${name}; there are ${[...SCHEMAS.keys()].join(', ')}.`);
  writeJson(io, schema());
  return Promise.resolve(EXIT.ok);
}
