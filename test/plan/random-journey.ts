import fc from 'fast-check';
import type { References } from '../../src/conditions/references.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import type { JourneyDocument } from '../../src/journey/document.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { attributeTest } from '../../src/testing/arbitraries/condition-growth.ts';
import { TENANT_SERVICES } from '../../src/testing/arbitraries/external-growth.ts';
import { journeyArbitrary } from '../../src/testing/arbitraries/journey-arbitrary.ts';
import { NAMES } from '../../src/testing/arbitraries/names.ts';

const LARGE = attributeTest('account', 'employees', 'atLeast', 500);
const DIRECTOR = attributeTest('person', 'jobTitle', 'is', 'Director');

/** What the names in those journeys stand for. */
const references: References = {
  audience: (id) =>
    id === NAMES.peopleAudience
      ? { of: 'people', condition: DIRECTOR }
      : NAMES.audiences.includes(id)
        ? { of: 'accounts', condition: LARGE }
        : undefined,
  list: (id) => {
    if (id === NAMES.dynamicList) return { condition: LARGE, live: true };
    return NAMES.lists.includes(id) ? { condition: null, live: true } : undefined;
  },
  group: (id) =>
    NAMES.groups.includes(id) ? { roles: NAMES.roles, stageModel: 'stages' } : undefined,
  stages: () => NAMES.stages,
  service: (id) => TENANT_SERVICES.find((service) => service.id === id),
};

/** Valid journeys with every kind of node and of edge. */
export function journeys(): fc.Arbitrary<JourneyDocument> {
  return journeyArbitrary('random');
}

/** The plan of one of them. */
export function planOfRandom(document: JourneyDocument): Plan {
  return compileJourney(document, { catalogue: TENANT_CATALOGUE, references });
}
