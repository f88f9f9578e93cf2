import type { Engine } from '../../engine/engine.ts';
import type { Instant } from '../../kernel/instant.ts';
import { isAccompanyError } from '../../kernel/errors.ts';
import type { Channel, Delivery } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Effect } from '../../runtime/effect.ts';
import type { Dice } from './dice.ts';
import { isPassing, type Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import type { Mirror } from './mirror.ts';
import type { Timeline } from './timeline.ts';
import type { Look } from './watch/change.ts';
import { CALM, type Weather } from './weather.ts';

/** What a process offers to the engine that is opened in it. */
export interface Process {
  /** Unlike that of any other process before or after. */
  readonly name: string;
  /** The same for the processes that come after each other. */
  readonly place: string;
  readonly storage: Storage;
  readonly clock: Clock;
  /** A channel under this process's weather. What arrives is checked by key, and then told to `onArrival`. */
  readonly channel: (
    name: string,
    delivery?: Channel['delivery'],
    onArrival?: (what: Delivery, leftOut: ReadonlySet<string>) => void,
  ) => Channel;
}

/** A host, its journeys and what happens to its accounts. */
export interface Story {
  readonly open: (process: Process) => Promise<Engine>;
  /** What the host does, each lane one thing after the other, all lanes at once. */
  readonly lanes: readonly ((stage: Stage) => Promise<void>)[];
  /** Looks at every applied commit, before the mirror has taken it over. */
  readonly look?: Look;
  /** What must be true when everything is over; says what is not. */
  readonly audit?: (end: Ending) => Promise<readonly Breach[]> | readonly Breach[];
}

/** A promise that was not kept. */
export interface Breach {
  /** Id of the rule, as in `docs/semantics/reliability.md`. */
  readonly rule: string;
  readonly what: string;
}

/** What is left when everything is over. */
export interface Ending {
  readonly mirror: Mirror;
  readonly storage: Storage;
  /** Contents by key, as receivers accepted them. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Every effect that was ever asked for, by the id of its record. */
  readonly asked: ReadonlyMap<string, Effect>;
  /** Ids of accounts that were erased, by what stands for them in facts. */
  readonly erased: ReadonlyMap<string, string>;
  readonly journal: Journal;
}

/** How a call of the host is carried out. */
export interface ActOptions {
  /** Doing it twice at once, or late, changes nothing, so that the host need not wait for the first attempt. */
  readonly repeatable?: boolean;
  /** Asked when an engine refuses the call: whether an earlier attempt has done it after all. Missing: no. */
  readonly isDone?: (engine: Engine) => Promise<boolean>;
}

/** What a lane works with. Times are true times. */
export interface Stage {
  readonly dice: Dice;
  readonly mirror: Mirror;
  readonly journal: Journal;
  readonly start: Instant;
  /** When faults end. */
  readonly end: Instant;
  now(): Instant;
  until(instant: Instant): Promise<void>;
  /** An instant near something: a deadline, a lease that expires, a landmark. */
  aim(): Instant;
  /** Makes an instant one to aim at. */
  landmark(instant: Instant): void;
  /** The next one of these that lies ahead, if any. */
  nextLandmark(): Instant | undefined;
  /** Lets the other engines start. */
  join(): void;
  /** Calls an engine again and again, this one or another, until the call resolves; says how often. */
  act(
    label: string,
    call: (engine: Engine) => Promise<unknown>,
    options?: ActOptions,
  ): Promise<number>;
  /** The latest deliveries that failed for somebody. */
  readonly failures: readonly { readonly what: Delivery; readonly people: readonly string[] }[];
}

/** What {@link acting} needs. */
export interface ActingOptions {
  readonly timeline: Timeline;
  readonly journal: Journal;
  readonly dice: Dice;
  readonly weather: () => Weather;
  readonly fleet: Fleet;
  readonly broken: (rule: string, what: string) => void;
}

/** Attempts at a call once faults have ended; while they go on, however many it takes. */
const PATIENCE = 50;

/** How a host makes calls that may fail (EN-31). */
export function acting(options: ActingOptions): Stage['act'] {
  const { timeline, journal, dice, weather, fleet, broken } = options;
  return async (label, call, { repeatable = false, isDone } = {}) => {
    for (let attempt = 1, calm = 0; calm < PATIENCE; attempt += 1) {
      if (weather() === CALM) calm += 1;
      const { engine, seat } = await fleet.pick();
      journal.note(timeline.now, `host: ${label}, attempt ${attempt}, at ${seat.name}`);
      seat.asked += 1;
      const answers = [
        call(engine)
          .finally(() => (seat.asked -= 1))
          .then(
            () => 'done',
            (error: unknown) => ({ error }),
          ),
        seat.died.then(() => 'died'),
      ];
      if (repeatable && dice.once(weather().impatient))
        answers.push(timeline.until(timeline.now + dice.about(2_000)).then(() => 'impatient'));
      const answer = await Promise.race<unknown>(answers);
      if (answer === 'done') {
        journal.note(timeline.now, `host: ${label}: done`);
        return attempt;
      }
      if (answer === 'impatient') journal.reached('the host did not wait for an answer');
      if (typeof answer === 'object' && answer !== null && 'error' in answer) {
        const { error } = answer;
        const code = isAccompanyError(error) ? error.code : '';
        journal.note(timeline.now, `host: ${label}: ${code}`);
        if (isDone !== undefined && code === 'NOT_ALLOWED') {
          // Refused since it is done, or since somebody is at it.
          const known = await Promise.race([
            isDone(engine).catch(() => false),
            seat.died.then(() => false),
          ]);
          if (known) return attempt;
        } else if (!isPassing(error)) {
          broken('RL-1', `${label}: ${textOf(error)}`);
          return attempt;
        }
      }
      // Whoever began it may have to be given up first, which takes as long as a lease.
      await timeline.until(
        timeline.now + 1 + dice.about(attempt < 20 ? 5_000 : 20_000 * Math.min(attempt, 200)),
      );
    }
    broken('RL-9', `${label} never succeeds`);
    return PATIENCE;
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
