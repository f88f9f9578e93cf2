import { DAY, HOUR, MINUTE } from '../../kernel/duration.ts';
import type { Dice } from './dice.ts';

const SECOND = 1_000;

/** How often what goes wrong in one simulation: rates per call from 0 to 1, unless they say otherwise. */
export interface Weather {
  /** Engines that share the storage. */
  readonly engines: number;
  /** Usual time of a call there, and of its answer, in milliseconds. */
  readonly latency: number;
  /** Calls that take seconds to minutes. */
  readonly slow: number;
  /** Calls of the storage that are not made. */
  readonly refused: number;
  /** Calls of the storage that are made while their answer is lost. */
  readonly lost: number;
  /** How much of that, and of what is slow, calls meet that only read; commits, which matter most, meet four times as much. */
  readonly reads: number;
  /** Ends of the process before, and right after, a call of the storage. */
  readonly crash: number;
  /** Ends and orderly restarts of a process by the day. */
  readonly ends: number;
  readonly restarts: number;
  /** Times by the day at which a process stands still, for seconds to hours. */
  readonly pauses: number;
  /** How long a process is down, in milliseconds. */
  readonly downtime: number;
  /** Deliveries that never arrive, whose answer is lost, that arrive after they were given up. */
  readonly channelRefused: number;
  readonly channelLost: number;
  readonly channelLate: number;
  /** Single effects that fail, and people whose own outcome differs. */
  readonly failed: number;
  readonly differs: number;
  /** Spans of hours by the day in which everything fails. */
  readonly bursts: number;
  /** Greatest error of a process's clock, in milliseconds, and its jumps by the day. */
  readonly skew: number;
  readonly jumps: number;
  /** Share of events and wake-ups that aim at a deadline. */
  readonly aim: number;
  /** Calls that the host gives up on and repeats elsewhere. */
  readonly impatient: number;
}

/** Nothing goes wrong. */
export const CALM: Weather = {
  engines: 1,
  latency: 3,
  slow: 0,
  refused: 0,
  lost: 0,
  reads: 0,
  crash: 0,
  ends: 0,
  restarts: 0,
  pauses: 0,
  downtime: MINUTE,
  channelRefused: 0,
  channelLost: 0,
  channelLate: 0,
  failed: 0,
  differs: 0,
  bursts: 0,
  skew: 0,
  jumps: 0,
  aim: 0.5,
  impatient: 0,
};

/** Every seed draws weather of its own, with some faults switched off (swarm testing). */
export function drawWeather({ pick, once, next }: Dice, mostEngines: number): Weather {
  const some = (rates: readonly number[]): number =>
    once(0.35) ? 0 : pick(rates) * (0.5 + next());
  return {
    engines: 1 + Math.floor(next() * mostEngines),
    latency: pick([1, 5, 20, 200]),
    slow: some([0.002, 0.01]),
    refused: some([0.002, 0.01, 0.03]),
    lost: some([0.002, 0.01, 0.03]),
    reads: pick([0.1, 0.2, 0.2, 1]),
    crash: some([0.001, 0.003, 0.006]),
    ends: some([0.1, 0.5]),
    restarts: some([0.1, 0.5]),
    pauses: some([0.1, 0.3]),
    downtime: pick([2 * SECOND, MINUTE, 3 * HOUR]),
    channelRefused: some([0.01, 0.1]),
    channelLost: some([0.01, 0.1]),
    channelLate: some([0.01, 0.1]),
    failed: some([0.02, 0.2]),
    differs: some([0.02, 0.2]),
    bursts: some([0.05, 0.2]),
    skew: once(0.5) ? 0 : pick([5 * SECOND, HOUR, DAY]),
    jumps: some([0.1, 0.5]),
    aim: pick([0.25, 0.5, 0.75]),
    impatient: some([0.01, 0.05]),
  };
}
