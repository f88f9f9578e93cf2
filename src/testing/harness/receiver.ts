import type { Received } from './recording-channel.ts';

/** What a receiver that honours keys makes of deliveries: each key counts once. */
export interface Inbox {
  /** Contents by key: account, node, e-mail or action, and recipient. */
  readonly contents: ReadonlyMap<string, string>;
  /** Keys that came with two different contents: always a fault. */
  readonly contradictions: readonly string[];
  /** How many deliveries of a key were repetitions. */
  readonly repetitions: number;
}

/** Reads deliveries as a receiver does that honours keys. */
export function inboxOf(received: Iterable<Received>): Inbox {
  const contents = new Map<string, string>();
  const contradictions: string[] = [];
  let repetitions = 0;
  for (const { journey, account, node, what, people, keys } of received) {
    keys.forEach((key, index) => {
      const content = JSON.stringify([
        journey,
        account,
        node,
        what,
        people === null ? null : people[index],
      ]);
      const known = contents.get(key);
      if (known === undefined) contents.set(key, content);
      else if (known === content) repetitions += 1;
      else contradictions.push(`${key}: ${known} and ${content}`);
    });
  }
  return { contents, contradictions, repetitions };
}
