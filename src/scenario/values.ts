import { formatInstant } from '../kernel/instant.ts';
import type { AttributeDefinition } from '../model/catalogue.ts';
import type { Value } from '../model/value.ts';
import type { ScenarioValue } from './scenario.ts';

/** A stored value as scenarios write it: dates as ISO text, `null` for a missing one. */
export function valueOf(
  value: Value | null | undefined,
  definition: AttributeDefinition | undefined,
): ScenarioValue {
  if (value === null || value === undefined) return null;
  return definition?.kind === 'date' && typeof value === 'number' ? formatInstant(value) : value;
}
