import { DatabaseSync } from 'node:sqlite';
import type { Storage } from '../../src/ports/storage.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import type { Fact, RunFact } from '../../src/runtime/fact.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { recount } from '../../src/testing/harness/recount.ts';
import { allOf, sums } from '../../src/testing/harness/snapshot.ts';
import { instantOf } from './fast-clock.ts';
import { openStorage } from './open-storage.ts';
import { accountOf, ALWAYS, PAUSES, peopleOf, STORY } from './story.ts';
import type { Chronicle } from './supervise.ts';

/** What must be so after a run; each list names what is not. */
export interface Verdict {
  /** Acknowledged items that did not have all their consequences at the receiver, or in the storage. */
  readonly lost: readonly string[];
  /** Two contents under one key, or two keys for one content. */
  readonly contradictions: readonly string[];
  /** Effects that arrived without being kept, or were kept without having arrived. */
  readonly differences: readonly string[];
  /** Effects that arrived before they were due, and timers that were set too short. */
  readonly early: readonly string[];
  /** Accounts that did not go through the journey once, from its beginning to its end. */
  readonly unfinished: readonly string[];
  /** Counters that differ from what the facts add up to. */
  readonly counters: readonly string[];
  /** What SQLite finds wrong with the file. */
  readonly damages: readonly string[];
  /** Processes that ended as they should not, and errors without a code. */
  readonly accidents: readonly string[];
}

/** Compares what an ordeal has left in the storage with what has arrived and what was acknowledged. */
export async function verify(named: string, chronicle: Chronicle): Promise<Verdict> {
  const storage = await openStorage(named);
  try {
    const facts = (await allOf<Fact>(storage, 'default', 'fact')).map(({ body }) => body);
    return {
      lost: [...lostEffects(chronicle), ...(await lostOrders(storage, chronicle))],
      contradictions: contradictions(chronicle),
      differences: differences(facts, chronicle),
      early: early(facts, chronicle),
      unfinished: unfinished(facts, chronicle),
      counters: await miscounted(storage, facts),
      damages: named.startsWith('sqlite:') ? damages(named.slice('sqlite:'.length)) : [],
      accidents: chronicle.accidents,
    };
  } finally {
    await storage.close();
  }
}

function contentOf(account: string, node: string, person: string | null): string {
  return JSON.stringify([STORY, account, node, node, person]);
}

function accountsOf({ work }: Chronicle): readonly string[] {
  return [...work.done].filter((item) => item.startsWith('account')).map(accountOf);
}

function lostEffects(chronicle: Chronicle): readonly string[] {
  const arrived = new Set(Object.values(chronicle.seen.arrivals).map(({ content }) => content));
  return accountsOf(chronicle)
    .flatMap((account) => [
      ...ALWAYS.people.flatMap((node) =>
        peopleOf(account).map((person) => contentOf(account, node, person)),
      ),
      ...ALWAYS.account.map((node) => contentOf(account, node, null)),
    ])
    .filter((content) => !arrived.has(content));
}

async function lostOrders(storage: Storage, { work }: Chronicle): Promise<readonly string[]> {
  const accounts = new Map(
    (await allOf<AccountBody>(storage, 'default', 'account')).map(({ id, body }) => [id, body]),
  );
  return [...work.done]
    .filter((item) => item.startsWith('order'))
    .filter((item) => {
      const account = accountOf(item);
      const events = accounts.get(account)?.events ?? [];
      return events.filter(({ id }) => id === `order-${account}`).length !== 1;
    });
}

function contradictions({ seen: { arrivals, contradictions: known } }: Chronicle): string[] {
  const found = [...known];
  const keys = new Map<string, string>();
  for (const [key, { content }] of Object.entries(arrivals)) {
    const other = keys.get(content);
    if (other === undefined) keys.set(content, key);
    else found.push(`${content} under ${other} and ${key}`);
  }
  return found;
}

function differences(facts: readonly Fact[], { seen }: Chronicle): readonly string[] {
  const kept = new Set<string>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'settled') continue;
      for (const { outcome, people } of item.outcomes) {
        if (outcome !== 'sent') continue;
        for (const person of people ?? [null]) kept.add(contentOf(account, item.node, person));
      }
    }
  }
  const arrived = new Set(Object.values(seen.arrivals).map(({ content }) => content));
  return [
    ...[...kept].filter((one) => !arrived.has(one)).map((one) => `${one} was kept only`),
    ...[...arrived].filter((one) => !kept.has(one)).map((one) => `${one} arrived only`),
  ];
}

function early(facts: readonly Fact[], { seen, pace }: Chronicle): readonly string[] {
  const dues = new Map<string, number>();
  const found: string[] = [];
  for (const { account, at, items } of facts) {
    for (const item of items) {
      if (item.type !== 'run' || item.due === null) continue;
      const [node, pause] =
        item.parked === 'pause'
          ? (['offer', PAUSES.offer] as const)
          : (['reminder', PAUSES.reminder] as const);
      dues.set(joinIds(account, node), item.due);
      if (item.due < at + pause)
        found.push(`${account}, ${node}: due at ${item.due}, set at ${at}`);
    }
  }
  for (const { content, at } of Object.values(seen.arrivals)) {
    const [, account, node] = JSON.parse(content) as [string, string, string];
    const due = dues.get(joinIds(account, node));
    const arrived = instantOf(pace, at);
    if (due !== undefined && arrived < due)
      found.push(`${account}, ${node}: due at ${due}, arrived at ${arrived}`);
  }
  return found;
}

function unfinished(facts: readonly Fact[], chronicle: Chronicle): readonly string[] {
  const runs = new Map<string, RunFact[]>();
  for (const { account, items } of facts) {
    const own = items.filter((item) => item.type === 'run');
    runs.set(account, [...(runs.get(account) ?? []), ...own]);
  }
  return accountsOf(chronicle).filter((account) => {
    const own = runs.get(account) ?? [];
    const entries = own.filter(({ from }) => from === null).length;
    return entries !== 1 || own.filter(({ exit }) => exit === 'completed').length !== 1;
  });
}

const LEVELS = ['journey', 'node'].map((level) => joinIds(level, ''));

async function miscounted(storage: Storage, facts: readonly Fact[]): Promise<readonly string[]> {
  const effects = await allOf<EffectBody>(storage, 'default', 'effect');
  const open = effects
    .filter(({ body }) => body.state !== 'dead')
    .map(({ body }) => [body.effect.journey, body.effect.plan, body.effect.node] as const);
  const stored = await storage.counters('default', '');
  const counted = sums(stored.filter(({ name }) => LEVELS.some((level) => name.startsWith(level))));
  const expected = recount(facts, open);
  return [...new Set([...Object.keys(counted), ...Object.keys(expected)])]
    .filter((name) => counted[name] !== expected[name])
    .map((name) => `${name}: ${counted[name]} for ${expected[name]}`);
}

function damages(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('pragma integrity_check').all();
    return rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  } finally {
    database.close();
  }
}
