import type { Channel, Delivery, DeliveryContext, Receipt } from '../../ports/channel.ts';
import type { Outcome } from '../../runtime/fact.ts';
import type { Receiver } from './receiver.ts';
import type { Seat } from './seat.ts';
import type { Surroundings } from './watched-storage.ts';

const HOUR = 3_600_000;

/** What {@link watchedChannel} needs. */
export interface WatchedChannelOptions {
  readonly name: string;
  readonly delivery: Channel['delivery'];
  readonly seat: Seat;
  readonly receiver: Receiver;
  readonly around: Surroundings;
  /** Told of what arrives, whether or not its answer is lost, and of the people for whom it does not. */
  readonly onArrival: ((what: Delivery, leftOut: ReadonlySet<string>) => void) | undefined;
}

/**
 * A channel as one process sees it: deliveries are refused, arrive while their answer is lost, or arrive after they were
 * given up; single effects fail, and single people. What arrives, arrives at the receiver.
 */
export function watchedChannel(options: WatchedChannelOptions): Channel {
  const { name, delivery, seat, receiver, around, onArrival } = options;
  const { timeline, journal, weather, dice, allow } = around;

  /** What became of earlier deliveries; the question takes a while, too, and may be refused. */
  const query = (deliveries: readonly Delivery[]): Promise<readonly Receipt[]> =>
    new Promise((resolve, reject) => {
      if (seat.isDead) return;
      const { channelRefused, latency } = weather();
      const isRefused =
        receiver.isDownUntil > timeline.now || (dice.once(channelRefused) && allow());
      timeline.at(Math.max(timeline.now + dice.about(latency * 3), seat.frozenUntil), () => {
        if (seat.isDead) return;
        if (isRefused) return reject(new Error('refused'));
        journal.reached('channel: was asked');
        resolve(deliveries.map(whatBecameOf));
      });
    });

  return {
    delivery,
    ...(delivery === 'queryable' && { query }),
    deliver: (deliveries: readonly Delivery[], { signal }: DeliveryContext) =>
      new Promise<readonly Receipt[]>((resolve, reject) => {
        if (seat.isDead) return;
        const { channelRefused, channelLost, channelLate, latency } = weather();
        const drawn = dice.next();
        const isBurst = receiver.isDownUntil > timeline.now;
        const refused = isBurst || (drawn < channelRefused && allow());
        const lost = !refused && drawn < channelRefused + channelLost && allow();
        const late =
          !refused && !lost && drawn < channelRefused + channelLost + channelLate && allow();
        const answer = (settle: () => void): void => {
          timeline.at(Math.max(timeline.now + dice.about(latency * 3), seat.frozenUntil), () => {
            isAnswered = true;
            if (!seat.isDead) settle();
          });
        };
        /** Whoever cannot be asked again must not be told that it failed (EN-54, EN-55). */
        const giveUp = (why: string): void => {
          journal.reached(`channel: ${why}`);
          if (delivery !== 'keyed')
            answer(() => resolve(deliveries.map(() => ({ outcome: 'unknown', reason: why }))));
          else answer(() => reject(new Error(why)));
        };
        let isAnswered = false;
        signal.addEventListener('abort', () => {
          if (!isAnswered) journal.reached('channel: asked to stop');
        });
        if (refused) {
          journal.reached(isBurst ? 'channel: down for hours' : 'channel: refused');
          return answer(() => reject(new Error('refused')));
        }
        if (late) giveUp('timeout, then success');
        const arrival = late ? dice.about(HOUR) : dice.about(latency * 3);
        timeline.at(Math.max(timeline.now + arrival, seat.frozenUntil), () => {
          journal.note(timeline.now, `${seat.name} ${name} ${deliveries.length}`);
          const receipts = deliveries.map((one) => receive(one, late || lost));
          if (lost) giveUp('done, answer lost');
          else if (!late) answer(() => resolve(receipts));
        });
      }),
  };

  function whatBecameOf(one: Delivery): Receipt {
    if (one.people === null)
      return { outcome: receiver.hasArrived(one, null) ? 'sent' : 'failed', reason: 'not arrived' };
    const missing = one.people.filter((person) => !receiver.hasArrived(one, person));
    const except = Object.fromEntries(
      missing.map((person) => [person, { outcome: 'failed', reason: 'not arrived' }] as const),
    );
    return { outcome: 'sent', except };
  }

  function receive(one: Delivery, isUnheard: boolean): Receipt {
    const { failed, differs } = weather();
    if (!isUnheard && dice.once(failed) && allow()) {
      receiver.failed(one, one.people ?? []);
      return { outcome: 'failed', reason: 'busy' };
    }
    const except: Record<string, { outcome: Outcome; reason: string }> = {};
    if (!isUnheard && one.people !== null) {
      for (const person of one.people) {
        if (!dice.once(differs) || !allow()) continue;
        const outcome = dice.pick(['failed', 'refused', 'unknown'] as const);
        except[person] = { outcome, reason: outcome };
      }
    }
    const unlucky = Object.keys(except);
    const leftOut = new Set(unlucky);
    receiver.failed(
      one,
      unlucky.filter((person) => except[person]!.outcome === 'failed'),
    );
    receiver.accept(name, delivery, one, leftOut);
    onArrival?.(one, leftOut);
    return unlucky.length === 0 ? { outcome: 'sent' } : { outcome: 'sent', except };
  }
}
