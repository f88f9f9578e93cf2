import { firstDifference } from '../first-difference.ts';
import { historyLaw } from './law.ts';
import type { Law } from './law.ts';
import { runTrial } from './trial.ts';
import type { Trial } from './trial.ts';

/** RT-7, RT-17, RT-39 */
export const SAME_HISTORY_SAME_FACTS: Law = historyLaw({
  name: 'same history, same facts',
  statement:
    'The same journey with the same history gives the same facts, in the same order, and the same deliveries.',
  rules: ['RT-7', 'RT-17', 'RT-39'],
  async holds(subject, history) {
    const [once, again] = [await runTrial(subject, history), await runTrial(subject, history)];
    same(again.facts, once.facts, 'facts of the second run');
    same(again.deliveries, once.deliveries, 'deliveries of the second run');
    same([...again.counts], [...once.counts], 'counts of the second run');
  },
});

/** EN-33 */
export const BATCH_SIZE_DOES_NOT_MATTER: Law = historyLaw({
  name: 'batch size does not matter',
  statement:
    'Accounts go the same way, and channels get the same, however many subjects are handled in one batch.',
  rules: ['EN-33'],
  async holds(subject, history) {
    const usual = outline(await runTrial(subject, history));
    for (const batchSize of [1, 2]) {
      const other = outline(await runTrial(subject, history, { batchSize }));
      for (const part of ['accounts', 'settled', 'deliveries', 'counts'] as const) {
        same(other[part], usual[part], `${part} with batches of ${batchSize}`);
      }
    }
  },
});

/** A trial without the order of things that have nothing to do with each other; effects of one instant settle in any. */
function outline({
  facts,
  deliveries,
  counts,
}: Trial): Record<'accounts' | 'settled' | 'deliveries' | 'counts', unknown> {
  const accounts = new Map<string, unknown[]>();
  const settled: string[] = [];
  for (const { account, at, items } of facts) {
    const known = accounts.get(account) ?? [];
    for (const item of items) {
      if (item.type === 'settled') settled.push(JSON.stringify([account, at, item]));
      else known.push({ at, ...item });
    }
    accounts.set(account, known);
  }
  const given = deliveries.flatMap(({ at, node, attempt, recipients }) =>
    recipients.map(({ person, key }) => JSON.stringify([at, node, attempt, person, key])),
  );
  return {
    accounts: Object.fromEntries(accounts) as unknown,
    settled: settled.toSorted(),
    deliveries: given.toSorted(),
    counts: Object.fromEntries(counts) as unknown,
  };
}

function same(actual: unknown, expected: unknown, what: string): void {
  const difference = firstDifference(actual, expected);
  if (difference !== undefined) throw new Error(`${what}: ${difference}`);
}
