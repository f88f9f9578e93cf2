import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as classic from 'zod';
import * as mini from 'zod/mini';
import { attribute, boolean, date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { defineAttribute } from '../../src/model/attribute-schema.ts';
import type { AttributeDefinition } from '../../src/model/definition.ts';
import { isOfKind } from '../../src/model/value.ts';

function define(schema: unknown, name = 'x'): AttributeDefinition {
  const definition = defineAttribute(name, schema);
  if (definition === undefined) throw new Error('The schema stands for no kind.');
  return definition;
}

function stored(schema: unknown, input: unknown): unknown {
  const parsed = define(schema).parse(input);
  return parsed.ok ? parsed.value : parsed.message;
}

test('MO-1 the constructors make attributes of their kinds', () => {
  const kinds = [text(), oneOf(['a', 'b']), number(), boolean(), date(), texts()].map(
    (schema) => define(schema).kind,
  );
  expect(kinds).toEqual(['text', 'text', 'number', 'boolean', 'date', 'texts']);
  expect(define(oneOf(['a', 'b'])).values).toEqual(['a', 'b']);
  expect(define(text()).values).toBeNull();
  expect(stored(oneOf(['a', 'b']), 'c')).toBe('Expected one of a, b.');
  expect(stored(oneOf(['a', 'b']), 'A')).toBe('Expected one of a, b.');
});

test('MO-2 labels come from options or names, and options have defaults', () => {
  expect(define(number(), 'annualRevenue')).toMatchObject({
    label: 'Annual revenue',
    updatable: true,
    caseSensitive: false,
  });
  expect(define(text(), 'crm.owner_name').label).toBe('Crm owner name');
  const options = { label: 'SIC code', updatable: false, caseSensitive: true };
  expect(define(text(options), 'sicCode')).toMatchObject(options);
});

describe('MO-3 schemas of zod stand for kinds', () => {
  const kinds: [kind: string, ofClassic: unknown, ofMini: unknown][] = [
    ['text', classic.string(), mini.string()],
    ['text', classic.string().min(2).max(5), mini.string().check(mini.minLength(2))],
    ['text', classic.email(), mini.email()],
    ['text', classic.string().trim(), mini.string().check(mini.trim())],
    ['text', classic.enum(['a', 'b']), mini.enum(['a', 'b'])],
    ['text', classic.literal('a'), mini.literal(['a', 'b'])],
    ['text', classic.iso.time(), mini.iso.time()],
    ['text', classic.templateLiteral(['n', classic.number()]), mini.templateLiteral(['n'])],
    ['number', classic.number(), mini.number()],
    ['number', classic.int(), mini.int()],
    ['boolean', classic.boolean(), mini.boolean()],
    ['date', classic.date(), mini.date()],
    ['date', classic.iso.datetime(), mini.iso.datetime()],
    ['date', classic.iso.date(), mini.iso.date()],
    ['texts', classic.array(classic.string()), mini.array(mini.string())],
    ['texts', classic.array(classic.enum(['a'])), mini.array(mini.email())],
  ];
  test.each(kinds)('%s %#', (kind, ofClassic, ofMini) => {
    expect(define(ofClassic).kind).toBe(kind);
    expect(define(ofMini).kind).toBe(kind);
  });
  test('values of enumerations are kept', () => {
    expect(define(classic.enum(['a', 'b'])).values).toEqual(['a', 'b']);
    expect(define(mini.literal(['a', 'b'])).values).toEqual(['a', 'b']);
  });
});

describe('MO-4 wrappers are looked through', () => {
  const iso = classic.codec(classic.iso.datetime(), classic.date(), {
    decode: (value) => new Date(value),
    encode: (value) => value.toISOString(),
  });
  const kinds: [kind: string, schema: unknown][] = [
    ['text', classic.string().optional()],
    ['text', mini.optional(mini.nullable(text()))],
    ['number', classic.number().default(3).readonly()],
    ['number', mini.prefault(mini.number(), 3)],
    ['boolean', classic.boolean().catch(false)],
    ['date', mini.readonly(mini.nullable(date()))],
    ['date', iso],
    ['boolean', classic.stringbool()],
    ['number', classic.string().pipe(classic.coerce.number())],
    ['text', classic.string().transform((value) => value.toLowerCase())],
    ['number', classic.preprocess((value) => value, classic.number())],
  ];
  test.each(kinds)('%s %#', (kind, schema) => {
    expect(define(schema).kind).toBe(kind);
  });
});

test('MO-5 other schemas stand for no kind', () => {
  const others = [
    classic.object({}),
    classic.any(),
    classic.bigint(),
    classic.literal([1, 2]),
    classic.literal(['a', 1]),
    classic.enum({ A: 1 }),
    classic.array(classic.number()),
    classic.array(classic.date()),
    classic.union([classic.string(), classic.number()]),
    classic.record(classic.string(), classic.string()),
    classic.transform((value) => value),
    null,
    undefined,
    'text',
    {},
  ];
  for (const schema of others) expect(defineAttribute('x', schema)).toBeUndefined();
});

test('MO-6 options travel with copies and with added checks', () => {
  const email = mini.email();
  const work = attribute(email, { label: 'Work e-mail', caseSensitive: true });
  expect(define(work)).toMatchObject({ label: 'Work e-mail', caseSensitive: true, kind: 'text' });
  expect(define(email)).toMatchObject({ label: 'X', caseSensitive: false });
  const checked = text({ label: 'Code' }).check(mini.minLength(2));
  expect(define(checked).label).toBe('Code');
  expect(define(checked).parse('a').ok).toBe(false);
  expect(define(mini.optional(text({ label: 'Inner' }))).label).toBe('Inner');
  const late = date({ label: 'Late' }).check(mini.refine((value) => value > 0));
  expect(define(late)).toMatchObject({ kind: 'date', label: 'Late' });
  expect([stored(late, 5), stored(late, '1970-01-01')]).toEqual([
    5,
    'The schema of this attribute refuses the value.',
  ]);
});

test('MO-10 a refusal says what was expected and what came, without the value', () => {
  expect(stored(text(), 5)).toBe('Expected text, got a number.');
  expect(stored(number(), 'secret')).toBe('Expected a finite number, got text.');
  expect(stored(boolean(), ['secret'])).toBe('Expected true or false, got a list.');
  expect(stored(texts(), 'secret')).toBe('Expected a list of texts, got text.');
  expect(stored(texts(), ['a', 1])).toBe('Expected a list of texts, got a list.');
  expect(stored(date(), 'secret')).toContain('got text.');
  expect(stored(mini.email(), 5)).toBe('Expected text, got a number.');
  expect(stored(mini.email(), 'secret')).not.toContain('secret');
  expect(stored(text(), null)).toBe('Expected text, got nothing.');
});

test('MO-11 NaN and infinities are refused and minus zero is zero', () => {
  for (const schema of [number(), date(), mini.number(), classic.number().min(-10)]) {
    for (const input of [NaN, Infinity, -Infinity])
      expect(define(schema).parse(input).ok).toBe(false);
    expect(Object.is(stored(schema, -0), 0)).toBe(true);
  }
  const infinite = classic.number().transform(() => Infinity);
  expect(define(infinite).parse(1).ok).toBe(false);
});

describe('MO-12 dates come as text, Date or milliseconds', () => {
  const at = Date.UTC(2026, 0, 5);
  const schemas = [date(), mini.optional(date()), classic.date(), classic.date().min(new Date(0))];
  test.each(schemas)('%#', (schema) => {
    for (const input of ['2026-01-05', '2026-01-05T01:00:00+01:00', new Date(at), at]) {
      expect(stored(schema, input)).toBe(at);
    }
    for (const input of ['2026-01-05T00:00:00', '2026-02-30', 1.5, new Date(NaN), true, {}]) {
      expect(define(schema).parse(input).ok).toBe(false);
    }
  });
  test('within what the schema allows', () => {
    expect(stored(classic.iso.datetime(), '2026-01-05T00:00:00Z')).toBe(at);
    expect(stored(classic.iso.datetime(), new Date(at))).toBe(at);
    expect(define(classic.iso.datetime()).parse('2026-01-05').ok).toBe(false);
    expect(define(classic.iso.datetime({ local: true })).parse('2026-01-05T00:00:00').ok).toBe(
      false,
    );
    expect(stored(mini.iso.date(), '2026-01-05')).toBe(at);
    expect(stored(mini.iso.date(), at)).toBe(at);
    expect(define(mini.iso.date()).parse(at + 1).ok).toBe(false);
    expect(define(classic.date().min(new Date(at))).parse(at - 1).ok).toBe(false);
  });
});

test('MO-13 refinements and transformations of the host apply', () => {
  expect(stored(classic.string().trim(), ' a ')).toBe('a');
  expect(stored(classic.coerce.number(), '5')).toBe(5);
  expect(stored(classic.stringbool(), 'yes')).toBe(true);
  expect(stored(classic.boolean().catch(false), 'x')).toBe(false);
  expect(
    stored(
      classic.string().transform((value) => value.length),
      'abc',
    ),
  ).toBe('Expected text, got a number.');
  const throws = classic.string().refine(() => {
    throw new Error('broken');
  });
  const waits = classic.string().refine(() => Promise.resolve(true));
  for (const schema of [throws, waits]) expect(stored(schema, 'a')).toContain('synchronous');
});

test('MO-14 text is well-formed and lists are copies', () => {
  expect(stored(text(), 'a\ud800b')).toBe('a\ufffdb');
  const list = ['a', '\udc00'];
  const copy = stored(texts(), list);
  list.push('c');
  expect(copy).toEqual(['a', '\ufffd']);
});

test('MO-10 MO-11 whatever comes, a stored value is of the kind and survives JSON', () => {
  const schemas = [text(), number(), boolean(), date(), texts(), oneOf(['a']), mini.email()];
  const definitions = schemas.map((schema) => define(schema));
  fc.assert(
    fc.property(fc.anything({ withDate: true }), fc.nat(definitions.length - 1), (input, index) => {
      const definition = definitions[index]!;
      const parsed = definition.parse(input);
      if (!parsed.ok) {
        expect(parsed.message).toMatch(/\.$/);
        return;
      }
      expect(isOfKind(definition.kind, parsed.value)).toBe(true);
      expect(JSON.parse(JSON.stringify(parsed.value))).toEqual(parsed.value);
    }),
  );
});

test('MO-10 checking by hand agrees with the schema', () => {
  const bare: [schema: classic.ZodType, values: fc.Arbitrary<unknown>][] = [
    [classic.string(), fc.string()],
    [classic.number(), fc.double()],
    [classic.boolean(), fc.boolean()],
    [classic.array(classic.string()), fc.array(fc.oneof(fc.string(), fc.nat(3)))],
    [classic.enum(['a', 'b']), fc.constantFrom('a', 'b', 'c')],
  ];
  for (const [schema, values] of bare) {
    const definition = define(schema);
    fc.assert(
      fc.property(fc.oneof(values, fc.anything()), (input) => {
        expect(definition.parse(input).ok).toBe(schema.safeParse(input).success);
      }),
    );
  }
});
