import type { Condition, Operand } from '../conditions/condition.ts';

/** The field of each built-in event that a listener has to fix (reference 9.1, 9.2). */
const REQUIRED_FIELDS: ReadonlyMap<string, string> = new Map([
  ['accountChanged', 'attribute'],
  ['accountInterestingMoment', 'type'],
  ['completenessChanged', 'group'],
  ['stageChanged', 'group'],
  ['statusChanged', 'group'],
  ['engagementChanged', 'group'],
  ['personChanged', 'attribute'],
  ['assignedToGroup', 'group'],
  ['removedFromGroup', 'group'],
]);

/** The field that a listener for the event has to fix with *is*; `undefined` when there is none. */
export function requiredField(event: string): string | undefined {
  return REQUIRED_FIELDS.get(event);
}

/**
 * The values that a field of the event must be one of for the condition to hold; `undefined` when the condition also
 * holds for others. Sees tests with *is* inside of all and any; nothing else fixes a field.
 */
export function fixedValues(
  condition: Condition | undefined,
  field: string,
): readonly Operand[] | undefined {
  switch (condition?.kind) {
    case 'attribute': {
      const { entity, attribute, operator, values = [] } = condition;
      const fixes = entity === 'event' && attribute === field && operator === 'is';
      return fixes && values.length > 0 ? values : undefined;
    }
    case 'all':
      for (const part of condition.of) {
        const values = fixedValues(part, field);
        if (values !== undefined) return values;
      }
      return undefined;
    case 'any': {
      const parts = condition.of.map((part) => fixedValues(part, field));
      if (parts.length === 0 || parts.includes(undefined)) return undefined;
      return parts.flatMap((values) => values ?? []);
    }
    default:
      return undefined;
  }
}
