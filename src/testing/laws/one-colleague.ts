import { compileCondition } from '../../conditions/compile.ts';
import { ConditionScope } from '../../conditions/scope.ts';
import type { ListenEvent, ListenNode } from '../../journey/document.ts';
import { formatInstant, toInstant } from '../../kernel/instant.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { EventInput } from '../../model/record.ts';
import type { Value } from '../../model/value.ts';
import { NO_ACCOUNT } from '../../model/view.ts';
import type { EventView, PersonView } from '../../model/view.ts';
import { checkThat } from '../check.ts';
import { Known } from './known.ts';
import { trialLaw } from './law.ts';
import type { Law } from './law.ts';
import { OpenRuns, stepsOf } from './run-log.ts';
import { referencesOf } from './subject.ts';
import type { LawSubject } from './subject.ts';

type Hears = (event: EventView) => boolean;

/** Somebody had an event that must move an account on. */
interface Expectation {
  readonly account: string;
  readonly entry: number;
  readonly node: string;
  readonly text: string;
}

/** RT-50, RT-51: listeners with a filter, with members or with a minimum above 1 ask more than one event can tell. */
export const ONE_COLLEAGUE_MOVES_THE_ACCOUNT: Law = trialLaw({
  name: 'one colleague moves the account',
  statement:
    'When an account listens for an event of people, the first one that any of its people has moves the account at once, whatever the others do.',
  rules: ['RT-50', 'RT-51', 'RT-52', 'RT-58'],
  holds({ subject, log }) {
    const journey = subject.journey.id;
    const listeners = plainListeners(subject);
    if (listeners.size === 0) return;
    const known = new Known();
    const open = new OpenRuns();
    const accounts = new Set<string>();
    let expected: Expectation[] = [];
    for (const entry of log) {
      if (entry.kind === 'moment') {
        const seen = new Set<string>();
        for (const given of entry.moment.input.events ?? []) {
          const { person } = given;
          const event = viewOf(subject.catalogue as Catalogue, given);
          if (person === undefined || event.at > entry.at || known.hasSeen(person, event.id))
            continue;
          if (seen.has(JSON.stringify([person, event.id]))) continue;
          seen.add(JSON.stringify([person, event.id]));
          for (const account of accounts) {
            const run = open.of(journey, account);
            if (run === undefined || run.node === null || !known.belongs(account, person)) continue;
            const listener = listeners.get(run.node);
            if (listener === undefined) continue;
            if (
              event.at < (listener.sinceEntry ? run.enteredAt : run.arrivedAt) ||
              !listener.hears(event)
            )
              continue;
            const text = `${person} of ${account} had ${event.type} (${event.id}) at ${formatInstant(event.at)}, but the account still waits at ${run.node}`;
            expected.push({ account, entry: run.entry, node: run.node, text });
          }
        }
        const changed = new Set((entry.moment.input.relations ?? []).map(({ account }) => account));
        expected = expected.filter(({ account }) => !changed.has(account));
      } else if (entry.kind === 'fact') {
        for (const step of stepsOf([entry.fact])) {
          if (step.item.journey !== journey) continue;
          accounts.add(step.account);
          const { account, item } = step;
          expected = expected.filter(
            (one) => one.account !== account || one.entry !== item.entry || one.node !== item.from,
          );
          open.take(step);
        }
      } else if (entry.kind === 'settled') {
        checkThat(expected.length === 0, expected.map(({ text }) => text).join('; '));
      }
      known.take(entry);
    }
  },
});

function plainListeners(
  subject: LawSubject,
): ReadonlyMap<string, { readonly sinceEntry: boolean; readonly hears: Hears }> {
  const found = new Map<string, { sinceEntry: boolean; hears: Hears }>();
  for (const node of subject.journey.document.nodes) {
    if (node.kind !== 'listen' || !isPlain(node)) continue;
    const matchers = node.events
      .filter(({ minimum = 1 }) => minimum <= 1)
      .map((event) => matcher(subject, event));
    const hears: Hears = (event) => matchers.some((matches) => matches(event));
    found.set(node.id, { sinceEntry: node.since === 'journeyEntry', hears });
  }
  return found;
}

function isPlain({ context, filter, members }: ListenNode): boolean {
  return context === 'people' && filter === undefined && members === undefined;
}

function matcher(subject: LawSubject, { event: type, where }: ListenEvent): Hears {
  if (where === undefined) return (event) => event.type === type;
  const context = {
    catalogue: subject.catalogue as Catalogue,
    references: referencesOf(subject),
    scope: 'person',
    event: type,
  } as const;
  const { test } = compileCondition(where, context);
  return (event) => {
    if (event.type !== type) return false;
    const scope = new ConditionScope(NO_ACCOUNT, SOMEBODY, event.at, null);
    scope.event = event;
    return test(scope);
  };
}

/** Conditions on an event look at nothing of the person. */
const SOMEBODY: PersonView = Object.freeze({
  id: '',
  attributes: {},
  roles: [],
  since: 0,
  events: [],
  objects: {},
});

/** The event as the engine keeps it. */
function viewOf(
  { events }: Catalogue,
  { id, type, at, fields: given = {} }: EventInput,
): EventView {
  const definitions = events[type]?.fields ?? {};
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const parsed =
      value === null || value === undefined ? undefined : definitions[name]?.parse(value);
    if (parsed?.ok === true) fields[name] = parsed.value;
  }
  return { id, type, at: toInstant(at), fields };
}
