import type { Instant } from '../../kernel/instant.ts';

/** What has happened, as a hash, and as text for whoever wants to read it. */
export interface Journal {
  note(at: Instant, what: string): void;
  /** More of it for whoever reads; no part of the hash. */
  detail(at: Instant, what: () => string): void;
  /** A state that a suite must have reached somewhere. */
  reached(state: string): void;
  readonly hash: string;
  readonly states: ReadonlyMap<string, number>;
  /** Empty unless lines are kept. */
  readonly lines: readonly string[];
}

/** Makes a {@link Journal}. */
export function journal(keepLines: boolean): Journal {
  const states = new Map<string, number>();
  const lines: string[] = [];
  let [high, low] = [0x811c9dc5, 0x1b873593];
  const add = (unit: number): void => {
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (high >>> 13), 0x85ebca6b);
  };
  return {
    note(at, what) {
      add(at | 0);
      for (let index = 0; index < what.length; index += 1) add(what.charCodeAt(index));
      if (keepLines) lines.push(`${new Date(at).toISOString()} ${what}`);
    },
    detail(at, what) {
      if (keepLines) lines.push(`${new Date(at).toISOString()}   ${what()}`);
    },
    reached(state) {
      states.set(state, (states.get(state) ?? 0) + 1);
    },
    get hash() {
      return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
    },
    states,
    lines,
  };
}
