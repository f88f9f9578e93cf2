import type { Attributes } from '../../model/value.ts';
import type { Channel, Delivery, Receipt } from '../../ports/channel.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import type { Outcome } from '../../runtime/fact.ts';

/** What the receiver of a channel is told to do with what it gets for one person. `hang`: it never answers. */
export type ReceiverAnswer = 'accept' | 'fail' | 'refuse' | 'lose' | 'hang';

/** A channel that is to be tested. */
export interface ChannelUnderTest {
  readonly name: string;
  /** What the receiver can be told to do besides `accept`; cases that need more are skipped. */
  readonly can: readonly Exclude<ReceiverAnswer, 'accept'>[];
  /** Makes a channel with a fresh receiver. */
  readonly create: () => Promise<ChannelRig>;
}

/** A channel with its receiver, for one case. */
export interface ChannelRig {
  /** Its `limits.timeout` should be short: the case of hanging receivers waits for it. */
  readonly channel: Channel;
  /** What it is asked to do; people get it. */
  readonly action: EffectAction;
  /** An action that is too large for the channel; missing: it has no limit of its own. */
  readonly oversized?: EffectAction;
  /** Attributes of a person, for channels with `profiles`. */
  readonly attributes?: (person: string) => Attributes;
  /** From now on the receiver does this for the person. */
  readonly arrange: (person: string, answer: ReceiverAnswer) => void;
  /** What the receiver has accepted, in order: for whom, and by which key. */
  readonly received: () => readonly { readonly person: string; readonly key: string }[];
  /** Passwords, addresses and the like, which must not stand in receipts and errors. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

/** One published case. */
export interface ChannelCase {
  /** The rule of `docs/semantics/email.md` that it shows. */
  readonly rule: string;
  readonly title: string;
  /** What the receiver must be able to do. */
  readonly needs?: readonly Exclude<ReceiverAnswer, 'accept'>[];
  /** Rejects with a message when the rule is broken. */
  readonly run: (rig: ChannelRig) => Promise<void>;
}

const AT = Date.UTC(2026, 0, 5, 9);

/** A delivery to people, with keys that are theirs at every attempt. */
export function deliveryTo(
  rig: ChannelRig,
  people: readonly string[],
  { attempt = 1, action = rig.action }: { attempt?: number; action?: EffectAction } = {},
): Delivery {
  const { attributes = () => ({}) } = rig;
  return {
    journey: 'conformance',
    account: 'acme',
    node: 'node',
    action,
    people,
    attempt,
    at: AT,
    key: keyOf,
    profiles: {
      account: undefined,
      people: new Map(people.map((person) => [person, attributes(person)])),
    },
  };
}

/** The key of a person in all deliveries of a case. */
export function keyOf(person: string | null): string {
  return `key-${person ?? 'account'}`;
}

/** Hands deliveries over, under a signal that is never given unless another one is. */
export async function deliver(
  { channel }: ChannelRig,
  deliveries: readonly Delivery[],
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Receipt[]> {
  return channel.deliver(deliveries, { now: AT, signal });
}

/** What a receipt says of one person. */
export function outcomeFor(receipt: Receipt | undefined, person: string): Outcome | undefined {
  const { except = {} } = receipt ?? {};
  return Object.hasOwn(except, person) ? except[person]?.outcome : receipt?.outcome;
}
