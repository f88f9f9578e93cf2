import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { isId } from '../kernel/id.ts';
import { problem, type Issue } from '../kernel/issue.ts';
import { goneField, winner, type FeedRules } from '../runtime/feeds.ts';
import type { AccountBody } from '../runtime/state.ts';
import { needTexts } from './argument-checks.ts';
import type { Batch } from './batch.ts';
import type { Core } from './core.ts';
import { erasedAmong } from './erasure/erased.ts';
import { quarantineId } from './fault.ts';
import { Pending } from './pending.ts';
import { settleRounds, settleWith } from './rounds.ts';

/** One account that is another one. */
export interface AccountMerge {
  /** The account that goes. */
  readonly account: string;
  /** The one that it is from now on. */
  readonly into: string;
}

const OF_ERASED = 'MERGE_OF_ERASED';
const NO_RULES: FeedRules = Object.freeze({ order: [] });

/**
 * Merges an account into another one (AM-1 to AM-31), in one commit that also relies on the accounts between which it must
 * make no circle. The same merge again changes nothing. `strict`: the other account must be known and not removed; a source
 * may tell of it later.
 * @throws AccompanyError `INVALID_INPUT` with one issue: `MERGE_INTO_ITSELF`, `MERGE_CIRCLE`, `MERGE_INTO_UNKNOWN`,
 *   `MERGE_INTO_DELETED`, `MERGED_ELSEWHERE`, `MERGE_OF_ERASED`, `MERGE_OF_QUARANTINED`
 */
export async function mergeAccounts(
  core: Core,
  { account, into }: AccountMerge,
  strict: boolean,
): Promise<void> {
  const rules = core.settings.integration?.rules ?? NO_RULES;
  const pending = new Pending();
  pending.account(account).inputs.push({ kind: 'merge', into, rules });
  const left = await settleWith(core, pending, async (batch, anew) => {
    const { account: body } = await batch.account(account, anew);
    const end = await endOf(batch, into, anew);
    const erased = await erasedAmong(core, [account, into, end?.id ?? into]);
    if (erased.has(account)) throw refused(OF_ERASED, `${account} was erased.`);
    if (end?.id === account || into === account) {
      const known = into === account ? 'MERGE_INTO_ITSELF' : 'MERGE_CIRCLE';
      throw refused(known, `${account} cannot be merged into ${into}, which is the same account.`);
    }
    if (body.merged !== undefined) {
      const now = await endOf(batch, account, anew);
      if (now?.id === end?.id) return false;
      throw refused('MERGED_ELSEWHERE', `${account} was merged into ${now?.id ?? 'another one'}.`);
    }
    if (end === null || erased.has(into) || erased.has(end.id))
      throw refused('MERGE_INTO_DELETED', `${into} was erased.`);
    if (strict && (await batch.account(end.id, anew)).stored === undefined)
      throw refused('MERGE_INTO_UNKNOWN', `There is no account ${into}. Take it in first.`);
    if (strict && isGone(end, rules))
      throw refused('MERGE_INTO_DELETED', `${into} was removed by its source.`);
    if (core.registry.quarantined.has(quarantineId('account', account)))
      throw refused('MERGE_OF_QUARANTINED', `${account} stands still. Release it first.`);
    return true;
  });
  if (left.size > 0) await settleRounds(core, left);
}

/** A merge that a source tells of; what is wrong with it is given back (AM-30), but for one that is left out (PV-21). */
export async function mergeOfSource(core: Core, merge: AccountMerge): Promise<readonly Issue[]> {
  try {
    await mergeAccounts(core, merge, false);
    return [];
  } catch (error) {
    const issues = isAccompanyError(error) ? error.details?.['issues'] : undefined;
    if (!Array.isArray(issues)) throw error;
    const [first] = issues as readonly Issue[];
    if (first?.code !== OF_ERASED) return issues as readonly Issue[];
    core.notifications.erased({ records: 1 });
    return [];
  }
}

/** Checks the call of a host. @throws AccompanyError `INVALID_INPUT` */
export function checkMerge(core: Core, merge: AccountMerge): void {
  needTexts(merge, ['account', 'into']);
  for (const name of ['account', 'into'] as const) {
    if (isId(merge[name], core.settings.limits.idLength)) continue;
    throw new AccompanyError('INVALID_INPUT', `${name} must be the id of an account.`, {
      path: [name],
    });
  }
}

/** The account at the end of the chain; `null` when that one was erased. */
async function endOf(batch: Batch, account: string, anew: boolean): Promise<AccountBody | null> {
  let { account: body } = await batch.account(account, anew);
  while (body.merged !== undefined) {
    if (body.merged.into === null) return null;
    ({ account: body } = await batch.account(body.merged.into, anew));
  }
  return body;
}

function isGone({ feeds }: AccountBody, rules: FeedRules): boolean {
  return feeds !== undefined && winner(feeds, goneField(), 'account', rules)?.[1] === true;
}

function refused(code: string, message: string): AccompanyError {
  const issues: readonly Issue[] = [problem(code, ['into'], message, 'Name another account.')];
  return new AccompanyError('INVALID_INPUT', message, { details: { issues }, path: ['into'] });
}
