import type { Held } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Core } from './core.ts';
import { Pending, type StoredMessage } from './pending.ts';

const TO_ACCOUNTS = joinIds('account', '');

/**
 * What is pending for accounts, behind the messages that wait for them in the storage: those of an interrupted call, or
 * of another engine. A person's messages must reach an account in their order (RT-70), whoever applies them and whatever
 * clocks say. Read after the people of a working set, whose records change together with their messages.
 * @param taken those that the working set has taken already
 */
export async function withWaiting(
  core: Core,
  pending: Pending,
  taken: readonly StoredMessage[],
): Promise<Pending> {
  if (!core.members.shared || pending.accounts.size === 0) return pending;
  const known = new Set(taken.map(({ key }) => key.id));
  for (const { messages } of pending.accounts.values())
    for (const { key } of messages ?? []) known.add(key.id);
  const ahead = new Pending();
  for (const { id, version, body } of await messagesFor(core, pending)) {
    if (!known.has(id) && pending.accounts.has(body.subject))
      ahead.message(body, { key: { kind: 'message', id }, version });
  }
  if (ahead.size === 0) return pending;
  const together = pending.copy();
  for (const [id, { inputs, messages }] of ahead.accounts) {
    const waiting = together.account(id);
    waiting.inputs.unshift(...inputs);
    waiting.messages = [...(messages ?? []), ...(waiting.messages ?? [])];
  }
  return together;
}

/**
 * Messages that wait for the accounts: all that wait, where they are few, as they nearly always are; otherwise account by
 * account, so that a call that leaves many messages to its own later rounds does not read all of them for each batch.
 */
async function messagesFor(core: Core, { accounts }: Pending): Promise<readonly Held<'message'>[]> {
  const limit = core.settings.batchSize;
  const some = await core.store.scan({ kind: 'message', index: 'id', prefix: TO_ACCOUNTS, limit });
  if (some.length < limit) return some;
  const found: Held<'message'>[] = [];
  for (const account of accounts.keys())
    for await (const message of core.store.all('message', joinIds('account', account, '')))
      found.push(message);
  return found;
}
