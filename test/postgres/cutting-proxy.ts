import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A proxy before the server that can lose connections in the middle of what is sent. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on connections are lost once that many bytes went to or came from the server. */
  cutAfter(direction: 'to' | 'from', bytes: number): void;
  /** Nothing is lost any more. */
  heal(): void;
}

/** Opens a proxy to a server on this machine. */
export async function cuttingProxy(target: URL): Promise<CuttingProxy> {
  let cut: { readonly direction: 'to' | 'from'; left: number } | undefined;
  const sockets = new Set<Socket>();

  const pass = (direction: 'to' | 'from', source: Socket, sink: Socket, drop: () => void): void => {
    source.on('data', (data) => {
      if (cut?.direction !== direction) return void sink.write(data);
      sink.write(data.subarray(0, cut.left));
      cut.left -= data.length;
      if (cut.left <= 0) setTimeout(drop, 2);
    });
    source.on('error', drop);
    source.on('close', drop);
  };

  const server = createServer((client) => {
    const upstream = createConnection(Number(target.port), target.hostname);
    const drop = (): void => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
      sockets.delete(upstream);
    };
    sockets.add(client).add(upstream);
    pass('to', client, upstream, drop);
    pass('from', upstream, client, drop);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter(direction, bytes) {
      cut = { direction, left: bytes };
    },
    heal() {
      cut = undefined;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
