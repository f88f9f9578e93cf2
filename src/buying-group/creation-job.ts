import { nearest } from '../conditions/nearest.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { checkNaming, checkUnique } from './check-naming.ts';

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

/** The name that a job is given. */
export function jobName({ id }: CreationJob): string {
  return `Buying Group Job ${id}`;
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

/** An account that a job's audience holds. */
export interface JobAccount {
  readonly id: string;
  /** `null` or blank: the account is left out (reference 6, rule 5). */
  readonly name: string | null;
}

/** What one run of a job comes to. */
export interface JobPlan {
  /** Accounts that get a group now. */
  readonly create: readonly { readonly account: string; readonly name: string }[];
  readonly skipped: readonly { readonly account: string; readonly reason: 'exists' | 'noName' }[];
}

/**
 * What a job has to do now: one group for each account of its audience that has none for the interest (BG-70 to BG-72).
 * Running it again creates nothing, and neither does a second job for the same interest. Who leaves the audience keeps
 * the group.
 *
 * @param hasGroup whether the account has a group for the job's solution interest
 */
export function planJob(
  interest: { readonly name: string },
  accounts: Iterable<JobAccount>,
  hasGroup: (account: string) => boolean,
): JobPlan {
  const create: { account: string; name: string }[] = [];
  const skipped: { account: string; reason: 'exists' | 'noName' }[] = [];
  const seen = new Set<string>();
  for (const { id: account, name } of accounts) {
    if (seen.has(account)) continue;
    seen.add(account);
    if (hasGroup(account)) skipped.push({ account, reason: 'exists' });
    else if (name === null || name.trim() === '') skipped.push({ account, reason: 'noName' });
    else create.push({ account, name: groupName(interest.name, name) });
  }
  return { create, skipped };
}
