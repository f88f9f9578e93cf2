/** A receiver that honours keys, in a process of its own: it counts what arrives and tells what it has seen. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One delivery to one recipient. */
export interface Parcel {
  readonly key: string;
  readonly content: string;
}

/** What has arrived under one key. */
export interface Arrival {
  readonly content: string;
  /** `Date.now()` of the first time. */
  readonly at: number;
  /** How often it has arrived after that. */
  repeats: number;
}

/** Everything that a receiver has seen. */
export interface Seen {
  readonly arrivals: Readonly<Record<string, Arrival>>;
  /** Keys that came with another content than at first. */
  readonly contradictions: readonly string[];
  /** Calls that were taken in, and whose answer then got lost. */
  readonly unanswered: number;
}

const arrivals = new Map<string, Arrival>();
const contradictions: string[] = [];
let [calls, unanswered] = [0, 0];
/** Every so-manieth answer gets lost. */
const LOSES = 29;

function take(parcels: readonly Parcel[]): void {
  for (const { key, content } of parcels) {
    const known = arrivals.get(key);
    if (known === undefined) arrivals.set(key, { content, at: Date.now(), repeats: 0 });
    else if (known.content === content) known.repeats += 1;
    else contradictions.push(`${key}: ${known.content} and ${content}`);
  }
}

async function read(request: IncomingMessage): Promise<readonly Parcel[]> {
  return JSON.parse(await text(request)) as readonly Parcel[];
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const seen: Seen = { arrivals: Object.fromEntries(arrivals), contradictions, unanswered };
    response.end(JSON.stringify(seen));
    return;
  }
  read(request).then(
    (parcels) => {
      take(parcels);
      calls += 1;
      if (calls % LOSES !== 0) return void response.end();
      unanswered += 1;
      request.socket.destroy();
    },
    // A process was killed while it was writing: nothing has arrived.
    () => request.socket.destroy(),
  );
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
