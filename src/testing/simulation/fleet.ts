import type { Engine } from '../../engine/engine.ts';
import { DAY } from '../../kernel/duration.ts';
import { isAccompanyError } from '../../kernel/errors.ts';
import type { Dice } from './dice.ts';
import type { Journal } from './journal.ts';
import { seat as newSeat, type Seat } from './seat.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

/** An engine that is open, and its process. */
export interface Running {
  readonly seat: Seat;
  readonly engine: Engine;
}

/** The processes of a simulation: they end, stand still, are replaced, and have clocks that are wrong. */
export interface Fleet {
  /** Starts a process at each of so many places, and keeps one there. */
  grow(places: number): void;
  /** One that is open; waits while there is none. */
  pick(): Promise<Running>;
  /** Puts every clock right and replaces every process. */
  heal(): void;
  readonly crashes: number;
  /** True while every place has an open engine. */
  readonly isComplete: boolean;
}

/** What a fleet is made with. */
export interface FleetOptions {
  readonly timeline: Timeline;
  readonly journal: Journal;
  readonly dice: Dice;
  readonly weather: () => Weather;
  readonly open: (seat: Seat) => Promise<Engine>;
  /** An instant near which something may go wrong. */
  readonly aim: () => number;
  /** Lets all channels fail until an instant. */
  readonly interrupt: (until: number) => void;
  readonly broken: (rule: string, what: string) => void;
}

/** True for an error after which a host repeats its call. */
export function isPassing(error: unknown): boolean {
  if (!isAccompanyError(error)) return false;
  const { kind, code } = error;
  return kind === 'failed' || kind === 'conflict' || PASSING.has(code);
}

const PASSING: ReadonlySet<string> = new Set(['ENGINE_CLOSED', 'ABORTED', 'STORAGE_IN_USE']);

/** Makes a {@link Fleet} of nobody. */
export function fleet(options: FleetOptions): Fleet {
  const { timeline, journal, dice, weather, open, aim, interrupt, broken } = options;
  const running = new Map<string, Running>();
  const seats = new Map<string, Seat>();
  const orders = new Map<string, () => void>();
  let asking: (() => void)[] = [];
  let crashes = 0;

  async function keep(place: string): Promise<void> {
    let failures = 0;
    for (let generation = 1; ; generation += 1) {
      const seat = newSeat(timeline, place, generation, drawSkew());
      seats.set(place, seat);
      const engine = await start(seat);
      failures = engine === null ? failures + 1 : 0;
      if (engine !== null) await live(seat, engine);
      if (!seat.isDead) seat.end();
      // Who starts processes again waits longer each time.
      const pause = weather().downtime + 60_000 * failures;
      await timeline.until(timeline.now + 1 + dice.about(pause));
    }
  }

  async function start(seat: Seat): Promise<Engine | null> {
    journal.note(timeline.now, `${seat.name} starts`);
    try {
      const engine = await Promise.race([open(seat), seat.died.then(() => null)]);
      if (engine === null) {
        crashes += 1;
        journal.reached('a crash while an engine opens');
      }
      return engine;
    } catch (error) {
      journal.reached('an engine could not open');
      if (!isPassing(error)) broken('RL-9', `an engine does not open: ${String(error)}`);
      return null;
    }
  }

  async function live(seat: Seat, engine: Engine): Promise<void> {
    running.set(seat.place, { seat, engine });
    const ask = asking;
    asking = [];
    for (const answer of ask) answer();
    const ordered = new Promise<void>((resolve) => orders.set(seat.place, resolve));
    await Promise.race([seat.died, ordered]);
    running.delete(seat.place);
    journal.note(timeline.now, `${seat.name} ${seat.isDead ? 'ends' : 'closes'}`);
    if (seat.isDead) crashes += 1;
    else await Promise.race([engine.close(), seat.died]);
    journal.reached(seat.isDead ? 'a crash' : 'an orderly restart');
  }

  function drawSkew(): number {
    const { skew } = weather();
    return Math.round((2 * dice.next() - 1) * skew);
  }

  /** Lets something happen to one process, so and so often by the day. */
  async function plague(rate: (now: Weather) => number, what: (seat: Seat) => void): Promise<void> {
    for (;;) {
      const byDay = rate(weather());
      const pause = byDay === 0 ? DAY : 1 + dice.about(DAY / byDay);
      const instant = dice.once(weather().aim) && byDay > 0 ? aim() : timeline.now + pause;
      await timeline.until(Math.max(instant, timeline.now + 60_000));
      const all = [...seats.values()];
      if (byDay > 0 && rate(weather()) > 0 && all.length > 0) what(dice.pick(all));
    }
  }

  void plague(
    (now) => now.ends,
    (seat) => seat.end(),
  );
  void plague(
    (now) => now.restarts,
    (seat) => orders.get(seat.place)?.(),
  );
  void plague(
    (now) => now.pauses,
    (seat) => {
      seat.frozenUntil = timeline.now + dice.about(dice.pick([10_000, 600_000, 4 * 3_600_000]));
      journal.reached('a process stood still');
    },
  );
  void plague(
    (now) => now.bursts,
    () => interrupt(timeline.now + dice.about(4 * 3_600_000)),
  );
  void plague(
    (now) => now.jumps,
    (seat) => {
      const skew = drawSkew();
      if (skew < seat.skew) journal.reached('a clock went back');
      if (skew > seat.skew) journal.reached('a clock leapt ahead');
      seat.skew = skew;
    },
  );

  return {
    grow(places) {
      for (let index = seats.size; index < places; index += 1)
        void keep(String.fromCharCode(97 + index));
    },
    async pick() {
      while (running.size === 0) await new Promise<void>((resolve) => asking.push(resolve));
      return dice.pick([...running.values()]);
    },
    heal() {
      for (const seat of seats.values()) {
        seat.skew = 0;
        seat.frozenUntil = 0;
        orders.get(seat.place)?.();
      }
    },
    get crashes() {
      return crashes;
    },
    get isComplete() {
      return seats.size > 0 && running.size === seats.size;
    },
  };
}
