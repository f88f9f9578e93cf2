import { problem, under, warning, type Issue } from '../kernel/issue.ts';
import { isAddress } from './address.ts';
import { composer, type ComposeOptions } from './compose.ts';
import { TEMPLATE_PARTS, templateAt, type EmailMessage } from './message.ts';
import { attributeOf, plainText } from './plain-text.ts';
import { readIssues } from './known-paths.ts';

/** What a message is checked against. */
export interface EmailCheck extends ComposeOptions {
  /** It needs no way to opt out; missing: false. */
  readonly operational?: boolean;
}

/** Greatest size of a message in bytes before mail programs cut it off (reference 13.6). */
const SIZE = 102_400;

/**
 * What stands against sending a message (EM-20 to EM-27): errors block publishing a journey that names it. Never throws.
 *
 * Codes: `EMAIL_SUBJECT`, `EMAIL_FROM`, `EMAIL_EMPTY`, `EMAIL_ADDRESS`, `EMAIL_LINE_BREAK`, `EMAIL_NO_ADDRESS`,
 * `EMAIL_SIZE`, `EMAIL_LINK`, `EMAIL_OPT_OUT`, `EMAIL_TEXT`, `TEMPLATE_SYNTAX`, `UNKNOWN_PATH`.
 */
export function checkEmail(message: EmailMessage, check: EmailCheck): readonly Issue[] {
  return [
    ...missingParts(message),
    ...lineIssues(message),
    ...templateIssues(message, check),
    ...linkIssues(message),
    ...sizeIssues(message),
    ...(Object.hasOwn(check.catalogue.person, 'email') ? [] : [NO_ADDRESS]),
  ];
}

const NO_ADDRESS: Issue = problem(
  'EMAIL_NO_ADDRESS',
  [],
  'The people of the catalogue have no attribute email.',
  'Add a text attribute email to the catalogue.',
);

function missingParts(message: EmailMessage): readonly Issue[] {
  const { subject, from, html, text } = message;
  const issues: Issue[] = [];
  if (subject.trim() === '')
    issues.push(problem('EMAIL_SUBJECT', ['subject'], 'There is no subject.', 'Write one.'));
  if (from.name.trim() === '')
    issues.push(problem('EMAIL_FROM', ['from', 'name'], 'The sender has no name.', 'Name it.'));
  if (plainText(html) === '' && !/<img\s/iu.test(html))
    issues.push(problem('EMAIL_EMPTY', ['html'], 'The message is empty.', 'Write it.'));
  if (text?.trim() === '')
    issues.push(
      warning('EMAIL_TEXT', ['text'], 'The text part is empty.', 'Write it, or leave it out.'),
    );
  return issues;
}

/** What becomes a header has one line and, where it is an address, is one. */
function lineIssues(message: EmailMessage): readonly Issue[] {
  const issues: Issue[] = [];
  for (const { path, form } of TEMPLATE_PARTS) {
    const source = form === 'line' ? templateAt(message, path) : undefined;
    if (source === undefined) continue;
    if (/[\r\n\u0085\u2028\u2029]/u.test(source)) {
      const fix = 'Write it on one line.';
      issues.push(problem('EMAIL_LINE_BREAK', path, 'There is a line break in it.', fix));
    }
    const isFixed = !source.includes('{{') && !source.includes('{%');
    if ((path[0] === 'replyTo' || path[1] === 'address') && isFixed && !isAddress(source)) {
      const fix = 'Give one address, such as team@example.com.';
      issues.push(problem('EMAIL_ADDRESS', path, 'This is no e-mail address.', fix));
    }
  }
  return issues;
}

function templateIssues(message: EmailMessage, check: EmailCheck): readonly Issue[] {
  const read = composer(message, check);
  if (!read.ok) return read.issues;
  const { templates } = read.value;
  const issues = [...templates].flatMap(([part, { reads }]) =>
    under(part.split('.'), readIssues(reads, check)),
  );
  const optsOut = ['html', 'text'].some((part) =>
    templates.get(part)?.reads.some(({ segments }) => segments[0] === 'unsubscribeUrl'),
  );
  if (check.operational === true || optsOut) return issues;
  const fix =
    'Link to {{ unsubscribeUrl }}, or make the e-mail operational if nobody may opt out of it.';
  return [...issues, warning('EMAIL_OPT_OUT', ['html'], 'Nobody can opt out in it.', fix)];
}

function linkIssues({ html }: EmailMessage): readonly Issue[] {
  let empty = 0;
  for (const [, tag = ''] of html.matchAll(/<a(\s[^<>]*|)>/giu)) {
    const href = attributeOf(tag, 'href');
    if ((href === '' && !/\s(name|id)\s*=/iu.test(tag)) || href === '#') empty += 1;
  }
  if (empty === 0) return [];
  const message = empty === 1 ? 'A link leads nowhere.' : `${empty} links lead nowhere.`;
  return [warning('EMAIL_LINK', ['html'], message, 'Give each an address.')];
}

function sizeIssues({ html, text = '', preheader = '' }: EmailMessage): readonly Issue[] {
  const bytes = new TextEncoder().encode(html + text + preheader).length;
  if (bytes <= SIZE) return [];
  const message = `It has ${bytes} bytes; mail programs cut off what is beyond ${SIZE}.`;
  return [warning('EMAIL_SIZE', ['html'], message, 'Make it smaller.')];
}
