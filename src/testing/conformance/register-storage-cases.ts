import { conformanceSettings } from './conformance-options.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { runStorageCase, whatLacks } from './run-storage-case.ts';
import type { StorageUnderTest } from './storage-case.ts';

/** The part of a test runner that registering needs: vitest, jest, bun and `node:test` have it. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly test: ((title: string, body: () => Promise<void>) => unknown) & {
    readonly skip: (title: string, body: () => Promise<void>) => unknown;
  };
}

/**
 * Registers the published cases as tests, one each, titled with the rule; those for other capabilities are skipped by name.
 * Give the runner a time limit above that of a case. Throws `INVALID_INPUT` for options that cannot be meant.
 */
export function registerStorageConformance(
  { describe, test }: TestRunner,
  adapter: StorageUnderTest,
  options: ConformanceOptions = {},
): void {
  const settings = conformanceSettings(options);
  describe(`storage ${adapter.capabilities.name}`, () => {
    for (const [index, one] of settings.cases.entries()) {
      const lacking = whatLacks(adapter.capabilities, one.needs ?? {});
      const title = `${one.rule} ${one.title}`;
      const body = (): Promise<void> => runStorageCase(adapter, one, settings, index);
      if (lacking === undefined) test(title, body);
      else test.skip(`${title} (${lacking})`, body);
    }
  });
}
