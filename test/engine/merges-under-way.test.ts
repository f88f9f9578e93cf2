import { afterEach, expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { VirtualClock } from '../../src/ports/clock.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Message, PersonMessage } from '../../src/runtime/input.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { b2b, collect, DAY, journey, person, START, type B2b } from './tenant.ts';

const MERGE = { account: 'lose', into: 'win' };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(
  storage: Storage,
  clock: VirtualClock,
  options: Partial<EngineOptions<B2b>> = {},
): Promise<Engine<B2b>> {
  const engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, shards: 1, ...options });
  closing.push(() => engine.close());
  return engine;
}

/** A storage in which another engine does something right after, or right before, the first commit of a kind. */
function beside(
  inner: Storage,
  when: 'after' | 'before',
  isIt: (commit: Commit) => boolean,
  run: () => Promise<void>,
): { readonly storage: Storage; readonly done: () => boolean } {
  let done = false;
  const storage: Storage = {
    ...inner,
    async commit(subscription, commit) {
      const now = !done && isIt(commit);
      done ||= now;
      if (now && when === 'before') await run();
      const result = await inner.commit(subscription, commit);
      if (now && when === 'after') await run();
      return result;
    },
  };
  return { storage, done: () => done };
}

/** Stores what a person says to the account. */
function says(type: PersonMessage['type']): (commit: Commit) => boolean {
  return ({ operations }) =>
    operations.some((operation) => {
      if (operation.op !== 'put' || operation.record.kind !== 'message') return false;
      const { subject, input } = operation.record.body as Message;
      return subject === 'lose' && input.kind === 'person' && input.message.type === type;
    });
}

/** Stores that a person is to hear of a merge. */
function tellsPeople({ operations }: Commit): boolean {
  return operations.some(
    (operation) =>
      operation.op === 'put' &&
      operation.record.kind === 'message' &&
      (operation.record.body as Message).input.kind === 'merged',
  );
}

test.each(['after', 'before'] as const)(
  'AM-14 a change that is under way while the merge is made (%s) is heard once, also of who belongs to both',
  async (when) => {
    for (const both of [false, true]) {
      const inner = memoryStorage();
      const clock = virtualClock(START);
      const first = await open(inner, clock);
      await first.publish(
        journey('twice')
          .listen({ event: 'personChanged', fields: { attribute: 'jobTitle' } }, { id: 'first' })
          .listen({ event: 'personChanged', fields: { attribute: 'jobTitle' } }, { id: 'second' }),
      );
      await first.ingest({
        accounts: [
          { id: 'lose', attributes: { name: 'Lose', employees: 1 } },
          { id: 'win', attributes: { name: 'Win', employees: 5_000 } },
        ],
        people: [{ id: 'ann' }],
        relations: [
          { account: 'lose', person: 'ann' },
          ...(both ? [{ account: 'win', person: 'ann' }] : []),
        ],
      });
      const { storage, done } = beside(inner, when, says('changed'), () =>
        first.integration.mergeAccounts(MERGE),
      );
      const second = await open(storage, clock, { batchSize: 1 });
      // Two people are more than a batch of one: what they say is stored.
      await second.ingest({
        people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }, { id: 'bob' }],
      });
      expect(done()).toBe(true);
      const { nodes } = await first.counts('twice');
      expect({ ...nodes['second'] }).toMatchObject({ entered: 1, here: 1 });
      expect((await first.account('win'))!.people).toMatchObject([
        { id: 'ann', attributes: { jobTitle: 'VP' } },
      ]);
    }
  },
);

test('AM-14 AM-2 a value of engagement that is under way while the merge is made counts at once, and once', async () => {
  for (const both of [false, true]) {
    const inner = memoryStorage();
    const clock = virtualClock(START);
    // The engine that was opened first makes the nightly run.
    const first = await open(inner, clock);
    await first.define(
      BuyingGroup.define('deal', { roles: [{ role: 'VP', when: person('jobTitle').is('VP') }] }),
    );
    await first.scoring.define();
    const chain = ['lose', 'next', 'then', 'later', 'win'];
    await first.ingest({
      accounts: chain.map((id) => ({ id, attributes: { name: id } })),
      people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
      relations: [
        { account: 'lose', person: 'ann' },
        ...(both ? [{ account: 'win', person: 'ann' }] : []),
      ],
      events: [1, 2, 3].map((n) => ({
        id: `e${n}`,
        type: 'emailOpened',
        at: START,
        person: 'ann',
      })),
    });
    for (const [index, account] of chain.slice(1, -1).entries())
      await first.integration.mergeAccounts({ account, into: chain[index + 2]! });
    const { storage, done } = beside(inner, 'after', tellsPeople, () =>
      first.advanceTo(START + DAY),
    );
    // The accounts of the chain are too many for a batch of one: what the merged account says is stored.
    const second = await open(storage, clock, { batchSize: 1 });
    await second.integration.mergeAccounts({ account: 'lose', into: 'next' });
    expect(done()).toBe(true);
    const win = (await first.account('win')) as AccountBody;
    expect(win.people).toMatchObject([{ id: 'ann', value: 90 }]);
    expect(win.groups).toMatchObject([{ engagement: 100 }]);
    const facts = await collect(first.facts());
    const days = facts
      .filter((fact) => fact.account === 'win')
      .flatMap(({ items }) => items.filter(({ type }) => type === 'activity'));
    expect(days).toHaveLength(1);
  }
});
