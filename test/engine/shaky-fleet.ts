import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { CrashSignal, faultyStorage, type StorageFault } from '../../src/testing/faulty-storage.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { b2b, type B2b } from './tenant.ts';

const RATES: readonly (readonly [StorageFault, number])[] = [
  ['refuse', 0.01],
  ['lost', 0.01],
  ['crash', 0.004],
  ['crashAfter', 0.004],
];
const ATTEMPTS = 60;

/** Some engines on one storage whose calls pass each other, fail, and end their engine; there is always another one. */
export class ShakyFleet {
  calm = true;
  instant: number;
  crashes = 0;
  readonly storage: Storage;
  private readonly dice: Dice;
  private readonly options: Partial<EngineOptions<B2b>>;
  private readonly places: (Seat | null)[];
  private opened = 0;

  constructor(options: {
    readonly storage: Storage;
    readonly dice: Dice;
    readonly start: number;
    readonly count: number;
    readonly engine: Partial<EngineOptions<B2b>>;
  }) {
    this.storage = options.storage;
    this.dice = options.dice;
    this.instant = options.start;
    this.options = options.engine;
    this.places = Array.from({ length: options.count }, () => null);
  }

  /** Asks some engine, and another one if that fails for a reason that passes. */
  async ask<T>(run: (engine: Engine<B2b>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.at(this.dice.below(this.places.length), run);
      } catch (error) {
        if (!isPassing(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Lets every engine settle what is due; with faults some do not come to it. */
  async settle(): Promise<void> {
    const all = this.places.map(async (_seat, place) => {
      const { calm } = this;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.at(place, (engine) => engine.settle());
        } catch (error) {
          if (!isPassing(error) || attempt === ATTEMPTS) throw error;
          if (!calm) return;
        }
      }
    });
    await Promise.all(all);
  }

  /** One that is there. */
  one<T>(run: (engine: Engine<B2b>) => Promise<T>): Promise<T> {
    return this.at(0, run);
  }

  end(place: number): void {
    const seat = this.places[place];
    if (!seat) return;
    seat.isDead = true;
    this.places[place] = null;
    this.crashes += 1;
    bury(seat);
  }

  async close(): Promise<void> {
    this.calm = true;
    await Promise.all(this.places.map(async (seat) => seat?.engine?.close()));
  }

  private async at<T>(place: number, run: (engine: Engine<B2b>) => Promise<T>): Promise<T> {
    // It may have ended in something that it did by itself.
    if (this.places[place]?.isDead === true) this.end(place);
    const seat = (this.places[place] ??= this.seat());
    try {
      seat.engine ??= await this.start(seat);
      return await run(seat.engine);
    } catch (error) {
      if (seat.isDead && this.places[place] === seat) this.end(place);
      // It may have ended before it was open.
      else if (seat.isDead) bury(seat);
      throw seat.isDead ? new CrashSignal({ number: 0, method: 'load', subscription: '' }) : error;
    }
  }

  private seat(): Seat {
    this.opened += 1;
    return {
      name: `${this.dice.pick(['a', 'm', 'z'])}${this.opened}`,
      skew: this.dice.below(10_000) - 5_000,
      isDead: false,
      engine: null,
      opening: null,
    };
  }

  private start(seat: Seat): Promise<Engine<B2b>> {
    return (seat.opening ??= this.open(seat).finally(() => (seat.opening = null)));
  }

  private open(seat: Seat): Promise<Engine<B2b>> {
    const faulty = faultyStorage(this.storage, { next: () => this.draw(seat) });
    return Engine.open<B2b>({
      catalogue: b2b,
      storage: this.slow(faulty),
      clock: { now: () => this.instant + seat.skew },
      name: seat.name,
      shards: 16,
      lease: LEASE,
      ...this.options,
    });
  }

  private draw(seat: Seat): StorageFault {
    if (seat.isDead) return 'crash';
    if (this.calm) return 'ok';
    let drawn = this.dice.next();
    for (const [fault, rate] of RATES) {
      if ((drawn -= rate) >= 0) continue;
      if (fault === 'crash' || fault === 'crashAfter') seat.isDead = true;
      return fault;
    }
    return 'ok';
  }

  /** Calls take their time, there and back, so that those of several engines pass each other. */
  private slow(inner: Storage): Storage {
    const slowly =
      <A extends readonly unknown[], T>(run: (...given: A) => Promise<T>) =>
      async (...given: A): Promise<T> => {
        await this.wait();
        const answer = await run(...given);
        await this.wait();
        return answer;
      };
    return {
      capabilities: inner.capabilities,
      load: slowly((...given) => inner.load(...given)),
      scan: slowly((...given) => inner.scan(...given)),
      commit: slowly((...given) => inner.commit(...given)),
      counters: slowly((...given) => inner.counters(...given)),
      acquire: slowly((...given) => inner.acquire(...given)),
      renew: slowly((...given) => inner.renew(...given)),
      release: slowly((...given) => inner.release(...given)),
      leases: slowly((...given) => inner.leases(...given)),
      close: () => inner.close(),
    };
  }

  private async wait(): Promise<void> {
    if (this.calm) return;
    for (let turns = this.dice.below(4); turns > 0; turns -= 1)
      await new Promise<void>((resolve) => setImmediate(resolve));
    this.instant += this.dice.below(20);
    // A stop of the whole machine: whoever is silent meanwhile may lose the lease.
    if (this.dice.once(0.004)) this.instant += LEASE;
  }
}

/** How long an engine may be silent before the others take over, milliseconds. */
export const LEASE = 30_000;

interface Seat {
  readonly name: string;
  readonly skew: number;
  isDead: boolean;
  engine: Engine<B2b> | null;
  opening: Promise<Engine<B2b>> | null;
}

/** What is left of it fails at the storage; its timer goes. */
function bury(seat: Seat): void {
  void seat.engine?.close().catch(() => undefined);
}

function isPassing(error: unknown): boolean {
  if (error instanceof CrashSignal) return true;
  if (!isAccompanyError(error)) return false;
  const { kind, code } = error;
  return kind === 'failed' || kind === 'conflict' || code === 'ENGINE_CLOSED';
}
