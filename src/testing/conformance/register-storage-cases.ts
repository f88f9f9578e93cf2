import { runStorageCase, whatLacks } from './run-storage-cases.ts';
import type { StorageCase, StorageUnderTest } from './storage-case.ts';
import { STORAGE_CASES } from './storage-cases/all.ts';

/** The part of a test runner that registering needs: vitest, jest, bun and `node:test` have it. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly test: ((title: string, body: () => Promise<void>) => unknown) & {
    readonly skip: (title: string, body: () => Promise<void>) => unknown;
  };
}

/**
 * Registers the published cases as tests, one each, titled with the rule; those for other capabilities are skipped by name.
 */
export function registerStorageConformance(
  { describe, test }: TestRunner,
  adapter: StorageUnderTest,
  cases: readonly StorageCase[] = STORAGE_CASES,
): void {
  describe(`storage ${adapter.capabilities.name}`, () => {
    for (const [index, one] of cases.entries()) {
      const lacking = whatLacks(adapter.capabilities, one.needs ?? {});
      const title = `${one.rule} ${one.title}`;
      const body = (): Promise<void> => runStorageCase(adapter, one, index);
      if (lacking === undefined) test(title, body);
      else test.skip(`${title} (${lacking})`, body);
    }
  });
}
