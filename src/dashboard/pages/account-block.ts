import { intentDetails, sortSignals } from '../../intent/signals.ts';
import type { IntentDetail } from '../../intent/signals.ts';
import type { IntentSignal } from '../../model/intent.ts';
import type { JourneyUse } from '../journey-use.ts';
import { accountSubject } from '../subjects.ts';
import type { PageContext } from './page-data.ts';
import { pageSummary } from './page-summary.ts';
import type { PageLink, PageSummary } from './page-summary.ts';

/** An account, as its own page and those of its groups show it (reference 14.1, 15). */
export interface AccountBlock extends PageLink {
  readonly people: number;
  /** `null` when it is not known. */
  readonly industry: string | null;
  readonly openOpportunities: number;
  /** The three that the account entered last, the latest first; empty when none is known. */
  readonly journeys: readonly JourneyUse[];
  readonly summary: PageSummary;
}

/** The account of a page (BG-151). */
export function accountBlock({ account, names, uses }: PageContext): AccountBlock {
  const journeys = uses.map(({ name }) => name);
  const subject = accountSubject(account, names, journeys);
  const { name, people, industry, openOpportunities } = subject.facts;
  return {
    id: account.id,
    name,
    people,
    industry,
    openOpportunities,
    journeys: uses,
    summary: pageSummary(subject),
  };
}

/** What intent was seen (reference 13); both are empty when there is none. */
export interface IntentBlock {
  /** Kind, name and level of each signal, strongest first. */
  readonly signals: readonly IntentSignal[];
  /** The approved categories among them, with their products and keywords. */
  readonly details: readonly IntentDetail[];
}

/** The intent of a page (BG-97, BG-151). */
export function intentBlock(
  { definitions }: PageContext,
  signals: readonly IntentSignal[],
): IntentBlock {
  return {
    signals: sortSignals(signals),
    details: intentDetails(signals, definitions.taxonomy),
  };
}
