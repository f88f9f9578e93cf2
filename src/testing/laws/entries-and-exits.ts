import { checkThat } from '../check.ts';
import { trialLaw } from './law.ts';
import type { Law } from './law.ts';
import { OpenRuns, placeOf, stepsOf } from './run-log.ts';

/** Runs begin, go on from where they stood, and end once. */
export const ENTERED_ACCOUNTS_LEAVE_ONCE: Law = trialLaw({
  name: 'in flight, or left exactly once',
  statement:
    'Every account that has entered a journey is in flight at one node, or has left exactly once with one reason.',
  rules: ['RT-17', 'RT-20', 'RT-60'],
  holds({ facts }) {
    const open = new OpenRuns();
    const left = new Set<string>();
    for (const step of stepsOf(facts)) {
      const { account, item } = step;
      const run = open.of(item.journey, account);
      const id = JSON.stringify([item.journey, account, item.entry]);
      checkThat(!left.has(id), `${placeOf(step)} goes on after it has left`);
      if (item.from !== null) {
        checkThat(run?.entry === item.entry, `${placeOf(step)} goes on without having entered`);
        checkThat(
          run?.node === item.from,
          `${placeOf(step)} goes on from ${item.from}, but stood at ${run?.node}`,
        );
      }
      checkThat(
        (item.parked === null) !== (item.exit === null),
        `${placeOf(step)} is neither at a node nor out, or both: parked ${item.parked}, exit ${item.exit}`,
      );
      if (item.exit !== null) left.add(id);
      open.take(step);
    }
  },
});

/** RT-12 and the numbers of entries. */
export const NOBODY_IS_INSIDE_TWICE: Law = trialLaw({
  name: 'nobody is inside twice',
  statement:
    'An account is in a journey at most once at a time, and its entries are numbered 1, 2, 3 and so on.',
  rules: ['RT-12', 'RT-13', 'RT-17'],
  holds({ facts }) {
    const open = new OpenRuns();
    const entries = new Map<string, number>();
    for (const step of stepsOf(facts)) {
      const { account, item } = step;
      if (item.from === null) {
        const key = JSON.stringify([item.journey, account]);
        const before = entries.get(key) ?? 0;
        checkThat(
          open.of(item.journey, account) === undefined,
          `${placeOf(step)} enters while it is inside`,
        );
        checkThat(item.entry === before + 1, `${placeOf(step)} enters after entry ${before}`);
        entries.set(key, item.entry);
      }
      open.take(step);
    }
  },
});

/** RT-63 */
export const ENTERED_IS_INSIDE_PLUS_LEFT: Law = trialLaw({
  name: 'entered = inside + left',
  statement:
    'Entries of a journey are its runs in flight plus its exits, and the runs in flight are those at its nodes.',
  rules: ['RT-63'],
  holds({ facts, counts }) {
    const open = new OpenRuns();
    for (const step of stepsOf(facts)) open.take(step);
    for (const [journey, { entered, inFlight, exits, nodes }] of counts) {
      const left = Object.values(exits).reduce((sum, count) => sum + count, 0);
      const here = Object.values(nodes).reduce((sum, node) => sum + node.here, 0);
      checkThat(
        entered === inFlight + left,
        `${journey}: ${entered} entered, ${inFlight} in flight and ${left} left`,
      );
      checkThat(here === inFlight, `${journey}: ${inFlight} in flight, ${here} at its nodes`);
      const known = open.count(journey);
      checkThat(known === inFlight, `${journey}: ${inFlight} in flight, ${known} by the facts`);
    }
  },
});
