import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  keysToScan,
  keysWithPrefix,
  orderKey,
  textOfKey,
} from '../../src/storage/sql/order-key.ts';
import { character } from '../setup/character.ts';

/** Characters at which the two orders, or the keys themselves, could go wrong. */
const EDGES = [
  '\u0001',
  'a',
  '\u007f',
  '\ud7ff',
  '\ue000',
  '\uf8ff',
  '\ufffd',
  '\uffff',
  '\u{10000}',
  '\u{1f600}',
  '\u{10fffe}',
  '\u{10ffff}',
];

const char = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.string({ unit: character, minLength: 1, maxLength: 1 }).filter((one) => one !== '\0'),
);
const texts = fc.array(char, { maxLength: 6 }).map((chars) => chars.join(''));

/** How a database compares. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

test('SQ-4 the bytes of order keys compare as the UTF-16 units of their texts', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(compare(orderKey(a), orderKey(b))).toBe(compareUnits(a, b));
    }),
  );
  const all = EDGES.flatMap((a) => ['', ...EDGES].map((b) => a + b));
  expect(all.toSorted((a, b) => compare(orderKey(a), orderKey(b)))).toEqual(all.toSorted());
});

test('SQ-4 an order key gives its text back, and the key of a concatenation is the concatenation', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(textOfKey(orderKey(a))).toBe(a);
      expect(orderKey(a + b)).toBe(orderKey(a) + orderKey(b));
    }),
  );
});

test.each(['acme', 'Account/7', '\u00e9\u{1f600}', '\u001f', '\ud7ff'])(
  'SQ-4 the order key of an ordinary text such as %j is the text',
  (text) => expect(orderKey(text)).toBe(text),
);

test('SQ-5 a range of keys holds what starts with the prefix and lies behind the position, and nothing else', () => {
  const position = fc.oneof(texts, fc.constant(''));
  fc.assert(
    fc.property(
      texts,
      position,
      fc.boolean(),
      texts,
      fc.boolean(),
      (prefix, after, reverse, rest, inside) => {
        const id = inside ? prefix + rest : rest;
        if (id === '') return;
        const { from, to } = keysToScan(prefix, after, reverse);
        const key = orderKey(id);
        const found = compare(from, key) <= 0 && compare(key, to) < 0;
        const behind = after === '' || (reverse ? id < after : id > after);
        expect(found).toBe(id.startsWith(prefix) && behind);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('SQ-5 without a prefix every key is in range', () => {
  const { from, to } = keysWithPrefix('');
  for (const id of ['\u0001', 'a', '\uffff'.repeat(9), '\u{10ffff}'.repeat(9)]) {
    expect(compare(from, orderKey(id)) <= 0 && compare(orderKey(id), to) < 0).toBe(true);
  }
});
