import type { Delivery } from '../../ports/channel.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import { isAddress } from '../address.ts';
import type { Composer } from '../compose.ts';
import { hostHeaders, unsubscribeHeaders } from './mail-headers.ts';
import type { MailOutcome } from './mail-outcome.ts';
import type { Mail } from './mail-sender.ts';
import type { OptOut } from './opt-out.ts';
import type { SmtpOptions } from './smtp-options.ts';

/** Writes the e-mail of one recipient, or says why there is none. Never rejects. */
export type MailWriter = (
  delivery: Delivery,
  action: Extract<EffectAction, { type: 'sendEmail' }>,
  person: string,
) => Promise<Mail | MailOutcome>;

/** Greatest size of text and HTML together unless the host says otherwise. */
const MAX_BYTES = 1_000_000;

/** Writes e-mails as the options say (EM-31 to EM-33, EM-37). */
export function mailWriter(
  options: SmtpOptions,
  messages: ReadonlyMap<string, Composer>,
  optOut: OptOut,
): MailWriter {
  const { from, returnPath, listId, maxBytes = MAX_BYTES } = options;
  const domain = messageIdDomain(options);
  return async (delivery, action, person) => {
    const message = messages.get(action.email);
    if (message === undefined) return failed('unknown_message');
    const attributes = delivery.profiles?.people.get(person);
    const address = attributes?.['email'];
    if (attributes === undefined || typeof address !== 'string') return refused('no_address');
    if (!isAddress(address.trim())) return refused('bad_address');
    const key = delivery.key(person);
    const { account, journey, node, at } = delivery;
    const recipient = {
      person,
      address: address.trim(),
      account,
      journey,
      node,
      email: action.email,
      key,
    };
    const subject = { person: { id: person, attributes }, account: delivery.profiles?.account, at };

    const url = await attempt(() => optOut.url(recipient, subject));
    if (url === null) return failed('unsubscribe_failed');
    const own = await attempt(async () => hostHeaders(options.headers?.(recipient) ?? {}));
    const list = url === '' || action.operational ? {} : unsubscribeHeaders(url);
    if (own === null || list === null)
      return failed(own === null ? 'bad_header' : 'bad_unsubscribe');
    const written = message.compose({ ...subject, unsubscribeUrl: url });
    if (!written.ok) return failed('template_failed');
    const { html, text } = written.value;
    if (new TextEncoder().encode(html + text).length > maxBytes) return refused('too_large');
    const sender = {
      name: written.value.from.name,
      address: written.value.from.address ?? from.address,
    };
    const { replyTo } = written.value;
    if (!isAddress(sender.address) || (replyTo !== undefined && !isAddress(replyTo)))
      return failed('bad_sender');
    return {
      id: `${key}@${domain}`,
      envelope: { from: returnPath ?? sender.address, to: [recipient.address] },
      from: sender,
      ...(replyTo !== undefined && { replyTo }),
      subject: written.value.subject,
      html,
      text,
      headers: {
        ...own,
        ...list,
        ...(listId !== undefined && !action.operational && { 'List-Id': listId }),
      },
      date: new Date(at),
    };
  };
}

/** The part of Message-IDs behind the effect's id. */
export function messageIdDomain({ messageIdDomain: given, from }: SmtpOptions): string {
  return given ?? from.address.slice(from.address.lastIndexOf('@') + 1);
}

/** What the host's function gives; `null` when it throws, or gives nothing that can be used. */
async function attempt<T>(run: () => T | Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch {
    return null;
  }
}

function failed(reason: string): MailOutcome {
  return { outcome: 'failed', reason };
}

function refused(reason: string): MailOutcome {
  return { outcome: 'refused', reason };
}
