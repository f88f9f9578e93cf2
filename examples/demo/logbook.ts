import { Engine, catalogue, number, text, virtualClock } from '../../src/index.ts';
import type { Catalogue, Instant, ShapeOfInput, Storage } from '../../src/index.ts';
import { WrongUse } from './wrong-use.ts';

/** How far a run is: the platform's data is about to be taken in at the instant, or time goes on from it. */
export interface Place {
  readonly doing: 'takingIn' | 'waiting';
  readonly at: Instant;
}

const attributes = { asked: text(), doing: text(), at: number() };
type Books = ShapeOfInput<{ account: typeof attributes; person: Record<never, never> }>;
const books: Catalogue<Books> = catalogue({ account: attributes, person: {} });

/** The one account of the book. */
const RUN = 'run';

/**
 * Where the demo writes down what it was started with and how far it is: a subscription of its own on the same storage,
 * with one account. The engine of the story never sees it.
 */
export class Logbook {
  private readonly engine: Engine<Books>;
  private known: Place | null;

  private constructor(engine: Engine<Books>, known: Place | null) {
    this.engine = engine;
    this.known = known;
  }

  /**
   * Opens the book of a storage, or begins one.
   * @param asked what the demo was started with, as on a command line
   * @throws WrongUse when the storage holds a run that was started with something else
   */
  static async open(storage: Storage, asked: string): Promise<Logbook> {
    const engine = await Engine.open({
      catalogue: books,
      storage,
      subscription: 'demo-logbook',
      clock: virtualClock(0),
      facts: false,
      shards: 1,
    });
    try {
      const run = (await engine.account(RUN))?.attributes;
      if (run !== undefined && run['asked'] !== asked) {
        throw new WrongUse(
          `The storage holds a run of the demo with ${String(run['asked'])}. Start it with these options again to go on, or name another storage.`,
        );
      }
      if (run === undefined)
        await engine.ingest({ accounts: [{ id: RUN, attributes: { asked } }] });
      const { doing, at } = run ?? {};
      return new Logbook(engine, typeof at === 'number' ? ({ doing, at } as Place) : null);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Where the run stands; `null` when it has not come to anything. */
  get place(): Place | null {
    return this.known;
  }

  async write(place: Place): Promise<void> {
    await this.engine.ingest({ accounts: [{ id: RUN, attributes: { ...place } }] });
    this.known = place;
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}
