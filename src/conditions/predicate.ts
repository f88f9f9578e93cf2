import type { AttributeDefinition } from '../model/catalogue.ts';
import type { Value } from '../model/value.ts';

/** A test of one stored value; `undefined` and values of another kind are missing. */
export type Predicate = (value: Value | undefined) => boolean;

/** What a test must know of an attribute. */
export type ValueKind = Pick<AttributeDefinition, 'kind' | 'caseSensitive'>;

/** The values of a buying group that conditions may test. */
export const GROUP_VALUES: Readonly<
  Record<'completeness' | 'engagement' | 'stage' | 'status', ValueKind>
> = {
  completeness: { kind: 'number', caseSensitive: false },
  engagement: { kind: 'number', caseSensitive: false },
  stage: { kind: 'text', caseSensitive: false },
  status: { kind: 'text', caseSensitive: false },
};
