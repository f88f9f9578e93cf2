import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { answerParent } from './child.ts';

/** A mail as it arrived. */
export interface Mail {
  readonly messageId: string;
  /** Node of the journey and person, from headers of the host's own. */
  readonly node: string;
  readonly person: string;
  /** Everything that the recipient reads. */
  readonly content: string;
  /** Header `List-Unsubscribe`. */
  readonly optOut: string;
}

// A real mail server that keeps what it is sent. It outlives the host, as mail servers do.
const mails: Mail[] = [];
const server = new SMTPServer({
  authOptional: true,
  hideSTARTTLS: true,
  disableReverseLookup: true,
  onData(stream, _session, done) {
    callbackify(keep)(stream, done);
  },
});

async function keep(stream: Readable): Promise<void> {
  const mail = await simpleParser(stream);
  const header = (name: string): string =>
    mail.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]+: /, '') ?? '';
  mails.push({
    messageId: mail.messageId ?? '',
    node: header('x-node'),
    person: header('x-person'),
    content: JSON.stringify([header('to'), mail.subject, mail.text, mail.html]),
    optOut: header('list-unsubscribe'),
  });
}

// A client that is killed resets its connections.
server.on('error', () => undefined);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
answerParent(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, {
  mails: () => mails,
});
