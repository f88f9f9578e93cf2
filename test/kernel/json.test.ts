import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { AccompanyError } from '../../src/kernel/errors.ts';
import { guardJson, JSON_LIMITS, parseJson } from '../../src/kernel/json.ts';

function errorOf(work: () => unknown): AccompanyError {
  try {
    work();
  } catch (error) {
    if (isAccompanyError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('texts', () => {
  test('TM-40 a text of 100 MB is refused without being read', () => {
    const text = 'x'.repeat(100_000_000);
    const started = performance.now();
    expect(errorOf(() => parseJson(text))).toMatchObject({
      code: 'TOO_LARGE',
      details: { position: JSON_LIMITS.characters },
    });
    expect(performance.now() - started).toBeLessThan(100);
  });

  test('TM-41 TM-43 a text of 200,000 levels is refused at the first level too many', () => {
    for (const text of [nested(200_000), '['.repeat(200_000), '{"a":'.repeat(200_000)]) {
      const error = errorOf(() => parseJson(text));
      expect(error.code).toBe('TOO_DEEP');
      expect(error.details['position']).toBeLessThanOrEqual(256 * 5);
    }
  });

  test('TM-41 256 levels pass, 257 do not', () => {
    expect(() => parseJson(nested(256))).not.toThrow();
    expect(errorOf(() => parseJson(nested(257)))).toMatchObject({
      code: 'TOO_DEEP',
      details: { position: 256 },
    });
    expect(() => parseJson(nested(257), { depth: 257 })).not.toThrow();
  });

  test('TM-41 brackets inside a text do not count', () => {
    const text = `["${'['.repeat(1000)}","\\"${'{'.repeat(1000)}\\\\"]`;
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('TM-41 the number of values is counted the same in texts and values', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 12 }), (text, nodes) => {
        fc.pre(!/constructor|prototype|__proto__/.test(text));
        const codeOf = (work: () => unknown): string => {
          try {
            work();
            return 'passed';
          } catch (error) {
            return (error as AccompanyError).code;
          }
        };
        const byValue = codeOf(() => guardJson(JSON.parse(text), { nodes }));
        expect(codeOf(() => parseJson(text, { nodes }))).toBe(byValue);
      }),
    );
  });

  test('TM-41 a text with too many values is refused before it is parsed', () => {
    const text = `[${'0,'.repeat(3_000_000)}x`;
    expect(errorOf(() => parseJson(text)).code).toBe('TOO_LARGE');
  });

  test.each([
    ['', 0],
    ['{"a":x}', 5],
    ['[1,2', 4],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[01]', 1],
    ['[1] 2', 4],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['["\\x"]', 2],
    ['["\\u12"]', 2],
    ['"a\nb"', 2],
    ['["abc', 5],
    ['[1}', 2],
    ['nul', 0],
    ['[1.]', 1],
    ['[-]', 1],
    ['\uFEFF[}', 2],
    ['{"a":1 "b":2}', 7],
  ])('TM-42 %j is refused at %i', (text, position) => {
    expect(errorOf(() => parseJson(text))).toMatchObject({
      code: 'INVALID_JSON',
      details: { position },
    });
  });

  test('TM-42 the message names line and column', () => {
    const error = errorOf(() => parseJson('{\n  "a": 1,\n  "b": ?\n}'));
    expect(error.message).toContain('line 3, column 8');
  });

  test('TM-42 texts are accepted and read as the platform reads them', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/constructor|prototype|__proto__/.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('TM-42 a text with one character changed is accepted or refused at a position', () => {
    const characters = fc.constantFrom(...'{}[]",:\\ 01-.eEtfn\n\u0000é'.split(''));
    fc.assert(
      fc.property(fc.json(), fc.nat(), characters, (text, place, character) => {
        const at = place % text.length;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        fc.pre(!/constructor|prototype|__proto__|\d{3}/.test(changed));
        let sound = true;
        try {
          JSON.parse(changed);
        } catch {
          sound = false;
        }
        if (sound) return void parseJson(changed);
        const { code, details } = errorOf(() => parseJson(changed));
        expect(code).toBe('INVALID_JSON');
        expect(details['position']).toBeLessThanOrEqual(changed.length);
      }),
    );
  });

  test('TM-43 long texts with a fault at the end are refused in bounded time', () => {
    const texts = [
      `["${'a'.repeat(15_000_000)}`,
      `[${'1'.repeat(15_000_000)}x]`,
      `[${'\n'.repeat(15_000_000)}`,
      `["${'\\n'.repeat(7_000_000)}`,
    ];
    for (const text of texts) {
      const started = performance.now();
      expect(errorOf(() => parseJson(text)).code).toBe('INVALID_JSON');
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });

  test.each([
    '{"__proto__":{"admin":true}}',
    '{"a":[{"\\u005f_proto__":1}]}',
    '{"constructor":1}',
    '{"constructor":{"prototype":{}}}',
    '{"prototype":null}',
  ])('TM-44 %s is refused', (text) => {
    expect(errorOf(() => parseJson(text)).code).toBe('INVALID_JSON');
  });

  test('TM-44 the position of __proto__ is told', () => {
    expect(errorOf(() => parseJson('{"a":{"__proto__":1}}')).details).toEqual({ position: 6 });
  });

  test('TM-46 a number that is too large to be finite is refused', () => {
    expect(errorOf(() => parseJson('{"a":[1e999]}'))).toMatchObject({
      code: 'INVALID_JSON',
      path: ['a', 0],
    });
  });
});

describe('values', () => {
  test('TM-45 a sound value comes back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/constructor|prototype|__proto__/.test(JSON.stringify(value)));
        expect(guardJson(value)).toBe(value);
      }),
    );
    const absent = { a: undefined, b: Object.create(null) as object };
    expect(guardJson(absent)).toBe(absent);
  });

  test('TM-45 the same part in two places is no cycle', () => {
    const part = { a: [1] };
    expect(() => guardJson([part, part, { part }])).not.toThrow();
  });

  test('TM-45 a value that contains itself is refused', () => {
    const circle: Record<string, unknown> = { a: [{}] };
    (circle['a'] as unknown[])[1] = { back: circle };
    expect(errorOf(() => guardJson(circle))).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['a', 1, 'back'],
    });
  });

  class Account {
    readonly id = 'acme';
  }

  test.each([
    ['NaN', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['an undefined item', [undefined]],
    ['a hole', Array.from({ length: 1 }).concat([1])],
    ['an instance', new Account()],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a regular expression', /a/],
    ['an array of a class', new Uint8Array(3)],
  ])('TM-45 %s is refused with its path', (_, fault) => {
    const error = errorOf(() => guardJson({ a: [0, { b: fault }] }));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.path.slice(0, 3)).toEqual(['a', 1, 'b']);
  });

  test('TM-45 undefined itself is refused', () => {
    expect(errorOf(() => guardJson(undefined))).toMatchObject({ code: 'INVALID_INPUT', path: [] });
  });

  test.each(['__proto__', 'constructor', 'prototype'])('TM-44 the key %s is refused', (key) => {
    const value = { a: [Object.fromEntries([[key, 1]])] };
    expect(errorOf(() => guardJson(value))).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['a', 0, key],
    });
  });

  test('TM-41 TM-43 a value of 200,000 levels is refused without a full stack', () => {
    let value: unknown = 1;
    for (let level = 0; level < 200_000; level++) value = level % 2 === 0 ? [value] : { value };
    expect(errorOf(() => guardJson(value)).code).toBe('TOO_DEEP');
    expect(() => guardJson(value, { depth: 200_000 })).not.toThrow();
  });

  test('TM-41 TM-43 huge arrays and parts used again and again are refused', () => {
    const huge: unknown[] = [];
    huge.length = 4_000_000_000;
    expect(errorOf(() => guardJson(huge)).code).toBe('TOO_LARGE');
    let value: unknown = 'lol';
    for (let level = 0; level < 40; level++) value = [value, value];
    expect(errorOf(() => guardJson(value)).code).toBe('TOO_LARGE');
  });

  test('TM-40 more characters than the limit are refused', () => {
    expect(errorOf(() => guardJson(['abc', { de: 'f' }], { characters: 5 }))).toMatchObject({
      code: 'TOO_LARGE',
      path: [1, 'de'],
    });
    expect(() => guardJson(['abc', { de: 'f' }], { characters: 6 })).not.toThrow();
  });
});
