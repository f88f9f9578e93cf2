import { renderMermaid, renderSvg } from '../render/index.ts';
import type { CountsByNode } from '../render/index.ts';
import { runScenario } from '../scenario/run.ts';
import { EXIT, wrongInput, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { readOptions } from './options.ts';
import { refuseTarget } from './read-input.ts';
import { chooseJourney, readSource } from './source.ts';
import type { SourceContents } from './source.ts';

/** `accompany render FILE`: a journey as a picture (SC-64). Mistakes in it do not matter, as long as its form is right. */
export async function render(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, ['FILE'], {
    format: { type: 'string' },
    out: { type: 'string' },
    journey: { type: 'string' },
    counts: { type: 'boolean' },
  });
  const out = options.text('out');
  const format = options.text('format') ?? (out?.endsWith('.svg') ? 'svg' : 'mermaid');
  if (format !== 'mermaid' && format !== 'svg')
    throw wrongUse(`--format takes mermaid or svg, not ${format}.`);
  if (options.flag('counts') && format === 'mermaid')
    throw wrongUse('--counts needs --format svg.');
  const path = options.positionals[0]!;
  const { contents, issues } = await readSource(io, path);
  if (contents === null) throw wrongInput(`${path}: ${issues[0]!.message}`);
  const journey = chooseJourney(contents, options);
  const counts = options.flag('counts') ? await countsOf(contents, journey.id) : undefined;
  const picture =
    format === 'svg'
      ? renderSvg(journey, counts === undefined ? {} : { counts })
      : renderMermaid(journey);
  if (out === undefined) io.stdout(`${picture}\n`);
  else {
    await io.writeFile(out, `${picture}\n`).catch((error: unknown) => {
      throw refuseTarget(out, error);
    });
  }
  return EXIT.ok;
}

async function countsOf({ scenario }: SourceContents, journey: string): Promise<CountsByNode> {
  if (scenario === null) throw wrongInput('--counts needs a scenario.');
  const { journeys } = await runScenario(scenario);
  const { counts } = journeys.find(({ id }) => id === journey)!;
  return new Map(counts.nodes.map(({ node, entered, here }) => [node, { entered, here }]));
}
