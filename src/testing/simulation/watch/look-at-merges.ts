import type { Message } from '../../../runtime/input.ts';
import { isClaim } from './claim.ts';
import { putsOf, type Change, type Look } from './change.ts';

/**
 * Nothing is under way for an account that is another one now: it enters nothing, keeps nobody, asks for nothing (AM-1,
 * AM-10), and what it had asked for is not handed over to anybody (AM-4).
 */
export function lookAtMerges(): Look {
  return (change) => {
    const { mirror, broken, journal } = change;
    for (const { id, body } of putsOf(change, 'account')) {
      if (body.merged === undefined) continue;
      const before = mirror.get('account', id)?.body;
      if (before?.merged === undefined) noteMerge(change, id, before === undefined);
      for (const kind of ['people', 'groups', 'events', 'lists'] as const)
        if (body[kind].length > 0) broken('AM-10', `${id} was merged and keeps ${kind}`);
    }
    for (const { id, body } of putsOf(change, 'progress'))
      if (body.runs.length + body.inside.length > 0 && isMerged(change, id))
        broken('AM-1', `${id} was merged and stands in a journey or an audience`);
    for (const { id, version, body } of putsOf(change, 'effect')) {
      if (!isMerged(change, body.effect.account)) continue;
      const stored = mirror.get('effect', id)?.body;
      // What a run asked for in the very commit that ended it is refused later.
      if (version === 1 && mirror.get('account', body.effect.account)?.body.merged !== undefined)
        broken('AM-1', `effect ${id} is asked for by an account that was merged`);
      if (isClaim(body, stored))
        broken('AM-4', `effect ${id} is claimed after its account was merged`);
    }
    for (const { body } of putsOf(change, 'message')) {
      const { kind } = (body as Message).input;
      if (kind === 'absorb') journal.reached('what a merge hands over waited');
      if (kind === 'merged') journal.reached('somebody had not heard of a merge yet');
    }
    noteOutcomes(change);
  };
}

function isMerged(change: Change, account: string): boolean {
  const now = putsOf(change, 'account').find(({ id }) => id === account);
  return (now ?? change.mirror.get('account', account))?.body.merged !== undefined;
}

function noteMerge({ mirror, journal }: Change, id: string, isNew: boolean): void {
  journal.reached('an account was merged');
  if (isNew) journal.reached('an account was merged before anybody spoke of it');
  const before = mirror.get('account', id)?.body;
  if (before?.absorbed !== undefined) journal.reached('an account with others in it was merged');
  if ((before?.groups.length ?? 0) > 0) journal.reached('an account with a group was merged');
  const runs = mirror.get('progress', id)?.body.runs.length ?? 0;
  if (runs > 0) journal.reached('an account in a journey was merged');
}

function noteOutcomes({ facts, journal, mirror }: Change): void {
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'settled') continue;
      const isGone = mirror.get('account', account)?.body.merged !== undefined;
      for (const { reason } of item.outcomes) {
        if (reason === 'account_merged')
          journal.reached('an effect of a merged account was refused');
        if (reason === 'left_account' && isGone)
          journal.reached('an effect for somebody of a merged account was refused');
      }
    }
  }
}
