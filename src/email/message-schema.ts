import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { EmailMessage } from './message.ts';

const EmailMessageSchema: z.ZodMiniType<EmailMessage> = z.strictObject({
  id: z.string(),
  name: z.exactOptional(z.string()),
  subject: z.string(),
  from: z.strictObject({ name: z.string(), address: z.exactOptional(z.string()) }),
  replyTo: z.exactOptional(z.string()),
  html: z.string(),
  text: z.exactOptional(z.string()),
  preheader: z.exactOptional(z.string()),
  group: z.exactOptional(z.string()),
});

/**
 * Reads a message from a JSON value (EM-1); what its templates say is for `checkEmail`. Never throws.
 *
 * @example
 * ```ts
 * import { parseEmailMessage } from 'accompany/email';
 *
 * const read = parseEmailMessage({ id: 'hello', subject: 'Hello', html: '<p>Hello</p>' });
 * console.log(read.issues[0]?.path); // => [ 'from' ]
 * ```
 */
export function parseEmailMessage(input: unknown): Result<EmailMessage> {
  return parseDocument<EmailMessage>(EmailMessageSchema, input);
}
