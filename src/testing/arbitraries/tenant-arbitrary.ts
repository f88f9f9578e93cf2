import type fc from 'fast-check';
import type { AccountListDocument, AudienceDocument } from '../../audience/definition.ts';
import type { BuyingGroupDocument } from '../../buying-group/definition.ts';
import type { Condition } from '../../conditions/condition.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import type { ExternalService } from '../../model/external-service.ts';
import type { StageModel } from '../../stage/stage-model.ts';
import { attributeTest, growAccountCondition, growPersonTest } from './condition-growth.ts';
import { TENANT_SERVICES } from './external-growth.ts';
import { grown } from './growth.ts';
import type { Draw } from './growth.ts';
import { growJourney } from './journey-arbitrary.ts';
import { NAMES } from './names.ts';
import type { Names } from './names.ts';

/** The definitions of one tenant. They belong to `TENANT_CATALOGUE`. */
export interface Tenant {
  /** In order of publication. */
  readonly journeys: readonly {
    readonly document: JourneyDocument;
    readonly status: 'live' | 'scheduled';
  }[];
  readonly audiences: readonly AudienceDocument[];
  readonly lists: readonly AccountListDocument[];
  readonly groups: readonly BuyingGroupDocument[];
  /** The one that the groups have. */
  readonly stageModels: readonly StageModel[];
  /** External services that journeys ask; missing: none. */
  readonly services?: readonly ExternalService[];
  /** Ids of those that somebody calls from the beginning; missing: none. */
  readonly carried?: readonly string[];
  /** Host actions that somebody carries out from the beginning. */
  readonly actions: readonly string[];
}

/** Stages with two entries, a way back and one that leads to itself. */
const STAGES: StageModel = {
  id: 'stages',
  name: 'Stages',
  status: 'live',
  stages: [
    { id: 'open', entry: true, to: ['ready', 'lost', 'open'] },
    { id: 'ready', entry: true, to: ['won', 'open'] },
    { id: 'won', destination: 'success' },
    { id: 'lost', destination: 'failure', to: ['open'] },
  ],
};

/** Tenants with up to three journeys that work on each other. Who their people are is said by a timeline. */
export function tenantArbitrary(names: Names = NAMES): fc.Arbitrary<Tenant> {
  return grown((draw) => growTenant(draw, names), 320);
}

function growTenant(draw: Draw, names: Names): Tenant {
  const lists: AccountListDocument[] = names.lists.map((id) => ({
    id,
    type: 'static',
    status: 'live',
  }));
  const large = attributeTest('account', 'employees', 'atLeast', 500);
  lists.push({ id: names.dynamicList, type: 'dynamic', status: 'live', condition: large });
  const journeys = names.journeys.slice(0, 1 + draw(names.journeys.length)).map((id) => ({
    document: growJourney(draw, id, names),
    status: draw.once(6) ? ('scheduled' as const) : ('live' as const),
  }));
  const audiences: AudienceDocument[] = names.audiences.map((id) => ({
    id,
    of: 'accounts',
    condition: growAccountCondition(draw, names),
  }));
  const leaders = growPersonTest(draw, names);
  audiences.push({ id: names.peopleAudience, of: 'people', condition: leaders });
  return {
    journeys,
    audiences,
    lists,
    groups: names.groups.map((id) => growGroup(draw, id, names)),
    stageModels: [STAGES],
    services: names.external === true ? TENANT_SERVICES : [],
    carried:
      names.external === true
        ? TENANT_SERVICES.map(({ id }) => id).filter(() => !draw.once(8))
        : [],
    actions: draw.once(3) ? ['createTask'] : ['createTask', 'sendGift'],
  };
}

function growGroup(draw: Draw, id: string, names: Names): BuyingGroupDocument {
  const [first, second] = names.roles;
  return {
    id,
    stageModel: STAGES.id,
    ...(draw.once(3) ? { accounts: attributeTest('account', 'industry', 'is', 'Software') } : {}),
    roles: [
      { role: first, when: attributeTest('person', 'jobTitle', 'is', 'Director') },
      {
        role: second,
        when: growCard(draw, names),
        membersRequired: draw.pick([1, 2]),
        ...(draw.once(3) ? { requiredForCompleteness: false } : {}),
      },
    ],
  };
}

/** Groups may not look at groups (BG-4). */
function growCard(draw: Draw, names: Names): Condition {
  if (!draw.once(2)) return growPersonTest(draw, names);
  return { kind: 'event', event: 'webVisit', occurred: true, past: { days: 1 } };
}
