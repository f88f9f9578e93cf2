import type { Instant } from '../kernel/instant.ts';
import type { EventView } from '../model/view.ts';
import { joinIds } from './effect.ts';
import type { AccountDraft } from './draft.ts';
import type { ProgramAwait, ProgramListener } from './program.ts';
import type { Run } from './run.ts';
import type { PersonCopy } from './state.ts';

/** Whether a parked run hears an event, and how far its counts have come if not yet enough (RT-50 to RT-54). */
export type Heard =
  | { readonly wakes: true }
  | { readonly wakes: false; readonly counts: Run['heard'] };

const DEAF: Heard = { wakes: false, counts: null };
const WAKES: Heard = { wakes: true };

/** Offers one event to one run that is parked at a listener. `person` is who triggered it, `null` for account events. */
export function hear(
  draft: AccountDraft,
  run: Run,
  node: ProgramAwait,
  event: EventView,
  person: PersonCopy | null,
): Heard {
  const { listen } = node;
  if (listen === null || event.at < since(listen, run)) return DEAF;
  if ((listen.context === 'people') !== (person !== null)) return DEAF;
  let counts: Run['heard'] = null;
  for (let index = 0; index < listen.events.length; index += 1) {
    const matcher = listen.events[index]!;
    if (
      matcher.event !== event.type ||
      !matches(draft, listen, index, event, person, run.enteredAt)
    )
      continue;
    if (matcher.minimum <= 1) return WAKES;
    const key = joinIds(index, person?.id ?? '-');
    const count = (run.heard?.[key] ?? 0) + 1;
    if (count >= matcher.minimum) return WAKES;
    counts = { ...(counts ?? run.heard), [key]: count };
  }
  return counts === null ? DEAF : { wakes: false, counts };
}

/**
 * With `since: journeyEntry`: what the history already holds when the run arrives (RT-55). The counts go on from it.
 */
export function recall(draft: AccountDraft, run: Run, node: ProgramAwait): Heard {
  const { listen } = node;
  if (listen?.since !== 'journeyEntry') return DEAF;
  let counts: Run['heard'] = null;
  const offer = (event: EventView, person: PersonCopy | null): boolean => {
    if (event.at > draft.now) return false;
    const heard = hear(draft, { ...run, heard: counts }, node, event, person);
    if (!heard.wakes && heard.counts) counts = heard.counts;
    return heard.wakes;
  };
  if (listen.context === 'accounts') {
    for (const event of draft.account.events) if (offer(event, null)) return WAKES;
  } else {
    for (const person of draft.account.people) {
      for (const event of person.events) if (offer(event, person)) return WAKES;
    }
  }
  return { wakes: false, counts };
}

function since(listen: ProgramListener, run: Run): Instant {
  return listen.since === 'journeyEntry' ? run.enteredAt : run.arrivedAt;
}

function matches(
  draft: AccountDraft,
  listen: ProgramListener,
  index: number,
  event: EventView,
  person: PersonCopy | null,
  anchor: Instant,
): boolean {
  const { condition } = listen.events[index]!;
  const scope = draft.look(person, anchor);
  if (condition !== null) {
    scope.event = event;
    const holds = condition.test(scope);
    scope.event = null;
    if (!holds) return false;
  }
  if (person === null) return true;
  if (listen.members !== null && !isMember(draft, listen.members, person.id)) return false;
  return listen.filter === null || listen.filter.test(draft.look(person, anchor));
}

function isMember(
  draft: AccountDraft,
  wanted: NonNullable<ProgramListener['members']>,
  person: string,
): boolean {
  return draft.account.groups.some(
    (group) =>
      (wanted.definitions === null || wanted.definitions.includes(group.definition)) &&
      group.members.some(
        (member) =>
          member.person === person &&
          !member.removed &&
          (wanted.roles === null || wanted.roles.includes(member.role)),
      ),
  );
}

/** Whether a listener would know the event's type but the event is older than the listening (RT-57). */
export function isLate(node: ProgramAwait, run: Run, event: EventView): boolean {
  const { listen } = node;
  if (listen === null || event.at >= since(listen, run)) return false;
  return listen.events.some((matcher) => matcher.event === event.type);
}
