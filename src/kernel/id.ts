import { FORBIDDEN_KEYS } from './json-value.ts';

/**
 * Whether text may be an id that comes from outside: 1 to `most` UTF-16 code units, no control characters (U+0000 to
 * U+001F, U+007F), no lone surrogates. Derived ids rely on it: joined with U+001F, two different lists of ids never give
 * the same text.
 */
export function isId(text: unknown, most: number): text is string {
  return (
    typeof text === 'string' &&
    text !== '' &&
    text.length <= most &&
    text.isWellFormed() &&
    !hasControl(text)
  );
}

/** {@link isId} for ids that authors give: also not blank. */
export function isNamedId(text: unknown, most: number): text is string {
  return isId(text, most) && text.trim() !== '';
}

/** {@link isNamedId} for ids by which objects are keyed in what is stored: also no key that is refused everywhere (TM-44). */
export function isKeyId(text: unknown, most: number): text is string {
  return isNamedId(text, most) && !FORBIDDEN_KEYS.has(text);
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
