import { readCounts } from '../../engine/counters.ts';
import type { JourneyCounts } from '../../engine/counters.ts';
import { checkSame } from '../check.ts';
import { recount } from '../harness/recount.ts';
import { historyLaw, trialLaw } from './law.ts';
import type { Law } from './law.ts';
import { runTrial } from './trial.ts';

/** EN-61 */
export const COUNTERS_EQUAL_FACTS: Law = trialLaw({
  name: 'counters equal facts',
  statement: 'What the counters of a journey say is what its facts add up to.',
  rules: ['EN-61'],
  holds({ facts, counts }) {
    const sums = Object.entries(recount(facts, [])).map(([name, value]) => ({ name, value }));
    for (const [journey, counted] of counts) {
      checkSame(comparable(counted), comparable(readCounts(journey, sums)), `counts of ${journey}`);
    }
  },
});

/** EN-62 */
export const COUNTERS_NEED_NO_FACTS: Law = historyLaw({
  name: 'counters need no facts',
  statement: 'Counters are the same whether facts are kept or not.',
  rules: ['EN-62'],
  async holds(subject, history) {
    const [kept, off] = [
      await runTrial(subject, history),
      await runTrial(subject, history, { facts: false }),
    ];
    checkSame([...off.counts], [...kept.counts], 'counts without facts');
  },
});

/** Effects that are still open are not in the facts. */
function comparable({ nodes, ...rest }: JourneyCounts): unknown {
  const visited = Object.entries(nodes).map(([id, { notYetActioned: _open, ...node }]) => [
    id,
    node,
  ]);
  return { ...rest, nodes: Object.fromEntries(visited) as object };
}
