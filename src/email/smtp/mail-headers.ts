import { oneLine } from '../one-line.ts';

/** Headers that the channel or the transport writes itself, in lower case. */
const OWN: ReadonlySet<string> = new Set([
  'bcc',
  'cc',
  'content-transfer-encoding',
  'content-type',
  'date',
  'dkim-signature',
  'from',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'message-id',
  'mime-version',
  'reply-to',
  'return-path',
  'sender',
  'subject',
  'to',
]);

/** Longest header that every server takes (RFC 5322, 2.1.1). */
const LONGEST = 998;

/** A host's headers, one line each; `null` when one of them must not be written (EM-33). */
export function hostHeaders(
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const line = typeof value === 'string' ? oneLine(value) : '';
    const isName = /^[A-Za-z0-9][A-Za-z0-9-]{0,75}$/u.test(name) && !OWN.has(name.toLowerCase());
    if (!isName || !/^[\x20-\x7e]*$/u.test(line) || name.length + line.length + 2 > LONGEST)
      return null;
    headers[name] = line;
  }
  return headers;
}

/**
 * The headers by which mail programs offer to opt out (RFC 2369, RFC 8058); one click where the link is https. `null` when
 * it is no http, https or mailto URL that fits a header.
 */
export function unsubscribeHeaders(url: string): Readonly<Record<string, string>> | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^(https?|mailto):$/u.test(parsed.protocol)) return null;
  const { href, protocol } = parsed;
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]+$/u.test(href) || href.length > LONGEST - 30) return null;
  return {
    'List-Unsubscribe': `<${href}>`,
    ...(protocol === 'https:' && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}
