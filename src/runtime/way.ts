import type { GroupCount, RunFact } from './fact.ts';
import type { Program } from './program.ts';
import type { Run } from './run.ts';

/** A run on its way: where it comes from and what it has passed. */
export interface Walk {
  readonly program: Program;
  readonly run: Pick<Run, 'journey' | 'plan' | 'entry' | 'enteredAt'>;
  readonly from: string | null;
  readonly cause: RunFact['cause'];
  readonly event: string | null;
  readonly trail: string[];
  groups: GroupCount[] | null;
}
