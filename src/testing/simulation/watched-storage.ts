import { AccompanyError } from '../../kernel/errors.ts';
import type { Commit, CommitResult, Key, Lease, Storage } from '../../ports/storage.ts';
import type { Fact } from '../../runtime/fact.ts';
import type { Dice } from './dice.ts';
import type { Journal } from './journal.ts';
import { keyOf } from './mirror.ts';
import type { Seat } from './seat.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

/** What storages and channels under simulation have in common. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly journal: Journal;
  /** As it is now; it may change. */
  readonly weather: () => Weather;
  readonly dice: Dice;
  /** Called for every fault that was drawn; false lets it pass. */
  readonly allow: () => boolean;
  /** Learns of every lease that is given or extended. */
  readonly leased: (lease: Lease | undefined) => void;
}

/** Learns of commits when they reach the storage. */
export interface CommitWatch {
  (commit: Commit, result: CommitResult, seat: Seat): void;
}

type Method = Exclude<keyof Storage, 'capabilities' | 'close'>;
/** Calls of a process while its engine opens, about; much may change between two of them. */
const OPENING = 12;

type Fault = 'none' | 'refused' | 'lost' | 'crash' | 'crashAfter';

/**
 * The storage as one process sees it: calls take their time there and back, are refused, lose their answer, or end the
 * process. Calls of a dead process are never made, except those that were on their way.
 */
export function watchedStorage(
  inner: Storage,
  seat: Seat,
  around: Surroundings,
  watch: CommitWatch,
): Storage {
  const { timeline, journal, weather, dice, allow } = around;

  const delay = (method: Method): number => {
    const { latency, slow, reads } = weather();
    const weight = method === 'commit' || seat.calls < OPENING ? 4 : reads;
    return dice.once(slow * weight) ? dice.about(40_000) : dice.about(latency);
  };
  const draw = (method: Method): Fault => {
    const { refused, lost, crash, reads } = weather();
    const drawn = dice.next() / (method === 'commit' ? 4 : reads);
    const rates = [
      ['refused', refused],
      ['lost', lost],
      ['crash', crash],
      ['crashAfter', crash],
    ] as const;
    let sum = 0;
    for (const [fault, rate] of rates) {
      sum += rate;
      if (drawn < sum) return allow() ? fault : 'none';
    }
    return 'none';
  };

  function call<T>(method: Method, what: () => string, run: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (seat.isDead) return;
      seat.calls += 1;
      const fault = draw(method);
      const arrival = Math.max(timeline.now + delay(method), seat.frozenUntil);
      timeline.at(arrival, () => void arrive(fault, resolve, reject));
    });

    async function arrive(
      fault: Fault,
      resolve: (answer: T) => void,
      reject: (error: unknown) => void,
    ): Promise<void> {
      journal.note(timeline.now, `${seat.name} ${method}${fault === 'none' ? '' : ` ${fault}`}`);
      if (fault !== 'none') journal.reached(`${fault}: ${what()}`);
      if (fault === 'crash') return seat.end();
      const back = (settle: () => void): void => {
        timeline.at(Math.max(timeline.now + delay(method), seat.frozenUntil), () => {
          if (!seat.isDead) settle();
        });
      };
      if (fault === 'refused') return back(() => reject(failed(method, 'was refused')));
      try {
        const answer = await timeline.outside(run());
        if (fault === 'crashAfter') seat.end();
        else if (fault === 'lost') back(() => reject(failed(method, 'lost its answer')));
        else back(() => resolve(answer));
      } catch (error) {
        back(() => reject(error));
      }
    }
  }

  const given = async (asked: Promise<Lease | undefined>): Promise<Lease | undefined> => {
    const lease = await asked;
    seat.hasLease ||= lease !== undefined;
    around.leased(lease);
    return lease;
  };
  const noteReads = (keys: readonly Key[]): void => {
    const { calls: call, conflicts } = seat;
    const reading = { at: timeline.now, step: timeline.steps, call, conflicts };
    for (const { kind, id } of keys) if (kind === 'person') seat.readAt.set(id, reading);
  };

  return {
    capabilities: inner.capabilities,
    load: (name, keys) =>
      call('load', plain('load'), () => {
        noteReads(keys);
        return inner.load(name, keys);
      }),
    scan: (name, query) => call('scan', plain('scan'), () => inner.scan(name, query)),
    commit: (name, commit) =>
      call(
        'commit',
        () => `commit of ${subjectOf(commit)}`,
        async () => {
          if (seat.isDead) journal.reached('commit of a process that has ended');
          const result = await inner.commit(name, commit);
          if (!result.ok) seat.conflicts += 1;
          watch(commit, result, seat);
          return result;
        },
      ),
    counters: (name, prefix) =>
      call('counters', plain('counters'), () => inner.counters(name, prefix)),
    acquire: (name, request) =>
      call('acquire', plain('lease'), () => given(inner.acquire(name, request))),
    renew: (name, lease, request) =>
      call('renew', plain('lease'), () => given(inner.renew(name, lease, request))),
    release: (name, lease) => call('release', plain('lease'), () => inner.release(name, lease)),
    leases: (name, prefix) => call('leases', plain('lease'), () => inner.leases(name, prefix)),
    close: () => Promise.resolve(),
  };
}

function plain(what: string): () => string {
  return () => what;
}

/** What a commit is about, in one word: the first of the kinds that tell commits apart. */
export function subjectOf(commit: Commit): string {
  const kinds = new Set<string>();
  for (const operation of commit.operations) {
    const { kind } = keyOf(operation);
    const isEnd = kind === 'effect' && operation.op === 'delete';
    const isClaim =
      kind === 'effect' &&
      operation.op === 'put' &&
      (operation.record.body as { state?: string }).state === 'claimed';
    const isMerge =
      operation.op === 'put' &&
      kind === 'fact' &&
      (operation.record.body as Fact).items.some(({ type }) => type === 'merged');
    kinds.add(isEnd ? 'outcome' : isClaim ? 'claim' : isMerge ? 'merge' : kind);
  }
  return SUBJECTS.find((subject) => kinds.has(subject)) ?? 'nothing';
}

/** What commits are told apart by, the most telling first. */
export const SUBJECTS: readonly string[] = [
  'publication',
  'journey',
  'definition',
  'subscription',
  'suppression',
  'erasure',
  'merge',
  'claim',
  'outcome',
  'input',
  'message',
  'progress',
  'account',
  'person',
  'effect',
];

function failed(method: Method, what: string): AccompanyError {
  return new AccompanyError('STORAGE_FAILED', `Simulated fault: ${method} ${what}.`);
}
