import { needArguments } from '../kernel/needed-arguments.ts';
import type { Attributes } from '../model/value.ts';

/** Under which attributes of the host's catalogue insights find what they show; `null`: nowhere. */
export interface AttributeNames {
  readonly account: {
    readonly name: string;
    readonly industry: string | null;
    readonly region: string | null;
    readonly status: string | null;
  };
  readonly person: {
    /** Joined by a blank, those that are there. */
    readonly name: readonly string[];
    readonly email: string | null;
    readonly jobTitle: string | null;
    readonly status: string | null;
    /** The first that is there; missing: `phone`, `mobilePhone`. */
    readonly phone?: readonly string[];
  };
  readonly opportunity: {
    /** An opportunity is open while this is not true. */
    readonly closed: string;
  };
}

/** The names of the default catalogue. */
export const DEFAULT_NAMES: AttributeNames = Object.freeze({
  account: { name: 'name', industry: 'industry', region: 'region', status: null },
  person: {
    name: ['firstName', 'lastName'],
    email: 'email',
    jobTitle: 'jobTitle',
    status: 'personStatus',
  },
  opportunity: { closed: 'closed' },
});

/** Refuses names that leave a part out (BG-148). */
export function needNames(call: string, names: AttributeNames): void {
  needArguments(call, { names: [names, 'object'] });
  for (const part of ['account', 'person', 'opportunity'] as const)
    needArguments(call, { [`names.${part}`]: [names[part], 'object'] });
  needArguments(call, { 'names.person.name': [names.person.name, 'texts'] });
}

/** The text of an attribute; `null` when it has none, or nobody knows its name. */
export function textOf(attributes: Attributes, name: string | null): string | null {
  if (name === null || !Object.hasOwn(attributes, name)) return null;
  const value = attributes[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** What an account is called; its id when it has no name. */
export function accountName(
  { id, attributes }: { readonly id: string; readonly attributes: Attributes },
  names: AttributeNames,
): string {
  return textOf(attributes, names.account.name) ?? id;
}

/** A person's telephone number; `null` when none is known. */
export function phoneOf(attributes: Attributes, { person }: AttributeNames): string | null {
  const { phone = ['phone', 'mobilePhone'] } = person;
  return phone.map((name) => textOf(attributes, name)).find((text) => text !== null) ?? null;
}

/** What a person is called; the id without any part of a name. */
export function personName(
  { id, attributes }: { readonly id: string; readonly attributes: Attributes },
  names: AttributeNames,
): string {
  const parts = names.person.name.map((name) => textOf(attributes, name));
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? id : name;
}
