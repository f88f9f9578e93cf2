import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on every address of this machine that counts who reaches it. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  readonly connections: () => number;
  readonly requests: IncomingMessage[];
  readonly bodies: string[];
}

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

export async function listen(
  answer: Answerer = (_, response) => void response.end('inside'),
): Promise<Listener> {
  const requests: IncomingMessage[] = [];
  const bodies: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      answer(request, response);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests,
    bodies,
    [Symbol.asyncDispose]: () => end(server),
  };
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
