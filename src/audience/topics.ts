import type { Reads } from '../conditions/reads.ts';
import type { ChangeSet } from './change-set.ts';

/** Which conditions, by position, depend on which part of an account. */
export interface Topics {
  /**
   * The positions of all conditions that depend on something in the changes or, when `due`, on the passage of time;
   * each once, in ascending order.
   */
  readonly positions: (changes: ChangeSet, due: boolean) => readonly number[];
}

type ByName = Map<string, number[]>;

const NONE: readonly number[] = [];

/** Indexes conditions by what they read. */
export function indexTopics(reads: readonly Reads[]): Topics {
  const accountAttributes: ByName = new Map();
  const personAttributes: ByName = new Map();
  const events: ByName = new Map();
  const lists: ByName = new Map();
  const customObjects: ByName = new Map();
  const all = (depends: (read: Reads) => boolean): readonly number[] =>
    reads.flatMap((read, position) => (depends(read) ? [position] : []));

  for (const [position, read] of reads.entries()) {
    add(accountAttributes, read.attributes.account, position);
    add(personAttributes, read.attributes.person, position);
    add(customObjects, read.attributes.objects, position);
    add(events, read.events, position);
    add(lists, read.lists, position);
  }
  const anyObject = all((read) => read.attributes.objects.length > 0);
  const relations = all(readsPeople);
  const buyingGroups = all((read) => read.groups);
  const timeRelative = all((read) => read.timeRelative);
  const signals = all((read) => read.intent);
  const opportunityRecords = all((read) => read.attributes.opportunity);

  function touched(changes: ChangeSet, due: boolean): (readonly number[])[] {
    const found: (readonly number[])[] = [];
    collect(found, accountAttributes, changes.accountAttributes);
    collect(found, personAttributes, changes.personAttributes);
    collect(found, events, changes.events);
    collect(found, lists, changes.lists);
    collect(found, customObjects, changes.customObjects);
    if (changes.anyObject) found.push(anyObject);
    if (changes.relations) found.push(relations);
    if (changes.buyingGroups) found.push(buyingGroups);
    if (changes.opportunityRecords) found.push(opportunityRecords);
    if (changes.signals) found.push(signals);
    if (due) found.push(timeRelative);
    return found;
  }

  return {
    positions(changes, due) {
      const found = touched(changes, due);
      if (found.length < 2) return found[0] ?? NONE;
      return [...new Set(found.flat())].sort((left, right) => left - right);
    },
  };
}

function collect(found: (readonly number[])[], topics: ByName, names: readonly string[]): void {
  if (topics.size === 0) return;
  for (const name of names) {
    const positions = topics.get(name);
    if (positions !== undefined) found.push(positions);
  }
}

/** Whoever joins or leaves brings or takes attributes, events, objects and roles. */
function readsPeople({ attributes, events, roles, people, intent }: Reads): boolean {
  return (
    people ||
    roles ||
    intent ||
    attributes.person.length > 0 ||
    attributes.objects.length > 0 ||
    events.length > 0
  );
}

function add(topics: ByName, names: readonly string[], position: number): void {
  for (const name of names) {
    const positions = topics.get(name);
    if (positions === undefined) topics.set(name, [position]);
    else if (positions.at(-1) !== position) positions.push(position);
  }
}
