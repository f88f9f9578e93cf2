import { expectTypeOf } from 'vitest';
import * as classic from 'zod';
import * as mini from 'zod/mini';
import { boolean, date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Catalogue, CatalogueInput, CatalogueShape } from '../../src/model/catalogue.ts';
import type { defaultCatalogue } from '../../src/model/default-catalogue.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type {
  ActionNames,
  AttributeNames,
  EventNames,
  FieldNames,
  ObjectNames,
  OperandOf,
  ShapeOf,
  UpdateValue,
} from '../../src/model/shape.ts';

const b2b = catalogue({
  account: { name: text(), tier: oneOf(['gold', 'tin']), employees: number(), founded: date() },
  person: {
    interests: texts(),
    active: boolean(),
    nick: classic.string().optional(),
    level: classic.enum(['low', 'high']).nullable(),
    born: classic.date().readonly(),
    seen: mini.iso.datetime(),
    since: mini.optional(date()),
    points: mini.prefault(mini.int(), 0),
    tags: classic.array(classic.string().min(1)),
    lower: classic.string().transform((value) => value.toLowerCase()),
    opted: classic.stringbool(),
    mail: mini.email().check(mini.minLength(3)),
  },
  objects: { contract: { of: 'account', attributes: { until: date() } } },
  events: { orderPlaced: { of: 'account', fields: { total: number() } } },
  actions: { notify: { of: 'people', input: mini.object({ channel: mini.string() }) } },
});
type Shape = ShapeOf<typeof b2b>;

// MO-1, MO-3, MO-4: kinds
expectTypeOf<Shape['account']>().toEqualTypeOf<{
  readonly name: 'text';
  readonly tier: 'text';
  readonly employees: 'number';
  readonly founded: 'date';
}>();
expectTypeOf<Shape['person']>().toEqualTypeOf<{
  readonly interests: 'texts';
  readonly active: 'boolean';
  readonly nick: 'text';
  readonly level: 'text';
  readonly born: 'date';
  readonly seen: 'date';
  readonly since: 'date';
  readonly points: 'number';
  readonly tags: 'texts';
  readonly lower: 'text';
  readonly opted: 'boolean';
  readonly mail: 'text';
}>();
expectTypeOf<Shape['objects']['contract']['until']>().toEqualTypeOf<'date'>();
expectTypeOf<Shape['events']['orderPlaced']['total']>().toEqualTypeOf<'number'>();
expectTypeOf<Shape['events']['personChanged']['newValue']>().toEqualTypeOf<'any'>();
expectTypeOf<Shape['actions']['notify']>().toEqualTypeOf<{ channel: string }>();

// Names
expectTypeOf<AttributeNames<Shape, 'opportunity'>>().toBeNever();
expectTypeOf<ObjectNames<Shape>>().toEqualTypeOf<'contract'>();
expectTypeOf<ActionNames<Shape>>().toEqualTypeOf<'notify'>();
expectTypeOf<FieldNames<Shape, 'orderPlaced'>>().toEqualTypeOf<'total'>();
expectTypeOf<'interestingMoment'>().toExtend<EventNames<Shape>>();
const known: AttributeNames<Shape, 'account'> = 'employees';
// @ts-expect-error the catalogue has no account attribute of this name
const unknown: AttributeNames<Shape, 'account'> = 'employee';
type Defaults = ShapeOf<typeof defaultCatalogue>;
const email: AttributeNames<Defaults, 'person'> = 'email';
// @ts-expect-error an account attribute is no person attribute
const revenue: AttributeNames<Defaults, 'person'> = 'annualRevenue';
expectTypeOf<Defaults['person']['birthDate']>().toEqualTypeOf<'date'>();
expectTypeOf<Defaults['account']['annualRevenue']>().toEqualTypeOf<'number'>();
expectTypeOf<Defaults['events']['emailOpened']['mobile']>().toEqualTypeOf<'boolean'>();

// Operands and updates
const founded: OperandOf<Shape['account']['founded']> = new Date(0);
// @ts-expect-error a number is no text
const name: OperandOf<Shape['account']['name']> = 5;
// @ts-expect-error text is no number
const employees: OperandOf<Shape['account']['employees']> = '5';
// @ts-expect-error a Date is no number
const total: OperandOf<'number'> = new Date(0);
expectTypeOf<OperandOf<'texts'>>().toEqualTypeOf<string>();
expectTypeOf<OperandOf<'any'>>().toEqualTypeOf<string | number | boolean>();
expectTypeOf<UpdateValue<'texts'>>().toEqualTypeOf<readonly string[] | null>();
expectTypeOf<UpdateValue<'date'>>().toEqualTypeOf<string | Date | number | null>();

// Refused inputs
// @ts-expect-error an object stands for no kind of attribute
catalogue({ account: { address: mini.object({ city: mini.string() }) }, person: {} });
// @ts-expect-error a list of numbers stands for no kind of attribute
catalogue({ account: { scores: mini.array(mini.number()) }, person: {} });
// @ts-expect-error people is not who owns an event
catalogue({ account: {}, person: {}, events: { a: { of: 'people', fields: {} } } });
// @ts-expect-error the input of an action is an object
catalogue({ account: {}, person: {}, actions: { a: { of: 'people', input: mini.string() } } });

// Any catalogue is a catalogue
expectTypeOf(b2b).toExtend<Catalogue>();
expectTypeOf<typeof defaultCatalogue>().toExtend<Catalogue>();
declare const wide: CatalogueInput;
expectTypeOf(catalogue(wide)).toExtend<Catalogue>();

// Records
const input: IngestInput<Shape> = {
  accounts: [{ id: 'a', attributes: { name: 'A', founded: '2020-01-01', employees: null } }],
  objects: [{ object: 'contract', id: 'c', owner: 'a', attributes: { until: 0 } }],
  events: [{ id: 'e', type: 'orderPlaced', at: new Date(0), account: 'a', fields: { total: 5 } }],
};
expectTypeOf(input).toExtend<IngestInput>();
expectTypeOf<IngestInput<CatalogueShape>>().toEqualTypeOf<IngestInput>();
const wrong: IngestInput<Shape> = {
  // @ts-expect-error the catalogue has no such attribute
  accounts: [{ id: 'a', attributes: { size: 5 } }],
  // @ts-expect-error interests are a list
  people: [{ id: 'p', attributes: { interests: 'cloud' } }],
  // @ts-expect-error only the engine makes this event
  events: [{ id: 'e', type: 'accountChanged', at: 0, account: 'a' }],
};
void [known, unknown, email, revenue, founded, name, employees, total, wrong];
