import type { Audience } from '../audience/audience.ts';
import type { AccountList } from '../audience/account-list.ts';
import { foldCase } from '../kernel/fold.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { Journey } from '../journey/journey.ts';
import { sortOf } from '../journey/sketch.ts';
import type { DraftContext } from './draft-names.ts';

/** The library's own draft, with what speaks for it. */
export interface Template {
  readonly document: JourneyDocument;
  readonly reasons: readonly string[];
  readonly gaps: readonly string[];
}

/** Between two e-mails when the brief names no time. */
const PAUSE = { days: 3 };
/** Longest pause that is read from a brief, in days. */
const LONGEST = 365;

/**
 * A straight journey from names that stand in the brief (AI-23): whoever the first audience or list is that it mentions
 * enters, gets the e-mails that it mentions in their order, with the first time that it mentions between them,
 * and is put on the first static list that it mentions besides. It understands nothing else of the brief.
 */
export function draftTemplate(brief: string, context: DraftContext): Template {
  const { id, emails = [], ends, catalogue } = context;
  const words = normalised(brief);
  const reasons: string[] = [];
  const gaps: string[] = [];
  const source = sourceOf(words, context, reasons, gaps);
  const settings = { catalogue, ...(ends !== undefined && { ends }) };
  // Without anybody the audience is left open, which is an issue of the draft.
  let journey = Journey.forAccounts(id, { ...settings, audience: source ?? { audience: '' } });
  const mentioned = byMention(words, emails);
  const sent = mentioned.length > 0 ? mentioned : emails.slice(0, 1);
  if (mentioned.length > 0) reasons.push(`The brief names ${listed(mentioned)}.`);
  else if (sent.length > 0)
    gaps.push(`The brief names no e-mail that is there; ${listed(sent)} is the first.`);
  else gaps.push('There is no e-mail.');
  const pause = pauseIn(brief);
  sent.forEach((email, index) => {
    if (index > 0) journey = journey.wait(pause ?? PAUSE);
    journey = journey.sendEmail(email);
  });
  if (pause === null && sent.length > 1)
    gaps.push('The brief names no time; three days are taken.');
  if (sent.length === 0) journey = journey.wait(pause ?? PAUSE);
  const list = listFor(words, context, source);
  if (list !== undefined) {
    reasons.push(`The brief names the list ${list}.`);
    journey = journey.addToList(list);
  }
  return { document: journey.document, reasons: reasons.length > 0 ? reasons : NOTHING, gaps };
}

const NOTHING: readonly string[] = ['The brief names nothing that is there.'];

type Source = { readonly audience: string } | { readonly list: string };

function sourceOf(
  words: string,
  { definitions = [] }: DraftContext,
  reasons: string[],
  gaps: string[],
): Source | null {
  const sources = definitions.filter((one) => {
    const sort = sortOf(one);
    if (sort === 'audience') return (one as Audience).document.of === 'accounts';
    return sort === 'list' && (one as AccountList).document.status === 'live';
  });
  const [named] = byMention(
    words,
    sources.map(({ id }) => id),
  );
  const taken = sources.find(({ id }) => id === named) ?? sources[0];
  if (taken === undefined) {
    gaps.push('There is no audience of accounts and no live list.');
    return null;
  }
  if (named !== undefined) reasons.push(`The brief names ${taken.id}, who enter.`);
  else gaps.push(`The brief names nobody who could enter; ${taken.id} are the first.`);
  return sortOf(taken) === 'audience' ? { audience: taken.id } : { list: taken.id };
}

/** The first live static list that the brief names, if it is not the one from which accounts enter. */
function listFor(
  words: string,
  { definitions = [] }: DraftContext,
  source: Source | null,
): string | undefined {
  const lists = definitions.filter((one) => {
    if (sortOf(one) !== 'list') return false;
    const { type, status } = (one as AccountList).document;
    return type === 'static' && status === 'live';
  });
  const taken = source !== null && 'list' in source ? source.list : null;
  return byMention(
    words,
    lists.map(({ id }) => id),
  ).find((id) => id !== taken);
}

/** The names that the text mentions as whole words, in the order in which it does. */
function byMention(words: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, at: words.indexOf(normalised(name)) }))
    .filter(({ name, at }) => at >= 0 && normalised(name).trim() !== '')
    .toSorted((left, right) => left.at - right.at || right.name.length - left.name.length)
    .map(({ name }) => name);
}

/** Words in lower case with one blank around each, so that whole words are found. */
function normalised(text: string): string {
  return ` ${foldCase(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}

/** The first time in days or weeks, such as `5 days`. */
function pauseIn(brief: string): { readonly days: number } | null {
  const [, number, unit] = /\b(\d{1,3}) {0,3}(day|week)s?\b/i.exec(brief) ?? [];
  if (number === undefined || unit === undefined) return null;
  const days = Number(number) * (unit.toLowerCase() === 'week' ? 7 : 1);
  return days >= 1 && days <= LONGEST ? { days } : null;
}

function listed(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
