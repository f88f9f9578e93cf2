import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isId, isNamedId } from '../../src/kernel/id.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import { character } from '../setup/character.ts';

const CONTROL = [...Array.from({ length: 32 }, (_, code) => code), 127].map((code) =>
  String.fromCharCode(code),
);

test.each(CONTROL)('MO-41 no id holds the control character %j, wherever it stands', (control) => {
  for (const text of [control, `a${control}`, `${control}a`, `a${control}b`]) {
    expect(isId(text, 255)).toBe(false);
    expect(isNamedId(text, 255)).toBe(false);
  }
});

test.each(['a', ' ', '\u0080', '\u00a0', '\u200b', '\u{1f600}', '__proto__', 'x'.repeat(255)])(
  'MO-41 %j is an id',
  (text) => {
    expect(isId(text, 255)).toBe(true);
  },
);

test.each(['', '\ud800', '\udc00a', 'x'.repeat(256), 7, null, undefined, ['a']])(
  'MO-41 %j is none',
  (text) => {
    expect(isId(text, 255)).toBe(false);
  },
);

test.each([' ', '\u00a0\u2003'])('JD-10 AU-2 BG-8 %j is no id that authors may give', (text) => {
  expect(isNamedId(text, 255)).toBe(false);
  expect(isNamedId(`${text}a`, 255)).toBe(true);
});

test('RT-39 two different lists of ids never join to the same text', () => {
  const ids = fc.array(
    fc.string({ minLength: 1, unit: character }).filter((text) => isId(text, 255)),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(ids, ids, (left, right) => {
      expect(joinIds(...left) === joinIds(...right)).toBe(
        JSON.stringify(left) === JSON.stringify(right),
      );
      expect(joinIds(...left).split('\u001f')).toEqual(left);
    }),
  );
});
