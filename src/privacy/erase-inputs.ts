import type { EvidenceBody, QuarantineBody } from '../records/bodies.ts';
import { relatedAccounts } from '../runtime/feeds.ts';
import type { AccountInput, Message, PersonInput } from '../runtime/input.ts';
import { emptyAccount } from '../runtime/state.ts';
import { eraseFromAccount, renamedEvent, renamedEvents } from './erase-copies.ts';
import { isNamedIn, isOwnEvent, redacted, type Subject } from './subject.ts';

/** A message that waits, or `null` when it is to the subject, from it, or about it. */
export function eraseFromMessage(message: Message, subject: Subject): Message | null {
  if (message.to === subject.kind && message.subject === subject.id) return null;
  if (isNamedIn(message.id, subject) || isAbout(message.input, subject)) return null;
  const input = withRenamedEvents(message.input, subject);
  return input === message.input ? message : ({ ...message, input } as Message);
}

/**
 * A quarantined subject without inputs about the one that is erased. It looks at everything again when it is released,
 * instead of hearing who left. `null` for the subject's own quarantine.
 */
export function eraseFromQuarantine(body: QuarantineBody, subject: Subject): QuarantineBody | null {
  if (body.subject.kind === subject.kind && body.subject.id === subject.id) return null;
  const others = body.inputs.filter((input) => !isAbout(input, subject));
  const inputs = others.map((input) => withRenamedEvents(input, subject));
  const reason = redacted(body.reason, subject);
  const same = inputs.every((input, index) => input === body.inputs[index]);
  const isForgotten = others.length < body.inputs.length;
  if (same && !isForgotten && reason === body.reason) return body;
  if (isForgotten && body.subject.kind === 'account') inputs.push({ kind: 'evaluate' });
  return { ...body, reason, inputs };
}

/** Evidence, or `null` when it is of the subject's decisions or shows the subject. */
export function eraseFromEvidence(body: EvidenceBody, subject: Subject): EvidenceBody | null {
  if (subject.kind === 'account' && body.account === subject.id) return null;
  return tells(body.saw, subject) ? null : body;
}

/** Whether an input is about the subject, whoever it is for. */
export function isAbout(
  input: AccountInput | PersonInput,
  { kind, id, shadows }: Subject,
): boolean {
  if (kind === 'account')
    return (
      (input.kind === 'merged' &&
        (input.account === id || input.into === id || shadows.has(input.account))) ||
      ((input.kind === 'relate' || input.kind === 'unrelate') && input.account === id) ||
      (input.kind === 'fed' && relatedAccounts(input.values).includes(id))
    );
  if (input.kind === 'members') return input.members.some(({ person }) => person === id);
  if (input.kind === 'releaseMembers') return input.people.includes(id);
  if (input.kind !== 'person') return false;
  const { message } = input;
  return 'copy' in message ? message.copy.id === id : message.person === id;
}

function withRenamedEvents(
  input: AccountInput | PersonInput,
  subject: Subject,
): AccountInput | PersonInput {
  if (input.kind === 'event') {
    const event = renamedEvent(input.event, subject);
    return event === input.event ? input : { ...input, event };
  }
  if (input.kind === 'absorb' && input.news !== null) {
    const { news } = input;
    const parts = { ...emptyAccount(input.from), people: news.people, groups: news.groups };
    const { people, groups } = eraseFromAccount(parts, subject);
    if (people === news.people && groups === news.groups) return input;
    return { ...input, news: { ...news, people, groups } };
  }
  if (input.kind !== 'person') return input;
  const { message } = input;
  if ('told' in message && subject.kind === 'account' && message.told?.includes(subject.id)) {
    const told = message.told.filter((id) => id !== subject.id);
    return { ...input, message: { ...message, told } };
  }
  if (message.type === 'event') {
    const event = renamedEvent(message.event, subject);
    return event === message.event ? input : { ...input, message: { ...message, event } };
  }
  if (message.type !== 'joined') return input;
  const joined = renamedEvents(message, subject);
  return joined === message ? input : { ...input, message: joined };
}

/** Whether any text inside is the subject's id, one of its events, or holds one of its values. */
function tells(value: unknown, subject: Subject): boolean {
  if (typeof value === 'string')
    return value === subject.id || isOwnEvent(value, subject) || redacted(value, subject) !== value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => tells(part, subject));
}
