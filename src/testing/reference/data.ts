import type { Attributes, Value } from '../../model/value.ts';
import type { EventView, RelatedRecord } from '../../model/view.ts';
import type {
  AccountInput,
  AttributeChange,
  PersonMessage,
  RecordChange,
} from '../../runtime/input.ts';
import { leaveGroups } from './buying-groups.ts';
import { cause } from './session.ts';
import type { Session } from './session.ts';

/** Takes over changed data of the account, and tells of every attribute that differs. */
export function changeAccount(
  session: Session,
  input: Extract<AccountInput, { kind: 'account' }>,
): void {
  const { account } = session.state;
  if (input.version !== 0 && input.version < account.version) return;
  account.version = Math.max(account.version, input.version);
  changeAttributes(session, input.attributes);
  account.opportunities = changeRecords(account.opportunities, input.opportunities);
  for (const change of input.objects) {
    const records = account.objects[change.object] ?? [];
    account.objects[change.object] = changeRecords(records, [change]);
  }
  if (input.intent !== undefined) account.intent = structuredClone(input.intent);
}

/** RT-32: applies at once, and each value that differs causes one event. */
export function changeAttributes(
  session: Session,
  changes: Readonly<Record<string, Value | null>>,
): void {
  const { account } = session.state;
  for (const [attribute, next] of Object.entries(changes)) {
    const previous = account.attributes[attribute];
    if (sameValue(previous ?? null, next)) continue;
    account.attributes = withAttribute(account.attributes, attribute, next);
    const change = { attribute, previous, next: next ?? undefined };
    cause(session, null, 'accountChanged', changeFields(change));
  }
}

/** RT-70, RT-73: what a person tells the account, but for events. */
export function changePerson(session: Session, message: PersonMessage): void {
  const { account } = session.state;
  const id = 'copy' in message ? message.copy.id : message.person;
  const known = account.people.find((person) => person.id === id);
  if (message.type === 'left') {
    account.people = account.people.filter((person) => person.id !== id);
    if (known !== undefined) session.departed.push(known);
  } else if (message.type === 'joined') {
    const copy = structuredClone(message.copy);
    if (known === undefined) {
      if (session.departed.some((gone) => gone.id === id)) leaveGroups(session);
      account.people.push({
        ...copy,
        objects: copyObjects(copy.objects),
        roles: [...(message.roles ?? [])],
        since: message.since,
        events: structuredClone([...message.events]),
      });
      return;
    }
    if (message.roles !== null) known.roles = [...message.roles];
  } else if (message.type === 'changed' && known !== undefined) {
    if (message.copy.change <= known.change) return;
    known.attributes = structuredClone(message.copy.attributes);
    known.objects = copyObjects(message.copy.objects);
    if (message.copy.intent !== undefined) known.intent = structuredClone(message.copy.intent);
    known.change = message.copy.change;
    for (const change of message.changes) cause(session, id, 'personChanged', changeFields(change));
  }
}

/** The attributes with one of them written, or cleared by `null`. */
export function withAttribute(
  attributes: Attributes,
  name: string,
  value: Value | null,
): Attributes {
  const copy: Record<string, Value> = { ...attributes };
  if (value === null) delete copy[name];
  else copy[name] = value;
  return copy;
}

/** The records with changes applied; a change that is `null` removes the record. */
export function changeRecords(
  records: readonly RelatedRecord[],
  changes: readonly RecordChange[],
): RelatedRecord[] {
  let result = [...records];
  for (const change of changes) {
    const found = result.find((record) => record.id === change.id);
    if (change.changes === null) {
      result = result.filter((record) => record !== found);
      continue;
    }
    let attributes = found?.attributes ?? {};
    for (const [name, value] of Object.entries(change.changes)) {
      attributes = withAttribute(attributes, name, value);
    }
    const record = { id: change.id, attributes };
    result = found ? result.map((old) => (old === found ? record : old)) : [...result, record];
  }
  return result;
}

/** RT-74: the history with an event put at the place of its timestamp. */
export function withEvent(events: readonly EventView[], event: EventView): EventView[] {
  return [
    ...events.filter((old) => old.at <= event.at),
    event,
    ...events.filter((old) => old.at > event.at),
  ];
}

/** Whether two values are the same; `null` stands for none. */
export function sameValue(left: Value | null, right: Value | null): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function changeFields({ attribute, previous, next }: AttributeChange): EventView['fields'] {
  return {
    attribute,
    ...(previous === undefined ? {} : { previousValue: previous }),
    ...(next === undefined ? {} : { newValue: next }),
  };
}

function copyObjects(
  objects: Readonly<Record<string, readonly RelatedRecord[]>>,
): Record<string, RelatedRecord[]> {
  return structuredClone(objects) as Record<string, RelatedRecord[]>;
}
