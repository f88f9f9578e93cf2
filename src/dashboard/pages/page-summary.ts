import { extractSummary } from '../../insights/summary-subject.ts';
import type { SummarySubject } from '../../insights/summary-subject.ts';

/** A summary on a page, and what it was made of. */
export interface PageSummary {
  /** The built-in summary (BG-112). */
  readonly text: string;
  /** What `summarize` takes, for a text by a model instead. */
  readonly subject: SummarySubject;
}

/** The built-in summary of a subject, with the subject. */
export function pageSummary(subject: SummarySubject): PageSummary {
  return { text: extractSummary(subject), subject };
}

/** Something that a page names and may link to. */
export interface PageLink {
  readonly id: string;
  readonly name: string;
}
