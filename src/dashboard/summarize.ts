import { needArguments } from '../kernel/needed-arguments.ts';
import { checkOptions } from '../ai/check-options.ts';
import { ask, throwIfAborted, unusable } from '../ai/ask.ts';
import type { Answer, AskOptions } from '../ai/ask.ts';
import { extractSummary, SUBJECT_KINDS } from '../insights/summary-subject.ts';
import type { SummarySubject } from '../insights/summary-subject.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Ai } from '../ports/ai.ts';

/** A summary of an account, a buying group, a person, a journey or a sales alert, and who wrote it. */
export interface Summary {
  readonly text: string;
  /** Who wrote it: the model that was plugged in, or the library from the facts. */
  readonly by: 'ai' | 'builtIn';
  /** Why the model's text is not used; `null` when nothing went wrong. */
  readonly notice: Issue | null;
}

/** Who writes, and how long it may take. */
export interface SummarizeOptions extends AskOptions {
  /** Missing: the built-in summary. */
  readonly ai?: Ai;
  /** Greatest length of the model's text, in UTF-16 code units; missing: 2,000. */
  readonly most?: number;
}

/**
 * Has a model summarise a subject, or does it itself: without a model, and whenever the model fails, takes too long or
 * answers with nothing or too much. Then `notice` says why (BG-141, BG-142).
 * @throws AccompanyError `ABORTED` when the host gives up; `INVALID_INPUT` for bounds that nothing could keep to
 */
export async function summarize(
  subject: SummarySubject,
  options: SummarizeOptions = {},
): Promise<Summary> {
  needArguments('summarize', { subject: [subject, 'object'] });
  needArguments('summarize', { kind: [subject.kind, SUBJECT_KINDS] });
  needArguments('summarize', { facts: [subject.facts, 'object'] });
  checkOptions(options);
  const { ai, most = 2_000, signal } = options;
  if (ai !== undefined) needArguments('summarize', { ai: [ai, 'object'] });
  throwIfAborted(signal);
  if (ai === undefined) return builtIn(subject, null);
  const answer = await ask(
    {
      ai,
      about: subject,
      kind: 'summary',
      most,
      call: (request) => ai.summarize(request),
      read: (given) => readText(given, most),
    },
    options,
  );
  return answer.ok
    ? { text: answer.value, by: 'ai', notice: null }
    : builtIn(subject, answer.notice);
}

function builtIn(subject: SummarySubject, notice: Issue | null): Summary {
  return { text: extractSummary(subject), by: 'builtIn', notice };
}

function readText(given: unknown, most: number): Answer<string> {
  if (typeof given !== 'string' || given.trim() === '')
    return unusable('AI_EMPTY', 'The model answered with no text.', 'Look at what it was given.');
  const text = given.trim().toWellFormed();
  if (text.length <= most) return { ok: true, value: text };
  const message = `The model answered with more than ${most} characters.`;
  return unusable('AI_TOO_LONG', message, 'Have it keep to request.most.');
}
