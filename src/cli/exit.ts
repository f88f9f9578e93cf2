/** What the exit code of the process says (SC-60). */
export const EXIT = { ok: 0, input: 1, usage: 2, failure: 3 } as const;

/** A command cannot go on, for a reason that is told in one sentence. */
export class CliFault extends Error {
  readonly exit: number;

  constructor(exit: number, message: string) {
    super(message);
    this.name = 'CliFault';
    this.exit = exit;
  }
}

/** The command was called in a wrong way. */
export function wrongUse(message: string): CliFault {
  return new CliFault(EXIT.usage, message);
}

/** The command was called rightly, with an input that is not right. */
export function wrongInput(message: string): CliFault {
  return new CliFault(EXIT.input, message);
}
