import type { Attributes } from '../model/value.ts';
import type { PersonView } from '../model/view.ts';

/** The text of an attribute or a field; `null` when there is none, or it is blank. */
export function attributeText(attributes: Attributes, name: string): string | null {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** First and last name, those that are there; `null` without any. */
export function personText({ attributes }: Pick<PersonView, 'attributes'>): string | null {
  const names = [attributeText(attributes, 'firstName'), attributeText(attributes, 'lastName')];
  const name = names.filter((part) => part !== null).join(' ');
  return name === '' ? null : name;
}
