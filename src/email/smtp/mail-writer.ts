import { AccompanyError } from '../../kernel/errors.ts';
import { formatIssue } from '../../kernel/issue.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import { isAddress } from '../address.ts';
import type { Composer } from '../compose.ts';
import { templateReader } from '../template.ts';
import { TEMPLATE_LIMITS } from '../liquid.ts';
import { scopeOf } from '../scope.ts';
import { hostHeaders, unsubscribeHeaders } from './mail-headers.ts';
import type { MailOutcome } from './mail-outcome.ts';
import type { Mail } from './mail-sender.ts';
import type { EmailRecipient, SmtpOptions } from './smtp-options.ts';

/** Writes the e-mail of one recipient, or says why there is none. Never rejects. */
export type MailWriter = (
  delivery: Delivery,
  action: Extract<EffectAction, { type: 'sendEmail' }>,
  person: string,
  date: Date,
) => Promise<Mail | MailOutcome>;

/** Greatest size of text and HTML together unless the host says otherwise. */
const MAX_BYTES = 1_000_000;

/** Writes e-mails as the options say (EM-31 to EM-33, EM-37). */
export function mailWriter(
  options: SmtpOptions,
  messages: ReadonlyMap<string, Composer>,
): MailWriter {
  const { from, returnPath, listId, maxBytes = MAX_BYTES } = options;
  const domain = messageIdDomain(options);
  const optOut = optOutOf(options);
  return async (delivery, action, person, date) => {
    const message = messages.get(action.email);
    if (message === undefined) return failed('unknown_message');
    const attributes = delivery.profiles?.people.get(person);
    const address = attributes?.['email'];
    if (attributes === undefined || typeof address !== 'string') return refused('no_address');
    if (!isAddress(address.trim())) return refused('bad_address');
    const key = delivery.key(person);
    const { account, journey, node } = delivery;
    const recipient = {
      person,
      address: address.trim(),
      account,
      journey,
      node,
      email: action.email,
      key,
    };
    const subject = { person: { id: person, attributes }, account: delivery.profiles?.account };

    const url = await attempt(() => optOut(recipient, subject));
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
      date,
    };
  };
}

/** The part of Message-IDs behind the effect's id. */
export function messageIdDomain({ messageIdDomain: given, from }: SmtpOptions): string {
  return given ?? from.address.slice(from.address.lastIndexOf('@') + 1);
}

/** Where a recipient opts out; empty for nowhere. */
function optOutOf(
  options: SmtpOptions,
): (recipient: EmailRecipient, subject: Parameters<typeof scopeOf>[0]) => string | Promise<string> {
  const { unsubscribe = '', catalogue, subscription = {} } = options;
  if (typeof unsubscribe === 'function') return unsubscribe;
  const read = templateReader({ ...TEMPLATE_LIMITS, ...options.templates })(unsubscribe, 'line');
  if (!read.ok) {
    const message = `The template of the link to opt out cannot be used: ${read.issues.map(formatIssue).join('; ')}`;
    throw new AccompanyError('INVALID_INPUT', message, { path: ['unsubscribe'] });
  }
  return (_, subject) => {
    const url = read.value.render(scopeOf(subject, { catalogue, subscription, group: undefined }));
    if (!url.ok) throw new Error('The template of the link to opt out met a limit.');
    return url.value;
  };
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
