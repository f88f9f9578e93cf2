import type { Instant } from '../../kernel/instant.ts';
import type { Message, PersonCopyBody, PersonInput, PersonMessage } from '../../runtime/input.ts';
import type { AttributeChange } from '../../runtime/input.ts';
import type { IntentSignal } from '../../model/intent.ts';
import type { Attributes } from '../../model/value.ts';
import type { EventView, RelatedRecord } from '../../model/view.ts';
import { changeRecords, sameValue, withAttribute, withEvent } from './data.ts';

/** A person by itself; changed in place. */
export interface ReferencePerson {
  id: string;
  attributes: Attributes;
  objects: Record<string, RelatedRecord[]>;
  events: EventView[];
  consent: 'y' | 'n' | null;
  consents: Record<string, 'y' | 'n' | null>;
  version: number;
  change: number;
  accounts: string[];
  intent?: readonly IntentSignal[];
}

/** A person of whom nothing is known but the id. */
export function newPerson(id: string): ReferencePerson {
  return {
    id,
    attributes: {},
    objects: {},
    events: [],
    consent: null,
    consents: {},
    version: 0,
    change: 0,
    accounts: [],
  };
}

/** Applies inputs to a person in order of arrival; the result is what it tells its accounts (RT-70 to RT-73). */
export function referenceAdvancePerson(
  person: ReferencePerson,
  inputs: readonly PersonInput[],
  now: Instant,
): Message[] {
  const messages: Message[] = [];
  const tell = (account: string, message: PersonMessage): void => {
    const input = { kind: 'person', message: structuredClone(message) } as const;
    messages.push({
      id: `${person.id}-${messages.length}`,
      to: 'account',
      subject: account,
      input,
    });
  };
  const tellAll = (message: PersonMessage): void => {
    for (const account of person.accounts) tell(account, message);
  };
  for (const input of inputs) {
    switch (input.kind) {
      case 'profile': {
        const changes = changeProfile(person, input);
        if (changes === null) break;
        person.change += 1;
        tellAll({ type: 'changed', copy: copyOf(person), changes });
        break;
      }
      case 'relate': {
        if (!person.accounts.includes(input.account)) person.accounts.push(input.account);
        const { events } = person;
        const since = input.since ?? now;
        tell(input.account, {
          type: 'joined',
          copy: copyOf(person),
          events,
          roles: input.roles,
          since,
        });
        break;
      }
      case 'unrelate':
        if (!person.accounts.includes(input.account)) break;
        person.accounts = person.accounts.filter((account) => account !== input.account);
        tell(input.account, { type: 'left', person: person.id });
        break;
      case 'event':
        if (person.events.some((event) => event.id === input.event.id)) break;
        person.events = withEvent(person.events, input.event);
        tellAll({ type: 'event', person: person.id, event: input.event });
        break;
    }
  }
  return messages;
}

/** The attributes that differ; `null` when nothing does that accounts see. */
function changeProfile(
  person: ReferencePerson,
  input: Extract<PersonInput, { kind: 'profile' }>,
): AttributeChange[] | null {
  if (input.version !== 0 && input.version < person.version) return null;
  person.version = Math.max(person.version, input.version);
  const changes: AttributeChange[] = [];
  let consent = person.consent;
  if (input.consent !== undefined) consent = input.consent;
  for (const [attribute, next] of Object.entries(input.attributes)) {
    const previous = person.attributes[attribute];
    if (sameValue(previous ?? null, next)) continue;
    person.attributes = withAttribute(person.attributes, attribute, next);
    changes.push({ attribute, previous, next: next ?? undefined });
    // RT-34, MO-61
    if (attribute === 'unsubscribed' && next === true) consent = 'n';
    if (attribute === 'unsubscribed' && next === false && input.consent === undefined)
      consent = null;
  }
  person.consent = consent;
  person.consents = { ...person.consents, ...input.consents };
  const before = JSON.stringify(person.objects);
  for (const change of input.objects) {
    person.objects[change.object] = changeRecords(person.objects[change.object] ?? [], [change]);
  }
  const intended = JSON.stringify(person.intent ?? []);
  if (input.intent !== undefined) person.intent = input.intent;
  const isChanged =
    changes.length > 0 ||
    before !== JSON.stringify(person.objects) ||
    intended !== JSON.stringify(person.intent ?? []);
  return isChanged ? changes : null;
}

function copyOf({ id, attributes, objects, change, intent }: ReferencePerson): PersonCopyBody {
  return structuredClone({ id, attributes, objects, change, ...(intent && { intent }) });
}
