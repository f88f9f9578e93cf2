/**
 * Unicode simple case folding: one code point becomes one code point (CaseFolding.txt, statuses C and S; no Turkic
 * rules). It never changes the length of a string in UTF-16 code units, which is what lets the comparisons below go
 * by position and reject by length.
 *
 * The folding is derived from the case mappings of the platform, lower(upper(c)), with the exceptions listed here;
 * a test compares it with the regular expressions of the platform.
 */

/** Folds to itself although lower(upper(c)) is something else: dotless i, and Cherokee, whose capitals are the folded form. */
const DOTLESS_I = 0x131;

/** Simple foldings that have no simple case mapping to go by. */
const EXCEPTIONS: ReadonlyMap<number, number> = new Map([
  [0x1e9e, 0xdf],
  [0x1fd3, 0x390],
  [0x1fe3, 0x3b0],
  [0xfb05, 0xfb06],
]);

const PAGE = 256;
const pages: (Uint16Array | undefined)[] = Array.from({ length: 0x10000 / PAGE });

/** Folds the case of a text, so that `foldCase(a) === foldCase(b)` compares without regard to case. */
export function foldCase(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return foldAny(text);
    if (isCapital(code)) return isAsciiFrom(text, index) ? text.toLowerCase() : foldAny(text);
  }
  return text;
}

/** True when `value` folds to `foldedPattern`, which {@link foldCase} made. */
export function equalsFolded(value: string, foldedPattern: string): boolean {
  return value.length === foldedPattern.length && matchesAt(value, 0, foldedPattern);
}

/** True when `value`, folded, starts with `foldedPrefix`, which {@link foldCase} made. */
export function startsWithFolded(value: string, foldedPrefix: string): boolean {
  return value.length >= foldedPrefix.length && matchesAt(value, 0, foldedPrefix);
}

/** True when `value`, folded, contains `foldedPart`, which {@link foldCase} made. */
export function includesFolded(value: string, foldedPart: string): boolean {
  const last = value.length - foldedPart.length;
  for (let start = 0; start <= last; start++) {
    if (matchesAt(value, start, foldedPart)) return true;
  }
  return false;
}

function matchesAt(value: string, start: number, folded: string): boolean {
  for (let index = 0; index < folded.length; index++) {
    const code = value.charCodeAt(start + index);
    const wanted = folded.charCodeAt(index);
    if (code < 0x80) {
      if (code !== wanted && !(isCapital(code) && code + 32 === wanted)) return false;
    } else if (foldUnit(value, start + index, code) !== wanted) return false;
  }
  return true;
}

/** The folded code unit at a position. The first unit of a surrogate pair never changes, the second may. */
function foldUnit(text: string, index: number, code: number): number {
  if (code < 0xd800 || code > 0xdfff) return foldBasic(code);
  if (code < 0xdc00 || index === 0) return code;
  const high = text.charCodeAt(index - 1);
  if (high < 0xd800 || high > 0xdbff) return code;
  const folded = foldCodePoint((high - 0xd800) * 0x400 + (code - 0xdc00) + 0x10000);
  return ((folded - 0x10000) % 0x400) + 0xdc00;
}

function foldBasic(code: number): number {
  const number = code >>> 8;
  const page = (pages[number] ??= foldPage(number));
  return page[code & 0xff]!;
}

function foldPage(number: number): Uint16Array {
  return Uint16Array.from({ length: PAGE }, (_, index) => foldCodePoint(number * PAGE + index));
}

function foldCodePoint(point: number): number {
  if (point === DOTLESS_I || isCherokeeCapital(point)) return point;
  const exception = EXCEPTIONS.get(point);
  if (exception !== undefined) return exception;
  const upper = mapped(point, String.fromCodePoint(point).toUpperCase());
  if (isCherokeeCapital(upper)) return upper;
  return mapped(point, String.fromCodePoint(upper).toLowerCase());
}

/** The code point of a case mapping, or the original where the mapping needs more than one. */
function mapped(point: number, mapping: string): number {
  const first = mapping.codePointAt(0)!;
  return mapping.length === (first > 0xffff ? 2 : 1) ? first : point;
}

function foldAny(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const unit = code >= 0x80 ? foldUnit(text, index, code) : isCapital(code) ? code + 32 : code;
    folded += String.fromCharCode(unit);
  }
  return folded;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isCherokeeCapital(point: number): boolean {
  return point >= 0x13a0 && point <= 0x13f5;
}

function isAsciiFrom(text: string, start: number): boolean {
  for (let index = start; index < text.length; index++) {
    if (text.charCodeAt(index) >= 0x80) return false;
  }
  return true;
}
