import { places } from '../../connectors/places.ts';
import { receiptOfPeople } from '../../connectors/receipt-of-people.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { formatIssue, type Issue } from '../../kernel/issue.ts';
import type { Channel, ChannelLimits, Delivery, Receipt } from '../../ports/channel.ts';
import { isAddress } from '../address.ts';
import { composer, type Composer } from '../compose.ts';
import { TEMPLATE_LIMITS } from '../liquid.ts';
import { oneLine } from '../one-line.ts';
import { alertMail } from './alert-mail.ts';
import { CONNECTIONS, mailSender } from './mail-sender.ts';
import { mailWriter, type MailWriter } from './mail-writer.ts';
import type { MailOutcome } from './mail-outcome.ts';
import { oneContent } from './one-content.ts';
import { optOutOf } from './opt-out.ts';
import { publishIssues } from './publish-issues.ts';
import type { SmtpOptions } from './smtp-options.ts';

/** A channel that sends e-mails and sales alerts over SMTP. It belongs to the host, who closes it after the engine. */
export interface SmtpChannel extends Channel, AsyncDisposable {
  /** Ends the connections. What is handed over later has failed. */
  close(): Promise<void>;
}

/** What the server bears unless the host says otherwise. */
const LIMITS = { concurrency: 2, batch: 50, timeout: 120_000 } as const;
const MAX_BYTES = 1_000_000;
/** Share of a call's time after which no further e-mail is begun, so that the call still answers in time. */
const BEGIN_WITHIN = 0.8;

const NOT_BEGUN: MailOutcome = Object.freeze({ outcome: 'failed', reason: 'not_begun' });

/**
 * Sends e-mails over SMTP, one for each recipient, under a Message-ID that is the same at every attempt and has one content
 * for ever (EM-30 to EM-39, EM-80).
 * @throws AccompanyError `INVALID_DOCUMENT` when a message cannot be read, with all issues in `details`; `INVALID_INPUT` when
 *   an option cannot be meant
 *
 * @example
 * ```ts
 * import { defaultCatalogue } from 'accompany';
 * import { smtpChannel } from 'accompany/email/smtp';
 *
 * await using email = smtpChannel({
 *   transport: { host: 'mail.example.com', auth: { user: 'journeys', pass: 'secret' } },
 *   catalogue: defaultCatalogue,
 *   from: { name: 'Ada at Contoso', address: 'ada@contoso.example' },
 *   messages: [
 *     { id: 'hello', subject: 'Hello', from: { name: 'Ada' }, html: '<p>Hello {{ person.firstName }}</p>' },
 *   ],
 * });
 * console.log(email.delivery); // => unkeyed
 * ```
 */
export function smtpChannel(options: SmtpOptions): SmtpChannel {
  checkOptions(options);
  const messages = readMessages(options);
  const limits: ChannelLimits = { ...LIMITS, ...options.limits };
  const within = (limits.timeout ?? LIMITS.timeout) * BEGIN_WITHIN;
  const sender = mailSender(options.transport);
  const { transport } = options;
  const place = places(
    (typeof transport === 'string' ? null : transport.connections) ?? CONNECTIONS,
  );
  const optOut = optOutOf(options);
  const writer = mailWriter(options, messages, optOut);
  const close = async (): Promise<void> => sender.close();
  return {
    delivery: 'unkeyed',
    ...oneContent(options, messages, optOut),
    limits,
    onUnknown: options.onUnknown ?? 'park',
    ...(options.retry !== undefined && { retry: options.retry }),
    issuesOf: publishIssues(options, messages),
    async deliver(deliveries, { signal }) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(within)]);
      const sendOne = (write: () => ReturnType<MailWriter>): Promise<MailOutcome> =>
        place({
          work: async () => {
            const written = await write();
            return 'outcome' in written ? written : sender.send(written, deadline);
          },
          signal: deadline,
          instead: NOT_BEGUN,
        });
      return Promise.all(
        deliveries.map((delivery) => carryOut(options, delivery, writer, sendOne)),
      );
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function carryOut(
  options: SmtpOptions,
  delivery: Delivery,
  writer: MailWriter,
  sendOne: (write: () => ReturnType<MailWriter>) => Promise<MailOutcome>,
): Promise<Receipt> {
  const { action, people } = delivery;
  if (action.type === 'sendSalesAlert')
    return sendOne(async () => alertMail(options, delivery, action));
  if (action.type !== 'sendEmail' || people === null)
    return { outcome: 'refused', reason: 'no_email' };
  const outcomes = await Promise.all(
    people.map((person) => sendOne(() => writer(delivery, action, person))),
  );
  return receiptOfPeople(people, outcomes);
}

function readMessages(options: SmtpOptions): ReadonlyMap<string, Composer> {
  const { catalogue, subscription = {}, templates = {}, messages } = options;
  const read = new Map<string, Composer>();
  const issues: Issue[] = [];
  messages.forEach((message, index) => {
    const made = composer(message, {
      catalogue,
      subscription,
      limits: { ...TEMPLATE_LIMITS, ...templates },
    });
    if (!made.ok)
      issues.push(
        ...made.issues.map((issue) => ({ ...issue, path: ['messages', index, ...issue.path] })),
      );
    else if (read.has(message.id))
      issues.push({
        code: 'DUPLICATE_ID',
        severity: 'error',
        path: ['messages', index, 'id'],
        message: `There are two messages ${message.id}.`,
        fix: 'Give each its own id.',
      });
    else read.set(message.id, made.value);
  });
  if (issues.length === 0) return read;
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `The messages cannot be used: ${issues.map(formatIssue).join('; ')}`,
    { details: { issues }, path: issues[0]!.path },
  );
}

function checkOptions(options: SmtpOptions): void {
  const { transport, from, returnPath, maxBytes = MAX_BYTES, listId = '' } = options;
  const isServer =
    typeof transport === 'string'
      ? URL.canParse(transport) && /^smtps?:\/\/[^/]/u.test(transport)
      : typeof transport?.host === 'string' && transport.host !== '';
  const faults: readonly (readonly [string, boolean, string])[] = [
    ['transport', isServer, 'a server with a host, or a URL such as smtps://mail.example.com'],
    ['from', isAddress(from?.address ?? ''), 'a name and an e-mail address'],
    ['returnPath', returnPath === undefined || isAddress(returnPath), 'an e-mail address'],
    ['maxBytes', Number.isSafeInteger(maxBytes) && maxBytes > 0, 'a whole number of bytes'],
    ['listId', oneLine(listId) === listId && /^[\x20-\x7e]*$/u.test(listId), 'one line of ASCII'],
  ];
  const fault = faults.find(([, fits]) => !fits);
  if (fault === undefined) return;
  const message = `The SMTP channel cannot be made: ${fault[0]} must be ${fault[2]}.`;
  throw new AccompanyError('INVALID_INPUT', message, { path: [fault[0]] });
}
