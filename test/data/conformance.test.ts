import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { servePlatform } from '../../examples/platform-server.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { directorySource } from '../../src/data/directory/directory-source.ts';
import { httpPlatform } from '../../src/data/http/http-platform.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';
import { formatConformance } from '../../src/testing/conformance/run-storage-cases.ts';
import {
  BROKEN_INTEGRATIONS,
  brokenIntegrationUnderTest,
} from '../../src/testing/integration/broken-integrations.ts';
import type { IntegrationUnderTest } from '../../src/testing/integration/integration-case.ts';
import { INTEGRATION_CASES } from '../../src/testing/integration/integration-cases.ts';
import {
  registerIntegrationConformance,
  runIntegrationConformance,
} from '../../src/testing/integration/run-integration-cases.ts';

const memory: IntegrationUnderTest = {
  name: 'memory',
  create: async () => {
    const platform = memoryPlatform({ page: 7 });
    return { source: platform, tell: async (statements) => platform.tell(...statements) };
  },
};

const directory: IntegrationUnderTest = {
  name: 'directory',
  lacks: ['conflicts', 'createSegments', 'startFlow', 'stopFlow'],
  create: async () => {
    const path = await mkdtemp(join(tmpdir(), 'accompany-directory-'));
    return {
      source: directorySource({ path, catalogue: defaultCatalogue, page: 7 }),
      tell: (statements) =>
        appendFile(
          join(path, 'changes.ndjson'),
          statements.map((one) => `${JSON.stringify(one)}\n`).join(''),
        ),
      remove: () => rm(path, { recursive: true, force: true }),
    };
  },
};

const http: IntegrationUnderTest = {
  name: 'http',
  create: async () => {
    const platform = memoryPlatform({ page: 3 });
    const { url, close } = await servePlatform({ platform, token: 'secret' });
    return {
      source: httpPlatform({ url, fetch, token: 'secret', page: 7 }),
      tell: async (statements) => platform.tell(...statements),
      remove: close,
    };
  },
};

for (const adapter of [memory, directory, http])
  registerIntegrationConformance({ describe, test }, adapter);

test.each(BROKEN_INTEGRATIONS)(
  'DI-1 the cases find the fault of $name by $rule, and most others pass',
  async (broken) => {
    const report = await runIntegrationConformance(brokenIntegrationUnderTest(broken));
    expect(report.brokenRules).toContain(broken.rule);
    expect(report.failed).toBeLessThanOrEqual(4);
    expect(formatConformance(report)).toContain(`${broken.rule}`);
    expect(report.results).toHaveLength(INTEGRATION_CASES.length);
  },
);
