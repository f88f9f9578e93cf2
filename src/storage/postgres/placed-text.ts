import { keysToScan, keysWithPrefix, orderKey } from '../sql/order-key.ts';
import type { KeyRange } from '../sql/order-key.ts';

/** Most characters of a key that stand in an index; 250 of them are at most 1,000 bytes (PG-20). */
const MOST_INDEXED = 250;
/** Smallest character that a text can be continued with. */
const LEAST = '\u0001';

/**
 * An order key as the tables hold it: what is indexed, and the rest. Compared one after the other, the two are in the
 * order of the whole.
 */
export type PlacedText = readonly [head: string, rest: string];

/** A range of keys: from `low` on, and before `high`. */
export interface PlacedRange {
  readonly low: PlacedText;
  readonly high: PlacedText;
}

/** The place of an id or a name. */
export function place(text: string): PlacedText {
  return cut(orderKey(text));
}

/** The place just behind an id or a name. */
export function placeBehind(text: string): PlacedText {
  return cut(orderKey(text) + LEAST);
}

/** All texts that begin with a prefix; all texts for the empty one. */
export function placesOf(prefix: string): PlacedRange {
  return placed(keysWithPrefix(prefix));
}

/** Those of the texts with a prefix that stand strictly behind `after`, in the direction of the scan. */
export function placesBehind(prefix: string, after: string, reverse: boolean): PlacedRange {
  return placed(keysToScan(prefix, after, reverse));
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

function placed({ from, to }: KeyRange): PlacedRange {
  return { low: cut(from), high: cut(to) };
}

function cut(key: string): PlacedText {
  if (key.length <= MOST_INDEXED) return [key, ''];
  let end = 0;
  for (let characters = 0; characters < MOST_INDEXED && end < key.length; characters += 1) {
    end += key.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return [key.slice(0, end), key.slice(end)];
}
