import type { RoleCard } from '../buying-group/definition.ts';
import type { Condition } from '../conditions/condition.ts';
import { DAY } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EventView } from '../model/view.ts';
import { historyReads, planReads } from '../plan/reads.ts';
import type { DefinitionBody } from '../records/bodies.ts';
import type { Store } from '../records/store.ts';

/** Days of history that somebody may look at, by event type; `null` for all of it. */
export type LookBack = ReadonlyMap<string, number | null>;

/**
 * The longest look-back by event type over everything that may still evaluate a condition: plans of journeys that are
 * scheduled, live or closed, and audiences, lists and buying groups that are kept (PV-4). Journeys whose runs are still
 * being ended count too.
 */
export async function lookBack(store: Store): Promise<LookBack> {
  const longest = new Map<string, number | null>();
  const add = (history: LookBack): void => {
    for (const [type, days] of history) {
      const known = longest.get(type);
      const either = known === null || days === null ? null : Math.max(known ?? 0, days);
      longest.set(type, either);
    }
  };
  for await (const { body } of store.all('definition')) add(historyReads(conditionsOf(body)));
  const plans = new Set<string>();
  for await (const { body } of store.all('journey')) {
    const ongoing = ['scheduled', 'live', 'closed'].includes(body.status) || body.sweep !== null;
    if (ongoing && body.plan !== null) plans.add(body.plan);
  }
  for (const hash of plans) {
    const plan = await store.get('plan', hash);
    if (plan !== undefined) add(planReads(plan.body).history);
  }
  return longest;
}

/** Templates count whether or not an interest has them: a new interest needs their look-back at once. */
function conditionsOf({ type, document }: DefinitionBody): readonly Condition[] {
  switch (type) {
    case 'audience':
    case 'list':
      return document.condition === undefined ? [] : [document.condition];
    case 'group':
      return [...accountsOf(document), ...whensOf(document)];
    case 'interest':
      return accountsOf(document);
    case 'template':
      return whensOf(document);
    default:
      return [];
  }
}

function accountsOf({
  accounts,
}: {
  readonly accounts?: Condition | undefined;
}): readonly Condition[] {
  return accounts === undefined ? [] : [accounts];
}

function whensOf({ roles }: { readonly roles: readonly RoleCard[] }): readonly Condition[] {
  return roles.flatMap(({ when }) => (when === undefined ? [] : [when]));
}

/** Which events of a history may go. */
export interface EventCut {
  readonly lookBack: LookBack;
  /** Nothing that happened since is deleted, whatever else is said. */
  readonly keepSince: Instant;
  /** The earliest instant from which windows are measured: the earliest entry of a run in flight, or now. */
  readonly from: Instant;
}

/** A history without what nobody needs; the very one that was given when all of it is needed. */
export function neededEvents(events: readonly EventView[], cut: EventCut): readonly EventView[] {
  const { lookBack: longest, keepSince, from } = cut;
  const isNeeded = ({ type, at }: EventView): boolean => {
    if (at >= keepSince) return true;
    const days = longest.get(type);
    return days === null || at >= from - (days ?? 0) * DAY;
  };
  return events.every(isNeeded) ? events : events.filter(isNeeded);
}
