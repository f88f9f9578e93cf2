import { deepEqual, type JsonValue } from '../kernel/json.ts';
import { AccountDraft } from './draft.ts';
import type { Said } from './merged.ts';
import { saidOf } from './own-word.ts';
import { NO_PROGRESS } from './state.ts';

/**
 * An account that was merged, as it would be if it were still one: takes in what is said of it, in the order and with the
 * precedence that hold for every account, so that the other one need only be told what that comes to (AM-11).
 */
export class Shadow {
  readonly draft: AccountDraft;

  constructor({ world, account, now }: AccountDraft) {
    this.draft = new AccountDraft(world, { ...account, ...account.merged!.said }, NO_PROGRESS, now);
  }

  /** Keeps what was said with the account; returns it when it is something else than before. */
  keep(draft: AccountDraft): Said | null {
    const { account, facts } = this.draft;
    const { merged } = draft.account;
    const next = saidOf(account);
    const body = draft.write();
    body.version = account.version;
    if (account.feeds !== undefined) body.feeds = account.feeds;
    if (account.absorbed !== undefined) body.absorbed = account.absorbed;
    draft.facts.push(...facts);
    if (deepEqual(next as unknown as JsonValue, merged!.said as unknown as JsonValue)) return null;
    body.merged = { ...merged!, said: next };
    return next;
  }
}
