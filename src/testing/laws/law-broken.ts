import fc from 'fast-check';

/** A law does not hold. The message tells everything; the parts are there for tools. */
export class LawBroken extends Error {
  readonly law: string;
  /** What is wrong with the smallest case. */
  readonly found: string;
  /** The smallest case that was found; `undefined` when the search itself could not go on. */
  readonly counterexample: unknown;
  /** Give these to `check` to see the same case again. */
  readonly repeat: { readonly seed: number; readonly path: string | undefined };

  constructor(
    { name, statement }: { readonly name: string; readonly statement: string },
    details: fc.RunDetails<readonly unknown[]>,
  ) {
    const { seed, numRuns, numShrinks, counterexample, counterexamplePath } = details;
    const cause = details.failed ? details.errorInstance : undefined;
    const found =
      cause instanceof Error
        ? cause.message
        : cause === undefined
          ? 'too few cases'
          : textOf(cause);
    const path = counterexamplePath ?? undefined;
    const lines = [
      `The law "${name}" is broken.`,
      `  It says: ${statement}`,
      `  Found: ${found}`,
      `  Case ${numRuns}, made smaller ${numShrinks} times: ${textOf(counterexample?.[0])}`,
      `  Repeat with { seed: ${seed}${path === undefined ? '' : `, path: '${path}', endOnFailure: true`} }`,
    ];
    super(lines.join('\n'), { cause });
    this.name = 'LawBroken';
    this.law = name;
    this.found = found;
    this.counterexample = counterexample?.[0];
    this.repeat = { seed, path };
  }
}

function textOf(value: unknown): string {
  try {
    return fc.stringify(value);
  } catch {
    return 'something that cannot be printed';
  }
}
