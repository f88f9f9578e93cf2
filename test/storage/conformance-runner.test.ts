import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  formatConformance,
  runStorageConformance,
} from '../../src/testing/conformance/run-storage-cases.ts';
import { registerStorageConformance } from '../../src/testing/conformance/register-storage-cases.ts';
import type { StorageCase } from '../../src/testing/conformance/storage-case.ts';
import { STORAGE_CASES } from '../../src/testing/conformance/storage-cases/all.ts';
import { STORAGE_RULES } from '../../src/testing/conformance/storage-rules.ts';
import { memoryUnderTest } from './memory-under-test.ts';

const page = readFileSync('docs/semantics/storage.md', 'utf8');
const stated = new Map(
  Array.from(page.matchAll(/^- \*\*(ST-\d+)\*\* (.*)$/gm), ([, id = '', text = '']) => [id, text]),
);

test('the table of rules says what the page says, of every rule that has cases', () => {
  const shown = new Set(STORAGE_CASES.map(({ rule }) => rule));
  expect(Object.keys(STORAGE_RULES).sort()).toEqual([...shown].sort());
  for (const [rule, text] of Object.entries(STORAGE_RULES)) expect(stated.get(rule)).toBe(text);
});

test('every rule of the page has a case, but those of the faults for tests', () => {
  const without = [...stated.keys()].filter((rule) => !(rule in STORAGE_RULES));
  expect(without).toEqual(['ST-90', 'ST-91']);
});

const never = (): Promise<never> => new Promise(() => {});

function caseOf(title: string, run: StorageCase['run'], rule = 'ST-1'): StorageCase {
  return { rule, title, run };
}

test('a call that never answers is reported, and after three the others are skipped', async () => {
  const adapter = memoryUnderTest((inner) => ({ ...inner, load: never }));
  const hanging = ['one', 'two', 'three', 'four'].map((title) =>
    caseOf(title, async ({ open, subscription }) => {
      await (await open()).load(subscription, []);
    }),
  );
  const passing = caseOf('passes', () => Promise.resolve());
  const report = await runStorageConformance(adapter, {
    cases: [passing, ...hanging],
    timeLimit: 10,
  });
  expect(report.results.map(({ status, reason }) => [status, reason])).toEqual([
    ['passed', undefined],
    ['failed', 'The case did not end within 10 ms.'],
    ['failed', 'The case did not end within 10 ms.'],
    ['failed', 'The case did not end within 10 ms.'],
    ['skipped', 'others ran out of time before it'],
  ]);
});

test.each([
  ['create', 'Making the data'],
  ['close', 'Cleaning up'],
  ['remove', 'Cleaning up'],
])('%s that never answers is reported', async (which, what) => {
  const inner = memoryUnderTest((storage) =>
    which === 'close' ? { ...storage, close: never } : storage,
  );
  const adapter = {
    ...inner,
    create: async () =>
      which === 'create'
        ? never()
        : { ...(await inner.create()), ...(which === 'remove' ? { remove: never } : {}) },
  };
  const cases = [caseOf('opens', async ({ open }) => void (await open()))];
  const report = await runStorageConformance(adapter, { cases, timeLimit: 10 });
  expect(report.results[0]?.reason).toBe(`${what} did not end within 10 ms.`);
});

test('chance comes from the seed, and a failure after a draw names it', async () => {
  const drawn: number[] = [];
  const cases = [
    caseOf('draws', ({ chance }) => {
      drawn.push(chance());
      return Promise.reject(new Error('as planned'));
    }),
    caseOf('draws none', () => Promise.reject(new Error('as planned'))),
  ];
  const reasons: (string | undefined)[] = [];
  for (const seed of [7, 7, 8]) {
    const report = await runStorageConformance(memoryUnderTest(), { cases, seed });
    reasons.push(...report.results.map(({ reason }) => reason));
  }
  expect(drawn[0]).toBe(drawn[1]);
  expect(drawn[0]).not.toBe(drawn[2]);
  expect(reasons.slice(-2)).toEqual(['as planned (seed 8)', 'as planned']);
});

test.each([1, 2, 3, 4, 5, 2 ** 40, -1])('ST-5 ST-19 the walks hold with seed %i', async (seed) => {
  const report = await runStorageConformance(memoryUnderTest(), {
    rules: ['ST-5', 'ST-19'],
    seed,
  });
  expect(formatConformance(report)).toMatch(/ 0 failed, 0 skipped$/);
});

test('only the cases of the chosen rules are run', async () => {
  const report = await runStorageConformance(memoryUnderTest(), { rules: ['ST-26', 'ST-12'] });
  expect(new Set(report.results.map(({ rule }) => rule))).toEqual(new Set(['ST-12', 'ST-26']));
  expect(report.passed).toBe(report.results.length);
});

test.each([
  [{ rules: ['ST-26', 'ST-999'] }, 'there is no case for ST-999'],
  [{ timeLimit: 0 }, 'timeLimit must be a whole number of milliseconds from 1, not 0'],
  [{ seed: 0.5 }, 'seed must be a whole number, not 0.5'],
])('options that cannot be meant are refused: %o', async (options, message) => {
  const error = { code: 'INVALID_INPUT', message: expect.stringContaining(message) as string };
  await expect(runStorageConformance(memoryUnderTest(), options)).rejects.toMatchObject(error);
  const runner = { describe: () => {}, test: Object.assign(() => {}, { skip: () => {} }) };
  expect(() => registerStorageConformance(runner, memoryUnderTest(), options)).toThrow(message);
});

test('the report names each broken rule with its text, in order, and the first cases of it', async () => {
  const failing = (message: string) => () => Promise.reject(new Error(message));
  const report = await runStorageConformance(memoryUnderTest(), {
    cases: [
      caseOf('first', failing('a'), 'ST-24'),
      caseOf('second', failing('b'), 'ST-12'),
      ...[1, 2, 3, 4, 5, 6].map((number) => caseOf(`more ${number}`, failing('c'), 'ST-24')),
      caseOf('passes', () => Promise.resolve(), 'ST-15'),
      caseOf('mine', failing('d'), 'of my own'),
    ],
  });
  expect(formatConformance(report).split('\n')).toEqual([
    'memory: 1 passed, 9 failed, 0 skipped',
    '',
    'of my own',
    '- mine: d',
    '',
    `ST-12 ${STORAGE_RULES['ST-12']}`,
    '- second: b',
    '',
    `ST-24 ${STORAGE_RULES['ST-24']}`,
    '- first: a',
    ...[1, 2, 3, 4].map((number) => `- more ${number}: c`),
    '- and 2 more',
  ]);
});
