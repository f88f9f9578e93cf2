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
  for await (const { id, version, body } of core.store.all('message', TO_ACCOUNTS)) {
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
