import type { JourneyNode } from '../../journey/document.ts';
import { checkThat } from '../check.ts';
import { Known } from './known.ts';
import { trialLaw } from './law.ts';
import type { Law } from './law.ts';
import { placeOf } from './run-log.ts';
import type { RunStep } from './run-log.ts';

/** RT-26 */
export const SILENT_PEOPLE_ARE_NOT_LEFT_OUT: Law = trialLaw({
  name: 'silent people are not left out',
  statement:
    'A people action on the way of an account is for everybody in the account, also for those who never had an event.',
  rules: ['RT-26', 'RT-30', 'RT-31'],
  holds({ subject, log }) {
    const known = new Known();
    const nodes = peopleActions(subject.journey.document.nodes);
    const asked = new Map<
      string,
      { readonly step: RunStep; readonly node: string; readonly people: readonly string[] }
    >();
    const reached = new Map<string, Set<string>>();
    for (const entry of log) {
      known.take(entry);
      if (entry.kind !== 'fact') continue;
      const { account, at, items } = entry.fact;
      for (const item of items) {
        if ((item.type !== 'run' && item.type !== 'settled') || item.journey !== subject.journey.id)
          continue;
        if (item.type === 'run') {
          for (const node of visitsOf(item.trail)) {
            if (!nodes.has(node)) continue;
            const people = known.settledPeople(account);
            asked.set(JSON.stringify([account, item.entry, node]), {
              step: { account, at, item },
              node,
              people,
            });
          }
        } else {
          const key = JSON.stringify([account, item.entry, item.node]);
          const people = reached.get(key) ?? new Set();
          for (const outcome of item.outcomes)
            for (const person of outcome.people ?? []) people.add(person);
          reached.set(key, people);
        }
      }
    }
    for (const [key, { step, node, people }] of asked) {
      const missing = people.filter((person) => reached.get(key)?.has(person) !== true);
      checkThat(missing.length === 0, `${placeOf(step)}: ${node} left out ${missing.join(', ')}`);
    }
  },
});

/** EN-51, EN-52, RT-73 */
export const NO_EMAIL_AGAINST_CONSENT: Law = trialLaw({
  name: 'no e-mail against consent',
  statement:
    'No e-mail is handed over for people who have withdrawn consent (operational ones aside), whose address is suppressed, or who have left the account.',
  rules: ['EN-51', 'EN-52', 'RT-34', 'RT-73'],
  holds({ log }) {
    const known = new Known();
    for (const entry of log) {
      known.take(entry);
      if (entry.kind !== 'delivery' || entry.delivery.action.type !== 'sendEmail') continue;
      const { account, node, action, recipients } = entry.delivery;
      for (const { person } of recipients) {
        if (person === null) continue;
        const mail = `${node} sends ${action.email} to ${person} of ${account}`;
        checkThat(known.belongs(account, person), `${mail}, who does not belong to it`);
        checkThat(
          action.operational || !known.hasWithdrawn(person),
          `${mail}, who has withdrawn consent`,
        );
        checkThat(!known.isSuppressed(person), `${mail}, whose address is suppressed`);
      }
    }
  },
});

/** Ids of people actions outside splits by people that leave the engine as effects. */
function peopleActions(nodes: readonly JourneyNode[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const node of nodes) {
    if (node.kind !== 'action' || node.context !== 'people') continue;
    if (node.action.type === 'sendEmail' || node.action.type === 'custom') ids.add(node.id);
  }
  return ids;
}

/** Every second entry of a trail is a node. */
function visitsOf(trail: readonly string[]): readonly string[] {
  return trail.filter((_, index) => index % 2 === 0);
}
