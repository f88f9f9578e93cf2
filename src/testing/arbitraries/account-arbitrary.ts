import fc from 'fast-check';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { AccountInput } from '../../model/record.ts';
import { attributesArbitrary } from './attributes-arbitrary.ts';
import type { AttributeValues } from './attributes-arbitrary.ts';
import { NO_INTEREST } from './interest.ts';
import type { Interest } from './interest.ts';

/** Wishes for one generated account or person. */
export interface RecordOptions {
  /** Missing: `account-1` to `account-9`, or `person-1` to `person-9`. */
  readonly id?: string;
  /** What is looked at; missing: nothing special. */
  readonly interest?: Interest;
}

/**
 * Accounts that the catalogue takes, as `ingest` wants them. Any attribute may be absent; an account with a `name` in
 * its catalogue nearly always has one, since without it no journey takes it in (RT-11).
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * import { catalogue, number, text } from 'accompany';
 * import { arbitraryAccount } from 'accompany/testing';
 *
 * const b2b = catalogue({ account: { name: text(), employees: number() }, person: {} });
 * const [account] = fc.sample(arbitraryAccount(b2b, { id: 'acme' }), 1);
 * console.log(account?.id); // => acme
 * ```
 */
export function arbitraryAccount<S extends CatalogueShape>(
  catalogue: Catalogue<S>,
  { id, interest = NO_INTEREST }: RecordOptions = {},
): fc.Arbitrary<AccountInput<S>> {
  const { account } = catalogue;
  const attributes = attributesArbitrary(account, {
    entity: 'account',
    interest,
    meetings: interest.accounts,
  });
  return fc
    .tuple(idArbitrary('account', id), attributes, fc.nat(15))
    .map(([own, values, chance]) => ({
      id: own,
      attributes: chance === 15 ? values : withUsual(account, 'name', own, values),
    })) as fc.Arbitrary<AccountInput<S>>;
}

/** An id that was asked for, or a few to choose from. */
export function idArbitrary(prefix: string, id: string | undefined): fc.Arbitrary<string> {
  return id === undefined
    ? fc.integer({ min: 1, max: 9 }).map((n) => `${prefix}-${n}`)
    : fc.constant(id);
}

/** The values with one that is nearly always there, unless they name it or the catalogue does not take it. */
export function withUsual(
  attributes: Catalogue['account'],
  name: string,
  value: string,
  values: AttributeValues,
): AttributeValues {
  const given = values[name];
  if (typeof given === 'string' && given.trim() !== '') return values;
  return Object.hasOwn(attributes, name) && attributes[name]!.parse(value).ok
    ? { ...values, [name]: value }
    : values;
}
