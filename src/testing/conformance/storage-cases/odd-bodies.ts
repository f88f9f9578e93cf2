/** JSON values that must come back equal. */
export const ODD_BODIES: readonly (readonly [what: string, body: unknown])[] = [
  ['null', null],
  ['false', false],
  ['zero', 0],
  ['the empty text', ''],
  ['an empty list', []],
  ['an empty object', {}],
  ['text that looks like JSON', '{"a":1}'],
  ['text that looks like a number', '007'],
  ['text that looks like a date', '2026-01-05T09:00:00Z'],
  [
    'numbers to the last bit',
    [
      0.1,
      0.1 + 0.2,
      1 / 3,
      5e-324,
      2.2250738585072014e-308,
      1.7976931348623157e308,
      9_007_199_254_740_991,
      -9_007_199_254_740_991,
      9_007_199_254_740_994,
      1e21,
      123_456_789.123_456_78,
      -1.5e-7,
    ],
  ],
  ['nulls at every depth', { a: null, b: [null, [null], { c: null }], d: { e: { f: null } } }],
  ['lists with holes filled by null', [null, 0, '', false, [], {}]],
  ['text with NUL', { text: 'a\0b', '\0': '\0' }],
  ['unpaired surrogates', { text: 'a\ud83d', list: ['\ude00', '\ude00\ud83d'], '\ud800': 1 }],
  ['control characters', '\u0001\u0008\t\n\u000b\f\r\u001f\u007f\u0080\u2028\u2029'],
  ['composed and decomposed text', ['\u00e9', 'e\u0301', '\ufeffa', '\u{1f468}\u200d\u{1f469}']],
  ['quotes and backslashes', '\\"\'`\\\\\\u0041 \\n ${x} $1 ?'],
  ['a property __proto__', JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":2}}')],
  ['properties named like numbers', { '1': 'a', '01': 'b', '-1': 'c', '1e3': 'd', '10': 'e' }],
  ['a property with the empty name', { '': { '': '' } }],
  ['names that differ by case', { a: 1, A: 2, '\u00e9': 3, 'e\u0301': 4 }],
  ['names with dots and dollars', { 'a.b': 1, a: { b: 2 }, $set: { c: 3 }, 'a[0]': 4 }],
  ['names of a record', { kind: 'x', id: 'y', version: -1, due: 'z', body: { body: null } }],
  ['the least and the greatest doubles', [5e-324, -5e-324, 2 ** -1022, 1.7976931348623157e308]],
  ['doubles at the end of whole numbers', [2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 63]],
  [
    'whole numbers at 32 and 64 bits',
    [2 ** 31 - 1, 2 ** 31, 2 ** 32, -(2 ** 31), 2 ** 64, -(2 ** 63)],
  ],
  ['numbers that are printed with an exponent', [1e21, 1e-7, 123e-20, 9.999e22, 1e300]],
  [
    'the neighbours of 1 and of 0.1',
    [1 + 2 ** -52, 1 - 2 ** -53, 0.1 + 2 ** -56, 0.30000000000000004],
  ],
  ['a number alone', -1.5e-7],
  ['true', true],
  [
    'words that other languages take for values',
    ['NaN', 'Infinity', 'nil', 'None', 'undefined', 'yes'],
  ],
  ['every UTF-16 unit', Array.from({ length: 256 }, (_, row) => unitsFrom(row * 256))],
  [
    'every UTF-16 unit as the name of a property',
    Object.fromEntries(
      unitsFrom(0xd780, 0x200)
        .split('')
        .map((unit, index) => [unit, index]),
    ),
  ],
  [
    'real NUL beside written NUL',
    ['\0', '\\0', '\\u0000', '\\\\u0000', '\u2400', '\\x00', '\0\\u0000\0'],
  ],
  [
    'unpaired surrogates beside what replaces them',
    ['\ud83d', '\ufffd', '\\ud83d', 'a\ufffdb', 'a\udc00b', '\ud83d\ud83d\ude00'],
  ],
  [
    'private characters that an adapter may escape with',
    ['\ue000', '\uf8ff', '\ue0000000', '\u{f0000}', '\u{10ffff}', '\ufdd0', '\uffff'],
  ],
  [
    'properties of every object',
    JSON.parse(
      '{"toString":1,"valueOf":null,"hasOwnProperty":"x","length":-1,"toJSON":{},"then":0}',
    ),
  ],
  [
    '__proto__ at every depth',
    JSON.parse('[{"__proto__":null},{"a":{"__proto__":{"__proto__":[]}}},{"__proto__":"text"}]'),
  ],
  [
    'tags that serialisers use',
    [
      { $undefined: true },
      { $ref: '#/0' },
      { $date: 0 },
      { $oid: 'a' },
      { '@type': 'x' },
      { json: {}, meta: {} },
    ],
  ],
  ['names in another order than that of their units', { z: 1, b: 2, '10': 3, '9': 4, a: 5, B: 6 }],
  ['names as long as 10,000 units', { ['n'.repeat(10_000)]: { ['\u{1f600}'.repeat(5_000)]: 1 } }],
  ['lists in lists', [[], [[]], [[], [[]]], [[[[[]]]]]]],
  ['empty objects at every depth', { a: {}, b: { c: {} }, d: [{}, { e: {} }] }],
  ['a list of 5,000 numbers', Array.from({ length: 5_000 }, (_, index) => index / 7)],
  [
    'an object of 2,000 properties',
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`n${index * 7919}`, index])),
  ],
  ['256 levels', nested(256)],
];

function nested(depth: number): unknown {
  let value: unknown = 'end';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

function unitsFrom(first: number, length = 256): string {
  const units = Array.from({ length }, (_, index) => first + index);
  return String.fromCharCode(...units);
}
