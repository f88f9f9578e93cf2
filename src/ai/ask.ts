import { AccompanyError } from '../kernel/errors.ts';
import { warning } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { canonicalJson } from '../kernel/json.ts';
import { redact } from '../kernel/redact.ts';
import type { AskBounds } from '../ports/ai.ts';
import type { AiBudget } from './budget.ts';

/** How long a model may take, and what it may cost. */
export interface AskOptions {
  /** Milliseconds to wait for the model, whole and from 1 to 2,147,483,647; missing: 20,000. */
  readonly timeout?: number;
  /** Greatest length of the model's texts together, in UTF-16 code units: whole, at least 1. */
  readonly most?: number;
  /** Missing: no bounds, and nothing is remembered. */
  readonly budget?: AiBudget;
  readonly signal?: AbortSignal;
}

/** One question to a model: what is asked, how the model is called, and how its answer is read. */
export interface Question<Q extends object, T> {
  /** The model, by which answers are remembered. */
  readonly ai: object;
  /** What is asked: plain JSON. The model gets a copy of its own. */
  readonly about: Q;
  /** Names the kind of question in its hash. */
  readonly kind: string;
  readonly most: number;
  readonly call: (request: Q & AskBounds) => unknown;
  /** What the answer says, or why it cannot be used. Must not throw. */
  readonly read: (answer: unknown) => Answer<T>;
}

/** An answer that can be used, or why there is none. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly cached?: boolean }
  | { readonly ok: false; readonly notice: Issue };

/** Nobody waits for the answer any more. */
const LATE: unique symbol = Symbol('late');

/**
 * Asks a model within its bounds, which `checkOptions` has found sound. Never rejects for what the model does: each fault is a notice (AI-2).
 * @throws AccompanyError `ABORTED` when the host gives up
 */
export async function ask<Q extends object, T>(
  question: Question<Q, T>,
  { timeout = 20_000, budget, signal }: AskOptions,
): Promise<Answer<T>> {
  const { ai, about, kind, most, read } = question;
  throwIfAborted(signal);
  if (budget === undefined) return call(question, timeout, signal);
  const text = canonicalJson({ kind, most, about });
  const hash = await sha256(text);
  throwIfAborted(signal);
  const known = budget.recall(ai, hash);
  if (known !== undefined) {
    const answer = read(known);
    return answer.ok ? { ...answer, cached: true } : answer;
  }
  if (!budget.take(text.length)) {
    const message = 'The budget of the model is spent.';
    return unusable('AI_BUDGET', message, 'Wait for the next span, or allow more.');
  }
  let given: unknown;
  const answer = await call({ ...question, read: (raw) => read((given = raw)) }, timeout, signal);
  if (answer.ok) {
    budget.spend(canonicalJson(given).length);
    budget.remember(ai, hash, structuredClone(given));
  } else if (given !== undefined) budget.spend(typeof given === 'string' ? given.length : most);
  return answer;
}

async function call<Q extends object, T>(
  { about, most, call: run, read }: Question<Q, T>,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Answer<T>> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    const give = (): void => resolve(LATE);
    timer = setTimeout(give, timeout);
    signal?.addEventListener('abort', give, { once: true, signal: stop.signal });
  });
  try {
    const request = { ...structuredClone(about), most, timeout, signal: stop.signal };
    const answer: unknown = await Promise.race([run(request), late]);
    throwIfAborted(signal);
    if (answer !== LATE) return read(answer);
    const message = `The model did not answer within ${timeout} milliseconds.`;
    return unusable('AI_TIMEOUT', message, 'Give it more time, or less to think about.');
  } catch (error) {
    throwIfAborted(signal);
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The model failed: ${redact(reason.slice(0, 500))}`;
    return unusable('AI_FAILED', message, 'Look into the model, or try again later.');
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** An answer that says why there is none. */
export function unusable(code: string, message: string, fix: string): Answer<never> {
  return { ok: false, notice: warning(code, ['ai'], message, fix) };
}

/** Rejects with `ABORTED` when the host has given up. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AccompanyError('ABORTED', 'The question to the model was given up. Ask again.', {
    cause: signal.reason,
  });
}

/** SHA-256 of a text in UTF-8, in hexadecimal digits. Whoever writes a profile cannot make two questions meet. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
