import { compareText } from '../kernel/text-order.ts';
import type { Engine } from '../engine/engine.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Fact, FactItem } from '../runtime/fact.ts';

/** One thing that happened to one account. */
export interface Item {
  readonly at: Instant;
  readonly account: string;
  readonly item: FactItem;
}

/**
 * All that the facts report, by instant, account and order in the account: an order that does not depend on shards or
 * batches (SC-40).
 */
export async function readItems(engine: Engine): Promise<readonly Item[]> {
  const facts: Fact[] = [];
  for await (const fact of engine.facts()) facts.push(fact);
  facts.sort(
    (left, right) =>
      left.at - right.at ||
      compareText(left.account, right.account) ||
      left.sequence - right.sequence,
  );
  return facts.flatMap(({ at, account, items }) => items.map((item) => ({ at, account, item })));
}
