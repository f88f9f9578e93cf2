import { equalsFolded, foldCase, includesFolded, startsWithFolded } from '../kernel/fold.ts';
import type { Value } from '../model/value.ts';
import type { Predicate } from './predicate.ts';

/** More operands than these are looked up instead of gone through. */
const MOST_IN_TURN = 8;

const ASCII = 0x80;

/** True for a text that is not empty (CO-5). */
export const isText: Predicate = (value) => typeof value === 'string' && value !== '';

/** Equals any of the operands. */
export function textIs(operands: readonly string[], caseSensitive: boolean): Predicate {
  const all = operands.filter((operand) => operand !== '');
  if (all.length > MOST_IN_TURN) return textIsAmong(all, caseSensitive);
  if (!caseSensitive && all.length > 1) return isFoldedAny(all);
  return anyOf(all, caseSensitive ? isExactly : isFolded);
}

/** Starts with any of the operands. */
export function textStartsWith(operands: readonly string[], caseSensitive: boolean): Predicate {
  if (!caseSensitive && !operands.includes('')) return startsFoldedAny(operands);
  return anyOf(operands, caseSensitive ? startsExactly : startsFolded);
}

/** Contains any of the operands. */
export function textContains(operands: readonly string[], caseSensitive: boolean): Predicate {
  return anyOf(operands, caseSensitive ? containsExactly : containsFolded);
}

function isExactly(operand: string): Predicate {
  return (value) => value === operand;
}

function isFolded(operand: string): Predicate {
  const { length } = operand;
  const folded = foldCase(operand);
  // Data mostly is spelled as the operand is; comparing that first is quicker than folding.
  return (value) =>
    typeof value === 'string' &&
    value.length === length &&
    (value === operand || equalsFolded(value, folded));
}

function isFoldedAny(operands: readonly string[]): Predicate {
  const folded = operands.map(foldCase);
  const mayStart = firstUnits(folded);
  return (value) => {
    if (typeof value !== 'string' || value === '' || mayStart[value.charCodeAt(0)] === 0) {
      return false;
    }
    for (let index = 0; index < folded.length; index += 1) {
      if (value === operands[index] || equalsFolded(value, folded[index]!)) return true;
    }
    return false;
  };
}

function startsFoldedAny(operands: readonly string[]): Predicate {
  const folded = operands.map(foldCase);
  const mayStart = firstUnits(folded);
  return (value) => {
    if (typeof value !== 'string' || value === '' || mayStart[value.charCodeAt(0)] === 0) {
      return false;
    }
    for (let index = 0; index < folded.length; index += 1) {
      if (startsWithFolded(value, folded[index]!)) return true;
    }
    return false;
  };
}

/**
 * By ASCII character, 0 where no text that begins with it can match a folded operand: most texts are refused by their
 * first character. ASCII folds to ASCII, so the others of them need no place here.
 */
function firstUnits(folded: readonly string[]): Uint8Array {
  const units = new Uint8Array(ASCII);
  for (const operand of folded) {
    const unit = operand.charCodeAt(0);
    if (unit >= ASCII) continue;
    units[unit] = 1;
    units[String.fromCharCode(unit).toUpperCase().charCodeAt(0)] = 1;
  }
  return units;
}

function textIsAmong(operands: readonly string[], caseSensitive: boolean): Predicate {
  if (caseSensitive) {
    const known: ReadonlySet<unknown> = new Set(operands);
    return (value) => known.has(value);
  }
  const known: ReadonlySet<string> = new Set(operands.map(foldCase));
  return (value) => typeof value === 'string' && known.has(foldCase(value));
}

function startsExactly(operand: string): Predicate {
  if (operand === '') return isText;
  return (value) => typeof value === 'string' && value.startsWith(operand);
}

function startsFolded(operand: string): Predicate {
  return operand === '' ? isText : startsFoldedAny([operand]);
}

function containsExactly(operand: string): Predicate {
  if (operand === '') return isText;
  return (value) => typeof value === 'string' && value.includes(operand);
}

function containsFolded(operand: string): Predicate {
  if (operand === '') return isText;
  const folded = foldCase(operand);
  return (value) => typeof value === 'string' && includesFolded(value, folded);
}

function anyOf(operands: readonly string[], make: (operand: string) => Predicate): Predicate {
  const tests = operands.map(make);
  const [first, second, third] = tests;
  switch (tests.length) {
    case 0:
      return () => false;
    case 1:
      return first!;
    case 2:
      return (value) => first!(value) || second!(value);
    case 3:
      return (value) => first!(value) || second!(value) || third!(value);
    default:
      return (value) => {
        for (let index = 0; index < tests.length; index += 1) {
          if (tests[index]!(value)) return true;
        }
        return false;
      };
  }
}

/** Holds for any element of a list of texts (CO-9). */
export function onElements(test: Predicate): Predicate {
  return (value: Value | undefined) => {
    if (typeof value !== 'object') return false;
    for (let index = 0; index < value.length; index += 1) {
      if (test(value[index])) return true;
    }
    return false;
  };
}
