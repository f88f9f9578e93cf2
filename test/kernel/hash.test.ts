import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import murmurHash3 from 'murmurhash3js-revisited';
import { expect, test } from 'vitest';
import { hash128, hash32, hashIds } from '../../src/kernel/hash.ts';

// The verification values of SMHasher, the suite of the author of MurmurHash.
test.each([
  [
    'x86 32',
    0xb0f57ee3,
    (bytes: Uint8Array, seed: number) =>
      murmurHash3.x86.hash32(bytes, seed).toString(16).padStart(8, '0'),
  ],
  ['x86 128', 0xb3ece62a, murmurHash3.x86.hash128],
])('TM-36 %s passes the verification of its author', (_, value, hash) => {
  const words = (hex: string): number[] =>
    hex.match(/.{8}/g)!.flatMap((word) => [...Buffer.from(word, 'hex')].toReversed());
  const hashes: number[] = [];
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_item, index) => index);
    hashes.push(...words(hash(key, 256 - length)));
  }
  const [a, b, c, d] = words(hash(Uint8Array.from(hashes), 0));
  expect(((d! << 24) | (c! << 16) | (b! << 8) | a!) >>> 0).toBe(value);
});

test.each([
  ['', 0],
  ['a', 0x3c2569b2],
  ['abc', 0xb3dd93fa],
  ['hello', 0x248bfa47],
  ['hello, world', 0x149bbb7f],
  ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
])('TM-36 32 bits of %j as published', (text, hash) => {
  expect(hash32(text)).toBe(hash);
});

test.each([
  ['', '00000000000000000000000000000000'],
  ['0', '0ab2409ea5eb34f8a5eb34f8a5eb34f8'],
  ['0123456789abcdef', 'fb7d440936aed30a48ad1d9b572b3bfd'],
  ["I will not buy this tobacconist's, it is scratched.", '9b5b7ba2ef3f7866889adeaf00f3f98e'],
  ['utf-8 supported 🌈', '796479ed1bbff85b29e39731d1967a07'],
])('TM-36 128 bits of %j as published', (text, hash) => {
  expect(hash128(text)).toBe(hash);
});

test('TM-36 texts are hashed as UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
      expect(hash32(text)).toBe(murmurHash3.x86.hash32(bytes));
      expect(hash128(text)).toBe(murmurHash3.x86.hash128(bytes));
      expect(hash128(text)).toMatch(/^[\da-f]{32}$/);
    }),
  );
});

test('TM-37 lists whose texts run together alike have different ids', () => {
  const lists = [
    ['ab', 'c'],
    ['a', 'bc'],
    ['abc'],
    ['abc', ''],
    ['', 'abc'],
    ['1:a', ''],
    ['1:a0:'],
  ];
  expect(new Set(lists.map((parts) => hashIds(...parts))).size).toBe(lists.length);
});

test('TM-37 the id of a list never changes', () => {
  expect(hashIds('subscription', 'welcome', 'acme', '1')).toBe('82a4af95cc0160132f008280c4226852');
  expect(hashIds('subscription', 'welcome', 'acme', '1')).toBe(
    hash128('12:subscription7:welcome4:acme1:1'),
  );
});

test('TM-37 different lists have different ids', () => {
  const parts = fc.array(fc.string({ unit: fc.constantFrom('a', ':', '1', 'é') }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(parts, parts, (left, right) => {
      const same = JSON.stringify(left) === JSON.stringify(right);
      expect(hashIds(...left) === hashIds(...right)).toBe(same);
    }),
  );
});
