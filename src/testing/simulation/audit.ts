import { joinIds, type Effect } from '../../runtime/effect.ts';
import { recount } from '../harness/recount.ts';
import { sums } from '../harness/snapshot.ts';
import type { Breach, Ending } from './stage.ts';

const LEVELS = ['journey', 'node'].map((level) => joinIds(level, ''));

/** What must be true of any subscription when faults have ended and time has passed. */
export async function audit({
  mirror,
  storage,
  asked,
  erased,
  accepted,
}: Ending): Promise<readonly Breach[]> {
  const breaches: Breach[] = [];
  const broken = (rule: string, what: string): void => void breaches.push({ rule, what });

  for (const { id } of mirror.all('message').values()) broken('RL-9', `message ${id} is left`);
  for (const { id, body, due } of mirror.all('effect').values())
    if (body.state !== 'dead' || due !== null) broken('RL-9', `effect ${id} is ${body.state}`);
  for (const { id, body } of mirror.all('journey').values()) {
    if (body.publication !== null || body.sweep !== null)
      broken('RL-9', `journey ${id} is half done`);
    if (body.status === 'closed') broken('RL-9', `journey ${id} is closed and never finishes`);
  }
  for (const { id, body } of mirror.all('progress').values()) {
    for (const run of body.runs) {
      const status = mirror.get('journey', run.journey)?.body.status;
      if (run.due !== null || status === 'aborted' || status === 'finished' || status === undefined)
        broken('RL-9', `a run of ${id} in ${run.journey} is left, due ${run.due}`);
    }
  }
  for (const { body: person } of mirror.all('person').values()) {
    for (const account of person.accounts) {
      const copy = mirror.get('account', account)?.body.people.find(({ id }) => id === person.id);
      if (copy === undefined) broken('RL-1', `${account} does not know of ${person.id}`);
      else if (JSON.stringify(copy.attributes) !== JSON.stringify(person.attributes))
        broken('RL-1', `${account} does not know what has become of ${person.id}`);
    }
  }
  for (const { id, body } of mirror.all('account').values()) {
    for (const person of body.people)
      if (mirror.get('person', person.id)?.body.accounts.includes(id) !== true)
        broken('RL-1', `${id} still has ${person.id}, who has left`);
  }

  const stored = await storage.counters('default', '');
  const counted = sums(stored.filter(({ name }) => LEVELS.some((level) => name.startsWith(level))));
  const facts = [...mirror.all('fact').values()].map(({ body }) => body);
  const open = [...mirror.all('effect').values()]
    .filter(({ body }) => body.state !== 'dead')
    .map(({ body }) => [body.effect.journey, body.effect.plan, body.effect.node] as const);
  const expected = recount(facts, open);
  for (const name of new Set([...Object.keys(counted), ...Object.keys(expected)]))
    if (counted[name] !== expected[name])
      broken(
        'RL-8',
        `counter ${name.replaceAll('\u001f', '/')}: ${counted[name]} for ${expected[name]}`,
      );

  const settled = new Set<string>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'settled' || !item.closed) continue;
      const id = joinIds(
        erased.get(account) ?? account,
        item.journey,
        item.entry,
        item.node,
        item.ordinal,
      );
      if (settled.has(id)) broken('RL-2', `effect ${id} was closed twice`);
      settled.add(id);
    }
  }
  for (const id of asked.keys())
    if (!settled.has(id)) broken('RL-3', `nobody knows what became of effect ${id}`);
  breaches.push(...strayKeys(asked.values(), accepted));
  return breaches;
}

/** Recipients that came under more keys than there were effects for them. */
function strayKeys(asked: Iterable<Effect>, accepted: Ending['accepted']): readonly Breach[] {
  const effects = new Map<string, number>();
  const count = (counts: Map<string, number>, of: readonly unknown[]): void => {
    const id = JSON.stringify(of);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  for (const { journey, account, node, people } of asked)
    for (const person of people ?? [null]) count(effects, [journey, account, node, person]);
  const keys = new Map<string, number>();
  for (const content of accepted.values()) {
    const [, journey, account, node, , person] = JSON.parse(content) as readonly unknown[];
    count(keys, [journey, account, node, person]);
  }
  return [...keys].flatMap(([id, number]): Breach[] => {
    const known = effects.get(id) ?? 0;
    return number <= known
      ? []
      : [{ rule: 'RL-3', what: `${id} came under ${number} keys for ${known} effects` }];
  });
}
