import { describe, expect, test } from 'vitest';
import { registerStorageConformance } from '../../src/testing/conformance/register-storage-cases.ts';
import {
  formatConformance,
  runStorageConformance,
} from '../../src/testing/conformance/run-storage-cases.ts';
import type { StorageUnderTest } from '../../src/testing/conformance/storage-case.ts';
import { STORAGE_CASES } from '../../src/testing/conformance/storage-cases/all.ts';
import { lastingUnderTest, memoryUnderTest } from './memory-under-test.ts';

registerStorageConformance({ describe, test }, memoryUnderTest());

const lasting: [what: string, adapter: StorageUnderTest, skipped: string[]][] = [
  ['with several writers', lastingUnderTest(true), ['durability none', 'multiWriter false']],
  ['with one writer', lastingUnderTest(false), ['durability none', 'multiWriter true']],
];

test.each(lasting)(
  'ST-82 ST-84 ST-85 data that outlives its writer %s',
  async (_, adapter, skipped) => {
    const report = await runStorageConformance(adapter);
    expect(formatConformance(report)).toContain(' 0 failed, ');
    const reasons = new Set(report.results.flatMap(({ reason }) => reason ?? []));
    expect([...reasons].sort()).toEqual(skipped.map((what) => `for adapters with ${what}`));
  },
);

test('a case that is not for an adapter is skipped with the reason, never passed', async () => {
  const { results } = await runStorageConformance(memoryUnderTest());
  const skipped = results.filter(({ status }) => status === 'skipped');
  expect(new Set(skipped.map(({ rule, reason }) => `${rule} ${reason}`))).toEqual(
    new Set([
      'ST-82 for adapters with durability process',
      'ST-84 for adapters with durability process',
      'ST-85 for adapters with multiWriter false',
    ]),
  );
});

test('data is removed and writers are closed also when a case fails', async () => {
  const log: string[] = [];
  const inner = memoryUnderTest();
  const adapter: StorageUnderTest = {
    ...inner,
    create: async () => {
      const { open } = await inner.create();
      const remove = (): Promise<void> => Promise.resolve(void log.push('removed'));
      const opened = async () => ({
        ...(await open()),
        close: () => Promise.resolve(void log.push('closed')),
      });
      return { open: opened, remove };
    },
  };
  const failing = {
    rule: 'none',
    title: 'fails',
    run: async ({ open }: { open: () => Promise<unknown> }) => {
      await open();
      throw new Error('as planned');
    },
  };
  const report = await runStorageConformance(adapter, { cases: [failing] });
  expect(report.results).toEqual([
    { rule: 'none', title: 'fails', status: 'failed', reason: 'as planned' },
  ]);
  expect(log).toEqual(['closed', 'removed']);
});

test('the cases are many, and no two have the same rule and title', () => {
  const titles = STORAGE_CASES.map(({ rule, title }) => `${rule} ${title}`);
  expect(titles.length).toBeGreaterThanOrEqual(500);
  expect(new Set(titles).size).toBe(titles.length);
});
