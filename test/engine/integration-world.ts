import { memoryPlatform, type MemoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { IntegrationOptions } from '../../src/engine/integration/integration-options.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2bWorld, type B2b } from './tenant.ts';

/** A platform that knows Acme, with Ann. */
export function acmePlatform(): MemoryPlatform {
  const platform = memoryPlatform();
  platform.tell(
    { type: 'account', id: 'acme', attributes: { name: 'Acme', employees: 5_000, phase: 'cold' } },
    { type: 'person', id: 'ann', attributes: { email: 'ann@acme.example', score: 1 } },
    { type: 'relation', account: 'acme', person: 'ann' },
  );
  return platform;
}

/** A world that was synchronised once. */
export async function connected(
  platform: MemoryPlatform,
  options: Partial<IntegrationOptions> = {},
): Promise<World<B2b>> {
  const tenant = await b2bWorld({ integration: { sources: [platform], ...options } });
  await tenant.engine.integration.synchronise();
  return tenant;
}
