import type { AccountList } from '../audience/account-list.ts';
import type { Audience } from '../audience/audience.ts';
import type { BuyingGroup } from '../buying-group/buying-group.ts';
import type { References } from '../conditions/references.ts';
import { sortOf } from './sketch.ts';
import type { Resource } from './sketch.ts';

/** References in which the given definitions stand before all others. */
export function overlay(references: References, resources: readonly Resource[]): References {
  const find = (sort: ReturnType<typeof sortOf>, id: string): Resource | undefined =>
    resources.find((resource) => resource.id === id && sortOf(resource) === sort);
  return {
    audience: (id) =>
      (find('audience', id) as Audience | undefined)?.document ?? references.audience(id),
    list: (id) => {
      const list = (find('list', id) as AccountList | undefined)?.document;
      if (list === undefined) return references.list(id);
      return { condition: list.condition ?? null, live: list.status === 'live' };
    },
    group: (id) => {
      const group = (find('group', id) as BuyingGroup | undefined)?.document;
      if (group === undefined) return references.group(id);
      const { roles, stageModel } = group;
      return {
        roles: roles.map(({ role }) => role),
        ...(stageModel !== undefined && { stageModel }),
      };
    },
    ...(references.stages && { stages: references.stages }),
  };
}
