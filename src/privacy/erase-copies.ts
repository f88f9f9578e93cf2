import type { EventView } from '../model/view.ts';
import { joinIds } from '../runtime/effect.ts';
import { relatedAccounts } from '../runtime/feeds.ts';
import type { Run } from '../runtime/run.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';
import { eraseFromMerged, eraseFromRelations } from './erase-merged.ts';
import { renamed, type Subject } from './subject.ts';

/** An account without a person: no copy, no member, no exclusion; or without the name of an account in event ids. */
export function eraseFromAccount(account: AccountBody, subject: Subject): AccountBody {
  if (subject.kind === 'account') {
    const people = each(account.people, (person) => renamedEvents(person, subject));
    const told = people === account.people ? account : { ...account, people };
    return eraseFromMerged(told, subject);
  }
  const people = but(account.people, ({ id }) => id === subject.id);
  const groups = each(account.groups, (group) => {
    const isSubject = ({ person }: { readonly person: string }): boolean => person === subject.id;
    const members = withoutUser(but(group.members, isSubject), subject);
    const { exclusions = NONE } = group;
    const others = withoutUser(but(exclusions, isSubject), subject);
    if (members === group.members && others === exclusions) return group;
    return {
      ...group,
      members,
      ...(others.length > 0 || group.exclusions ? { exclusions: others } : {}),
    };
  });
  if (people === account.people && groups === account.groups) return account;
  return { ...account, people, groups };
}

const NONE: readonly never[] = Object.freeze([]);

/** Decisions of a user of the host who has the id of the person. */
function withoutUser<D extends { readonly source: string; readonly by?: string }>(
  decisions: readonly D[],
  { id, pseudonym }: Subject,
): readonly D[] {
  return each(decisions, (decision) =>
    decision.by === id && decision.source === 'manual' ? { ...decision, by: pseudonym } : decision,
  );
}

/** A person who no longer belongs to an account that is erased. */
export function eraseFromPerson(person: PersonBody, subject: Subject): PersonBody {
  if (subject.kind === 'person') return person;
  const next = renamedEvents(withoutRelation(person, subject.id), subject);
  return eraseFromRelations(next, subject);
}

/** A person of whom no source says any more that it belongs to an account. */
function withoutRelation(person: PersonBody, account: string): PersonBody {
  const { feeds } = person;
  if (feeds === undefined || !relatedAccounts(feeds.registers).includes(account)) return person;
  const others = Object.entries(feeds.registers).filter(
    ([field]) => !relatedAccounts({ [field]: null }).includes(account),
  );
  return { ...person, feeds: { ...feeds, registers: Object.fromEntries(others) } };
}

/** Progress without counts of events that a person triggered (RT-54). */
export function eraseFromProgress(progress: Progress, subject: Subject): Progress {
  if (subject.kind === 'account') return progress;
  const runs = each(progress.runs, (given) => {
    const run = withoutAnswers(given, subject.id);
    const counts = Object.entries(run.heard ?? {});
    const others = but(counts, ([key]) => key.endsWith(joinIds('', subject.id)));
    if (others === counts) return run;
    return { ...run, heard: others.length === 0 ? null : Object.fromEntries(others) };
  });
  return runs === progress.runs ? progress : { ...progress, runs };
}

/** Nobody waits any more for what a service says about the person (XA-48). */
function withoutAnswers(run: Run, id: string): Run {
  const { asked } = run;
  if (asked?.people?.includes(id) !== true) return run;
  return {
    ...run,
    asked: {
      people: asked.people.filter((person) => person !== id),
      answers: asked.answers.filter(({ person }) => person !== id),
    },
  };
}

/** Ids of events that the engine made for an account's journeys hold the account's id. */
export function renamedEvents<H extends { readonly events: readonly EventView[] }>(
  holder: H,
  subject: Subject,
): H {
  const events = each(holder.events, (event) => renamedEvent(event, subject));
  return events === holder.events ? holder : { ...holder, events };
}

/** {@link renamedEvents} for one event. */
export function renamedEvent(event: EventView, subject: Subject): EventView {
  const id = renamed(event.id, subject);
  return id === event.id ? event : { ...event, id };
}

function each<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
}

function but<T>(items: readonly T[], isSubject: (item: T) => boolean): readonly T[] {
  return items.some(isSubject) ? items.filter((item) => !isSubject(item)) : items;
}
