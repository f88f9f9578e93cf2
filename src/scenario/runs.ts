import { formatInstant, type Instant } from '../kernel/instant.ts';
import type { RunFact } from '../runtime/fact.ts';
import type { Item } from './items.ts';
import type { RunResult, VisitResult } from './result.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type RunDraft = Mutable<Omit<RunResult, 'trail'>> & { readonly trail: Mutable<VisitResult>[] };

/** The runs of each journey, put together from what moved them; by instant of entry, account and entry number, as the items are. */
export function collectRuns(items: readonly Item[]): ReadonlyMap<string, readonly RunResult[]> {
  const journeys = new Map<string, Map<string, RunDraft>>();
  for (const { at, account, item } of items) {
    if (item.type !== 'run') continue;
    const runs = journeys.get(item.journey) ?? new Map<string, RunDraft>();
    journeys.set(item.journey, runs);
    const key = `${item.entry} ${account}`;
    const run = runs.get(key) ?? newRun(account, item.entry, at);
    runs.set(key, run);
    follow(run, item, at);
  }
  return new Map([...journeys].map(([journey, runs]) => [journey, [...runs.values()]]));
}

function newRun(account: string, entry: number, at: Instant): RunDraft {
  const enteredAt = formatInstant(at);
  return {
    account,
    entry,
    enteredAt,
    exitedAt: null,
    exit: null,
    waitingAt: null,
    waitingUntil: null,
    trail: [],
  };
}

/**
 * Adds what one fact tells of a run. Its trail alternates nodes and edges and begins with the node at which the run was
 * parked, when it left it by an edge; a run that was ended where it stood has an empty trail.
 */
function follow(
  run: RunDraft,
  { from, trail, parked, due, exit }: RunFact,
  instant: Instant,
): void {
  const at = formatInstant(instant);
  const last = run.trail.at(-1);
  let place = 0;
  if (from !== null && last !== undefined) {
    last.leftAt = at;
    if (trail[0] === from) {
      last.edge = trail[1] || null;
      place = 2;
    }
  }
  for (; place < trail.length; place += 2) {
    run.trail.push({
      node: trail[place]!,
      enteredAt: at,
      leftAt: at,
      edge: trail[place + 1] || null,
    });
  }
  if (parked !== null) run.trail.push({ node: parked, enteredAt: at, leftAt: null, edge: null });
  run.waitingAt = parked;
  run.waitingUntil = parked === null || due === null ? null : formatInstant(due);
  run.exit = exit;
  run.exitedAt = exit === null ? null : at;
}
