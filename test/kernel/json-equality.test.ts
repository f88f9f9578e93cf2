import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, deepEqual, deepFreeze } from '../../src/kernel/json.ts';

describe('equality', () => {
  const reordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, item]) => [key, reordered(item)]),
    );
  };

  test('TM-47 canonical JSON does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(
      canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true, x: undefined, 10: 1, 9: 2 }),
    ).toBe('{"10":1,"9":2,"a":true,"b":[1,{"c":"é\\"","d":null}]}');
  });

  test.each([[Number.NaN], [undefined], [[undefined]], [() => 1], [1n], [new Date(0)]])(
    'TM-47 %s has no canonical JSON',
    (value) => {
      expect(() => canonicalJson({ value: [value] })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }) as Error,
      );
    },
  );

  test('TM-48 values are equal when their canonical JSON is', () => {
    const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(deepEqual(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(deepEqual(a, reordered(a))).toBe(true);
      }),
    );
  });

  test.each([
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: undefined }, { b: 1 }, false],
    [{ toString: 1 }, {}, false],
    [[], {}, false],
    [null, {}, false],
    [[1, 2], [1], false],
    [0, -0, true],
    ['1', 1, false],
  ])('TM-48 %j and %j: %s', (a, b, equal) => {
    expect(deepEqual(a, b)).toBe(equal);
    expect(deepEqual(b, a)).toBe(equal);
  });

  test('frozen values are frozen all the way down, also behind a part that was frozen before', () => {
    const inner = { c: [1] };
    const value = { a: Object.freeze({ inner }), when: new Date(0) };
    expect(deepFreeze(value)).toBe(value);
    expect(Object.isFrozen(inner.c)).toBe(true);
    expect(Object.isFrozen(value.when)).toBe(false);
  });
});
