import type { Instant } from '../../kernel/instant.ts';
import type { Channel, Delivery } from '../../ports/channel.ts';
import type { Journal } from './journal.ts';
import type { Timeline } from './timeline.ts';

/** Whoever gets deliveries, whichever process sends them. Outlives all processes. */
export interface Receiver {
  /** Nothing gets through before. */
  isDownUntil: Instant;
  /** What arrived for everybody but the people who are left out. */
  accept(
    channel: string,
    delivery: Channel['delivery'],
    what: Delivery,
    leftOut: ReadonlySet<string>,
  ): void;
  /** Whether a delivery to that person has arrived; when it has not, no attempt so far arrives any more. */
  hasArrived(what: Delivery, person: string | null): boolean;
  /** Learns whose delivery failed for now. */
  failed(what: Delivery, people: readonly string[]): void;
  /** Contents by key, as a receiver that honours keys has accepted them. */
  readonly accepted: ReadonlyMap<string, string>;
}

/** What a receiver is told to do with what it notices. */
export interface ReceiverOptions {
  readonly timeline: Timeline;
  readonly journal: Journal;
  /** A promise is broken. */
  readonly broken: (rule: string, what: string) => void;
  /** Somebody's delivery failed and will be tried again. */
  readonly onFailed: (what: Delivery, people: readonly string[]) => void;
}

/** Makes a {@link Receiver}. */
export function receiver({ timeline, journal, broken, onFailed }: ReceiverOptions): Receiver {
  const accepted = new Map<string, string>();
  const barred = new Map<string, number>();
  return {
    isDownUntil: 0,
    accepted,
    hasArrived(what, person) {
      const key = what.key(person);
      if (accepted.has(key)) return true;
      barred.set(key, what.attempt);
      return false;
    },
    failed(what, people) {
      if (people.length > 0) onFailed(what, people);
    },
    accept(channel, delivery, what, leftOut) {
      const { journey, account, node, action, attempt } = what;
      for (const person of what.people ?? [null]) {
        if (person !== null && leftOut.has(person)) continue;
        const key = what.key(person);
        const content = JSON.stringify([channel, journey, account, node, action, person]);
        const known = accepted.get(key);
        if (attempt <= (barred.get(key) ?? 0)) {
          journal.reached('channel: arrives after it was asked for');
          continue;
        }
        journal.note(timeline.now, `accepts ${key}`);
        if (known !== undefined && known !== content)
          broken('RL-3', `key ${key} came with two contents: ${known} and ${content}`);
        if (known !== undefined) journal.reached('a key came again');
        if (delivery !== 'keyed' && known !== undefined)
          broken('RL-4', `${content} came again, and no key is honoured`);
        accepted.set(key, content);
      }
    },
  };
}
