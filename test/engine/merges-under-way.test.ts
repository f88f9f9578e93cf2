import { afterEach, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Message, PersonMessage } from '../../src/runtime/input.ts';
import { b2b, journey, START, type B2b } from './tenant.ts';

const MERGE = { account: 'lose', into: 'win' };
const TITLE = { event: 'personChanged', fields: { attribute: 'jobTitle' } } as const;
/** Who hears of a title twice goes on to the end. */
const TWICE = journey('twice').listen(TITLE, { id: 'first' }).listen(TITLE, { id: 'second' });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(
  storage: Storage,
  clock: Clock,
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

test.each([
  ['after', 'virtual'],
  ['before', 'virtual'],
  ['after', 'shared'],
  ['before', 'shared'],
] as const)(
  'AM-14 a change that is under way while the merge is made (%s, %s) is heard once, also of who belongs to both',
  async (when, time) => {
    for (const both of [false, true]) {
      const inner = memoryStorage();
      const clock = time === 'virtual' ? virtualClock(START) : { now: () => START };
      const first = await open(inner, clock);
      await first.publish(TWICE);
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

test.each(['after', 'before'] as const)(
  'AM-14 who belongs to two accounts that become the same third one is heard there once (%s)',
  async (when) => {
    const inner = memoryStorage();
    const clock = { now: () => START };
    const first = await open(inner, clock);
    await first.publish(TWICE);
    await first.ingest({
      accounts: [
        { id: 'lose', attributes: { name: 'Lose', employees: 1 } },
        { id: 'also', attributes: { name: 'Also', employees: 1 } },
        { id: 'win', attributes: { name: 'Win', employees: 5_000 } },
      ],
      people: [{ id: 'ann' }],
      relations: ['lose', 'also'].map((account) => ({ account, person: 'ann' })),
    });
    const { storage, done } = beside(inner, when, says('changed'), async () => {
      await first.integration.mergeAccounts(MERGE);
      await first.integration.mergeAccounts({ account: 'also', into: 'win' });
    });
    const second = await open(storage, clock, { batchSize: 1 });
    await second.ingest({ people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }, { id: 'bob' }] });
    expect(done()).toBe(true);
    const { nodes } = await first.counts('twice');
    expect({ ...nodes['second'] }).toMatchObject({ entered: 1, here: 1 });
    // What comes later is heard as ever.
    await second.ingest({ people: [{ id: 'ann', attributes: { jobTitle: 'CEO' } }] });
    expect((await first.counts('twice')).nodes['second']).toMatchObject({ entered: 1, here: 0 });
    expect((await first.account('win'))!.people).toMatchObject([
      { id: 'ann', attributes: { jobTitle: 'CEO' } },
    ]);
  },
);
