import { describe, expect, test } from 'vitest';
import { RECORD_KINDS } from '../../src/ports/storage.ts';
import type { Commit, Operation, Storage } from '../../src/ports/storage.ts';
import { digestOf, faultOf, holding, linesOf, NOW, record, small } from './archives.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import { digestSubscription } from '../../src/archive/digest.ts';
import { Engine } from '../../src/engine/engine.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { exportSubscription } from '../../src/archive/export.ts';

describe('the lines of an export', () => {
  test('AR-1 AR-2 AR-3 AR-4 AR-5 a head, the records by kind and id, the counters that are not 0, and a last line', async () => {
    const lines = await linesOf(await small());
    const [head, ...rest] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const tail = rest.pop()!;
    expect(head).toEqual({
      archive: 'accompany',
      format: 1,
      records: 1,
      kinds: [...RECORD_KINDS],
      subscription: 'default',
      exportedAt: NOW,
    });
    expect(lines.slice(1, -1)).toEqual([
      '{"kind":"subscription","id":"subscription","due":null,"body":{"createdAt":1767603600000,"evaluate":null,"shards":4}}',
      '{"kind":"account","id":"acme","due":null,"body":{"employees":5,"name":"Acme"}}',
      '{"kind":"account","id":"beta","due":1767603600001,"body":{"name":"Beta"}}',
      '{"kind":"person","id":"ann","due":null,"body":{"email":"ann@example.com"}}',
      '{"kind":"fact","id":"0001","due":null,"body":{"items":[]}}',
      '{"counter":"entered","value":2}',
      '{"counter":"left","value":1}',
    ]);
    expect(tail).toEqual({
      lines: 9,
      records: 5,
      counters: 2,
      digest: await digestOf(await small()),
    });
  });

  test('AR-1 no line holds what some reader takes for its end', async () => {
    const storage = await holding([record('account', 'a\u2028', ['\u2029\n\r\u0085', '\ud800'])]);
    for (const line of await linesOf(storage)) expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
  });

  test('AR-5 pages of one record give the same lines', async () => {
    expect(await linesOf(await small(), 1)).toEqual(await linesOf(await small()));
  });

  test('AR-6 what no import would take is not exported, and named', async () => {
    for (const body of [
      JSON.parse('{"deep":[{"__proto__":1}]}') as unknown,
      { constructor: 1 },
      JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`) as unknown,
      'x'.repeat(34_000_000),
    ]) {
      const storage = await holding([record('account', 'acme', body)]);
      expect(await faultOf(linesOf(storage))).toBe('NOT_ALLOWED');
      await expect(linesOf(storage)).rejects.toThrow('account "acme"');
    }
    const text = await holding([
      record('account', 'acme', { name: '"constructor":', b: '__proto__' }),
    ]);
    expect(await linesOf(text)).toHaveLength(3);
  });
});

describe('a subscription that is not there', () => {
  test('AR-9 is neither exported nor digested', async () => {
    const storage = await small();
    for (const subscription of ['defualt', 'x']) {
      const of = { storage, subscription };
      for (const answer of [Array.fromAsync(exportSubscription(of)), digestSubscription(of)])
        await expect(answer).rejects.toMatchObject({
          code: 'NOT_FOUND',
          message: expect.stringContaining(`no subscription "${subscription}"`) as string,
        });
    }
    await storage.acquire('x', { name: 'other', owner: 'o', now: NOW, ttl: 1 });
    await storage.commit('x', { operations: [], counters: [{ name: 'n', value: 0 }] });
    const of = { storage, subscription: 'x' };
    expect(await faultOf(digestSubscription(of))).toBe('NOT_FOUND');
    await storage.commit('x', { operations: [], counters: [{ name: 'n', value: 1 }] });
    expect(await digestSubscription(of)).toMatchObject({ records: 0, counters: 1 });
  });

  test('AR-9 is there once an engine was opened', async () => {
    const storage = memoryStorage();
    expect(await faultOf(linesOf(storage))).toBe('NOT_FOUND');
    const engine = await Engine.open({ catalogue: defaultCatalogue, storage });
    await engine.close();
    expect(await linesOf(storage)).toHaveLength(3);
  });
});

describe('an export of a subscription that is in use', () => {
  const lease = { name: joinIds('engine', 'e1'), owner: 'e1', now: NOW, ttl: 1_000 };

  test('AR-7 is refused while an engine holds a lease, unless it is wanted', async () => {
    const storage = await small();
    await storage.acquire('default', { ...lease, name: 'other' });
    expect(await linesOf(storage)).toHaveLength(9);
    await storage.acquire('default', lease);
    expect(await faultOf(linesOf(storage))).toBe('STORAGE_IN_USE');
    const of = { storage, subscription: 'default' };
    expect(await Array.fromAsync(exportSubscription({ ...of, now: NOW + 1_000 }))).toHaveLength(9);
    expect(await Array.fromAsync(exportSubscription({ ...of, now: NOW, live: true }))).toHaveLength(
      9,
    );
  });

  /** Exports, with a commit after the fourth line: the subscription, `acme` and `beta` have been read. */
  async function exportMeanwhile(storage: Storage, commit: Commit): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of exportSubscription({ storage, subscription: 'default', now: NOW })) {
      lines.push(line);
      if (lines.length === 4) await storage.commit('default', commit);
    }
    return lines;
  }
  const changed: Operation = {
    op: 'put',
    record: { ...record('account', 'acme', 1), version: 2 },
  };
  const added: Operation = { op: 'put', record: record('input', 'i', 1) };

  test.each<[string, Commit]>([
    ['what was read', { operations: [changed], counters: [] }],
    ['what was read with what was not', { operations: [added, changed], counters: [] }],
    [
      'between what was read',
      { operations: [{ op: 'put', record: record('account', 'a', 1) }], counters: [] },
    ],
    [
      'a counter with what was read',
      { operations: [changed], counters: [{ name: 'left', value: 1 }] },
    ],
  ])('AR-8 has no last line when somebody writes %s', async (_, commit) => {
    const storage = await small();
    expect(await faultOf(exportMeanwhile(storage, commit))).toBe('WRITE_CONFLICT');
  });

  test('AR-8 is what was there when all had been read', async () => {
    const storage = await small();
    const commit = { operations: [added], counters: [{ name: 'left', value: 1 }] };
    const lines = await exportMeanwhile(storage, commit);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      digest: await digestOf(storage),
      records: 6,
    });
  });
});

describe('the digest', () => {
  test('AR-10 does not see versions, leases, counters of 0, the order of keys and of writing', async () => {
    const storage = await holding(
      [
        record('person', 'ann', { email: 'ann@example.com' }),
        record('account', 'beta', { name: 'Beta' }, NOW + 1),
        record('fact', '0001', { items: [] }),
        record('account', 'acme', { employees: 6, name: 'Acme' }),
        record('subscription', 'subscription', { evaluate: null, shards: 4, createdAt: NOW }),
      ],
      [
        { name: 'left', value: 1 },
        { name: 'entered', value: 2 },
      ],
    );
    expect(await digestOf(storage)).not.toBe(await digestOf(await small()));
    await storage.commit('default', {
      operations: [
        {
          op: 'put',
          record: { ...record('account', 'acme', { employees: 5, name: 'Acme' }), version: 2 },
        },
      ],
      counters: [{ name: 'other', value: 0 }],
    });
    await storage.acquire('default', { name: 'x', owner: 'o', now: NOW, ttl: 1 });
    expect(await digestOf(storage)).toBe(await digestOf(await small()));
  });

  test.each<[string, Promise<Storage>]>([
    ['id', holding([record('account', 'b', 1)])],
    ['kind', holding([record('person', 'a', 1)])],
    ['due', holding([record('account', 'a', 1, 5)])],
    ['body', holding([record('account', 'a', 2)])],
    ['record', holding([record('account', 'a', 1), record('account', 'b', 1)])],
    ['counter', holding([record('account', 'a', 1)], [{ name: 'c', value: 1 }])],
  ])('AR-10 sees another %s', async (_, other) => {
    const one = await digestOf(await holding([record('account', 'a', 1)]));
    expect(await digestOf(await other)).not.toBe(one);
  });

  test('AR-10 is that of chained SHA-256', async () => {
    const sha = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
      new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const text = '{"kind":"account","id":"a","due":null,"body":1}';
    const bytes = new Uint8Array([...new Uint8Array(32), ...new TextEncoder().encode(text)]);
    const expected = Buffer.from(await sha(bytes)).toString('hex');
    expect(await digestOf(await holding([record('account', 'a', 1)]))).toBe(expected);
  });
});
