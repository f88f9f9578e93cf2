import { formatInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Fact, RunFact } from '../../runtime/fact.ts';

/** One step of a run, with who and when. */
export interface RunStep {
  readonly account: string;
  readonly at: Instant;
  readonly item: RunFact;
}

/** A run that has not left, as far as the facts have come. */
export interface OpenRun {
  readonly entry: number;
  readonly enteredAt: Instant;
  readonly node: string | null;
  readonly arrivedAt: Instant;
  readonly due: Instant | null;
  /** Event that moved it to where it is. */
  readonly event: string | null;
}

/** The runs' steps in a list of facts. */
export function stepsOf(facts: readonly Fact[]): readonly RunStep[] {
  return facts.flatMap(({ account, at, items }) =>
    items.flatMap((item) => (item.type === 'run' ? [{ account, at, item }] : [])),
  );
}

/** Follows runs by journey and account. */
export class OpenRuns {
  private readonly runs: Map<string, OpenRun> = new Map();

  /** The run as it stands before the next step. */
  of(journey: string, account: string): OpenRun | undefined {
    return this.runs.get(keyOf(journey, account));
  }

  take({ account, at, item }: RunStep): void {
    const key = keyOf(item.journey, account);
    if (item.exit !== null) {
      this.runs.delete(key);
      return;
    }
    const before = this.runs.get(key);
    this.runs.set(key, {
      entry: item.entry,
      enteredAt: item.from === null ? at : (before?.enteredAt ?? at),
      node: item.parked,
      arrivedAt: at,
      due: item.due,
      event: item.event,
    });
  }

  /** Runs in flight of one journey. */
  count(journey: string): number {
    const prefix = JSON.stringify([journey]).slice(0, -1);
    return [...this.runs.keys()].filter((key) => key.startsWith(`${prefix},`)).length;
  }
}

/** `account-1 in nurture (entry 2) at 2026-01-05T09:00:00.000Z`, for reports. */
export function placeOf({ account, at, item }: RunStep): string {
  return `${account} in ${item.journey} (entry ${item.entry}) at ${formatInstant(at)}`;
}

function keyOf(journey: string, account: string): string {
  return JSON.stringify([journey, account]);
}
