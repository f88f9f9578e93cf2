/**
 * Order keys: ids as a database keeps them. Databases compare text by its UTF-8 bytes, which is the order of code
 * points; the port asks for the order of UTF-16 code units (ST-15). The two differ only where U+E000 to U+FFFF meet
 * characters beyond U+FFFF. So each character of U+E000 to U+FFFF is written behind U+10FFFF, and U+10FFFF itself is
 * written as U+10FFFF U+0001.
 *
 * The key of every other text is the text itself. The key of a concatenation is the concatenation of the keys, so that
 * prefixes stay prefixes.
 */
const LAST = '\u{10ffff}';

const MOVED = /[\ue000-\uffff]|\u{10ffff}/u;
const EACH_MOVED = /[\ue000-\uffff]|\u{10ffff}/gu;
const EACH_KEY = /\u{10ffff}(.)/gsu;
const LAST_CHAR = /.$/su;

/** Stands behind every order key: U+10FFFF never follows U+10FFFF in one. */
const BEHIND_ALL = LAST + LAST;

/** The order key of a well-formed text without NUL. */
export function orderKey(text: string): string {
  if (!MOVED.test(text)) return text;
  return text.replace(EACH_MOVED, (char) => (char === LAST ? `${LAST}\u0001` : LAST + char));
}

/** The text of an order key. */
export function textOfKey(key: string): string {
  if (!key.includes(LAST)) return key;
  return key.replace(EACH_KEY, (_, char: string) => (char === '\u0001' ? LAST : char));
}

/** A half-open range of order keys: `from <= key < to`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** The order keys of all texts that start with the prefix (ST-16). */
export function keysWithPrefix(prefix: string): KeyRange {
  if (prefix === '') return { from: '', to: BEHIND_ALL };
  const from = orderKey(prefix);
  return { from, to: upperEnd(from) };
}

/**
 * The order keys that a scan by id is to look at: with the prefix, and strictly behind `after` in the direction of the
 * scan (ST-16, ST-17, ST-26). The empty `after` is no position.
 */
export function keysToScan(prefix: string, after: string, reverse: boolean): KeyRange {
  const { from, to } = keysWithPrefix(prefix);
  if (after === '') return { from, to };
  if (reverse) {
    const inside = after < prefix || after.startsWith(prefix);
    return { from, to: inside ? orderKey(after) : to };
  }
  return { from: after < prefix ? from : next(orderKey(after)), to };
}

/** The first order key behind this one; texts hold no NUL. */
function next(key: string): string {
  return `${key}\u0001`;
}

/** The first text by code points behind all that start with the key, which never ends in U+10FFFF. */
function upperEnd(key: string): string {
  const [last] = LAST_CHAR.exec(key)!;
  const point = last.codePointAt(0)! + 1;
  const skipped = point === 0xd800 ? 0xe000 : point;
  return key.slice(0, -last.length) + String.fromCodePoint(skipped);
}
