/** What stands in a text for a secret or an address that was taken out. */
const HIDDEN = '[hidden]';

/** Texts longer than this are cut before they are looked through, so that the search costs a bounded time. */
const MOST = 4_000;

/** Names whose value is a secret, as they stand in settings, headers, query strings and JSON. */
const NAMES =
  'pass(?:word|wd|phrase)?|pwd|secret|client[_-]?secret|token|access[_-]?token|refresh[_-]?token|id[_-]?token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|authorization|auth|signature|sig|session|cookie|credentials?';

/**
 * What is hidden, in this order. Each pattern walks a text once: repetitions are bounded, and none stands inside another.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,4000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
    HIDDEN,
  ],
  [/(:\/\/)[^\s/@]{1,500}@/g, `$1${HIDDEN}@`],
  [/\b(Bearer|Basic|Digest|Negotiate)\s{1,5}[\w.~+/=:-]{3,4000}/gi, `$1 ${HIDDEN}`],
  [/\bey[\w-]{8,600}\.[\w-]{4,2000}\.[\w-]{0,2000}/g, HIDDEN],
  [/\b(?:whsec|sk|pk|rk|gh[opsu]|github_pat|xox[abp]|AKIA|AIza)[_-]?[\w-]{12,400}/g, HIDDEN],
  [
    new RegExp(
      `\\b((?:[a-z]{1,20}[_-]){0,3}(?:${NAMES})["']?\\s{0,5}[=:]\\s{0,5})("(?:[^"\\\\]|\\\\[^]){0,4000}"?|'(?:[^'\\\\]|\\\\[^]){0,4000}'?|[^\\s,;&"'\\])}]{1,4000})`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [/[^\s@<>"'(),;:[\]]{1,64}@[^\s@<>"'(),;:[\]]{1,255}/g, HIDDEN],
];

/**
 * Takes passwords, tokens, keys, credentials in addresses and e-mail addresses out of a text from outside, before it is
 * kept or shown: an error of a database, an answer of a receiver (OB-1). It knows forms, not meanings: what
 * looks like neither stays. Texts of more than 4,000 characters are cut.
 *
 * @example
 * ```ts
 * import { redact } from 'accompany';
 *
 * console.log(redact('550 ann@acme.example refused, password=hunter2')); // => 550 [hidden] refused, password=[hidden]
 * ```
 */
export function redact(text: string): string {
  let clean = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  for (const [pattern, instead] of SECRETS) clean = clean.replace(pattern, instead);
  return clean;
}
