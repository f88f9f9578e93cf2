import type { Journey } from '../journey/journey.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';

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

function wrong(message: string, name: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', message, { path: [name] });
}
