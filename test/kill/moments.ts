import process from 'node:process';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import type { EffectBody } from '../../src/records/bodies.ts';

/** Instants of an engine's life at which its process may end. */
export const MOMENTS = [
  'calling the storage',
  'committing',
  'committed',
  'claimed',
  'sending',
  'sent',
  'settling',
  'settled',
  'taken in',
  'acknowledged',
] as const;

/** One of {@link MOMENTS}. */
export type Moment = (typeof MOMENTS)[number];

/** When a process ends: the so-manieth time that it comes to a moment. */
export interface Death {
  readonly moment: Moment;
  readonly count: number;
}

/** What a process does when it comes to a moment. */
export type Reach = (moment: Moment) => void;

/** Ends the process with SIGKILL when the time has come. */
export function mortal(death: Death | null): Reach {
  let left = death?.count ?? Number.POSITIVE_INFINITY;
  return (moment) => {
    if (moment !== death?.moment) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

/** A storage that tells how far the engine is. */
export function watched(storage: Storage, reach: Reach): Storage {
  const call = <T>(run: () => Promise<T>): Promise<T> => {
    reach('calling the storage');
    return run();
  };
  return {
    capabilities: storage.capabilities,
    load: (name, keys) => call(() => storage.load(name, keys)),
    scan: (name, query) => call(() => storage.scan(name, query)),
    counters: (name, prefix) => call(() => storage.counters(name, prefix)),
    acquire: (name, request) => call(() => storage.acquire(name, request)),
    renew: (name, lease, request) => call(() => storage.renew(name, lease, request)),
    release: (name, lease) => call(() => storage.release(name, lease)),
    leases: (name, prefix) => call(() => storage.leases(name, prefix)),
    close: () => storage.close(),
    commit: (name, commit) =>
      call(async () => {
        const { claims, settles } = look(commit);
        if (settles) reach('settling');
        const committing = storage.commit(name, commit);
        // On its way to a server, or done already where the storage works at once.
        setImmediate(() => reach('committing'));
        const result = await committing;
        reach('committed');
        if (claims && result.ok) reach('claimed');
        if (settles && result.ok) reach('settled');
        return result;
      }),
  };
}

/** Whether a commit claims effects for a channel, and whether it keeps what became of some. */
function look({ operations }: Commit): { readonly claims: boolean; readonly settles: boolean } {
  let [claims, settles] = [false, false];
  for (const operation of operations) {
    if (operation.op === 'delete') settles ||= operation.key.kind === 'effect';
    else if (operation.record.kind === 'effect')
      claims ||= (operation.record.body as EffectBody).state === 'claimed';
  }
  return { claims, settles };
}
