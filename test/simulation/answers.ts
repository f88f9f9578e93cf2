import type { AskNode } from '../../src/journey/document.ts';
import type { Journey } from '../../src/journey/journey.ts';
import type { Effect } from '../../src/runtime/effect.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import type { Breach, Ending } from '../../src/testing/simulation/stage.ts';
import type { B2b } from '../engine/tenant.ts';
import { accountOf, asksOf, placeOf, rankOf } from './asked.ts';

/** For how many an answer counted at one visit of a node that asks. */
export interface Count {
  readonly ok: number;
  readonly failed: number;
}

const NOTHING: Count = { ok: 0, failed: 0 };

/** What facts say of answers that counted, by {@link placeOf}. */
export function countsOf(facts: Iterable<Fact>): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'answered' || !item.taken) continue;
      const place = placeOf({ account, ...item });
      const { ok, failed } = counts.get(place) ?? NOTHING;
      counts.set(place, { ok: ok + item.ok, failed: failed + item.failed });
    }
  }
  return counts;
}

/**
 * Every answer counts once, for somebody who was asked about; a run goes on when all are there or the minutes are over; no
 * answer that an engine took is lost; and people take the paths of what was said of them. `isTouched`: an account that may
 * have been erased, or have lost somebody so, of whom nobody waits for an answer any more (XA-48).
 */
export function auditAnswers(
  { mirror, asked, erased, journal }: Ending,
  journeys: readonly Journey<B2b>[],
  taken: ReadonlySet<string>,
  isTouched: (account: string) => boolean = () => false,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const broken = (rule: string, what: string): void => void breaches.push({ rule, what });
  const asks = asksOf(journeys);
  const facts = [...mirror.all('fact').values()]
    .map(({ body }) => body)
    .filter(({ account }) => !erased.has(account) && !isTouched(account));
  const counts = countsOf(facts);
  const people = new Map<string, number>();
  for (const { account, journey, entry, node, people: whom, action } of asked.values())
    if (action.type === 'external')
      people.set(placeOf({ account, journey, entry, node }), whom?.length ?? 1);
  for (const [place, { ok, failed }] of counts)
    if (ok + failed > (people.get(place) ?? 0))
      broken('RL-2', `${ok + failed} answers count at ${place} for ${people.get(place)} requests`);
  const heard = new Set<string>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type === 'answered') {
        heard.add(placeOf({ account, ...item }));
        if (item.ok > 0) journal.reached('a service answered');
        if (item.reason === 'no') journal.reached('a service said no');
        else if (item.failed > 0) journal.reached('a service was not reached');
        if (!item.taken) journal.reached('an answer came too late or again, and changed nothing');
      }
      if (item.type !== 'run' || item.from === null) continue;
      const node = asks.get(JSON.stringify([item.journey, item.from]));
      if (node === undefined) continue;
      const place = placeOf({ account, ...item, node: item.from });
      const { ok, failed } = counts.get(place) ?? NOTHING;
      const isComplete = ok + failed === people.get(place);
      if (item.cause === 'timer') journal.reached('a service did not answer in time');
      if (item.cause === 'timer' && isComplete)
        broken('RL-1', `${place} has all of its answers, and waits for the minutes to be over`);
      if (item.cause === 'answer' && !isComplete)
        broken('RL-5', `${place} goes on, and has only ${ok + failed} of its answers`);
      if (item.trail[1] === 'failed') journal.reached('a run took the path of timeout or error');
    }
  }
  for (const place of taken)
    if (!heard.has(place) && !isTouched(accountOf(place)))
      broken('RL-1', `an answer for ${place} is lost`);
  return [...breaches, ...auditPaths(asked.values(), asks)];
}

/** XA-45: an effect on the path of a rank is for nobody of whom another one was said. */
function auditPaths(
  asked: Iterable<Effect>,
  asks: ReadonlyMap<string, AskNode>,
): readonly Breach[] {
  const ranks = new Map<string, number>();
  for (const [key, node] of asks) {
    if (node.kind !== 'externalSplitPeople') continue;
    const [journey] = JSON.parse(key) as readonly string[];
    for (const { id, actions } of node.paths)
      for (const inner of actions)
        ranks.set(JSON.stringify([journey, inner.id]), Number(id.slice(1)));
  }
  const breaches: Breach[] = [];
  for (const { account, journey, node, people } of asked) {
    const rank = ranks.get(JSON.stringify([journey, node]));
    const stray = people?.find((person) => rank !== undefined && rankOf(person) !== rank);
    if (stray !== undefined)
      breaches.push({ rule: 'RL-12', what: `${stray} of ${account} takes the path to ${node}` });
  }
  return breaches;
}

/**
 * What texts of doings must not be compared: which people an answer came in time for, and for a company of which it is not
 * certain who had joined, the edges behind questions about them.
 */
export function isUncertain(
  journeys: readonly Journey<B2b>[],
): (text: string, mayMiss: boolean) => boolean {
  const inner = new Set<string>();
  const aboutPeople = new Set<string>();
  for (const [key, node] of asksOf(journeys)) {
    const [journey] = JSON.parse(key) as readonly string[];
    if (node.kind === 'externalAction' && node.context === 'people') aboutPeople.add(key);
    if (node.kind !== 'externalSplitPeople') continue;
    const paths = [...node.paths, ...(node.failed === undefined ? [] : [node.failed])];
    for (const one of paths.flatMap(({ actions }) => actions))
      inner.add(JSON.stringify([journey, one.id]));
  }
  return (text, mayMiss) => {
    const [what, journey, third, fourth] = JSON.parse(text) as readonly unknown[];
    if (what === 'effect') return inner.has(JSON.stringify([journey, fourth]));
    return what === 'edge' && mayMiss && aboutPeople.has(JSON.stringify([journey, third]));
  };
}
