import type { Instant } from '../../kernel/instant.ts';

/** Something that is to happen; `run` is null once it has happened or was called off. */
export interface Appointment {
  readonly at: Instant;
  readonly order: number;
  run: (() => void) | null;
}

/** Virtual time: what is to happen, in order of instants, and of equal ones in the order in which they were set. */
export interface Timeline {
  readonly now: Instant;
  /** How many things have happened. */
  readonly steps: number;
  /** Things in the past happen at once. */
  at(instant: Instant, run: () => void): Appointment;
  /** A promise that resolves at the instant. */
  until(instant: Instant): Promise<void>;
  /** Waits for something outside virtual time; nothing else happens meanwhile. */
  outside<T>(work: Promise<T>): Promise<T>;
  /** Lets things happen, each after everything that follows from the one before, until it is over or nothing is left. */
  play(isOver: () => boolean): Promise<void>;
}

type Immediate = (callback: () => void) => unknown;

// Taken before any simulation replaces the timers of the realm.
const immediate: Immediate =
  (globalThis as { setImmediate?: Immediate }).setImmediate ??
  ((callback) => setTimeout(callback, 0));

/** Makes a {@link Timeline}. */
export function timeline(start: Instant): Timeline {
  const heap: Appointment[] = [];
  let now = start;
  let order = 0;
  let steps = 0;
  let awaited = 0;

  function at(instant: Instant, run: () => void): Appointment {
    const appointment = { at: Math.max(now, Math.ceil(instant)), order: (order += 1), run };
    push(heap, appointment);
    return appointment;
  }

  return {
    get now() {
      return now;
    },
    get steps() {
      return steps;
    },
    at,
    until: (instant) => new Promise<void>((resolve) => at(instant, resolve)),
    async outside(work) {
      awaited += 1;
      try {
        return await work;
      } finally {
        awaited -= 1;
      }
    },
    play: (isOver) =>
      new Promise<void>((resolve, reject) => {
        let isDone = false;
        const end = (): void => {
          isDone = true;
          resolve();
        };
        const turn = (): void => {
          if (isDone || awaited > 0) return;
          try {
            if (isOver()) return end();
            const next = pop(heap);
            if (next === undefined) return end();
            const { run } = next;
            if (run === null) return;
            now = next.at;
            steps += 1;
            next.run = null;
            run();
          } catch (error) {
            isDone = true;
            reject(error);
          }
        };
        // Between two immediates every promise that can go on goes on; many at once save a look at the world outside.
        const round = (): void => {
          turn();
          if (isDone) return;
          for (let count = 1; count < TURNS; count += 1) immediate(turn);
          immediate(round);
        };
        round();
      }),
  };
}

/** Turns in one round of the event loop. */
const TURNS = 64;

function isBefore(left: Appointment, right: Appointment): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function push(heap: Appointment[], appointment: Appointment): void {
  let index = heap.push(appointment) - 1;
  while (index > 0) {
    const above = (index - 1) >> 1;
    if (!isBefore(appointment, heap[above]!)) break;
    heap[index] = heap[above]!;
    index = above;
  }
  heap[index] = appointment;
}

function pop(heap: Appointment[]): Appointment | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let below = 2 * index + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[index] = heap[below]!;
    index = below;
  }
  heap[index] = last;
  return first;
}
