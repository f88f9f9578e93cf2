import type { Instant } from '../../kernel/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timeline } from './timeline.ts';

/** One process: what an engine has around it, and what ends with it. */
export interface Seat {
  /** Place and generation: `b3` is the third process at place b. */
  readonly name: string;
  readonly place: string;
  /** True time and the error of this process's clock. */
  readonly clock: Clock;
  /** Milliseconds by which the clock is ahead. */
  skew: number;
  /** The greatest instant that anybody has read from the clock. */
  readonly latest: Instant;
  readonly isDead: boolean;
  /** It makes no calls and gets no answers before. */
  frozenUntil: Instant;
  /** Resolves when the process has ended. */
  readonly died: Promise<void>;
  /** Nothing that it does later reaches anybody. */
  end(): void;
  /** Calls of the host that the engine has not answered. */
  asked: number;
  /** Calls of the storage so far, and commits that were in conflict. */
  calls: number;
  conflicts: number;
  /** The commit before was in conflict. */
  wasInConflict: boolean;
  /** It has taken a lease. */
  hasLease: boolean;
  /** When a record of a person was read last, by its id. */
  readonly readAt: Map<string, Reading>;
}

/** When a process read something: in true time, in steps of the timeline, and in its own calls and conflicts. */
export interface Reading {
  readonly at: Instant;
  readonly step: number;
  readonly call: number;
  readonly conflicts: number;
}

/** Makes a {@link Seat}. */
export function seat(timeline: Timeline, place: string, generation: number, skew: number): Seat {
  let isDead = false;
  let latest = Number.NEGATIVE_INFINITY;
  let tell: () => void;
  const died = new Promise<void>((resolve) => (tell = resolve));
  const made: Seat = {
    name: `${place}${generation}`,
    place,
    skew,
    frozenUntil: 0,
    died,
    asked: 0,
    calls: 0,
    conflicts: 0,
    wasInConflict: false,
    hasLease: false,
    readAt: new Map(),
    clock: {
      now: () => {
        const instant = timeline.now + made.skew;
        if (instant > latest) latest = instant;
        return instant;
      },
    },
    get latest() {
      return latest;
    },
    get isDead() {
      return isDead;
    },
    end() {
      isDead = true;
      tell();
    },
  };
  return made;
}
