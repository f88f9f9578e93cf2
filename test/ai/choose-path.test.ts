import { expect, test } from 'vitest';
import { choosePath } from '../../src/ai/choose-path.ts';
import type { PathDecision } from '../../src/ai/choose-path.ts';
import type { PathQuestion } from '../../src/ai/path-question.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Ai, PathAnswer, PathRequest } from '../../src/ports/ai.ts';
import { HOSTILE, QUESTION } from './models.ts';

type Chooser = Pick<Ai, 'choosePath'>;

const sure = { path: 'price', confidence: 0.9, reasons: ['Asked for a quote.'] };

function chooser(answer: unknown): Chooser {
  return { choosePath: () => answer as PathAnswer };
}

test('AI-11 without a model the first path whose rule holds is taken, or the one for all others', async () => {
  expect(await choosePath(null, QUESTION)).toMatchObject({
    kind: 'path',
    subject: 'person ann',
    path: 'security',
    proposed: null,
    by: 'builtIn',
    confidence: 1,
    reasons: ['security: its rule holds for industry.'],
    gaps: [],
    notice: null,
  });
  expect(await choosePath({}, { ...QUESTION, facts: { tags: ['Quote'] } })).toMatchObject({
    path: 'price',
    reasons: ['Price: its rule holds for tags.'],
  });
  const { paths } = QUESTION;
  expect(
    await choosePath(null, { paths: paths.slice(2), otherwise: 'vague', facts: {} }),
  ).toMatchObject({ path: 'vague', confidence: 0, subject: null });
});

test('AI-13 gaps are facts that a rule needs and nobody knows, or what a model names', async () => {
  const unknown = { ...QUESTION, facts: { industry: null, other: 1 } };
  expect(await choosePath(null, unknown)).toMatchObject({
    path: 'other',
    confidence: 0,
    gaps: ['industry', 'tags'],
  });
  const gaps = ['Nobody knows the budget.'];
  expect(await choosePath(chooser({ ...sure, path: null, gaps }), QUESTION)).toMatchObject({
    path: 'other',
    by: 'ai',
    gaps,
  });
});

test('AI-10 a model chooses among what was given', async () => {
  expect(await choosePath(chooser(sure), QUESTION)).toMatchObject({
    path: 'price',
    proposed: 'price',
    by: 'ai',
    confidence: 0.9,
    reasons: sure.reasons,
    notice: null,
  });
  expect(await choosePath(chooser({ ...sure, path: 'other' }), QUESTION)).toMatchObject({
    path: 'other',
    proposed: 'other',
    notice: null,
  });
});

test('AI-12 a model that does not know, or is not sure, leads to the path for all others', async () => {
  const unsure = { ...sure, confidence: 0.49 };
  expect(await choosePath(chooser(unsure), QUESTION)).toMatchObject({
    path: 'other',
    proposed: 'price',
    by: 'ai',
    confidence: 0.49,
    notice: { code: 'AI_UNSURE', severity: 'warning' },
  });
  expect(await choosePath(chooser(unsure), QUESTION, { least: 0.4 })).toMatchObject({
    path: 'price',
    notice: null,
  });
  expect(await choosePath(chooser({ ...sure, path: null }), QUESTION)).toMatchObject({
    path: 'other',
    proposed: null,
    notice: null,
  });
});

const cyclic: Record<string, unknown> = { ...sure };
cyclic['self'] = cyclic;

test.each<readonly [code: string, what: string, answer: unknown]>([
  ['AI_UNLISTED', 'another path', { ...sure, path: 'admin' }],
  ['AI_UNLISTED', 'a path of the prototype', { ...sure, path: 'constructor' }],
  ['AI_UNLISTED', 'nearly a path', { ...sure, path: 'Price' }],
  ['AI_INVALID', 'text', JSON.stringify(sure)],
  ['AI_INVALID', 'nothing', undefined],
  ['AI_INVALID', 'no reasons', { ...sure, reasons: [] }],
  ['AI_INVALID', 'a list of paths', { ...sure, path: ['price'] }],
  ['AI_INVALID', 'too much confidence', { ...sure, confidence: 1.01 }],
  ['AI_INVALID', 'no number', { ...sure, confidence: Number.NaN }],
  ['AI_INVALID', 'itself', cyclic],
  ['AI_INVALID', 'a prototype', JSON.parse('{"path":"price","__proto__":{"confidence":1}}')],
  ['AI_TOO_LONG', '10 MB of reasons', { ...sure, reasons: ['x'.repeat(10_000_000)] }],
  ['AI_TOO_LONG', '10 MB beside the form', { ...sure, more: 'x'.repeat(10_000_000) }],
  [
    'AI_TOO_LONG',
    'a million values',
    { ...sure, more: Array.from({ length: 1_000_000 }, () => 0) },
  ],
])('AI-2 the built-in choice stands in for a bad answer: %s, %s', async (code, _, answer) => {
  const began = performance.now();
  const decision = await choosePath(chooser(answer), { ...QUESTION, facts: {} });
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(decision).toMatchObject({
    path: 'other',
    by: 'builtIn',
    proposed: null,
    notice: { code, severity: 'warning' },
  });
  expect(JSON.stringify(decision).length).toBeLessThan(2_000);
});

test.each<readonly [code: string, answer: NonNullable<Ai['choosePath']>]>([
  ['AI_TIMEOUT', () => new Promise<PathAnswer>(() => undefined)],
  ['AI_FAILED', () => Promise.reject(new Error('no quota for key=sk-12345678901234567890'))],
  [
    'AI_FAILED',
    () => {
      throw new Error('at once');
    },
  ],
])('AI-2 and for a model that fails: %s', async (code, choose) => {
  const decision = await choosePath({ choosePath: choose }, QUESTION, { timeout: 5 });
  expect(decision).toMatchObject({ path: 'security', by: 'builtIn', notice: { code } });
  expect(JSON.stringify(decision)).not.toContain('sk-1234');
});

test('AI-1 AI-10 hostile text changes nothing of what is allowed', async () => {
  for (const text of HOSTILE) {
    let asked: PathRequest | undefined;
    // A model that does whatever a profile tells it.
    const obedient: Chooser = {
      choosePath: (request) => {
        asked = request;
        return { path: 'admin', confidence: 1, reasons: [text] };
      },
    };
    const facts = { note: text, [text]: text, deep: { list: [text] } };
    const decision = await choosePath(obedient, { ...QUESTION, facts });
    expect(decision).toMatchObject({ path: 'other', notice: { code: 'AI_UNLISTED' } });
    expect(asked!.paths.map(({ id }) => id)).toEqual(['security', 'price', 'vague']);
    expect(asked!.facts).toEqual(facts);
    expect(asked!.facts).not.toBe(facts);
    expect(JSON.stringify({ ...asked, facts: null })).not.toContain('admin');
    expect(JSON.stringify(decision)).not.toContain('admin');
  }
});

test('AI-5 a decision is kept as data before it is used', async () => {
  const kept: PathDecision[] = [];
  const options = {
    clock: virtualClock('2026-01-05T09:00:00Z'),
    onDecision: async (decision: PathDecision) => {
      await Promise.resolve();
      kept.push(decision);
    },
  };
  const decision = await choosePath(chooser(sure), QUESTION, options);
  expect(kept).toEqual([decision]);
  expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  expect(decision.at).toBe(Date.parse('2026-01-05T09:00:00Z'));
  expect(decision.question).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(decision)).not.toContain('banking');
  // Whom it is about is not part of the question; what is known of them is.
  const same = await choosePath(null, { ...QUESTION, subject: 'person bob' });
  const other = await choosePath(null, { ...QUESTION, facts: { industry: 'Retail' } });
  expect(same.question).toBe(decision.question);
  expect(other.question).not.toBe(decision.question);
  const full = choosePath(chooser(sure), QUESTION, {
    onDecision: () => Promise.reject(new Error('disk full')),
  });
  await expect(full).rejects.toThrow('disk full');
});

test('AI-6 a host gives up', async () => {
  const stop = new AbortController();
  let heard = false;
  const given = choosePath(
    {
      choosePath: ({ signal }) => {
        signal.addEventListener('abort', () => (heard = true));
        return new Promise<PathAnswer>(() => undefined);
      },
    },
    QUESTION,
    { signal: stop.signal },
  );
  stop.abort();
  await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
  expect(heard).toBe(true);
  await expect(choosePath(null, QUESTION, { signal: stop.signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

const [first] = QUESTION.paths;
let deep: unknown = 0;
for (let level = 0; level < 40; level += 1) deep = [deep];

test.each<readonly [code: string, path: readonly unknown[], question: unknown]>([
  ['INVALID_INPUT', [], null],
  ['INVALID_INPUT', ['paths'], { ...QUESTION, paths: [] }],
  ['INVALID_INPUT', ['paths'], { ...QUESTION, paths: Array.from({ length: 26 }, () => first) }],
  ['INVALID_INPUT', ['paths', 0, 'description'], { ...QUESTION, paths: [{ id: 'a' }] }],
  ['INVALID_INPUT', ['paths', 0, 'when'], { ...QUESTION, paths: [{ ...first, when: {} }] }],
  ['INVALID_INPUT', ['otherwise'], { ...QUESTION, otherwise: ' ' }],
  ['INVALID_INPUT', ['facts'], { ...QUESTION, facts: [] }],
  ['INVALID_INPUT', ['facts', 'when'], { ...QUESTION, facts: { when: new Date() } }],
  ['DUPLICATE_ID', ['paths', 1, 'id'], { ...QUESTION, paths: [first, first] }],
  ['TOO_LARGE', ['facts', 'note'], { ...QUESTION, facts: { note: 'x'.repeat(64_001) } }],
])('AI-7 a question that cannot be meant is refused: %s %j', async (code, path, question) => {
  let asked = false;
  const spy: Chooser = { choosePath: () => ((asked = true), sure) };
  await expect(choosePath(spy, question as PathQuestion)).rejects.toMatchObject({ code, path });
  expect(asked).toBe(false);
});

test('AI-7 facts that are too deep are refused', async () => {
  const question = { ...QUESTION, facts: { deep } } as PathQuestion;
  await expect(choosePath(null, question)).rejects.toMatchObject({ code: 'TOO_DEEP' });
});

test.each([Infinity, Number.NaN, 0, -1, 1.5, 2 ** 31])(
  'AI-2 a timeout of %s is refused, and does not make every answer late',
  async (timeout) => {
    await expect(choosePath(chooser(sure), QUESTION, { timeout })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['timeout'],
    });
  },
);

test.each<readonly [option: string, value: unknown]>([
  ...[Number.NaN, -0.01, 1.01, Infinity, '0.5', null, true, [0.5]].map(
    (value) => ['least', value] as const,
  ),
  ...[Number.NaN, 0, -1, 1.5, Infinity, '2000', null].map((value) => ['most', value] as const),
  ...[Number.NaN, '20', null].map((value) => ['timeout', value] as const),
])('AI-2 %s of %s is refused, with a model and without', async (option, value) => {
  let asked = false;
  const spy: Chooser = { choosePath: () => ((asked = true), sure) };
  for (const ai of [spy, null])
    await expect(choosePath(ai, QUESTION, { [option]: value })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: [option],
    });
  expect(asked).toBe(false);
});

test('AI-2 least may be 0 or 1, and options may be missing one by one', async () => {
  const path = async (least: number | undefined): Promise<string> =>
    (await choosePath(chooser(sure), QUESTION, { least, most: undefined } as never)).path;
  expect([await path(0), await path(undefined), await path(1)]).toEqual([
    'price',
    'price',
    'other',
  ]);
  await expect(choosePath(null, QUESTION, null as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path: ['options'],
  });
});
