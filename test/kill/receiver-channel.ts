import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Channel, Delivery } from '../../src/ports/channel.ts';
import type { Reach } from './moments.ts';
import type { Parcel } from './receiver.ts';
import { nameOfAction } from '../../src/runtime/effect.ts';

const PAUSE = 15_000;
const agent = new Agent({ keepAlive: true });

/** Each call is one request to the receiver; what is not answered with 200 has failed, and is tried again soon. */
export function channelTo(receiver: string, comes: Reach): Channel {
  return {
    delivery: 'keyed',
    limits: { concurrency: 4, batch: 20, timeout: 600_000 },
    retry: { pauses: Array.from({ length: 50 }, () => PAUSE) },
    async deliver(deliveries, { signal }) {
      comes('sending');
      const status = await post(receiver, JSON.stringify(deliveries.flatMap(parcelsOf)), signal);
      if (status !== 200) throw new Error(`the receiver says ${status}`);
      comes('sent');
      return deliveries.map(() => ({ outcome: 'sent' }));
    },
  };
}

/** The status of the answer. `fetch` would take longer to load than many of these processes live. */
function post(address: string, body: string, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(address, { method: 'POST', agent, signal }, (answer) => {
      text(answer).then(() => resolve(answer.statusCode), reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}

function parcelsOf({ journey, account, node, action, people, key }: Delivery): Parcel[] {
  const what = nameOfAction(action);
  return (people ?? [null]).map((person) => ({
    key: key(person),
    content: JSON.stringify([journey, account, node, what, person]),
  }));
}
