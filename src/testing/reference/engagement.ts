import type { Instant } from '../../kernel/instant.ts';

/** A tenant whose scores are computed from nothing. */
export interface ReferenceTenant {
  readonly zone: string;
  /** Last day of the window, `2026-01-05`. */
  readonly through: string;
  /** Weight by event type, those of 0 included. */
  readonly weights: Readonly<Record<string, number>>;
  readonly strategy: 'normalized' | 'strictMinMax' | 'rawCountV1';
  readonly people: readonly {
    readonly id: string;
    readonly events: readonly { readonly type: string; readonly at: Instant }[];
  }[];
  readonly groups: readonly {
    readonly id: string;
    /** Role weight by role of the template. */
    readonly roles: Readonly<Record<string, number>>;
    readonly members: readonly {
      readonly person: string;
      readonly role: string;
      readonly removed: boolean;
    }[];
  }[];
}

/** Every number of the calculation, by id. */
export interface ReferenceScores {
  readonly personRaw: Readonly<Record<string, number>>;
  readonly person: Readonly<Record<string, number>>;
  readonly groupRaw: Readonly<Record<string, number>>;
  readonly group: Readonly<Record<string, number>>;
}

/**
 * Both scores, step by step as `docs/semantics/engagement.md` tells them: slow, plain, and sharing nothing with the
 * code that the engine uses.
 */
export function referenceScores(tenant: ReferenceTenant): ReferenceScores {
  const days = windowOf(tenant.through);
  const dateOf = datesIn(tenant.zone);
  const dated = tenant.people.map(({ id, events }) => ({
    id,
    events: events
      .map(({ type, at }) => ({ type, day: dateOf(at) }))
      .filter(({ day }) => days.includes(day)),
  }));
  const occurring = new Set(dated.flatMap(({ events }) => events.map(({ type }) => type)));
  const normal = normalWeights(tenant, occurring);
  const personRaw: Record<string, number> = {};
  for (const { id, events } of dated) {
    let raw = 0;
    for (const day of days) {
      for (const type of new Set(events.map((event) => event.type))) {
        const count = events.filter((event) => event.type === type && event.day === day).length;
        raw += Math.min(20, count) * (normal[type] ?? 0);
      }
    }
    personRaw[id] = raw;
  }
  if (tenant.strategy === 'rawCountV1') return countedScores(tenant, personRaw);
  const person = scaled(rooted(personRaw));
  const groupRaw: Record<string, number> = {};
  for (const { id, roles, members } of tenant.groups) {
    const active = members.filter(({ removed }) => !removed);
    const used = Object.keys(roles).filter((role) => active.some((member) => member.role === role));
    const sum = used.reduce((total, role) => total + roles[role]!, 0);
    groupRaw[id] = active
      .filter(({ role }) => used.includes(role))
      .reduce((total, one) => total + (person[one.person] ?? 0) * (roles[one.role]! / sum), 0);
  }
  return { personRaw, person, groupRaw, group: scaled(rooted(groupRaw)) };
}

/** The older model: counts by role, each role by its share of the template. */
function countedScores(
  { groups }: ReferenceTenant,
  personRaw: Readonly<Record<string, number>>,
): ReferenceScores {
  const group: Record<string, number> = {};
  for (const { id, roles, members } of groups) {
    const all = Object.values(roles).reduce((total, weight) => total + weight, 0);
    let score = 0;
    for (const [role, weight] of Object.entries(roles)) {
      const total = members
        .filter((member) => member.role === role && !member.removed)
        .reduce((sum, member) => sum + (personRaw[member.person] ?? 0), 0);
      score += total * (weight / all);
    }
    group[id] = score;
  }
  return { personRaw, person: personRaw, groupRaw: group, group };
}

function normalWeights(
  { weights, strategy }: ReferenceTenant,
  occurring: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  if (strategy === 'rawCountV1') {
    return Object.fromEntries([...occurring].map((type) => [type, 1]));
  }
  const used = Object.entries(weights).filter(
    ([type, weight]) => weight > 0 && occurring.has(type),
  );
  const values = used.map(([, weight]) => weight);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return Object.fromEntries(
    used.map(([type, weight]) => {
      if (strategy === 'normalized') return [type, weight / greatest];
      return [type, least === greatest ? 1 : (weight - least) / (greatest - least)];
    }),
  );
}

function rooted(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, Math.sqrt(value)]));
}

function scaled(values: Readonly<Record<string, number>>): Record<string, number> {
  const greatest = Math.max(0, ...Object.values(values));
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      greatest === 0 ? 0 : (100 * value) / greatest,
    ]),
  );
}

/** The thirty dates that end with one. */
function windowOf(through: string): string[] {
  const [year = 0, month = 1, day = 1] = through.split('-').map(Number);
  return Array.from({ length: 30 }, (_, back) =>
    new Date(Date.UTC(year, month - 1, day - back)).toISOString().slice(0, 10),
  );
}

/** The date of an instant on the calendar of a zone. */
function datesIn(zone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}
