import { nearest } from '../conditions/nearest.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { checkNaming, checkUnique } from '../model/check-naming.ts';

/** The name that a group is given; read-only. */
export function groupName(interest: string, account: string): string {
  return `${interest} for ${account}`;
}

/** A lasting order to give every account of an audience a group for a solution interest (reference 6). */
export interface CreationJob {
  readonly id: string;
  readonly interest: string;
  /** Id of an account audience. */
  readonly audience: string;
}

/** What creation jobs are checked against. */
export interface JobContext {
  /** Ids of the tenant's solution interests. */
  readonly interests: readonly string[];
  /** Ids of its account audiences. */
  readonly audiences: readonly string[];
  /** The tenant's other jobs. */
  readonly others: readonly CreationJob[];
  /** Missing: the default limits. */
  readonly limits?: Limits;
}

/** Every fault of a creation job (BG-73). Two jobs may be for one interest. */
export function checkJob(job: CreationJob, context: JobContext): Issue[] {
  const { interests, audiences, others, limits = LIMITS } = context;
  const { id, interest, audience } = job;
  const issues = [...checkNaming({ id }, limits), ...checkUnique({ id }, others)];
  if (!interests.includes(interest)) {
    const message = `There is no solution interest ${JSON.stringify(interest)}.`;
    issues.push(problem('UNKNOWN_GROUP', ['interest'], message, nearest(interest, interests)));
  }
  if (!audiences.includes(audience)) {
    const message = `There is no account audience ${JSON.stringify(audience)}.`;
    issues.push(problem('UNKNOWN_AUDIENCE', ['audience'], message, nearest(audience, audiences)));
  }
  return issues;
}
