import type { Instant } from '../../kernel/instant.ts';
import { nameOfAction, type EffectAction } from '../../runtime/effect.ts';
import type { Channel, Delivery, DeliveryContext, Receipt } from '../../ports/channel.ts';

/** One delivery as a {@link RecordingChannel} got it. */
export interface Received {
  readonly at: Instant;
  readonly journey: string;
  readonly account: string;
  readonly node: string;
  readonly type: EffectAction['type'];
  /** Id of the e-mail, name of the host action, or the group that a sales alert is about. */
  readonly what: string;
  /** Recipients; `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  readonly attempt: number;
  /** One key per recipient, in their order; one for the account. */
  readonly keys: readonly string[];
}

/** How a recording channel behaves. */
export interface RecordingChannelOptions {
  /** Missing: everything is sent at once. May throw. */
  readonly answer?: (delivery: Delivery, context: DeliveryContext) => Receipt;
  /** Missing: true, so that it works under virtual time. */
  readonly simulated?: boolean;
  /** Missing: keyed. */
  readonly delivery?: Channel['delivery'];
}

/** A channel that writes down what it gets, before it answers. */
export interface RecordingChannel extends Channel {
  /** Everything in order of arrival, repetitions included. */
  readonly received: readonly Received[];
}

/** Makes a {@link RecordingChannel}. */
export function recordingChannel(options: RecordingChannelOptions = {}): RecordingChannel {
  const { answer = sent, simulated = true, delivery = 'keyed' } = options;
  const received: Received[] = [];
  return {
    delivery,
    simulated,
    received,
    deliver(deliveries, context) {
      for (const each of deliveries) received.push(note(each, context));
      return deliveries.map((each) => answer(each, context));
    },
  };
}

function sent(): Receipt {
  return { outcome: 'sent' };
}

function note(
  { journey, account, node, action, people, attempt, key }: Delivery,
  { now }: DeliveryContext,
): Received {
  const { type } = action;
  const what = nameOfAction(action);
  const keys = (people ?? [null]).map((person) => key(person));
  return { at: now, journey, account, node, type, what, people, attempt, keys };
}
