import type { Appointment, Timeline } from './timeline.ts';

/** What code under simulation finds in place of the machine's timers, clock, chance and hashes. */
export interface Realm {
  readonly timeline: Timeline;
  readonly chance: () => number;
  /** When a timer of so many milliseconds really rings; a machine under load is late. */
  readonly late: (delay: number) => number;
}

type Callback = (...parameters: unknown[]) => void;

/**
 * Runs something while the timers, the clock and the chance of this realm are those of a timeline, and keyed hashes take
 * no time, and puts everything back afterwards. One at a time; whatever else runs in the realm meanwhile lives in virtual time, too.
 */
export async function inRealm<T>(realm: Realm, run: () => Promise<T>): Promise<T> {
  const replaced = replacements(realm);
  const kept = replaced.map(([holder, name]) => Object.getOwnPropertyDescriptor(holder, name));
  for (const [holder, name, value] of replaced)
    Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    replaced.forEach(([holder, name], index) => {
      const before = kept[index];
      if (before === undefined) Reflect.deleteProperty(holder, name);
      else Object.defineProperty(holder, name, before);
    });
  }
}

function replacements({ timeline, chance, late }: Realm): (readonly [object, string, unknown])[] {
  const ring = (callback: Callback, delay: number, parameters: unknown[]): Appointment =>
    timeline.at(timeline.now + late(Math.max(0, delay)), () => callback(...parameters));
  const setTimer = (callback: Callback, delay = 0, ...parameters: unknown[]): Appointment =>
    ring(callback, delay, parameters);
  const setRepeating = (callback: Callback, delay = 0, ...parameters: unknown[]): unknown => {
    const handle: { run: (() => void) | null } = { run: () => undefined };
    const again = (): void => {
      if (handle.run === null) return;
      ring(again, delay, []);
      callback(...parameters);
    };
    ring(again, delay, []);
    return handle;
  };
  const clear = (timer?: { run: unknown } | null): void => {
    if (timer) timer.run = null;
  };
  return [
    [globalThis, 'setTimeout', setTimer],
    [globalThis, 'setInterval', setRepeating],
    [globalThis, 'clearTimeout', clear],
    [globalThis, 'clearInterval', clear],
    [Date, 'now', () => timeline.now],
    [Math, 'random', chance],
    // Work takes no time, so that nothing depends on how fast the machine is, and nobody makes room for others.
    [performance, 'now', () => 0],
    ...hashing(timeline),
  ];
}

/** Hashes are computed one after the other, outside of virtual time: which is done first is no chance. */
function hashing(timeline: Timeline): (readonly [object, string, unknown])[] {
  const { subtle } = crypto;
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return timeline.outside(next);
  };
  const importKey = subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<object>;
  const sign = subtle.sign.bind(subtle) as (...given: unknown[]) => Promise<ArrayBuffer>;
  return [
    [subtle, 'importKey', (...given: unknown[]) => inOrder(() => importKey(...given))],
    [subtle, 'sign', (...given: unknown[]) => inOrder(() => sign(...given))],
  ];
}
