import { expect, test } from 'vitest';
import { aiBudget } from '../../src/ai/budget.ts';
import { choosePath } from '../../src/ai/choose-path.ts';
import type { PathQuestion } from '../../src/ai/path-question.ts';
import { summarize } from '../../src/dashboard/summarize.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { MINUTE } from '../../src/kernel/duration.ts';
import type { Ai, PathAnswer } from '../../src/ports/ai.ts';
import { QUESTION } from './models.ts';

const START = '2026-01-05T09:00:00Z';

/** Counts its calls; the confidence says which one it was. */
function counting(path = 'price'): Pick<Ai, 'choosePath'> & { calls: number } {
  const ai = {
    calls: 0,
    choosePath: (): PathAnswer => {
      ai.calls += 1;
      return { path, confidence: 1 - ai.calls / 100, reasons: ['Because.'] };
    },
  };
  return ai;
}

function about(note: string): PathQuestion {
  return { ...QUESTION, facts: { note } };
}

test('AI-3 calls beyond the budget are not made, until the next span', async () => {
  const clock = virtualClock(START);
  const budget = aiBudget({ calls: 2, per: 10 * MINUTE, clock });
  const ai = counting();
  const code = async (note: string): Promise<string | undefined> =>
    (await choosePath(ai, about(note), { budget })).notice?.code;
  expect(await code('one')).toBe(undefined);
  clock.set(Date.parse(START) + 9 * MINUTE);
  expect(await code('two')).toBe(undefined);
  expect(await code('three')).toBe('AI_BUDGET');
  expect(ai.calls).toBe(2);
  clock.set(Date.parse(START) + 10 * MINUTE);
  expect(await code('three')).toBe(undefined);
});

test('AI-3 characters of questions and answers count, used or not', async () => {
  const ask = async (ai: Pick<Ai, 'choosePath'>, budget: ReturnType<typeof aiBudget>) => {
    const codes: (string | undefined)[] = [];
    for (const note of ['a', 'b', 'c']) {
      const { notice } = await choosePath(ai, about(note), { budget, most: 500 });
      codes.push(notice?.code);
    }
    return codes;
  };
  // A question of this length is about 350 characters, an answer about 50.
  expect(await ask(counting(), aiBudget({ characters: 900 }))).toEqual([
    undefined,
    undefined,
    'AI_BUDGET',
  ]);
  const text = (): PathAnswer => 'x'.repeat(1_000) as unknown as PathAnswer;
  expect(await ask({ choosePath: text }, aiBudget({ characters: 900 }))).toEqual([
    'AI_TOO_LONG',
    'AI_BUDGET',
    'AI_BUDGET',
  ]);
  const form = (): PathAnswer => ({}) as PathAnswer;
  expect(await ask({ choosePath: form }, aiBudget({ characters: 1_000 }))).toEqual([
    'AI_INVALID',
    'AI_BUDGET',
    'AI_BUDGET',
  ]);
  expect(await ask(counting(), aiBudget({ characters: 10 }))).toEqual([
    'AI_BUDGET',
    'AI_BUDGET',
    'AI_BUDGET',
  ]);
});

test('AI-4 the same question is put once, per model and per question', async () => {
  const budget = aiBudget();
  const ai = counting();
  const one = await choosePath(ai, about('one'), { budget });
  const again = await choosePath(ai, { ...about('one'), subject: 'person bob' }, { budget });
  expect([one.cached, again.cached, again.confidence]).toEqual([false, true, one.confidence]);
  expect((await choosePath(ai, about('two'), { budget })).cached).toBe(false);
  expect((await choosePath(counting(), about('one'), { budget })).cached).toBe(false);
  expect(ai.calls).toBe(2);
});

test('AI-4 only what was sound is remembered, the oldest goes first, and nobody can change it', async () => {
  const budget = aiBudget({ remember: 1 });
  const bad = counting('admin');
  await choosePath(bad, QUESTION, { budget });
  await choosePath(bad, QUESTION, { budget });
  expect(bad.calls).toBe(2);
  const answer: { path: string; confidence: number; reasons: string[] } = {
    path: 'price',
    confidence: 1,
    reasons: ['Because.'],
  };
  const ai = { choosePath: () => answer };
  await choosePath(ai, about('one'), { budget });
  answer.reasons[0] = 'Changed.';
  expect((await choosePath(ai, about('one'), { budget })).reasons).toEqual(['Because.']);
  await choosePath(ai, about('two'), { budget });
  expect((await choosePath(ai, about('one'), { budget })).cached).toBe(false);
});

test('AI-4 summaries are remembered as well', async () => {
  let calls = 0;
  const ai: Ai = { summarize: () => `Text ${(calls += 1)}.` };
  const subject = {
    kind: 'account',
    facts: {
      name: 'Acme',
      industry: null,
      people: 2,
      openOpportunities: 0,
      groups: [],
      intent: [],
      journeys: [],
    },
  } as const;
  const budget = aiBudget({ calls: 1 });
  expect((await summarize(subject, { ai, budget })).text).toBe('Text 1.');
  expect((await summarize(subject, { ai, budget })).text).toBe('Text 1.');
  const other = { ...subject, facts: { ...subject.facts, people: 3 } };
  expect((await summarize(other, { ai, budget })).notice?.code).toBe('AI_BUDGET');
});

test('AI-3 a budget that cannot be meant is refused', () => {
  for (const options of [{ calls: -1 }, { per: 0 }, { characters: 0.5 }, { remember: Infinity }])
    expect(() => aiBudget(options)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
