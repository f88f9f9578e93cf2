import type { AudienceDocument } from '../../src/audience/definition.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';

/** Accounts of the software industry, the audience of tenants that are written by hand. */
export const FIRST: AudienceDocument = {
  id: 'first',
  of: 'accounts',
  condition: {
    kind: 'attribute',
    entity: 'account',
    attribute: 'industry',
    operator: 'is',
    values: ['Software'],
  },
};

/** An account journey of these nodes. */
export function journeyOf(id: string, nodes: readonly JourneyNode[]): JourneyDocument {
  return { format: 1, type: 'account', id, name: id, nodes };
}
