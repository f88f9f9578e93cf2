import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** What answers a request; frameworks call it a fetch handler. */
export type Handler = (request: Request) => Promise<Response> | Response;

/** Serves handlers by path on the loopback, at a free port or the one that is given; gives the address. */
export async function serve(
  handlers: Readonly<Record<string, Handler>>,
  port = 0,
): Promise<string> {
  const server = createServer((incoming, outgoing) => void answer(handlers, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(
  handlers: Readonly<Record<string, Handler>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const address = new URL(url, `http://${headers.host}`);
  const isEmpty = method === 'GET' || method === 'HEAD';
  const request = new Request(address, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : (value ?? []).map((one) => [name, one]),
    ),
    ...(!isEmpty && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
  } as RequestInit);
  let response: Response;
  try {
    const handler = handlers[address.pathname];
    response = handler === undefined ? new Response(null, { status: 404 }) : await handler(request);
  } catch (error) {
    console.error(error);
    response = new Response(null, { status: 500 });
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
