import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What a test's server does with the e-mail for one address at its nth attempt, from 1; missing: it takes it. */
export type Behaviour = (address: string, attempt: number) => Answer | undefined;

/** `lost` cuts the connection when the message has come, `cut` before it has begun. */
export type Answer =
  | { readonly at: 'mail' | 'rcpt' | 'data'; readonly code: number; readonly text: string }
  | { readonly at: 'lost' | 'cut' | 'hang' };

/** A real SMTP server on loopback that keeps what it gets. */
export interface Sink {
  readonly port: number;
  readonly taken: ParsedMail[];
  /** The same as they came, byte for byte. */
  readonly raw: string[];
  /** Addresses in the order of RCPT TO. */
  readonly asked: string[];
  /** Most connections at the same time. */
  readonly peak: () => number;
  close(): Promise<void>;
}

export async function smtpSink(
  behaviour: Behaviour = () => undefined,
  {
    port = 0,
    auth,
  }: { readonly port?: number; readonly auth?: { user: string; pass: string } } = {},
): Promise<Sink> {
  const taken: ParsedMail[] = [];
  const raw: string[] = [];
  const asked: string[] = [];
  const attempts = new Map<string, number>();
  const answers = new Map<string, Answer | undefined>();
  const connections = { now: 0, peak: 0 };
  const open = new Set<Socket>();
  const cut = (remotePort: number): void => {
    for (const socket of open) if (socket.remotePort === remotePort) socket.destroy();
  };
  const refuse = (code: number, text: string): Error =>
    Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: auth === undefined,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onAuth({ username, password }, _, done) {
      if (username === auth?.user && password === auth?.pass) done(null, { user: username });
      else done(refuse(535, `no ${password}`));
    },
    onConnect(_, done) {
      connections.now += 1;
      connections.peak = Math.max(connections.peak, connections.now);
      done();
    },
    onClose() {
      connections.now -= 1;
    },
    onRcptTo({ address }, session, done) {
      const attempt = 1 + (attempts.get(address) ?? 0);
      attempts.set(address, attempt);
      asked.push(address);
      const answer = behaviour(address, attempt);
      answers.set(session.id, answer);
      if (answer?.at === 'cut') cut(session.remotePort);
      else if (answer?.at === 'hang') return;
      else if (answer?.at === 'rcpt') done(refuse(answer.code, answer.text));
      else done();
    },
    onData(stream, session, done) {
      const answer = answers.get(session.id);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (answer?.at === 'data') return done(refuse(answer.code, answer.text));
        const bytes = Buffer.concat(chunks);
        simpleParser(bytes, (error, mail) => {
          if (error === null || error === undefined) {
            taken.push(mail);
            raw.push(bytes.toString('latin1'));
          }
          if (answer?.at === 'lost') cut(session.remotePort);
          else done();
        });
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    raw,
    asked,
    peak: () => connections.peak,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
