import type { Held } from '../records/store.ts';
import type { Core } from './core.ts';

/**
 * The account that one is now: itself, or the last of those that it was merged into (AM-17). `undefined` when there is no
 * such account, or when that last one was erased.
 */
export async function accountNow(core: Core, id: string): Promise<Held<'account'> | undefined> {
  let held = await core.store.get('account', id);
  while (held?.body.merged !== undefined) {
    const { into } = held.body.merged;
    held = into === null ? undefined : await core.store.get('account', into);
  }
  return held;
}

/** Whether two ids name one account (AM-18). */
export async function isSameAccount(core: Core, left: string, right: string): Promise<boolean> {
  if (left === right) return true;
  const [one, other] = [await accountNow(core, left), await accountNow(core, right)];
  return one !== undefined && one.id === other?.id;
}
