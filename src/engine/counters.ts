import type { Occurrences } from '../engagement/tally.ts';
import { joinIds } from '../runtime/effect.ts';
import type { FactItem, RunFact, SettledFact } from '../runtime/fact.ts';
import type { ExitReason } from '../runtime/run.ts';
import type { Counter } from '../ports/storage.ts';
import type { Store } from '../records/store.ts';

/**
 * Additive counters, derived from facts and from nothing else (EN-61). Names are joined ids:
 * journey level `journey, <id>, <plan>, entered | left | exit:<reason>`; node level
 * `node, <id>, <plan>, <node>, entered | here | edge:<edge> | path:<path> | asked | settled | <outcome>`.
 */
export class Tally {
  private readonly deltas: Map<string, Map<string, number>> = new Map();
  private activity: Map<string, number> | null = null;

  /** Adds what the items of one fact row say. */
  add(items: readonly FactItem[]): void {
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index]!;
      if (item.type === 'run') this.run(item);
      else if (item.type === 'settled') this.settled(item, item.closed, 1);
      else if (item.type === 'reopened') this.settled(item, true, -1);
    }
  }

  /** Counts an effect that a run asked for. */
  asked(journey: string, plan: string, node: string): void {
    this.count(journey, plan, node, 'asked', 1);
  }

  /** Counts activity that occurred, or that left its window, under a revision of the scoring (EG-21). */
  occurred(revision: number, occurrences: Occurrences): void {
    for (const activity of Object.keys(occurrences))
      this.activityOf(revision, activity, occurrences[activity]!);
  }

  /** Counts somebody whose value was computed by a night that has not ended (EG-69). */
  scored(revision: number): void {
    this.activityOf(revision, UNREAD, 1);
  }

  private activityOf(revision: number, activity: string, by: number): void {
    this.activity ??= new Map();
    // A working set knows one revision.
    this.deltas.set(occurredPrefix(revision), this.activity);
    this.activity.set(activity, (this.activity.get(activity) ?? 0) + by);
  }

  /** The deltas so far, without zeroes. */
  counters(): Counter[] {
    const counters: Counter[] = [];
    for (const [plan, deltas] of this.deltas) {
      for (const [what, value] of deltas) {
        if (value !== 0) counters.push({ name: plan + what, value });
      }
    }
    return counters;
  }

  private run(item: RunFact): void {
    const { journey, plan, trail } = item;
    if (item.from === null) this.count(journey, plan, null, 'entered', 1);
    else this.count(journey, plan, item.from, 'here', -1);
    // A parked run's node was counted as entered when the run arrived; its edge is on this trail.
    for (let at = 0; at < trail.length; at += 2) {
      const node = trail[at]!;
      if (at > 0 || item.from === null || node !== item.from)
        this.count(journey, plan, node, 'entered', 1);
      if (trail[at + 1] !== '') this.count(journey, plan, node, edge(trail[at + 1]!), 1);
    }
    if (item.parked !== null) {
      this.count(journey, plan, item.parked, 'here', 1);
      this.count(journey, plan, item.parked, 'entered', 1);
    }
    if (item.groups !== null) {
      for (const { node, path, people } of item.groups)
        this.count(journey, plan, node, `path:${path}`, people);
    }
    if (item.exit !== null) {
      this.count(journey, plan, null, 'left', 1);
      this.count(journey, plan, null, EXIT[item.exit], 1);
    }
  }

  private settled(
    { journey, plan, node, outcomes }: Pick<SettledFact, 'journey' | 'plan' | 'node' | 'outcomes'>,
    closed: boolean,
    by: 1 | -1,
  ): void {
    if (closed) this.count(journey, plan, node, 'settled', by);
    for (const { outcome, people } of outcomes)
      this.count(journey, plan, node, outcome, by * (people?.length ?? 1));
  }

  private count(
    journey: string,
    plan: string,
    node: string | null,
    what: string,
    by: number,
  ): void {
    const place = node === null ? this.place(journey, plan, null) : this.place(journey, plan, node);
    place.set(what, (place.get(what) ?? 0) + by);
  }

  private places: Map<string, Map<string | null, Map<string, number>>> = new Map();

  /** Names are built once per plan and node, not once per visit. */
  private place(journey: string, plan: string, node: string | null): Map<string, number> {
    let nodes = this.places.get(plan);
    if (nodes === undefined) this.places.set(plan, (nodes = new Map()));
    let place = nodes.get(node);
    if (place === undefined) {
      const name =
        node === null
          ? joinIds('journey', journey, plan, '')
          : joinIds('node', journey, plan, node, '');
      place = this.deltas.get(name) ?? new Map<string, number>();
      this.deltas.set(name, place);
      nodes.set(node, place);
    }
    return place;
  }
}

const edges: Map<string, string> = new Map();

function edge(name: string): string {
  let known = edges.get(name);
  if (known === undefined) edges.set(name, (known = `edge:${name}`));
  return known;
}

const EXIT: Readonly<Record<ExitReason, string>> = {
  completed: 'exit:completed',
  no_path_matched: 'exit:no_path_matched',
  timed_out: 'exit:timed_out',
  removed: 'exit:removed',
  audience_left: 'exit:audience_left',
  aborted: 'exit:aborted',
  journey_ended: 'exit:journey_ended',
  account_deleted: 'exit:account_deleted',
  account_merged: 'exit:account_merged',
};

/** What a journey's counters say, summed over its versions. */
export interface JourneyCounts {
  /** Entries, every re-entry counted. */
  readonly entered: number;
  /** Runs in flight. */
  readonly inFlight: number;
  readonly exits: Readonly<Partial<Record<ExitReason, number>>>;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
}

/** Progression of one node (reference 4.4). */
export interface NodeCounts {
  /** Accounts that entered, cumulative. */
  readonly entered: number;
  /** Accounts at this step now. */
  readonly here: number;
  /** Action nodes: accounts whose effect has no outcome yet. */
  readonly notYetActioned: number;
  /** Accounts per edge taken. */
  readonly edges: Readonly<Record<string, number>>;
  /** Grouped splits: people per path; `''` is the hidden skip path. */
  readonly paths: Readonly<Record<string, number>>;
  /** Recipients per outcome, or accounts for effects of the account. */
  readonly outcomes: Readonly<Partial<Record<'sent' | 'refused' | 'failed' | 'unknown', number>>>;
}

type Fill<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the counters of one journey into {@link JourneyCounts}. */
export function readCounts(journey: string, counters: readonly Counter[]): JourneyCounts {
  const nodes = new Map<
    string,
    {
      entered: number;
      here: number;
      asked: number;
      settled: number;
      edges: Map<string, number>;
      paths: Map<string, number>;
      outcomes: Map<string, number>;
    }
  >();
  const exits = new Map<string, number>();
  let entered = 0;
  let left = 0;
  for (const { name, value } of counters) {
    const [level, id, , third, fourth] = name.split(joinIds('', ''));
    if (id !== journey) continue;
    if (level === 'journey') {
      if (third === 'entered') entered += value;
      else if (third === 'left') left += value;
      else if (third!.startsWith('exit:')) add(exits, third!.slice(5), value);
      continue;
    }
    let node = nodes.get(third!);
    if (node === undefined) {
      node = {
        entered: 0,
        here: 0,
        asked: 0,
        settled: 0,
        edges: new Map(),
        paths: new Map(),
        outcomes: new Map(),
      };
      nodes.set(third!, node);
    }
    const what = fourth!;
    if (what === 'entered' || what === 'here' || what === 'asked' || what === 'settled')
      node[what] += value;
    else if (what.startsWith('edge:')) add(node.edges, what.slice(5), value);
    else if (what.startsWith('path:')) add(node.paths, what.slice(5), value);
    else add(node.outcomes, what, value);
  }
  const filled: Record<string, NodeCounts> = Object.create(null) as Record<string, NodeCounts>;
  for (const [id, node] of [...nodes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    filled[id] = {
      entered: node.entered,
      here: node.here,
      notYetActioned: node.asked - node.settled,
      edges: Object.fromEntries(node.edges),
      paths: Object.fromEntries(node.paths),
      outcomes: Object.fromEntries(node.outcomes),
    };
  }
  const counts: Fill<JourneyCounts> = {
    entered,
    inFlight: entered - left,
    exits: Object.fromEntries(exits),
    nodes: filled,
  };
  return counts;
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

/** The progression of one journey, from its counters. */
export async function countsOf(store: Store, journey: string): Promise<JourneyCounts> {
  const levels = ['journey', 'node'].map((level) => store.counters(joinIds(level, journey, '')));
  return readCounts(journey, (await Promise.all(levels)).flat());
}

/** Among what occurred, no activity: how many values no epoch was made of yet (EG-69). */
export const UNREAD = '';

/** The counter of these values under a revision of the scoring. */
export function unreadCounter(revision: number): string {
  return occurredPrefix(revision) + UNREAD;
}

/** Where the counters of what occurred under a revision of the scoring begin (EG-21). */
export function occurredPrefix(revision: number): string {
  return joinIds('occurred', String(revision), '');
}
