import { boolean, catalogue, date, number, text, texts } from '../../src/index.ts';
import type { EmailMessage } from '../../src/email/index.ts';

/** What the messages of these tests may read. */
export const b2b = catalogue({
  account: { name: text(), employees: number(), website: text(), renewal: date() },
  person: {
    email: text(),
    firstName: text(),
    lastName: text(),
    interests: texts(),
    born: date(),
    unsubscribed: boolean(),
  },
});

/** A message that nothing stands against, with changes. */
export function message(changes: Partial<EmailMessage> = {}): EmailMessage {
  return {
    id: 'hello',
    subject: 'Hello {{ person.firstName | default: "there" }}',
    from: { name: 'Ada' },
    html: '<p>Hello</p><a href="{{ unsubscribeUrl }}">Opt out</a>',
    ...changes,
  };
}
