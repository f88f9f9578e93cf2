import type { Tenant } from './check-parts.ts';
import type { Core } from '../core.ts';

/** Everything that is kept now, to check a definition against. */
export function tenantOf(core: Core): Tenant {
  const { catalogue, limits } = core.settings;
  const definitions = [...core.registry.definitions.values()].map(({ body }) => body);
  return { catalogue, limits, references: core.registry.snapshot(), definitions };
}
