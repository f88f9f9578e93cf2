import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalsFolded, foldCase, includesFolded, startsWithFolded } from '../../src/kernel/fold.ts';
import { character } from '../setup/character.ts';

const everyPoint = (): string[] => {
  const points: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point < 0xd800 || point > 0xdfff) points.push(String.fromCodePoint(point));
  }
  return points;
};

test.each([
  ['ACME Ltd', 'acme ltd'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
  ['σίσυφος', 'σίσυφοσ'],
  ['\u212A', 'k'],
  ['STRASSE \u1E9E', 'strasse ß'],
  ['straße', 'straße'],
  ['ſ', 's'],
  ['\u{10400}x', '\u{10428}x'],
  ['ꭰ', 'Ꭰ'],
  ['', ''],
])('TM-30 %s folds to %s', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
  expect(equalsFolded(text, folded)).toBe(true);
});

test('TM-31 dotless and dotted i fold to themselves', () => {
  expect(foldCase('ıİ')).toBe('ıİ');
  expect(equalsFolded('İ', 'i')).toBe(false);
  expect(equalsFolded('ı', 'i')).toBe(false);
  expect(equalsFolded('I', 'ı')).toBe(false);
});

test('TM-32 folding keeps the length of every character and folding twice changes nothing', () => {
  const odd = everyPoint().filter((character) => {
    const folded = foldCase(character);
    return folded.length !== character.length || foldCase(folded) !== folded;
  });
  expect(odd).toEqual([]);
});

test('TM-32 the first unit of a surrogate pair is never changed', () => {
  const odd = everyPoint().filter(
    (character) => character.length === 2 && foldCase(character)[0] !== character[0],
  );
  expect(odd).toEqual([]);
});

test('TM-30 characters fold alike exactly when regular expressions ignore their difference', () => {
  const changing = /[\p{Changes_When_Casefolded}\p{Changes_When_Casemapped}]/u;
  const [cased, others] = [[] as string[], [] as string[]];
  for (const character of everyPoint()) {
    (changing.test(character) ? cased : others).push(character);
  }
  expect(others.filter((character) => foldCase(character) !== character)).toEqual([]);

  const text = cased.join('');
  const alike = Map.groupBy(cased, foldCase);
  const odd = cased.filter((character) => {
    const point = character.codePointAt(0)!.toString(16);
    const found = text.match(new RegExp(`\\u{${point}}`, 'giu')) ?? [];
    return found.join('') !== alike.get(foldCase(character))!.join('');
  });
  expect(odd).toEqual([]);
});

describe('TM-33 comparisons with a folded text', () => {
  const letters = fc.constantFrom(
    'a',
    'A',
    'b',
    's',
    'S',
    'ſ',
    'k',
    '\u212A',
    'ς',
    'Σ',
    'σ',
    'ß',
    '\u1E9E',
    'ı',
    'İ',
    ' ',
    '\u{10400}',
    '\u{10428}',
    '\u{1E900}',
    '\uD801',
    '\uDC00',
    '@',
    '[',
    '`',
    '{',
    '中',
  );
  const texts = fc.oneof(
    fc.array(letters, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ unit: character }),
  );

  test('TM-33 agree with folding both', () => {
    fc.assert(
      fc.property(texts, texts, (value, other) => {
        const [left, right] = [foldCase(value), foldCase(other)];
        expect(equalsFolded(value, right)).toBe(left === right);
        expect(startsWithFolded(value, right)).toBe(left.startsWith(right));
        expect(includesFolded(value, right)).toBe(left.includes(right));
      }),
    );
  });

  test('TM-33 find every part of a text, whatever its case', () => {
    fc.assert(
      fc.property(texts, fc.nat(8), fc.nat(8), (value, start, length) => {
        const part = foldCase(value).slice(start, start + length);
        expect(includesFolded(value, part)).toBe(true);
        expect(startsWithFolded(value.slice(start), part)).toBe(
          foldCase(value.slice(start)).startsWith(part),
        );
      }),
    );
  });

  test('TM-33 an empty text is in every text', () => {
    expect(startsWithFolded('', '')).toBe(true);
    expect(includesFolded('', '')).toBe(true);
    expect(equalsFolded('a', '')).toBe(false);
  });

  test('TM-33 a difference in punctuation is no difference in case', () => {
    expect(equalsFolded('@', '`')).toBe(false);
    expect(equalsFolded('[', '{')).toBe(false);
  });
});
