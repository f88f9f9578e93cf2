import { addDuration } from '../../kernel/calendar.ts';
import type { Duration, MustEndOn } from '../../kernel/duration.ts';
import { formatInstant, toInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { JourneyNode } from '../../journey/document.ts';
import { checkThat } from '../check.ts';
import { trialLaw } from './law.ts';
import type { Law } from './law.ts';
import { OpenRuns, placeOf, stepsOf } from './run-log.ts';

/** RT-40 to RT-43, EN-40 */
export const NO_TIMER_IS_EARLY: Law = trialLaw({
  name: 'no timer is early',
  statement:
    'A wait or timeout never ends before what the journey says has passed, and under virtual time it ends exactly when it is due.',
  rules: ['RT-40', 'RT-42', 'RT-43', 'RT-56', 'EN-40'],
  holds({ subject, facts }) {
    const { document } = subject.journey;
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    const open = new OpenRuns();
    for (const step of stepsOf(facts)) {
      const { account, at, item } = step;
      if (item.journey !== document.id) continue;
      const run = open.of(item.journey, account);
      if (item.from !== null && item.cause === 'timer' && run !== undefined) {
        checkThat(
          run.due !== null && at >= run.due,
          `${placeOf(step)} goes on from ${item.from} before ${text(run.due)}`,
        );
        checkThat(
          run.due !== null && at <= run.due,
          `${placeOf(step)} goes on from ${item.from} after ${text(run.due)}`,
        );
      }
      const node = item.parked === null ? undefined : nodes.get(item.parked);
      const least = node === undefined ? null : earliest(node, at);
      if (least !== null && item.due !== null) {
        const late = `${placeOf(step)} is to go on from ${item.parked} at ${text(item.due)}`;
        checkThat(item.due >= least, `${late}, before ${text(least)}`);
      }
      open.take(step);
    }
  },
});

/** The first instant at which a run that arrives now may go on by itself; `null` when the node says nothing. */
export function earliest(node: JourneyNode, at: Instant): Instant | null {
  if (node.kind === 'wait') return bound(at, node.for, node.until, node.mustEndOn);
  if (node.kind !== 'listen' || node.timeout === undefined) return null;
  return bound(at, node.timeout.after, node.timeout.at, node.timeout.mustEndOn);
}

/** *Must end on* can only make it later. */
function bound(
  at: Instant,
  duration: Duration | undefined,
  instant: string | undefined,
  mustEndOn: MustEndOn | undefined,
): Instant | null {
  if (instant !== undefined) return toInstant(instant);
  if (duration !== undefined) return addDuration(at, duration, mustEndOn?.zone ?? 'UTC');
  return at;
}

function text(instant: Instant | null): string {
  return instant === null ? 'never' : formatInstant(instant);
}
