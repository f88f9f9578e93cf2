import type { ListenNode } from '../../../journey/document.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { EventView } from '../../../model/view.ts';
import type { RunFact } from '../../../runtime/fact.ts';
import type { Run } from '../../../runtime/run.ts';
import type { AccountBody } from '../../../runtime/state.ts';
import { isErasing, putsOf, type Change, type Look } from './change.ts';

/**
 * An event that reaches an account wakes every run that listens for it (RT-50, RT-58), and no event stands in a history
 * twice. Listeners with constraints, filters or counts are left to the reference.
 */
export function lookAtEvents(): Look {
  const parkedAt = new Map<string, string>();
  /** Events of accounts that were merged: whoever takes them over has not heard them (AM-10). */
  const past = new Set<string>();
  return (change) => {
    // Events that the engine had named after whom it erases get other names: nobody hears them again.
    if (isErasing(change)) return;
    const { mirror, broken } = change;
    const moved = new Map<string, RunFact>();
    for (const { account, items } of change.facts) {
      for (const item of items) {
        if (item.type !== 'run' || item.from === null) continue;
        const key = keyOf(account, item);
        if (!moved.has(key)) moved.set(key, item);
      }
    }
    for (const { id, body } of putsOf(change, 'account')) {
      const before = mirror.get('account', id)?.body;
      if (body.merged !== undefined) for (const event of before?.events ?? []) past.add(event.id);
    }
    for (const { id, body } of putsOf(change, 'account')) {
      const before = mirror.get('account', id)?.body;
      const runs = mirror.get('progress', id)?.body.runs ?? [];
      for (const [event, context] of fresh(before, body)) {
        if (event === null) broken('RL-1', `an event stands twice in the history of ${id}`);
        else if (context === 'people' || !past.has(event.id))
          for (const run of runs) hears(change, id, run, event, context);
      }
    }
    for (const { account, at, items } of change.facts) {
      for (const item of items) {
        if (item.type !== 'run' || item.parked === null) continue;
        parkedAt.set(keyOf(account, item), item.parked);
        remembers(change, account, item, at);
      }
    }

    function hears(
      { node, journal, seat }: Change,
      account: string,
      run: Run,
      event: EventView,
      context: ListenNode['context'],
    ): void {
      const key = keyOf(account, run);
      const at = node(run.journey, parkedAt.get(key) ?? '');
      if (at?.kind !== 'listen' || at.context !== context || !isPlain(at)) return;
      if (!at.events.some((one) => one.event === event.type)) return;
      if (event.at < (at.since === 'journeyEntry' ? run.enteredAt : run.arrivedAt)) return;
      if (run.due !== null && event.at > run.due) return;
      if (run.due === event.at) journal.reached('an event came exactly at a deadline');
      if (run.due !== null && run.due - event.at <= 5_000)
        journal.reached('an event came just before a deadline');
      const step = moved.get(key);
      // Of calls that share a commit (EN-37), an earlier one may have fired a timer that was due.
      const mayBeLate = step?.cause === 'timer' && seat.asked > 1;
      if (step === undefined || (step.cause === 'timer' && !mayBeLate))
        broken('RL-1', `${key} at ${at.id} did not hear event ${event.id} of ${event.at}`);
    }
  };
}

/** A run that comes to a listener with `since: journeyEntry` does not wait for what has happened already (RT-55). */
function remembers(change: Change, account: string, item: RunFact, now: Instant): void {
  const at = change.node(item.journey, item.parked!);
  if (at?.kind !== 'listen' || at.since !== 'journeyEntry' || !isPlain(at)) return;
  const run = putsOf(change, 'progress')
    .find(({ id }) => id === account)
    ?.body.runs.find(({ journey }) => journey === item.journey);
  const before = change.mirror.get('account', account)?.body;
  const after = putsOf(change, 'account').find(({ id }) => id === account)?.body ?? before;
  if (run === undefined || run.due !== item.due || before === undefined) return;
  // What comes in the same advance is offered to the run by itself; who leaves takes a history along.
  const known = new Set(eventsOf(before, at.context).map(({ id }) => id));
  for (const { id, type, at: when } of eventsOf(after!, at.context)) {
    const isHeard = at.events.some(({ event }) => event === type);
    if (isHeard && known.has(id) && when >= run.enteredAt && when <= now)
      change.broken(
        'RL-1',
        `${keyOf(account, run)} waits at ${at.id} for event ${id}, which it has`,
      );
  }
}

function eventsOf(
  { events, people }: AccountBody,
  context: ListenNode['context'],
): readonly EventView[] {
  return context === 'accounts' ? events : people.flatMap((person) => person.events);
}

function isPlain({ events, filter, members }: ListenNode): boolean {
  const simple = events.every(({ where, minimum }) => where === undefined && (minimum ?? 1) === 1);
  return simple && filter === undefined && members === undefined;
}

/** Events that are new in an account, with who had them; `null` for one that is there twice. */
function* fresh(
  before: AccountBody | undefined,
  after: AccountBody,
): Generator<readonly [EventView | null, ListenNode['context']]> {
  if (after.events !== before?.events)
    for (const event of added(before?.events ?? [], after.events)) yield [event, 'accounts'];
  for (const person of after.people) {
    const known = before?.people.find(({ id }) => id === person.id);
    // Who joins brings a history, which wakes nobody.
    if (known === undefined || known.events === person.events) continue;
    for (const event of added(known.events, person.events)) yield [event, 'people'];
  }
}

function added(
  before: readonly EventView[],
  after: readonly EventView[],
): readonly (EventView | null)[] {
  const known = new Set(before.map(({ id }) => id));
  const ids = new Set(after.map(({ id }) => id));
  const twice = ids.size === after.length ? [] : [null];
  return [...twice, ...after.filter(({ id }) => !known.has(id))];
}

function keyOf(account: string, { journey, entry }: Pick<Run, 'journey' | 'entry'>): string {
  return `${account} in ${journey} (${entry})`;
}
