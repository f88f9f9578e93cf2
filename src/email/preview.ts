import type { Result } from '../kernel/issue.ts';
import { composer, type ComposedEmail, type ComposeOptions } from './compose.ts';
import type { EmailMessage } from './message.ts';
import type { EmailSubject } from './scope.ts';

/**
 * A message as each sample would get it, in their order (EM-4). Nothing is sent; issues stand where a template cannot be
 * read or meets a limit.
 *
 * @example
 * ```ts
 * import { defaultCatalogue } from 'accompany';
 * import { previewEmail } from 'accompany/email';
 *
 * const [preview] = previewEmail(
 *   {
 *     id: 'hello',
 *     subject: 'Hello {{ person.firstName | default: "there" }}',
 *     from: { name: 'Ada' },
 *     html: '<p>News for {{ account.name }}</p>',
 *   },
 *   [
 *     {
 *       person: { id: 'ann', attributes: {} },
 *       account: { id: 'acme', attributes: { name: 'Acme & Sons' } },
 *     },
 *   ],
 *   { catalogue: defaultCatalogue },
 * );
 * if (preview?.ok) console.log(preview.value.subject, preview.value.html); // => Hello there <p>News for Acme &amp; Sons</p>
 * ```
 */
export function previewEmail(
  message: EmailMessage,
  samples: readonly EmailSubject[],
  options: ComposeOptions,
): readonly Result<ComposedEmail>[] {
  const read = composer(message, options);
  return samples.map((sample) => (read.ok ? read.value.compose(sample) : read));
}
