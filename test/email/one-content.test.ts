import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryStorage, type Storage } from '../../src/index.ts';
import { exportSubscription, importSubscription } from '../../src/operations/index.ts';
import { sqliteStorage } from '../../src/storage/sqlite/index.ts';
import {
  change,
  effectsIn,
  host,
  repeating,
  sinkOf,
  START,
  TELLING,
  welcome,
} from './ambiguous-sends.ts';
import type { Behaviour } from './smtp-sink.ts';

const MINUTE = 60_000;
/** Nobody holds a lease any more. */
const LATER = START + MINUTE;
const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

/** The first attempt at everybody is lost after DATA. */
const lostOnce: Behaviour = (_, attempt) => (attempt === 1 ? { at: 'lost' } : undefined);

async function sqlite(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'accompany-content-'));
  toClose.push(() => rm(folder, { recursive: true, force: true }));
  const storage = await sqliteStorage({ file: join(folder, 'one.sqlite') });
  toClose.push(() => storage.close());
  return storage;
}

const STORAGES: readonly (readonly [string, () => Promise<Storage>])[] = [
  ['memory', async () => memoryStorage()],
  ['SQLite', sqlite],
];

describe('a connection that is lost after DATA', () => {
  test.each(STORAGES)('EM-80 repeats the same bytes after a change, on %s', async (_, open) => {
    const behaviour: Behaviour = (address, attempt) =>
      address.startsWith('ann') && attempt === 1 ? { at: 'lost' } : undefined;
    const sink = await sinkOf(toClose, behaviour);
    const one = await host(toClose, repeating(toClose, sink.port), { storage: await open() });
    await welcome(one, ['ann', 'bob']);
    await change(one, 'ann');
    await one.pass(2);
    const ofAnn = sink.raw.filter((raw) => raw.includes('ann@acme.example'));
    expect(ofAnn).toHaveLength(2);
    expect(ofAnn[0]).toContain('First ann of Acme');
    expect(ofAnn[1]).toBe(ofAnn[0]);
    expect(sink.taken).toHaveLength(3);
    // Nothing personal is kept once there is a receipt.
    expect(await one.effects()).toEqual([]);
  });

  test('EM-80 what fails later does not take back what may have arrived', async () => {
    const behaviour: Behaviour = (_, attempt) =>
      attempt === 1
        ? { at: 'lost' }
        : attempt === 2
          ? { at: 'rcpt', code: 451, text: 'later' }
          : undefined;
    const sink = await sinkOf(toClose, behaviour);
    const one = await host(toClose, repeating(toClose, sink.port));
    await welcome(one, ['ann']);
    await change(one, 'ann');
    await one.pass(2);
    await one.pass(2);
    expect(sink.asked).toHaveLength(3);
    expect(sink.raw).toHaveLength(2);
    expect(sink.raw[1]).toBe(sink.raw[0]);
  });

  test('EM-84 what has certainly not arrived is read anew', async () => {
    const behaviour: Behaviour = (_, attempt) =>
      attempt === 1 ? { at: 'data', code: 451, text: 'later' } : undefined;
    const sink = await sinkOf(toClose, behaviour);
    const one = await host(toClose, repeating(toClose, sink.port));
    await welcome(one, ['ann']);
    expect((await one.effects())[0]?.body.frozen).toBeUndefined();
    await change(one, 'ann', 'ann@acme.example');
    await one.pass(2);
    expect(sink.taken.map(({ subject }) => subject)).toEqual(['Hello Changed of Acme again']);
    expect(sink.taken[0]?.html).toContain('it is 2026-01-05 09:02');
  });

  test('EM-81 only what templates read is kept, in dead letters too, until they are gone', async () => {
    const sink = await sinkOf(toClose, lostOnce);
    const one = await host(toClose, repeating(toClose, sink.port, { onUnknown: 'park' }));
    await welcome(one, ['ann', 'bob']);
    const [letter] = await one.effects();
    expect(letter?.body).toMatchObject({
      state: 'dead',
      frozen: {
        at: START,
        account: { id: 'acme', attributes: { name: 'Acme' }, groups: [] },
        people: [
          { id: 'ann', attributes: { email: 'ann@acme.example', firstName: 'First ann' } },
          { id: 'bob' },
        ],
      },
    });
    expect(JSON.stringify(letter)).not.toContain('Secretive');
    const { effects } = await one.engine.exportPerson('ann');
    expect(effects).toMatchObject([{ content: { firstName: 'First ann' } }]);

    await one.engine.erase({ person: 'ann' });
    expect(JSON.stringify(await one.effects())).not.toMatch(/ann/u);
    await change(one, 'bob');
    await one.engine.retryDeadLetter(letter!.id);
    await one.engine.settle();
    const ofBob = sink.raw.filter((raw) => raw.includes('bob@acme.example'));
    expect(ofBob).toHaveLength(2);
    expect(ofBob[1]).toBe(ofBob[0]);
    expect(sink.taken).toHaveLength(3);
    expect(await one.effects()).toEqual([]);
  });

  test('EM-81 an erased person gets no repetition', async () => {
    const sink = await sinkOf(toClose, lostOnce);
    const one = await host(toClose, repeating(toClose, sink.port));
    await welcome(one, ['ann', 'bob']);
    await one.engine.erase({ person: 'ann' });
    expect(JSON.stringify(await one.effects())).not.toMatch(/ann/u);
    await one.pass(2);
    expect(sink.asked.toSorted()).toEqual([
      'ann@acme.example',
      'bob@acme.example',
      'bob@acme.example',
    ]);
    expect(await one.outcomes()).toMatchObject([
      { outcome: 'refused', reason: 'erased' },
      { outcome: 'sent', people: ['bob'] },
    ]);
  });

  test.each([
    ['the address that it would go to is suppressed', 'ann@acme.example', 'suppressed'],
    ['the address that the person has now is suppressed', 'ann@new.example', 'suppressed'],
    ['consent was withdrawn', null, 'no_consent'],
  ])('EM-82 is not repeated when %s', async (_, address, reason) => {
    const sink = await sinkOf(toClose, lostOnce);
    const one = await host(toClose, repeating(toClose, sink.port));
    await welcome(one, ['ann']);
    await change(one, 'ann');
    if (address === null)
      await one.engine.ingest({ people: [{ id: 'ann', consent: { email: 'n' } }] });
    else await one.engine.suppress(address);
    await one.pass(2);
    expect(sink.asked).toHaveLength(1);
    expect(await one.outcomes()).toMatchObject([{ outcome: 'refused', reason }]);
    expect(await one.effects()).toEqual([]);
  });
});

/** A host that was killed between claim and receipt, as its storage was then. */
async function killed(
  behaviour?: Behaviour,
): Promise<{ sink: Awaited<ReturnType<typeof sinkOf>>; lines: readonly string[] }> {
  const sink = await sinkOf(toClose, behaviour);
  const channel = repeating(toClose, sink.port);
  const storage = memoryStorage();
  let lines: readonly string[] = [];
  const spied: typeof channel = {
    ...channel,
    async deliver(...given) {
      lines = await Array.fromAsync(
        exportSubscription({ storage, subscription: 'default', now: LATER }),
      );
      return channel.deliver(...given);
    },
  };
  const one = await host(toClose, spied, { storage });
  await welcome(one, ['ann', 'bob']);
  expect(lines.length).toBeGreaterThan(0);
  return { sink, lines };
}

describe('a host that was killed between claim and receipt', () => {
  test.each(STORAGES)(
    'EM-80 goes on with the same bytes, from an archive in %s',
    async (_, open) => {
      const { sink, lines } = await killed();
      const storage = await open();
      await importSubscription({ storage, subscription: 'default', lines, now: LATER });
      const again = await host(toClose, repeating(toClose, sink.port), { storage });
      await change(again, 'ann');
      await change(again, 'bob');
      await again.pass(10);
      expect(sink.raw).toHaveLength(4);
      expect(new Set(sink.raw).size).toBe(2);
      expect(await effectsIn(storage)).toEqual([]);
    },
  );

  test('EM-83 never sends what a new template makes of it', async () => {
    const { sink, lines } = await killed();
    const storage = memoryStorage();
    await importSubscription({ storage, subscription: 'default', lines, now: LATER });
    const messages = [{ ...TELLING, html: '<p>Other words</p>' }];
    const again = await host(toClose, repeating(toClose, sink.port, { messages }), { storage });
    await again.pass(10);
    expect(sink.raw).toHaveLength(2);
    expect(await again.outcomes()).toMatchObject([
      { outcome: 'unknown', reason: 'content_changed', people: ['ann', 'bob'] },
    ]);
    const [letter] = await again.engine.deadLetters();
    await expect(again.engine.retryDeadLetter(letter!.id)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(JSON.stringify(await again.effects())).not.toContain('acme.example');
    await again.engine.dropDeadLetter(letter!.id);
    expect(await again.effects()).toEqual([]);
  });

  test.each([
    ['sender', { from: { name: 'Contoso', address: 'other@contoso.example' } }],
    ['texts of the host', { subscription: { company: 'Other' } }],
    ['link to opt out', { unsubscribe: 'https://contoso.example/other' }],
    ['list', { listId: 'News <news.contoso.example>' }],
    ['functions', { edition: '2' }],
  ])('EM-83 another %s is another edition', (_, changes) => {
    const action = { type: 'sendEmail', email: 'hello', operational: false } as const;
    const before = repeating(toClose, 25);
    expect(before.edition?.(action)).toBe(repeating(toClose, 25).edition?.(action));
    expect(before.edition?.(action)).not.toBe(repeating(toClose, 25, changes).edition?.(action));
  });
});

test('EM-83 who cannot have got anything gets the new words', async () => {
  const behaviour: Behaviour = (address, attempt) =>
    attempt > 1
      ? undefined
      : address.startsWith('ann')
        ? { at: 'lost' }
        : { at: 'rcpt', code: 451, text: 'later' };
  const sink = await sinkOf(toClose, behaviour);
  const one = await host(toClose, repeating(toClose, sink.port));
  await welcome(one, ['ann', 'bob']);
  const storage = memoryStorage();
  await importSubscription({
    storage,
    subscription: 'default',
    lines: exportSubscription({ storage: one.storage, subscription: 'default', now: LATER }),
    now: LATER,
  });
  const messages = [{ ...TELLING, html: '<p>Other words</p>' }];
  const again = await host(toClose, repeating(toClose, sink.port, { messages }), {
    storage,
    at: START + 1_000,
  });
  await change(again, 'bob', 'bob@acme.example');
  await again.pass(2);
  const [first, second, ...others] = sink.taken;
  expect(first?.subject).toBe('Hello First ann of Acme');
  expect(second?.subject).toBe('Hello Changed of Acme again');
  expect(second?.html).toContain('Other words');
  expect(others).toEqual([]);
  expect(await again.outcomes()).toMatchObject([
    { outcome: 'unknown', reason: 'content_changed', people: ['ann'] },
    { outcome: 'sent', people: ['bob'] },
  ]);
  const [letter] = await again.engine.deadLetters();
  expect(letter?.outcomes).toMatchObject([{ reason: 'content_changed', people: ['ann'] }]);
});
