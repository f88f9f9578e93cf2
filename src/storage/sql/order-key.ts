/**
 * Databases compare text by code point or by its UTF-8 bytes; ids are in order of UTF-16 units (ST-15). The two orders
 * differ only where U+E000 to U+FFFF meet characters above U+FFFF, whose surrogates come first in UTF-16.
 */
const LAST = '\u{10ffff}';
const ODD = /[\ue000-\uffff\u{10ffff}]/u;
const ODD_CHARACTERS = /[\ue000-\uffff]|\u{10ffff}/gu;
const ESCAPED = /\u{10ffff}([\u0001\ue000-\uffff])/gu;

/**
 * Text whose order by code point is the order of `id` by UTF-16 unit. It begins with the key of whatever the id begins
 * with, and it is the id itself unless that has a character from U+E000 to U+FFFF, or U+10FFFF.
 */
export function toOrderKey(id: string): string {
  if (!ODD.test(id)) return id;
  return id.replace(ODD_CHARACTERS, (odd) => (odd === LAST ? `${LAST}\u0001` : LAST + odd));
}

/** The id whose key that is. */
export function fromOrderKey(key: string): string {
  if (!key.includes(LAST)) return key;
  return key.replace(ESCAPED, (_, odd: string) => (odd === '\u0001' ? LAST : odd));
}
