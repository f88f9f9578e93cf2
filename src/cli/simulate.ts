import { runScenario } from '../scenario/run.ts';
import { EXIT, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { readScenarioFile } from './source.ts';
import { formatSummary } from './summary.ts';

/** Rows of each table, unless `--limit` says otherwise. */
const ROWS = 40;

/** `accompany simulate SCENARIO`: plays a scenario and shows what became of it (SC-62). */
export async function simulate(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['SCENARIO'], {
    json: { type: 'boolean' },
    storage: { type: 'string' },
    batch: { type: 'string' },
    limit: { type: 'string' },
  });
  const storage = options.text('storage') ?? 'memory';
  if (storage !== 'memory') throw wrongUse(`--storage takes memory, not ${storage}.`);
  const batchSize = options.count('batch', 1);
  const limit = options.count('limit', 0) ?? ROWS;
  const scenario = await readScenarioFile(io, options.positionals[0]!);
  const result = await runScenario(scenario, batchSize === undefined ? {} : { batchSize });
  if (options.flag('json')) writeJson(io, result);
  else writeLine(io, formatSummary(result, limit));
  return EXIT.ok;
}
