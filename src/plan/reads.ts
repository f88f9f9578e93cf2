import type { Condition, EventTest } from '../conditions/condition.ts';
import type { Reads } from '../conditions/reads.ts';
import type { Duration, DurationUnit } from '../kernel/duration.ts';
import { planConditions } from './plan-conditions.ts';
import type { Plan } from './plan.ts';

/** What a plan looks at: what the engine must load and keep for it. */
export interface PlanReads extends Reads {
  /** Event types that wake a run. */
  readonly listens: readonly string[];
  /**
   * Look-back into the history by event type: the most days before a run's entry (or before now, for the entry
   * condition), `null` for the whole history. 0 stands for what happened since the entry.
   */
  readonly history: ReadonlyMap<string, number | null>;
}

/** Everything that the conditions and listeners of a plan look at (PL-60). Names are in order. */
export function planReads(plan: Plan): PlanReads {
  const found = new Findings();
  for (const { exit } of plan.campaigns) {
    if (exit.op !== 'await' || exit.listen === null) continue;
    const { events, members, since } = exit.listen;
    if (members !== null) found.groups = true;
    for (const { event } of events) {
      found.listens.add(event);
      if (since === 'journeyEntry') found.lookBack(event, 0);
    }
  }
  const open = [...planConditions(plan)];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    open.push(...found.addPart(part));
  }
  return found.finish();
}

/** Look-back into the history by event type, as in {@link PlanReads}, of conditions that stand by themselves. */
export function historyReads(conditions: readonly Condition[]): PlanReads['history'] {
  const found = new Findings();
  const open = [...conditions];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    open.push(...found.addPart(part));
  }
  return found.finish().history;
}

/** What has been found while the parts of the conditions are looked at. */
class Findings {
  readonly listens: Set<string> = new Set();
  groups = false;
  private readonly history: Map<string, number | null> = new Map();
  private readonly account: Set<string> = new Set();
  private readonly person: Set<string> = new Set();
  private readonly objects: Set<string> = new Set();
  private readonly lists: Set<string> = new Set();
  private opportunity = false;
  private roles = false;
  private people = false;
  private scores = false;
  private intent = false;
  private timeRelative = false;

  lookBack(event: string, days: number | null): void {
    const known = this.history.get(event);
    if (known === null) return;
    this.history.set(event, days === null ? null : Math.max(days, known ?? 0));
  }

  /** Notes one part and returns the parts inside it. */
  addPart(part: Condition): readonly Condition[] {
    switch (part.kind) {
      case 'all':
      case 'any':
        return part.of;
      case 'not':
        return [part.condition];
      case 'attribute':
        if (part.operator === 'inPast') this.timeRelative = true;
        if (part.entity === 'account') this.account.add(part.attribute);
        if (part.entity === 'person') this.person.add(part.attribute);
        return [];
      case 'related':
        if (part.entity === 'person') this.people = true;
        else if (part.entity === 'opportunity') this.opportunity = true;
        else if (part.object !== undefined) this.objects.add(part.object);
        return part.where ? [part.where] : [];
      case 'event':
        this.timeRelative = true;
        this.lookBack(part.event, daysBack(part));
        return part.where ? [part.where] : [];
      case 'list':
        for (const list of part.lists) this.lists.add(list);
        return [];
      case 'group':
      case 'member':
        this.groups = true;
        if (part.engagement !== undefined) this.scores = true;
        return [];
      case 'engagement':
        this.scores = true;
        return [];
      case 'intent':
        this.intent = true;
        return [];
      case 'role':
        this.roles = true;
        return [];
      case 'audience':
        return [];
    }
  }

  finish(): PlanReads {
    const { account, person, objects, lists, listens, history } = this;
    const { opportunity, groups, roles, people, scores, intent, timeRelative } = this;
    return {
      attributes: {
        account: inOrder(account),
        person: inOrder(person),
        opportunity,
        objects: inOrder(objects),
      },
      events: inOrder([...history.keys(), ...listens]),
      lists: inOrder(lists),
      groups,
      roles,
      people,
      scores,
      intent,
      timeRelative,
      listens: inOrder(listens),
      history,
    };
  }
}

function inOrder(names: Iterable<string>): readonly string[] {
  const unique: string[] = [...new Set(names)];
  return unique.toSorted();
}

/** The longest that a unit can be. */
const DAYS: Readonly<Record<DurationUnit, number>> = {
  months: 31,
  weeks: 7,
  days: 1,
  hours: 1 / 24,
  minutes: 1 / 1440,
};

function daysBack({ past }: EventTest): number | null {
  return past === undefined ? null : daysOf(past);
}

function daysOf(duration: Duration): number {
  let days = 0;
  for (const [unit, count] of Object.entries(duration)) days += DAYS[unit as DurationUnit] * count;
  return Math.ceil(days - 1e-9);
}
