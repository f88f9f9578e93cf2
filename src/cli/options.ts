import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { wrongUse } from './exit.ts';

/** Options that every command knows. */
const EVERYWHERE = { debug: { type: 'boolean' } } as const;

/** Names and types of the options of a command. */
export type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** The arguments of a command, taken apart. */
export interface Options {
  readonly positionals: readonly string[];
  /** The value of a text option; `undefined` when it was not given. */
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
  /** The value of an option that takes a whole number of at least `least`. */
  readonly count: (name: string, least: number) => number | undefined;
}

/**
 * Takes the arguments of a command apart.
 * @throws CliFault for unknown options, missing values, and another number of operands than named
 */
export function readOptions(
  args: readonly string[],
  operands: readonly string[],
  types: OptionTypes = {},
): Options {
  const { values, positionals } = parse(args, types);
  const missing = operands[positionals.length];
  if (missing !== undefined) throw wrongUse(`${missing} is missing.`);
  if (positionals.length > operands.length)
    throw wrongUse(`There is an argument too many: ${positionals[operands.length]}.`);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals,
    text,
    flag: (name) => values[name] === true,
    count: (name, least) => {
      const given = text(name);
      if (given === undefined) return undefined;
      const count = /^\d{1,9}$/.test(given) ? Number(given) : -1;
      if (count < least)
        throw wrongUse(`--${name} takes a whole number of at least ${least}, not ${given}.`);
      return count;
    },
  };
}

function parse(args: readonly string[], types: OptionTypes): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      args: [...args],
      options: { ...types, ...EVERYWHERE },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw wrongUse(error.message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
}
