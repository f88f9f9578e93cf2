/** One forward step of the schema. Steps are never changed once released; a correction is a further step. */
export interface Migration {
  /** 1 for the first step; each has the next number. */
  readonly number: number;
  /** What the step does, for people who read the table `migration`. */
  readonly name: string;
  /**
   * The oldest schema whose version of this package may still write after the step. A step that only adds keeps it; one
   * that takes away what an older version needs raises it, a minor version later (expand, then contract).
   */
  readonly lowestWriter: number;
  /** The statements, for a quoted schema name. They run in one transaction with all steps that are due. */
  readonly up: (schema: string) => string;
}
