import type { Channel, Delivery, DeliveryContext, Receipt } from '../ports/channel.ts';

/** How a simulated channel behaves. */
export interface SimulatedChannelOptions {
  /** Decides about each delivery; missing: everything is sent at once. Must not depend on anything but its input. */
  readonly answer?: (delivery: Delivery, context: DeliveryContext) => Receipt;
}

const SENT: Receipt = Object.freeze({ outcome: 'sent' });

/**
 * A channel without any effect outside: for simulations, demos and tests. The only kind that works under virtual time.
 *
 * @example
 * ```ts
 * import { simulatedChannel } from 'accompany';
 *
 * const email = simulatedChannel({
 *   answer: ({ people }) => ({
 *     outcome: 'sent',
 *     events: (people ?? []).map((person) => ({ person, type: 'emailOpened', after: 3_600_000 })),
 *   }),
 * });
 * console.log(email.simulated); // => true
 * ```
 */
export function simulatedChannel(options: SimulatedChannelOptions = {}): Channel {
  const { answer } = options;
  return {
    // Nothing outside could honour a key; an answer that says unknown stays unknown.
    delivery: 'unkeyed',
    simulated: true,
    deliver: (deliveries, context) =>
      deliveries.map((delivery) => (answer === undefined ? SENT : answer(delivery, context))),
  };
}
