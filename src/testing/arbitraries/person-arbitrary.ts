import fc from 'fast-check';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { PersonInput } from '../../model/record.ts';
import type { Consent } from '../../model/consent.ts';
import { idArbitrary, withUsual } from './account-arbitrary.ts';
import type { RecordOptions } from './account-arbitrary.ts';
import { attributesArbitrary } from './attributes-arbitrary.ts';
import { NO_INTEREST } from './interest.ts';

/**
 * People that the catalogue takes, as `ingest` wants them. Most can be written to: they have an address of their own
 * (attribute `email`) and have not withdrawn consent.
 */
export function arbitraryPerson<S extends CatalogueShape>(
  catalogue: Catalogue<S>,
  { id, interest = NO_INTEREST }: RecordOptions = {},
): fc.Arbitrary<PersonInput<S>> {
  const { person } = catalogue;
  const attributes = attributesArbitrary(person, {
    entity: 'person',
    interest,
    meetings: interest.people,
  });
  return fc
    .tuple(idArbitrary('person', id), attributes, fc.nat(7), consentArbitrary())
    .map(([own, values, chance, consent]) => {
      const { email: _drawn, ...rest } = values;
      return {
        id: own,
        attributes: chance === 7 ? values : withUsual(person, 'email', `${own}@example.com`, rest),
        ...(consent === undefined ? {} : { consent: { email: consent } }),
      };
    }) as fc.Arbitrary<PersonInput<S>>;
}

/** What a record says about e-mail consent, mostly nothing. */
function consentArbitrary(): fc.Arbitrary<Consent | undefined> {
  return fc.constantFrom<Consent | undefined>(undefined, undefined, undefined, 'y', null, 'n');
}
