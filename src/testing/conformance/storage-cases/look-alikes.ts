import { chance } from '../../harness/chance.ts';

/**
 * Texts that adapters confuse or put in the wrong order, by what confuses them: a collation, a trimmed column, a pattern,
 * a path, a joined key. ST-1 allows each, and those of one set all differ.
 */
export const LOOK_ALIKES: readonly (readonly [what: string, texts: readonly string[]])[] = [
  [
    'texts that differ by case',
    'acme Acme ACME acmE \u00e9 \u00c9 \u00df ss SS \u1e9e i I \u0131 \u0130 k K \u212a \u03c3 \u03c2 \u03a3'.split(
      ' ',
    ),
  ],
  [
    'texts with spaces around them',
    ['a', 'a ', ' a', 'a  ', ' a ', 'a\t', 'a\n', '\na', 'a\u00a0', 'a\u3000', ' ', '  ', '\t'],
  ],
  [
    'composed and decomposed characters',
    '\u00e9 e\u0301 e \u0301 \u1e69 s\u0323\u0307 s\u0307\u0323 \ufb01 fi \u00c5 \u212b A\u030a \u2126 \u03a9 \uac00 \u1100\u1161'.split(
      ' ',
    ),
  ],
  [
    'characters that are not seen',
    'ab a\u200bb a\u200db a\ufeffb \ufeffab a\u00adb a\u2060b \u202eab ab\u200e ab\ufe0f a\u034fb \u200b \ufeff'.split(
      ' ',
    ),
  ],
  [
    'texts that look like the same number',
    '1 01 001 1.0 +1 1e0 1e3 1000 -0 0 00 0x1 10 9 Infinity NaN 9007199254740992 9007199254740993 \u0661'.split(
      ' ',
    ),
  ],
  ['paths', '. .. / // /b b b/ ./b a/../b a a/ a// a/. a/b a\\b a/b/.. ~ C:a con NUL'.split(' ')],
  [
    'texts that URLs encode',
    ['a b', ...'a+b a%20b a%2520b a% a%2 % %% %25 %00 a/b a%2Fb a%2fb %u0061 &amp; & #'.split(' ')],
  ],
  [
    'wildcards and patterns',
    'a ab abc a_ a% a* a? a. a[b] [ab] ^a a$ _ __ % * ? \\ a\\ a\\% \\% a|b (a) .* a+ {a}'
      .split(' ')
      .filter((text) => text !== ''),
  ],
  [
    'quotes and statements',
    [
      `'`,
      `''`,
      `"`,
      '""',
      '`',
      `a'b`,
      `a''b`,
      `\\'`,
      '\\',
      '\\\\',
      '$1',
      '$$',
      ':a',
      '@a',
      '?',
      '?1',
      '--',
      '/*',
      ';',
      '${a}',
      `'; DROP TABLE records; --`,
    ],
  ],
  [
    'texts that separate keys',
    [
      'a',
      'a\u001f',
      'a\u001fb',
      'a\u001f\u001fb',
      '\u001f',
      '\u001fa',
      'a\u001e',
      'a\u0001',
      'a:b',
      'a::b',
      'a|b',
      'a,b',
      'a;b',
      'a#b',
      'a\tb',
      'a\nb',
      'a\r\nb',
      'a\rb',
      'account',
      'account/a',
      'account:a',
      'account\u001fa',
      'person',
    ],
  ],
  [
    'names that objects and languages have',
    '__proto__ constructor prototype toString hasOwnProperty valueOf length then toJSON null NULL undefined true false nil'.split(
      ' ',
    ),
  ],
  [
    'texts that begin with each other',
    [
      ...'a aa aaa aaaa aab ab aba abb b ba'.split(' '),
      ...[63, 64, 255, 256, 257].map((length) => 'a'.repeat(length)),
    ],
  ],
  [
    'characters whose order is another in UTF-8 or in a locale',
    [
      ...'a Z z ~ \u007f \u0080 \u00e4 \ud7ff \ue000 \uf8ff \ufffd \uffff'.split(' '),
      ...'\u{10000} \u{1f600} \u{10ffff} a\uffff a\u{10000} a\ue000 az a-b ab a_b'.split(' '),
    ],
  ],
  [
    'emoji that are made of several',
    [
      '\u{1f468}',
      '\u{1f468}\u200d\u{1f469}',
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
      '\u{1f44d}',
      '\u{1f44d}\u{1f3fd}',
      '\u263a',
      '\u263a\ufe0f',
      '\u{1f1e9}',
      '\u{1f1e9}\u{1f1ea}',
      '\u{1f1ea}',
      '\u{1f600}',
      '\u{1f600}\u{1f600}',
      '\u{1f601}',
    ],
  ],
  [
    'control characters',
    [0x01, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x2028]
      .map((unit) => `a${String.fromCharCode(unit)}b`)
      .concat('ab', '\u0001', '\u001a', '\ufffeab'),
  ],
  [
    'texts as long as they may be',
    [
      'x'.repeat(1023),
      'x'.repeat(1024),
      `${'x'.repeat(1023)}y`,
      `y${'x'.repeat(1023)}`,
      '\u{1f600}'.repeat(512),
      `${'\u{1f600}'.repeat(511)}\u{1f601}`,
      '\uffff'.repeat(1024),
      `${'\uffff'.repeat(1023)}\ufffe`,
      '\u0001'.repeat(1024),
    ],
  ],
  ['long texts that do not compress', incompressible()],
];

/** Four texts of 1,024 units and more than 3,000 bytes in UTF-8; two pairs differ in the last unit alone. */
function incompressible(): readonly string[] {
  const draw = chance(7);
  const random = (): string =>
    Array.from({ length: 1023 }, () =>
      String.fromCharCode(0x4e00 + Math.floor(draw() * 0x5000)),
    ).join('');
  return [random(), random()].flatMap((text) => [`${text}\u4e00`, `${text}\u4e01`]);
}
