import { createTransport } from 'nodemailer';
import { outcomeOf, SENT, type MailOutcome } from './mail-outcome.ts';
import type { SmtpServer } from './smtp-options.ts';

/** One e-mail, ready to be written. */
export interface Mail {
  /** Inside of the Message-ID's brackets. */
  readonly id: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Headers as they are written, one line each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly date: Date;
}

/** A message on its way into a connection. */
interface MessageStream {
  /** Whether anything of it has been read. */
  readonly readableDidRead: boolean;
}

/** Connections to one server. */
export interface MailSender {
  /** Never rejects. When the signal is given, what is under way is unknown once some of it has left. */
  send(mail: Mail, signal: AbortSignal): Promise<MailOutcome>;
  close(): void;
}

/** A pool of connections to a server; nodemailer is seen here only. */
export function mailSender(server: SmtpServer | string): MailSender {
  /** Messages that a connection has been found for, by Message-ID. */
  const streams = new Map<string, MessageStream>();
  /** Messages that nobody waits for any more and that must not leave. */
  const dropped = new Set<string>();
  const transport = createTransport(optionsOf(server));
  // Nothing says whether a message had begun to leave when a connection was lost, but whether its stream was read.
  transport.use('stream', (mail, done) => {
    const { message } = mail;
    const id = message.messageId();
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = create(options);
      if (dropped.has(id)) stream.destroy(new Error(DROPPED));
      else streams.set(id, stream);
      return stream;
    };
    done();
  });

  return {
    async send(mail, signal) {
      if (signal.aborted) return { outcome: 'failed', reason: NOT_BEGUN };
      const id = `<${mail.id}>`;
      const sending = transport.sendMail(dataOf(mail)).then(
        () => SENT,
        (error: unknown) => outcomeOf(error, streams.get(id)?.readableDidRead === true),
      );
      const written = sending.finally(() => {
        streams.delete(id);
        dropped.delete(id);
      });
      return orUntil(written, signal, () => {
        // Once there is a connection the transport may write the message, and nobody hears what became of it.
        if (streams.has(id)) return { outcome: 'unknown', reason: 'interrupted' };
        dropped.add(id);
        return { outcome: 'failed', reason: NOT_BEGUN };
      });
    },
    close: () => transport.close(),
  };
}

const DROPPED = 'The e-mail is not wanted any more.';
const NOT_BEGUN = 'not_begun';

/** What a promise comes to, or what `instead` says as soon as the signal is given. */
async function orUntil<T>(promise: Promise<T>, signal: AbortSignal, instead: () => T): Promise<T> {
  let stop = (): void => undefined;
  const given = new Promise<T>((resolve) => {
    stop = () => resolve(instead());
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, given]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function optionsOf(server: SmtpServer | string) {
  const { host, port, secure, requireTLS, auth, connections, connectTimeout, answerTimeout, more } =
    typeof server === 'string' ? serverOf(server) : server;
  return {
    host,
    port: port ?? (secure === true ? 465 : 587),
    secure: secure ?? false,
    requireTLS: requireTLS ?? false,
    ...(auth !== undefined && { auth: { ...auth } }),
    connectionTimeout: connectTimeout ?? 10_000,
    greetingTimeout: connectTimeout ?? 10_000,
    socketTimeout: answerTimeout ?? 30_000,
    ...more,
    pool: true as const,
    maxConnections: connections ?? CONNECTIONS,
    // Whether an e-mail may be written again is not for the pool to decide.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Connections at the same time unless the host says otherwise. */
export const CONNECTIONS = 5;

/** @throws TypeError when it is no URL */
function serverOf(text: string): SmtpServer {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    secure,
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
  };
}

function dataOf({ id, envelope, from, replyTo, subject, text, html, headers, date }: Mail) {
  return {
    messageId: `<${id}>`,
    envelope: { from: envelope.from, to: [...envelope.to] },
    from,
    to: envelope.to.map((address) => ({ name: '', address })),
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    subject,
    text,
    ...(html !== undefined && { html }),
    date,
    // The same content gives the same bytes at every attempt.
    baseBoundary: id.replace(/[^a-z0-9]/giu, '').slice(0, 40),
    headers: Object.entries(headers).map(([key, value]) => ({
      key,
      value: { prepared: true, value },
    })),
  };
}
