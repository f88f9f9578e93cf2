import { AccompanyError } from '../kernel/errors.ts';
import type { Storage } from '../ports/storage.ts';

/** The calls of the storage port that can be made to fail. */
export type StorageMethod = Exclude<keyof Storage, 'capabilities' | 'close'>;

/** A call that a faulty storage is about to make. */
export interface StorageCall {
  /** 1 for the first call. */
  readonly number: number;
  readonly method: StorageMethod;
  readonly subscription: string;
}

/**
 * What becomes of a call (ST-90): `ok` it is made; `refuse` it is not made and rejects; `lost` it is made, then rejects;
 * `crash` and `crashAfter` like these two with a {@link CrashSignal}.
 */
export type StorageFault = 'ok' | 'refuse' | 'lost' | 'crash' | 'crashAfter';

/** Decides about each call, once and in the order of the calls. */
export interface StorageFaultPlan {
  next(call: StorageCall): StorageFault;
}

/** Stands for the end of the process. Nothing may catch it but the simulation that planned it. */
export class CrashSignal extends Error {
  readonly call: StorageCall;

  constructor(call: StorageCall) {
    super(`The process ends in call ${call.number}, ${call.method}.`);
    this.name = 'CrashSignal';
    this.call = call;
  }
}

/** A storage that fails as its plan says. */
export interface FaultyStorage extends Storage {
  /** How many calls have been made so far, failed ones included; `close` is none. */
  readonly calls: number;
}

/** Wraps a storage for simulations. `close` is passed on without asking the plan. */
export function faultyStorage(inner: Storage, plan: StorageFaultPlan): FaultyStorage {
  let calls = 0;

  async function faulty<T>(
    method: StorageMethod,
    subscription: string,
    run: () => Promise<T>,
  ): Promise<T> {
    calls += 1;
    const call: StorageCall = { number: calls, method, subscription };
    const fault = plan.next(call);
    if (fault === 'refuse') throw failed(call, 'was refused; nothing was done.');
    if (fault === 'crash') throw new CrashSignal(call);
    const answer = await run();
    if (fault === 'lost') throw failed(call, 'lost its answer; it may have been done.');
    if (fault === 'crashAfter') throw new CrashSignal(call);
    return answer;
  }

  return {
    get calls() {
      return calls;
    },
    capabilities: inner.capabilities,
    load: (name, keys) => faulty('load', name, () => inner.load(name, keys)),
    scan: (name, query) => faulty('scan', name, () => inner.scan(name, query)),
    commit: (name, commit) => faulty('commit', name, () => inner.commit(name, commit)),
    counters: (name, prefix) => faulty('counters', name, () => inner.counters(name, prefix)),
    acquire: (name, request) => faulty('acquire', name, () => inner.acquire(name, request)),
    renew: (name, lease, request) => faulty('renew', name, () => inner.renew(name, lease, request)),
    release: (name, lease) => faulty('release', name, () => inner.release(name, lease)),
    leases: (name, prefix) => faulty('leases', name, () => inner.leases(name, prefix)),
    close: () => inner.close(),
  };
}

function failed({ number, method }: StorageCall, what: string): AccompanyError {
  return new AccompanyError('STORAGE_FAILED', `Planned fault: call ${number}, ${method}, ${what}`);
}
