import type { Journey } from '../journey/journey.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import { isRecord } from '../model/is-record.ts';

/**
 * What verbs refuse at once when a call from JavaScript cannot be meant (EN-4). All of them throw `INVALID_INPUT`.
 */

/** Throws unless this is an object whose named properties are texts. */
export function needTexts<Name extends string>(
  of: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): void {
  const advice = `Give ${names.map((name) => `${name}: id`).join(' and ')} in an object.`;
  needObject(of, advice);
  for (const name of names) if (typeof of[name] !== 'string') throw wrong(advice, name);
}

/** Throws unless this is a text; `what` names it. */
export function needText(text: unknown, what: string): void {
  if (typeof text !== 'string') throw wrong(`Give the ${what} as text.`, what);
}

/** Throws unless this is a journey. */
export function needJourney(journey: Journey): void {
  needObject(
    (journey as Journey | undefined | null)?.document,
    'Give a Journey, or its id to publish a draft.',
  );
}

/** Throws unless this is missing or a list. */
export function needList(list: unknown, name: string): void {
  if (list !== undefined && !Array.isArray(list))
    throw wrong(`${name} must be a list of ids.`, name);
}

/** Throws unless the options of a call are an object. */
export function needOptions(options: unknown): void {
  needObject(options, 'Give the options of the call as an object, or leave them out.', ['options']);
}

/** Throws unless this names an audience or a list. */
export function needMembersOf(of: { readonly audience?: unknown; readonly list?: unknown }): void {
  const advice = 'Give { audience: id } or { list: id }.';
  needObject(of, advice);
  const name = 'list' in of ? 'list' : 'audience';
  if (typeof of[name] !== 'string') throw wrong(advice, name);
}

/** Throws unless this names an account, or nothing for all of them. */
export function needFactsOf(of: { readonly account?: unknown }): void {
  const advice = 'Give { account: id }, or nothing for all facts.';
  needObject(of, advice);
  if (of.account !== undefined && typeof of.account !== 'string') throw wrong(advice, 'account');
}

/** Throws unless this is missing or a list of texts. */
export function needTextList(list: unknown, name: string): void {
  needList(list, name);
  const index = ((list ?? []) as readonly unknown[]).findIndex((each) => typeof each !== 'string');
  if (index >= 0) throw wrong(`${name} must be a list of ids.`, name, index);
}

/** Throws unless this is missing or an object as it is written, with texts alone; `advice` says what to give. */
export function needTextObject(of: unknown, name: string, advice: string): void {
  if (of === undefined) return;
  // A Map is an object, too, and has no properties.
  if (!isRecord(of) || !isWritten(of)) throw wrong(advice, name);
  const found = Object.entries(of).find(([, text]) => typeof text !== 'string');
  if (found !== undefined) throw wrong(advice, name, found[0]);
}

/** Throws unless this is an object without other properties than these: a misspelt one would be ignored. */
export function needOnly(of: object, names: readonly string[]): void {
  needObject(of, `Give an object with ${names.join(', ')}.`);
  const other = Object.keys(of).find((name) => !names.includes(name));
  if (other === undefined) return;
  throw wrong(`There is no ${JSON.stringify(other)} here. Give ${names.join(', ')}.`, other);
}

function isWritten(of: object): boolean {
  return Object.prototype.toString.call(of) === '[object Object]';
}

function wrong(message: string, ...path: readonly (string | number)[]): AccompanyError {
  return new AccompanyError('INVALID_INPUT', message, { path });
}
