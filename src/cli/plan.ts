import { compileJourney } from '../journey/compile.ts';
import { printPlan } from '../plan/print.ts';
import { EXIT } from './exit.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLine } from './lines.ts';
import { readOptions } from './options.ts';
import { chooseJourney, readSound } from './source.ts';

/** `accompany plan FILE`: what publishing makes of a journey (SC-65). The file brings the journey's audience with it. */
export async function plan(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['FILE'], {
    journey: { type: 'string' },
    catalogue: { type: 'string' },
    json: { type: 'boolean' },
  });
  const contents = await readSound(io, options.positionals[0]!, options.text('catalogue'));
  const { catalogue, references } = contents;
  const compiled = compileJourney(chooseJourney(contents, options), { catalogue, references });
  if (options.flag('json')) writeJson(io, compiled);
  else writeLine(io, printPlan(compiled));
  return EXIT.ok;
}
