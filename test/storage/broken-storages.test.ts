import { expect, test } from 'vitest';
import type { StorageCapabilities } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { BROKEN_STORAGES } from '../../src/testing/broken/all.ts';
import { brokenUnderTest } from '../../src/testing/broken/broken-storage.ts';
import {
  formatConformance,
  runStorageConformance,
} from '../../src/testing/conformance/run-storage-cases.ts';
import type { StorageUnderTest } from '../../src/testing/conformance/storage-case.ts';
import { claiming, lastingUnderTest, memoryUnderTest } from './memory-under-test.ts';

test.each(BROKEN_STORAGES)(
  'ST-31 the cases find the fault of $name by $rule, and most other cases pass',
  async (broken) => {
    const report = await runStorageConformance(brokenUnderTest(broken));
    expect(report.brokenRules).toContain(broken.rule);
    expect(report.failed).toBeLessThan(report.results.length / 6);
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

/** Writers that each have data of their own, as those that keep everything in a cache would. */
const apart: StorageUnderTest = {
  capabilities: memoryStorage().capabilities,
  create: () => Promise.resolve({ open: () => Promise.resolve(memoryStorage()) }),
};

const wrongClaims: [
  claim: string,
  rule: string,
  adapter: StorageUnderTest,
  claimed: Partial<StorageCapabilities>,
][] = [
  ['data that lasts, of one that keeps none', 'ST-82', memoryUnderTest(), { durability: 'synced' }],
  ['data that lasts, of one that forgets', 'ST-82', lastingUnderTest(true, 'forgets'), {}],
  ['no data that lasts', 'ST-83', lastingUnderTest(true), { durability: 'none' }],
  [
    'several writers, of one that refuses them',
    'ST-84',
    lastingUnderTest(false),
    { multiWriter: true },
  ],
  ['several writers, of writers apart', 'ST-84', apart, {}],
  ['one writer, of one that admits all', 'ST-85', lastingUnderTest(false, 'admits everybody'), {}],
  [
    'one writer, of one that admits them by design',
    'ST-85',
    memoryUnderTest(),
    { multiWriter: false },
  ],
];

test.each(wrongClaims)(
  'ST-82 ST-83 ST-84 ST-85 a wrong claim is found: %s, by %s',
  async (_, rule, adapter, claimed) => {
    const report = await runStorageConformance(claiming(adapter, claimed));
    expect(report.brokenRules).toContain(rule);
    const others = report.results.filter(({ status }) => status === 'failed');
    expect(others.length).toBeLessThan(report.results.length / 10);
  },
);

test.each([{ durability: 'process' }, { multiWriter: false }, { name: 'other' }] as const)(
  'ST-81 a storage that declares otherwise than its adapter is found: %o',
  async (claimed) => {
    const adapter = memoryUnderTest();
    const declared = { ...adapter, capabilities: { ...adapter.capabilities, ...claimed } };
    const report = await runStorageConformance(declared, { rules: ['ST-81'] });
    expect(report.brokenRules).toEqual(['ST-81']);
  },
);
