import type { Catalogue } from './definition.ts';
import type { Attributes } from './value.ts';

/**
 * Whether an account may enter journeys and buying groups: its `name` is not empty, or the catalogue has no account
 * attribute `name` of kind text (reference 14.3).
 */
export function isNamed(
  catalogue: Catalogue,
  account: { readonly attributes: Attributes },
): boolean {
  if (catalogue.account['name']?.kind !== 'text') return true;
  const name = Object.hasOwn(account.attributes, 'name') ? account.attributes['name'] : undefined;
  return typeof name === 'string' && name.trim() !== '';
}
