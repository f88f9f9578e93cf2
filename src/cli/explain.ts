import { printStory } from '../engine/explain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { playScenario } from '../scenario/run.ts';
import { EXIT, wrongInput, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { readScenarioFile } from './source.ts';

/** `accompany explain SCENARIO --account ID`: an account's stories after a scenario was played (SC-63). */
export async function explain(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['SCENARIO'], {
    account: { type: 'string' },
    journey: { type: 'string' },
    json: { type: 'boolean' },
  });
  const account = options.text('account');
  if (account === undefined) throw wrongUse('--account is missing.');
  const scenario = await readScenarioFile(io, options.positionals[0]!);
  const journeys = journeysOf(scenario, options.text('journey'));
  if (!accountsOf(scenario).has(account))
    throw wrongInput(`There is no account ${account} in the scenario.`);
  const stories = await playScenario(scenario, {}, async ({ engine }) => {
    const told = [];
    for (const journey of journeys) told.push(await engine.explain({ journey, account }));
    return told;
  });
  if (options.flag('json')) writeJson(io, stories);
  else writeLine(io, stories.map(printStory).join('\n\n'));
  return EXIT.ok;
}

function journeysOf({ journeys = [] }: Scenario, wanted: string | undefined): readonly string[] {
  const known = journeys.map(({ id }) => id);
  if (wanted === undefined) return known;
  if (!known.includes(wanted))
    throw wrongInput(`There is no journey ${wanted}. Known: ${known.join(', ') || 'none'}.`);
  return [wanted];
}

function accountsOf({ accounts = [], timeline = [] }: Scenario): ReadonlySet<string> {
  const later = timeline.flatMap((entry) => ('accounts' in entry ? (entry.accounts ?? []) : []));
  return new Set([...accounts, ...later].map(({ id }) => id));
}
