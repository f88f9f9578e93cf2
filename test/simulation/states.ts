import { SUBJECTS } from '../../src/testing/simulation/watched-storage.ts';

/** Commits of these are few; they need not meet every fault in a short run. */
const RARE: ReadonlySet<string> = new Set([
  'definition',
  'subscription',
  'suppression',
  'account',
  'person',
  'effect',
]);

/**
 * States that a suite of simulations must have reached, each at least once: a suite that does not get there proves
 * nothing about them (the "sometimes" of property-based test services).
 */
export const STATES: readonly string[] = [
  ...(['refused', 'lost', 'crash', 'crashAfter'] as const).flatMap((fault) => [
    ...SUBJECTS.filter((subject) => !RARE.has(subject)).map(
      (subject) => `${fault}: commit of ${subject}`,
    ),
    ...['load', 'scan', 'counters'].map((call) => `${fault}: ${call}`),
  ]),
  'a burst of events',
  'a claim that ran out was taken over',
  'a clock leapt ahead',
  'a clock went back',
  'a conflict was decided again',
  'a crash',
  'a crash while an engine opens',
  'a group with a score',
  'a key came again',
  'a lease was taken over',
  'a process stood still',
  'a tenant scores',
  'a timer fired',
  'a timer fired on a clock that is behind',
  'an abort ended a run',
  'an account entered again',
  'an address was suppressed',
  'an effect is tried again',
  'an effect was carried out',
  'an effect was given up',
  'an engine could not open',
  'an event after the end of a run',
  'an event came exactly at a deadline',
  'an event came just before a deadline',
  'an event came late',
  'an event moved a run',
  'an event of a stranger',
  'an event was dated ahead',
  'an event was sent again',
  'an orderly restart',
  'an unknown outcome was parked',
  'channel: asked to stop',
  'channel: done, answer lost',
  'channel: down for hours',
  'channel: refused',
  'channel: timeout, then success',
  'channel: was asked',
  'commit of a process that has ended',
  'commit: conflict',
  'commit: fenced',
  'more than five nights',
  'people change after a call that was interrupted',
  'somebody is without consent',
  'somebody withdrew consent between two attempts',
  'the host did not wait for an answer',
];
