import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import type { Command } from './io.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { plan } from './plan.ts';
import { printSchema } from './print-schema.ts';
import { render } from './render.ts';
import { simulate } from './simulate.ts';
import { validate } from './validate.ts';

/** One command, as the help shows it. */
export interface CommandRow {
  readonly usage: string;
  readonly summary: string;
  readonly run: Command;
}

/** All commands by name, in the order of the help. */
export const COMMANDS: ReadonlyMap<string, CommandRow> = new Map<string, CommandRow>([
  [
    'validate',
    {
      usage: 'validate FILE [--catalogue FILE] [--json]',
      summary: 'Shows every issue of a scenario, journey, audience, account list or buying group',
      run: validate,
    },
  ],
  [
    'simulate',
    {
      usage: 'simulate SCENARIO [--json] [--batch N] [--limit N] [--storage memory]',
      summary: 'Plays a scenario and shows what became of it',
      run: simulate,
    },
  ],
  [
    'explain',
    {
      usage: 'explain SCENARIO --account ID [--journey ID] [--json]',
      summary: "Plays a scenario and tells an account's story",
      run: explain,
    },
  ],
  [
    'render',
    {
      usage: 'render FILE [--format mermaid|svg] [--out FILE] [--journey ID] [--counts]',
      summary: 'Draws a journey',
      run: render,
    },
  ],
  [
    'plan',
    {
      usage: 'plan FILE [--journey ID] [--catalogue FILE] [--json]',
      summary: 'Prints what publishing makes of a journey',
      run: plan,
    },
  ],
  [
    'doctor',
    {
      usage: 'doctor --storage S [--subscription ID] [--json] [--examples N]',
      summary: 'Says what is the matter with a subscription, and what its runs wait for',
      run: doctor,
    },
  ],
  [
    'export',
    {
      usage: 'export --storage S [--subscription ID] --out FILE [--live]',
      summary: 'Writes everything that a subscription holds into a file',
      run: exportCommand,
    },
  ],
  [
    'import',
    {
      usage: 'import FILE --storage S [--subscription ID] [--rename]',
      summary: 'Reads an exported subscription into an empty one',
      run: importCommand,
    },
  ],
  [
    'schema',
    {
      usage: 'schema journey|condition|scenario',
      summary: 'Prints a JSON Schema',
      run: printSchema,
    },
  ],
]);
