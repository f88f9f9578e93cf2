import { needArguments } from '../kernel/needed-arguments.ts';
import { extractSummary } from '../insights/summary-subject.ts';
import type { SummarySubject } from '../insights/summary-subject.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { warning } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Ai } from '../ports/ai.ts';

/** Text about a subject. */
export interface Summary {
  readonly text: string;
  /** Who wrote it: the model that was plugged in, or the library from the facts. */
  readonly by: 'ai' | 'builtIn';
  /** Why the model's text is not used; `null` when nothing went wrong. */
  readonly notice: Issue | null;
}

/** Who writes, and how long it may take. */
export interface SummarizeOptions {
  /** Missing: the built-in summary. */
  readonly ai?: Ai;
  /** Milliseconds to wait for the model; missing: 20,000. */
  readonly timeout?: number;
  /** Greatest length of the model's text, in UTF-16 code units; missing: 2,000. */
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/**
 * Has a model summarise a subject, or does it itself: without a model, and whenever the model fails, takes too long or
 * answers with nothing or too much. Then `notice` says why (BG-141, BG-142).
 * @throws AccompanyError `ABORTED` when the host gives up
 */
export async function summarize(
  subject: SummarySubject,
  options: SummarizeOptions = {},
): Promise<Summary> {
  needArguments('summarize', { subject: [subject, 'object'] });
  needArguments('summarize', { kind: [subject.kind, ['account', 'group', 'person', 'journey']] });
  needArguments('summarize', { facts: [subject.facts, 'object'] });
  const { ai, signal } = options;
  throwIfAborted(signal);
  if (ai === undefined) return builtIn(subject, null);
  const answer = await ask(ai, subject, options);
  throwIfAborted(signal);
  return typeof answer === 'string'
    ? { text: answer, by: 'ai', notice: null }
    : builtIn(subject, answer);
}

function builtIn(subject: SummarySubject, notice: Issue | null): Summary {
  return { text: extractSummary(subject), by: 'builtIn', notice };
}

/** Nobody waits for the answer any more. */
const LATE: unique symbol = Symbol('late');

/** The model's text, or why there is none. */
async function ask(
  ai: Ai,
  subject: SummarySubject,
  { timeout = 20_000, most = 2_000, signal }: SummarizeOptions,
): Promise<string | Issue> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    const give = (): void => resolve(LATE);
    timer = setTimeout(give, timeout);
    signal?.addEventListener('abort', give, { once: true, signal: stop.signal });
  });
  try {
    // The model gets a copy of its own: it may keep or change it.
    const request = { ...structuredClone(subject), most, timeout, signal: stop.signal };
    const answer: unknown = await Promise.race([ai.summarize(request), late]);
    if (answer === LATE) {
      const message = `The model did not answer within ${timeout} milliseconds.`;
      return notice('AI_TIMEOUT', message, 'Give it more time, or less to write about.');
    }
    if (typeof answer !== 'string' || answer.trim() === '')
      return notice('AI_EMPTY', 'The model answered with no text.', 'Look at what it was given.');
    const text = answer.trim().toWellFormed();
    if (text.length > most) {
      const message = `The model answered with more than ${most} characters.`;
      return notice('AI_TOO_LONG', message, 'Have it keep to request.most.');
    }
    return text;
  } catch (error) {
    const message = `The model failed: ${error instanceof Error ? error.message : String(error)}`;
    return notice('AI_FAILED', message, 'Look into the model, or try again later.');
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function notice(code: string, message: string, fix: string): Issue {
  return warning(code, ['ai'], message, fix);
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AccompanyError('ABORTED', 'The summary was given up. Ask again for it.', {
    cause: signal.reason,
  });
}
