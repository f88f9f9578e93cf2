import { AccompanyError } from '../kernel/errors.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Clock } from '../ports/clock.ts';

const HOUR = 3_600_000;
const REMEMBERED = 1_000;

/** How many calls and characters models may cost in a span of time, and how many answers are remembered. */
export interface BudgetOptions {
  /** Calls in one span; missing: no limit. */
  readonly calls?: number;
  /** UTF-16 code units of questions and answers in one span, as JSON; missing: no limit. */
  readonly characters?: number;
  /** Milliseconds of a span, which begins with its first call; missing: one hour. */
  readonly per?: number;
  /** How many answers are remembered, those that were used last; missing: 1,000. */
  readonly remember?: number;
  /** Missing: the system's clock. */
  readonly clock?: Clock;
}

/**
 * Bounds what models cost, and remembers what they have answered: the same question to the same model costs nothing the
 * second time (AI-3, AI-4). In memory, for one process; give the same one to all calls that share it.
 */
export interface AiBudget {
  /** True, and counted, when one more call with a question of this length is within the budget. */
  take(characters: number): boolean;
  /** Counts what a call has answered. */
  spend(characters: number): void;
  /** What this model answered to the question with this hash; `undefined` when that is not known. */
  recall(ai: object, question: string): unknown;
  /** Keeps an answer that was found to be sound. */
  remember(ai: object, question: string, answer: unknown): void;
}

/**
 * Makes an {@link AiBudget}.
 * @throws AccompanyError `INVALID_INPUT` for bounds that are no whole numbers, `remember` and others of at least 0, `per` of at least 1
 */
export function aiBudget(options: BudgetOptions = {}): AiBudget {
  const { calls = Infinity, characters = Infinity, per = HOUR, remember = REMEMBERED } = options;
  for (const name of ['calls', 'characters', 'per', 'remember'] as const) {
    const value = options[name];
    const least = name === 'per' ? 1 : 0;
    if (value === undefined || (Number.isSafeInteger(value) && value >= least)) continue;
    const advice = `${name} of the budget must be a whole number of at least ${least}.`;
    throw new AccompanyError('INVALID_INPUT', advice, { path: [name] });
  }
  const now = (): number => options.clock?.now() ?? Date.now();
  const answers = new Map<string, unknown>();
  const numbers = new WeakMap<object, number>();
  let models = 0;
  let since = Number.NEGATIVE_INFINITY;
  let made = 0;
  let spent = 0;
  const keyOf = (ai: object, question: string): string => {
    if (!numbers.has(ai)) numbers.set(ai, (models += 1));
    return `${numbers.get(ai)}:${question}`;
  };
  return {
    take: (length) => {
      const at = now();
      // A clock that was put back must not keep a span open for ever.
      if (at >= since + per || at < since) [since, made, spent] = [at, 0, 0];
      if (made + 1 > calls || spent + length > characters) return false;
      made += 1;
      spent += length;
      return true;
    },
    spend: (length) => {
      spent += length;
    },
    recall: (ai, question) => {
      const key = keyOf(ai, question);
      const answer = answers.get(key);
      if (answers.delete(key)) answers.set(key, answer);
      return answer;
    },
    remember: (ai, question, answer) => {
      const key = keyOf(ai, question);
      answers.delete(key);
      answers.set(key, deepFreeze(answer));
      const [oldest] = answers.keys();
      if (answers.size > remember && oldest !== undefined) answers.delete(oldest);
    },
  };
}
