import { joinIds } from '../../runtime/effect.ts';
import type { Fact, FactItem } from '../../runtime/fact.ts';

/**
 * Counters as the facts add up to them (EN-61), by name, zeroes left out: written apart from the engine's own tally.
 * `asked` is not in the facts: it is the number of effects that are closed plus those that are still open.
 * @param open effects that are stored and not given up, as `[journey, plan, node]`
 */
export function recount(
  facts: Iterable<Fact>,
  open: Iterable<readonly [journey: string, plan: string, node: string]>,
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  const add = (parts: readonly string[], by: number): void => {
    const name = joinIds(...parts);
    sums.set(name, (sums.get(name) ?? 0) + by);
  };
  for (const { items } of facts) for (const item of items) count(item, add);
  for (const [journey, plan, node] of open) add(['node', journey, plan, node, 'asked'], 1);
  const entries = [...sums]
    .filter(([, sum]) => sum !== 0)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries);
}

function count(item: FactItem, add: (parts: readonly string[], by: number) => void): void {
  if (item.type === 'settled') {
    const { journey, plan, node, closed, outcomes } = item;
    const at = (what: string, by: number): void => add(['node', journey, plan, node, what], by);
    if (closed) {
      at('settled', 1);
      at('asked', 1);
    }
    for (const { outcome, people } of outcomes) at(outcome, people === null ? 1 : people.length);
  }
  if (item.type === 'reopened') {
    const { journey, plan, node, outcomes } = item;
    const at = (what: string, by: number): void => add(['node', journey, plan, node, what], by);
    at('settled', -1);
    at('asked', -1);
    for (const { outcome, people } of outcomes) at(outcome, people === null ? -1 : -people.length);
  }
  if (item.type !== 'run') return;
  const { journey, plan, from, trail, parked, groups, exit } = item;
  const at = (node: string, what: string, by: number): void =>
    add(['node', journey, plan, node, what], by);
  if (from === null) add(['journey', journey, plan, 'entered'], 1);
  if (exit !== null) {
    add(['journey', journey, plan, 'left'], 1);
    add(['journey', journey, plan, `exit:${exit}`], 1);
  }
  const visits = Array.from({ length: trail.length / 2 }, (_, step) => ({
    node: trail[2 * step]!,
    edge: trail[2 * step + 1]!,
  }));
  // The node at which the run stood was entered in an earlier fact.
  const entered = visits[0]?.node === from ? visits.slice(1) : visits;
  for (const { node } of entered) at(node, 'entered', 1);
  for (const { node, edge } of visits) if (edge !== '') at(node, `edge:${edge}`, 1);
  if (from !== null) at(from, 'here', -1);
  if (parked !== null) {
    at(parked, 'here', 1);
    at(parked, 'entered', 1);
  }
  for (const { node, path, people } of groups ?? []) at(node, `path:${path}`, people);
}
