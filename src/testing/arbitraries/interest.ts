import type { Condition, Entity, EventTest, Operand } from '../../conditions/condition.ts';
import type { Definition } from '../../engine/definitions/definitions.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import { Audience } from '../../audience/audience.ts';
import { AccountList } from '../../audience/account-list.ts';
import { meetings } from './meeting-values.ts';
import type { Meeting } from './meeting-values.ts';

/**
 * What a journey and its definitions look at. Arbitraries draw from it, so that generated accounts, people and events
 * come near the places where conditions change their mind.
 */
export interface Interest {
  /**
   * Operands of tests of one attribute, with their neighbours. `owner` is the event's type for entity `event`, the
   * object's name for entity `object`, and empty for the others.
   */
  readonly values: (entity: Entity, owner: string, attribute: string) => readonly Operand[];
  /** Attribute values that lead an account into the audience, or down a path behind it. */
  readonly accounts: readonly Meeting[];
  /** Attribute values with which a person fits a role, a path or a filter. */
  readonly people: readonly Meeting[];
  /** Events that listeners and history look for. */
  readonly events: readonly { readonly type: string; readonly fields: Meeting }[];
  /** Static lists among the definitions. */
  readonly lists: readonly string[];
}

/** An interest in nothing special. */
export const NO_INTEREST: Interest = {
  values: () => [],
  accounts: [],
  people: [],
  events: [],
  lists: [],
};

/** Reads the {@link Interest} of a journey: no condition is evaluated. */
export function interestOf(
  journey: JourneyDocument,
  definitions: readonly Definition[] = [],
): Interest {
  const found = new Findings();
  for (const definition of definitions) {
    const { document } = definition;
    if (definition instanceof AccountList && definition.document.type === 'static')
      found.lists.add(document.id);
    if ('condition' in document && document.condition !== undefined)
      found.read(document.condition, '', '');
    if ('accounts' in document && document.accounts !== undefined)
      found.read(document.accounts, '', '');
    if (definition instanceof Audience && definition.of === 'people')
      found.person(definition.document.condition);
    if ('roles' in document) {
      for (const { when } of document.roles) if (when !== undefined) found.person(when);
    }
  }
  const entry = entryOf(journey, definitions);
  if (entry !== undefined) found.account(entry);
  for (const node of journey.nodes) {
    if (node.kind === 'splitAccounts') {
      for (const { when } of node.paths) {
        if (when !== undefined)
          found.account({ kind: 'all', of: [when, ...(entry === undefined ? [] : [entry])] });
      }
    } else if (node.kind === 'splitPeople') {
      for (const { when } of node.paths) if (when !== undefined) found.person(when);
    } else if (node.kind === 'listen') {
      for (const { event, where } of node.events) found.event(event, where);
      if (node.filter !== undefined) found.person(node.filter);
    }
  }
  return found.finish();
}

function entryOf(
  journey: JourneyDocument,
  definitions: readonly Definition[],
): Condition | undefined {
  const [first] = journey.nodes;
  if (first?.kind !== 'audience') return undefined;
  for (const definition of definitions) {
    const fits =
      (definition instanceof Audience && definition.id === first.audience) ||
      (definition instanceof AccountList && definition.id === first.list);
    if (fits) return (definition as Audience | AccountList).document.condition;
  }
  return undefined;
}

class Findings {
  readonly lists: Set<string> = new Set();
  private readonly tested: Map<string, Operand[]> = new Map();
  private readonly accounts: Meeting[] = [];
  private readonly people: Meeting[] = [];
  private readonly events: { type: string; fields: Meeting }[] = [];

  account(condition: Condition): void {
    this.read(condition, '', '');
    this.accounts.push(...meetings(condition, 'account'));
  }

  person(condition: Condition): void {
    this.read(condition, '', '');
    this.people.push(...meetings(condition, 'person'));
  }

  event(type: string, where: Condition | undefined): void {
    if (where !== undefined) this.read(where, type, '');
    const fields = where === undefined ? [{}] : meetings(where, 'event');
    for (const meeting of fields) this.events.push({ type, fields: meeting });
  }

  /** Notes every operand; `event` and `object` say what a test of these entities belongs to. */
  read(part: Condition, event: string, object: string): void {
    if (part.kind === 'all' || part.kind === 'any')
      for (const each of part.of) this.read(each, event, object);
    else if (part.kind === 'not') this.read(part.condition, event, object);
    else if (part.kind === 'event') this.history(part);
    else if (part.kind === 'related' && part.where !== undefined) {
      this.read(part.where, event, part.object ?? '');
      if (part.entity === 'person') this.people.push(...meetings(part.where, 'person'));
    } else if (part.kind === 'attribute') {
      const owner = part.entity === 'event' ? event : part.entity === 'object' ? object : '';
      const key = keyOf(part.entity, owner, part.attribute);
      const known = this.tested.get(key) ?? [];
      known.push(...(part.values ?? []).flatMap(around));
      this.tested.set(key, known);
    }
  }

  finish(): Interest {
    const { tested, accounts, people, events, lists } = this;
    return {
      values: (entity, owner, attribute) => tested.get(keyOf(entity, owner, attribute)) ?? [],
      accounts,
      people,
      events,
      lists: [...lists],
    };
  }

  private history({ event, where }: EventTest): void {
    this.event(event, where);
  }
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** A value with those next to it, on both sides of what a test asks. */
function around(value: Operand): readonly Operand[] {
  switch (typeof value) {
    case 'number':
      return [value, value - 1, value + 1];
    case 'string':
      return [value, value.toUpperCase(), `${value} more`, `no ${value}`];
    case 'boolean':
      return [value, !value];
  }
}
