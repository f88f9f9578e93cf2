import { expect, test } from 'vitest';
import { isNamed } from '../../src/model/account-name.ts';
import { number } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { consentAfter } from '../../src/model/consent.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';

test('MO-60 consent follows changes of unsubscribed', () => {
  const change = (before: boolean | undefined, after: boolean | null | undefined) =>
    consentAfter({
      consent: 'y',
      attributes: before === undefined ? {} : { unsubscribed: before },
      changes: after === undefined ? {} : { unsubscribed: after },
    });
  expect([change(false, true), change(undefined, true)]).toEqual(['n', 'n']);
  expect([change(true, false), change(undefined, false)]).toEqual([null, null]);
  expect([change(true, true), change(false, false)]).toEqual(['y', 'y']);
  expect([change(true, undefined), change(true, null)]).toEqual(['y', 'y']);
});

test('MO-61 the stricter statement holds', () => {
  const attributes = { unsubscribed: false };
  const yes = { consent: null, attributes, stated: 'y' } as const;
  expect(consentAfter({ ...yes, changes: { unsubscribed: true } })).toBe('n');
  expect(consentAfter({ ...yes, changes: {} })).toBe('y');
  const no = { consent: 'y', attributes: { unsubscribed: true }, stated: 'n' } as const;
  expect(consentAfter({ ...no, changes: { unsubscribed: false } })).toBe('n');
  expect(consentAfter({ ...no, stated: 'y', changes: { unsubscribed: false } })).toBe('y');
  expect(consentAfter({ ...no, stated: null, changes: {} })).toBeNull();
});

test('MO-62 a named account has more than blanks for a name', () => {
  const named = (attributes: Record<string, string>) => isNamed(defaultCatalogue, { attributes });
  expect(named({ name: 'Acme' })).toBe(true);
  expect([named({}), named({ name: '' }), named({ name: ' \t\u00a0' })]).toEqual([
    false,
    false,
    false,
  ]);
  const nameless = catalogue({ account: {}, person: {} });
  expect(isNamed(nameless, { attributes: {} })).toBe(true);
  const numbered = catalogue({ account: { name: number() }, person: {} });
  expect(isNamed(numbered, { attributes: {} })).toBe(true);
});
