import { expect, test } from 'vitest';
import { BROKEN_STORAGES } from '../../src/testing/broken/all.ts';
import { brokenUnderTest } from '../../src/testing/broken/broken-storage.ts';
import {
  formatConformance,
  runStorageConformance,
} from '../../src/testing/conformance/run-storage-cases.ts';
import { lastingUnderTest } from './memory-under-test.ts';

test.each(BROKEN_STORAGES)(
  'ST-31 the cases find the fault of $name by $rule and by no rule that holds',
  async (broken) => {
    const report = await runStorageConformance(brokenUnderTest(broken));
    expect([...report.brokenRules].sort()).toEqual([broken.rule, ...broken.alsoBroken].sort());
    expect(formatConformance(report)).toContain(`\n${broken.rule} `);
    expect(report.name).toBe(broken.name);
  },
);

test('every broken storage has a name and a main rule of its own', () => {
  for (const name of ['name', 'rule', 'fault'] as const) {
    const values = BROKEN_STORAGES.map((broken) => broken[name]);
    expect(new Set(values).size).toBe(values.length);
  }
});

test('ST-82 a wrong claim of durability is found', async () => {
  const report = await runStorageConformance(lastingUnderTest(true, 'forgets'));
  expect(report.brokenRules).toEqual(['ST-82']);
});

test('ST-85 a wrong claim of having only one writer is found', async () => {
  const report = await runStorageConformance(lastingUnderTest(false, 'admits everybody'));
  expect(report.brokenRules).toEqual(['ST-85']);
});
