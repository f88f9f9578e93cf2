import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookChannel } from '../../src/webhook/index.ts';
import type { WebhookOptions } from '../../src/webhook/index.ts';
import type { Channel, Delivery, Receipt } from '../../src/index.ts';

/** One request as it came. */
export interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on loopback; `answer` decides about each request once it was read. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly taken: Taken[];
  readonly connections: () => number;
}

export async function receiver(
  answer: (taken: Taken, response: ServerResponse) => void = (_, response) => void response.end(),
): Promise<Receiver> {
  const taken: Taken[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body };
      taken.push(one);
      answer(one, response);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    connections: () => connections,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

export const LOOPBACK = { allow: ['127.0.0.1'], timeout: 5_000 } as const;

/** A channel that may call this machine. */
export function channelTo(url: WebhookOptions['url'], more: Partial<WebhookOptions> = {}): Channel {
  return webhookChannel({ url, guard: LOOPBACK, ...more });
}

/** A delivery of the action `tell`. */
export function delivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    journey: 'welcome',
    account: 'acme',
    node: 'tell-crm',
    action: { type: 'custom', name: 'tell', input: { text: 'hello' } },
    people: ['ann'],
    attempt: 1,
    at: 0,
    key: (person) => `key-${person ?? 'account'}`,
    ...changes,
  };
}

/** Hands one delivery over, now. */
export async function hand(
  channel: Channel,
  changes: Partial<Delivery> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Receipt> {
  const [receipt] = await channel.deliver([delivery(changes)], { now: Date.now(), signal });
  return receipt!;
}
