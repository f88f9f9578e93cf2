import type { References } from '../conditions/references.ts';
import type { Scenario } from './scenario.ts';

/** What the names in a scenario's conditions stand for. Of two definitions with one id the first counts. */
export function scenarioReferences({
  audiences = [],
  lists = [],
  groups = [],
  stages = [],
  services = [],
}: Scenario): References {
  const audience = byId(audiences);
  const list = byId(lists);
  const group = byId(groups);
  const model = byId(stages);
  const service = byId(services);
  return {
    audience: (id) => audience.get(id),
    list: (id) => {
      const known = list.get(id);
      return known && { condition: known.condition ?? null, live: known.status === 'live' };
    },
    group: (id) => {
      const known = group.get(id);
      if (known === undefined) return undefined;
      const { roles, stageModel } = known;
      return {
        roles: roles.map(({ role }) => role),
        ...(stageModel !== undefined && { stageModel }),
      };
    },
    service: (id) => service.get(id),
    stages: (id) => {
      const known = model.get(id);
      return known?.status === 'live' ? known.stages.map((stage) => stage.id) : undefined;
    },
  };
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.toReversed().map((one) => [one.id, one]));
}
