import type { Instant } from '../kernel/instant.ts';

/** What can happen to an e-mail. */
export type EmailStep =
  | 'sent'
  | 'delivered'
  | 'opened'
  | 'clicked'
  | 'bounced'
  | 'bouncedSoft'
  | 'unsubscribed';

/** One thing that happened to one e-mail of one person: a committed outcome, or an experience event. */
export interface EmailFact {
  readonly what: EmailStep;
  readonly at: Instant;
  readonly person: string;
  /** Id of the e-mail. */
  readonly email: string;
  /** Where it was sent from; `null` when an event does not say. */
  readonly journey: string | null;
  readonly node: string | null;
}

/** Experience events about e-mails, and what they tell. That one was sent is told by the engine's own facts. */
export const EMAIL_EVENTS: ReadonlyMap<string, Exclude<EmailStep, 'sent'>> = new Map([
  ['emailDelivered', 'delivered'],
  ['emailOpened', 'opened'],
  ['emailClicked', 'clicked'],
  ['emailBounced', 'bounced'],
  ['emailBouncedSoft', 'bouncedSoft'],
  ['emailUnsubscribed', 'unsubscribed'],
]);

/** One e-mail to one person, with everything that came back. */
export interface EmailMessage {
  readonly person: string;
  readonly email: string;
  readonly journey: string | null;
  readonly node: string | null;
  readonly at: Instant;
  readonly answers: readonly { readonly what: EmailStep; readonly at: Instant }[];
}

/**
 * Gives every answer to its message: the latest one of that e-mail to that person that was sent before, from the journey
 * and node that the answer names (BG-134). Answers to messages that are not there are left out.
 */
export function messagesOf(facts: readonly EmailFact[]): readonly EmailMessage[] {
  type Draft = EmailMessage & { readonly answers: { what: EmailStep; at: Instant }[] };
  const messages = new Map<string, Draft[]>();
  const keyOf = ({ person, email }: EmailFact): string => JSON.stringify([person, email]);
  const sorted = facts.toSorted((left, right) => left.at - right.at);
  for (const fact of sorted) {
    if (fact.what !== 'sent') continue;
    const { person, email, journey, node, at } = fact;
    const known = messages.get(keyOf(fact)) ?? [];
    known.push({ person, email, journey, node, at, answers: [] });
    messages.set(keyOf(fact), known);
  }
  for (const fact of sorted) {
    const { what, at, journey, node } = fact;
    if (what === 'sent') continue;
    messages
      .get(keyOf(fact))
      ?.findLast(
        (sent) =>
          sent.at <= at &&
          (journey === null || sent.journey === journey) &&
          (node === null || sent.node === node),
      )
      ?.answers.push({ what, at });
  }
  return [...messages.values()].flat();
}
