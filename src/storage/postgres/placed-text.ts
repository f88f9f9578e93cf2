import { toOrderKey } from '../sql/order-key.ts';

/** Most characters of a key that stand in an index; 250 of them are at most 1,000 bytes. */
const MOST_INDEXED = 250;
/** Behind every key that begins with a prefix: no key holds U+10FFFF twice in a row. */
const BEHIND = '\u{10ffff}\u{10ffff}';
/** Smallest character that a text can be continued with. */
const LEAST = '\u0001';

/** An order key as the tables hold it: what is indexed, and the rest. */
export type PlacedText = readonly [head: string, rest: string];

/** A range of keys: from `low` on, and before `high`. */
export interface PlacedRange {
  readonly low: PlacedText;
  readonly high: PlacedText;
}

/** The place of an id or a name. */
export function place(text: string): PlacedText {
  return cut(toOrderKey(text));
}

/** The place just behind an id or a name. */
export function placeBehind(text: string): PlacedText {
  return cut(toOrderKey(text) + LEAST);
}

/** All texts that begin with a prefix; all texts for the empty one. */
export function placesOf(prefix: string): PlacedRange {
  const key = toOrderKey(prefix);
  return { low: cut(key), high: cut(key + BEHIND) };
}

/** Those of the texts with a prefix that stand strictly behind `after`, in the direction of the scan. */
export function placesBehind(prefix: string, after: string, reverse: boolean): PlacedRange {
  const range = placesOf(prefix);
  if (after === '') return range;
  if (!reverse) return after < prefix ? range : { low: placeBehind(after), high: range.high };
  const isBehindAll = after > prefix && !after.startsWith(prefix);
  return isBehindAll ? range : { low: range.low, high: place(after) };
}

function cut(key: string): PlacedText {
  if (key.length <= MOST_INDEXED) return [key, ''];
  let end = 0;
  for (let characters = 0; characters < MOST_INDEXED && end < key.length; characters += 1) {
    end += key.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return [key.slice(0, end), key.slice(end)];
}

/** Heads and rests as two parallel lists; the second is empty when all rests are. */
export function columns(texts: readonly PlacedText[]): [heads: string[], rests: string[]] {
  const heads: string[] = [];
  let hasRest = false;
  for (const [head, rest] of texts) {
    heads.push(head);
    if (rest !== '') hasRest = true;
  }
  return [heads, hasRest ? texts.map(([, rest]) => rest) : []];
}
