import { DAY } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { Commit, CommitResult, Lease, Storage } from '../../ports/storage.ts';
import type { Effect } from '../../runtime/effect.ts';
import { memoryStorage } from '../../storage/memory/memory-storage.ts';
import { audit } from './audit.ts';
import { dice as newDice, type Dice } from './dice.ts';
import { fleet as newFleet } from './fleet.ts';
import { journal as newJournal } from './journal.ts';
import { lateness, LONGEST_SLEEP } from './lateness.ts';
import { keyOf, mirror as newMirror, type Mirror } from './mirror.ts';
import { inRealm } from './realm.ts';
import { receiver as newReceiver } from './receiver.ts';
import type { Seat } from './seat.ts';
import { acting, type Breach, type Process, type Stage, type Story } from './stage.ts';
import { timeline as newTimeline } from './timeline.ts';
import { watching } from './watch/watching.ts';
import { watchedChannel } from './watched-channel.ts';
import { watchedStorage, type CommitWatch } from './watched-storage.ts';
import { CALM, drawWeather, type Weather } from './weather.ts';

/** What is simulated. */
export interface SimulationOptions {
  /** Decides everything that chance decides. */
  readonly seed: number;
  /** Makes the story of this seed. */
  readonly story: (dice: Dice, weather: Weather) => Story;
  /** Missing: in memory. */
  readonly storage?: () => Storage;
  /** Most engines that share the storage; missing: 3. */
  readonly engines?: number;
  /** Days until faults end; missing: 30 to 60, by seed. */
  readonly days?: number;
  /** First instant; missing: `2026-01-05T09:00:00Z`. */
  readonly start?: Instant;
  /** Replaces parts of the weather that the seed draws. */
  readonly weather?: Partial<Weather>;
  /** Only so many faults happen, the first ones; missing: all. */
  readonly faults?: number;
  /** Keep what happened as text; missing: false. */
  readonly keepLines?: boolean;
}

/** What a simulation has come to. */
export interface SimulationReport {
  readonly seed: number;
  /** Promises that were not kept; the simulation ends with the first. */
  readonly breaches: readonly Breach[];
  /** Of everything that happened; equal for equal options. */
  readonly hash: string;
  readonly weather: Weather;
  /** Runs that entered a journey. */
  readonly journeys: number;
  readonly commits: number;
  readonly steps: number;
  readonly faults: number;
  readonly crashes: number;
  /** How often each interesting state was reached. */
  readonly states: ReadonlyMap<string, number>;
  readonly lines: readonly string[];
}

const START = Date.parse('2026-01-05T09:00:00Z');
/** What must have finished so long after faults have ended never does. */
const LONGEST = 400 * DAY;
const MOST_STEPS = 2_000_000;
/** Whatever waits for a midnight was looked at after it. */
const ENOUGH = DAY + LONGEST_SLEEP;

/**
 * Runs engines under faults in virtual time: every call of a storage or a channel takes a while there and back, fails,
 * loses its answer or ends its process; clocks are wrong and jump; processes stand still. Then the faults end, and
 * everything must finish. All promises of `docs/semantics/reliability.md` are checked at each commit and in the end.
 */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { seed, start = START, engines = 3, faults: most = Number.POSITIVE_INFINITY } = options;
  const dice = newDice(seed);
  const drawn: Weather = { ...drawWeather(dice.other('weather'), engines), ...options.weather };
  const end = start + (options.days ?? 30 + dice.below(31)) * DAY;
  const timeline = newTimeline(start);
  const journal = newJournal(options.keepLines ?? false);
  const mirror = newMirror();
  const storage = options.storage?.() ?? memoryStorage();
  const story = options.story(dice.other('story'), drawn);
  const breaches: Breach[] = [];
  const asked = new Map<string, Effect>();
  const erased = new Map<string, string>();
  const landmarks: Instant[] = [];
  const leases = new Map<string, Lease>();
  const failures: { what: Delivery; people: readonly string[] }[] = [];
  let weather = drawn;
  let [commits, faults, lastCommit, settled] = [0, 0, start, start];

  const broken = (rule: string, what: string): void => {
    journal.note(timeline.now, `BROKEN ${rule}: ${what}`);
    breaches.push({ rule, what });
  };
  const aims = dice.other('aims');
  const aim = (): Instant => {
    const expiries = [...leases.values()].map(({ expiresAt }) => expiresAt);
    const near = [...mirror.dues(6), ...landmarks, ...expiries].filter(
      (at) => at > timeline.now - 5_000,
    );
    if (near.length === 0) return timeline.now + aims.about(DAY / 4);
    // At it, while whoever keeps it is at work, or seconds before or after.
    const offset = aims.pick([
      0,
      aims.about(10 * weather.latency),
      Math.round((2 * aims.next() - 1) * 5_000),
    ]);
    return aims.pick(near) + offset;
  };
  const around = {
    timeline,
    journal,
    weather: () => weather,
    leased: (lease: Lease | undefined) => {
      if (lease === undefined) return;
      if (lease.fence > (leases.get(lease.name)?.fence ?? lease.fence))
        journal.reached('a lease was taken over');
      leases.set(lease.name, lease);
    },
    allow: () => (faults < most ? ((faults += 1), true) : false),
  };
  const receiver = newReceiver({
    timeline,
    journal,
    broken,
    onFailed: (what, people) => {
      if (failures.push({ what, people }) > 8) failures.shift();
    },
  });
  const watch = watching({
    mirror,
    journal,
    asked,
    erased,
    broken,
    timeline,
    isCalm: () => weather === CALM,
    look: story.look,
  });
  const onCommit: CommitWatch = (commit, result, seat) => {
    journal.detail(timeline.now, () => summaryOf(commit, result));
    if (!result.ok) {
      seat.wasInConflict = true;
      if (isOnlyExpected(commit, result))
        journal.reached('commit: only an expectation did not fit');
      return journal.reached(`commit: ${result.reason}`);
    }
    commits += 1;
    if (seat.wasInConflict) journal.reached('a conflict was decided again');
    seat.wasInConflict = false;
    if (!isNightOnly(commit)) lastCommit = timeline.now;
    watch(commit, seat);
  };
  const processOf = (seat: Seat): Process => {
    const own = { ...around, dice: dice.other(seat.name) };
    return {
      name: seat.name,
      place: seat.place,
      clock: seat.clock,
      storage: watchedStorage(storage, seat, own, onCommit),
      channel: (name, delivery = 'keyed', onArrival) =>
        watchedChannel({ name, delivery, onArrival, seat, receiver, around: own }),
    };
  };

  const own = dice.other('host');
  const fleet = newFleet({
    timeline,
    journal,
    dice: dice.other('fleet'),
    weather: () => weather,
    open: (seat) => story.open(processOf(seat)),
    aim,
    interrupt: (until) => (receiver.isDownUntil = until),
    broken,
  });
  const stage: Omit<Stage, 'dice'> = {
    mirror,
    journal,
    start,
    end,
    failures,
    now: () => timeline.now,
    until: (instant) => timeline.until(instant),
    aim,
    landmark: (instant) => void landmarks.push(instant),
    nextLandmark: () => landmarks.filter((at) => at > timeline.now).sort((a, b) => a - b)[0],
    join: () => fleet.grow(drawn.engines),
    act: acting({ timeline, journal, dice: own, weather: () => weather, fleet, broken }),
  };

  const late = lateness({
    timeline,
    dice: dice.other('lateness'),
    weather: () => weather,
    isCalm: () => weather === CALM,
    aim,
    nextDue: () => mirror.dues(1)[0],
    nextExpiry: () => {
      const ahead = [...leases.values()].flatMap(({ expiresAt }) =>
        expiresAt > timeline.now ? [expiresAt] : [],
      );
      return ahead.length === 0 ? undefined : Math.min(...ahead);
    },
  });

  const play = async (): Promise<void> => {
    fleet.grow(1);
    let lanes = story.lanes.length;
    story.lanes.forEach((lane, index) => {
      const done = lane({ ...stage, dice: dice.other(`lane ${index}`) });
      done.then(
        () => (lanes -= 1),
        (error: unknown) => broken('RL-13', `a lane fails: ${String(error)}`),
      );
    });
    timeline.at(end, () => {
      journal.note(end, 'calm');
      weather = CALM;
      // Until then an engine that is no more may have the lead.
      for (const { expiresAt } of leases.values()) settled = Math.max(settled, expiresAt + ENOUGH);
      receiver.isDownUntil = 0;
      fleet.heal();
    });
    const isFinished = (): boolean =>
      weather === CALM &&
      lanes === 0 &&
      fleet.isComplete &&
      mirror.dues(1).length === 0 &&
      timeline.now > Math.max(settled, lastCommit + ENOUGH) &&
      nightsAreOver(mirror, timeline.now);
    await timeline.play(() => {
      if (breaches.length > 0 || isFinished()) return true;
      if (timeline.now < end + LONGEST && timeline.steps < MOST_STEPS) return false;
      broken('RL-9', `not finished after ${timeline.steps} steps; due: ${openWork(mirror)}`);
      return true;
    });
  };

  await inRealm({ timeline, chance: dice.other('chance').next, late }, play);
  if (breaches.length === 0) {
    const ending = { mirror, storage, accepted: receiver.accepted, asked, erased, journal };
    breaches.push(...(await audit(ending)), ...((await story.audit?.(ending)) ?? []));
  }
  let journeys = 0;
  for (const { body } of mirror.all('fact').values())
    for (const item of body.items) if (item.type === 'run' && item.from === null) journeys += 1;
  return {
    seed,
    breaches,
    hash: journal.hash,
    weather: drawn,
    journeys,
    commits,
    steps: timeline.steps,
    faults,
    crashes: fleet.crashes,
    states: journal.states,
    lines: journal.lines,
  };
}

/** Nobody's activity waits for a night that is due; groups that still wait for a midnight then are a breach. */
function nightsAreOver(mirror: Mirror, now: Instant): boolean {
  for (const { due } of mirror.all('person').values()) if (due !== null && due <= now) return false;
  return true;
}

/** True for a conflict of records that the commit relies on and does not write. */
function isOnlyExpected({ operations }: Commit, result: CommitResult): boolean {
  if (result.ok || result.reason !== 'conflict') return false;
  const written = operations.map(keyOf);
  return !result.conflicts.some(({ kind, id }) =>
    written.some((key) => key.kind === kind && key.id === id),
  );
}

/** The keys that a commit writes, and what became of it. */
function summaryOf({ operations }: Commit, result: CommitResult): string {
  const keys = operations.map((operation) => {
    if (operation.op === 'put' && operation.record.kind === 'message')
      return (
        'message ' +
        operation.record.id.replaceAll('\u001f', '/') +
        ' due ' +
        new Date(operation.record.due!).toISOString()
      );
    const { kind, id } = keyOf(operation);
    return `${operation.op === 'put' ? '' : '-'}${kind} ${id.replaceAll('\u001f', '/')}`;
  });
  const end = result.ok ? 'ok' : result.reason;
  return `${end}: ${keys.join(', ')}`;
}

/** The record of a night: an engine that has come to lead again writes one however quiet the tenant is (EG-67). */
function isNightOnly({ operations }: Commit): boolean {
  return operations.every((operation) =>
    ['definition', 'registry'].includes(keyOf(operation).kind),
  );
}

/** What is still to be done, in a few words. */
function openWork(mirror: Mirror): string {
  const found: string[] = [];
  for (const kind of ['progress', 'message', 'effect'] as const)
    for (const { id, due } of mirror.all(kind).values())
      if (due !== null) found.push(`${kind} ${id} at ${new Date(due).toISOString()}`);
  return found.slice(0, 5).join('; ') || 'nothing';
}
