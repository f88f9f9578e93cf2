import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportSubscription } from '../../src/archive/export.ts';
import { digestSubscription } from '../../src/archive/digest.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { findImportMarker, IMPORT_MARKER } from '../../src/records/import-marker.ts';
import { Store } from '../../src/records/store.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import type { StorageFault } from '../../src/testing/faulty-storage.ts';
import {
  digestOf,
  faultOf,
  holding,
  importInto,
  leftIn,
  linesOf,
  NOW,
  record,
  small,
} from './archives.ts';

let lines: readonly string[];
let digest: string;

beforeAll(async () => {
  lines = await linesOf(await small());
  digest = await digestOf(await small());
});

/** Whether a half import stands in a subscription. */
async function isHalf(storage: Storage): Promise<boolean> {
  return (await findImportMarker(new Store(storage, 'default'))) !== undefined;
}

describe('an import', () => {
  test('AR-37 tells of a source that breaks, and of what is compressed', async () => {
    const broken = new Error('the line is cut');
    async function* cut(): AsyncGenerator<string> {
      yield lines[0]!;
      throw broken;
    }
    await expect(importInto(memoryStorage(), cut())).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      cause: broken,
    });
    await expect(importInto(memoryStorage(), ['\u{1f}\u{fffd}\b'])).rejects.toMatchObject({
      code: 'INVALID_JSON',
      message: expect.stringContaining('gunzip') as string,
    });
  });

  test('AR-20 AR-23 AR-24 brings everything into an empty subscription, with versions from 1', async () => {
    for (const batch of [1, 2, 500]) {
      const storage = memoryStorage();
      const result = await importInto(storage, lines, { batch });
      expect(result).toEqual({ from: 'default', exportedAt: NOW, records: 5, counters: 2, digest });
      expect(await digestOf(storage)).toBe(digest);
      expect(await isHalf(storage)).toBe(false);
      const [acme] = await storage.load('default', [{ kind: 'account', id: 'acme' }]);
      expect(acme).toEqual(record('account', 'acme', { name: 'Acme', employees: 5 }));
      expect(await linesOf(storage)).toEqual(lines);
    }
  });

  test('AR-24 takes lines with their ends, from an asynchronous source, and reformatted', async () => {
    async function* source(): AsyncGenerator<string> {
      for (const line of lines)
        yield `${JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', '')}\r\n`;
    }
    const storage = memoryStorage();
    await importInto(storage, source());
    expect(await digestOf(storage)).toBe(digest);
  });

  test('AR-20 is refused where there is anything else, and leaves it alone', async () => {
    for (const other of [
      await small(),
      await holding([record('erasure', 'e', 1)]),
      await holding([], [{ name: 'c', value: -1 }]),
    ]) {
      const before = await digestOf(other);
      expect(await faultOf(importInto(other, lines))).toBe('NOT_ALLOWED');
      expect(await digestOf(other)).toBe(before);
    }
    const zero = await holding([], [{ name: 'c', value: 0 }]);
    await importInto(zero, lines);
    expect(await digestOf(zero)).toBe(digest);
  });

  test('AR-7 is refused while an engine holds a lease', async () => {
    const storage = memoryStorage();
    await storage.acquire('default', {
      name: joinIds('engine', 'e'),
      owner: 'e',
      now: NOW,
      ttl: 1,
    });
    expect(await faultOf(importInto(storage, lines))).toBe('STORAGE_IN_USE');
    await importInto(storage, lines, { now: NOW + 1 });
  });

  test('AR-25 has another name only when that is wanted', async () => {
    const storage = memoryStorage();
    const other = { subscription: 'other' };
    expect(await faultOf(importInto(storage, lines, other))).toBe('NOT_ALLOWED');
    await importInto(storage, lines, { ...other, rename: true });
    expect((await digestSubscription({ storage, ...other })).digest).toBe(digest);
  });

  test('AR-24 bodies come through equal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.record({
            kind: fc.constantFrom('account', 'person', 'effect'),
            id: fc
              .string({ minLength: 1, unit: 'grapheme' })
              .filter((id) => !id.includes('\0') && id.isWellFormed()),
            due: fc.option(fc.integer({ min: -8.64e15, max: 8.64e15 })),
            body: fc
              .jsonValue({ maxDepth: 6 })
              .filter((body) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(body))),
          }),
          { minLength: 1, selector: ({ kind, id }) => `${kind} ${id}` },
        ),
        fc.integer({ min: 1, max: 7 }),
        async (records, size) => {
          const from = await holding(
            records.map(({ kind, id, due, body }) => record(kind as 'account', id, body, due)),
          );
          const to = memoryStorage();
          await importInto(to, await linesOf(from, size), { batch: size });
          for (const { kind, id, due, body } of records) {
            const [found] = await to.load('default', [{ kind: kind as 'account', id }]);
            expect(found).toEqual({
              kind,
              id,
              version: 1,
              due,
              body: JSON.parse(JSON.stringify(body)),
            });
          }
          expect(await digestOf(to)).toBe(await digestOf(from));
        },
      ),
    );
  });
});

describe('what is no whole archive', () => {
  const others: Readonly<Record<string, (given: readonly string[]) => readonly unknown[]>> = {
    'INVALID_DOCUMENT 1 nothing': () => [],
    'INVALID_JSON 1 an empty line': () => [''],
    'INVALID_DOCUMENT 1 another file': () => ['{"name":"x"}'],
    'INVALID_DOCUMENT 1 a list': () => ['[]'],
    'INVALID_DOCUMENT 1 no head': (given) => given.slice(1),
    'STORAGE_SCHEMA 1 a newer format': ([head, ...rest]) => [
      head!.replace('"format":1', '"format":2,"more":[]'),
      ...rest,
    ],
    'STORAGE_SCHEMA 1 newer records': ([head, ...rest]) => [
      head!.replace('"records":1', '"records":9'),
      ...rest,
    ],
    'STORAGE_SCHEMA 1 a newer kind': ([head, ...rest]) => [
      head!.replace('"erasure"', '"erasure","dream"'),
      ...rest,
    ],
    'INVALID_DOCUMENT 1 a broken head': ([head, ...rest]) => [
      head!.replace('"format":1', '"format":"1"'),
      ...rest,
    ],
    'INVALID_DOCUMENT 9 no last line': (given) => given.slice(0, -1),
    'INVALID_DOCUMENT 4 cut short': (given) => given.slice(0, 3),
    'INVALID_JSON 4 cut inside a line': (given) => [...given.slice(0, 3), given[3]!.slice(0, -5)],
    'INVALID_DOCUMENT 4 reordered': (given) => swapped(given, 2, 3),
    'INVALID_DOCUMENT 5 reordered kinds': (given) => swapped(given, 3, 4),
    'INVALID_DOCUMENT 8 reordered counters': (given) => swapped(given, 6, 7),
    'INVALID_DOCUMENT 7 a counter before a record': (given) => swapped(given, 5, 6),
    'DUPLICATE_ID 4 a line twice': (given) => given.toSpliced(3, 0, given[2]!),
    'DUPLICATE_ID 8 a counter twice': (given) => given.toSpliced(7, 0, given[6]!),
    'INVALID_DOCUMENT 2 the head twice': (given) => given.toSpliced(1, 0, given[0]!),
    'INVALID_DOCUMENT 8 a line left out': (given) => given.toSpliced(3, 1),
    'INVALID_DOCUMENT 9 another body': (given) => given.with(2, given[2]!.replace('Acme', 'Axme')),
    'INVALID_DOCUMENT 9 another due': (given) =>
      given.with(3, given[3]!.replace('600001', '600002')),
    'INVALID_DOCUMENT 9 another count': (given) => given.with(6, given[6]!.replace(':2', ':3')),
    'INVALID_DOCUMENT 9 another digest': (given) =>
      given.with(8, given[8]!.replace(/.{2}"\}/, '00"}')),
    'INVALID_DOCUMENT 10 something behind': (given) => [...given, '{}'],
    'INVALID_DOCUMENT 10 two archives': (given) => [...given, ...given],
    'INVALID_DOCUMENT 3 a foreign line': (given) => given.toSpliced(2, 0, '{"note":1}'),
    'INVALID_DOCUMENT 3 a property too many': (given) =>
      given.with(2, given[2]!.replace('{', '{"version":7,')),
    'INVALID_DOCUMENT 3 no body': (given) =>
      given.with(2, '{"kind":"account","id":"acme","due":null}'),
    'INVALID_DOCUMENT 3 an unknown kind': (given) =>
      given.with(2, given[2]!.replace('account', 'dream')),
    'INVALID_DOCUMENT 3 an empty id': (given) => given.with(2, given[2]!.replace('acme', '')),
    'INVALID_DOCUMENT 3 an id with NUL': (given) =>
      given.with(2, given[2]!.replace('acme', 'a\\u0000')),
    'INVALID_DOCUMENT 3 a due that is none': (given) =>
      given.with(2, given[2]!.replace('null', '0.5')),
    'INVALID_DOCUMENT 7 a counter of 0': (given) => given.with(6, given[6]!.replace(':2', ':0')),
    'INVALID_DOCUMENT 7 half a counter': (given) => given.with(6, given[6]!.replace(':2', ':0.5')),
    'INVALID_DOCUMENT 2 the marker': (given) =>
      given.with(1, given[1]!.replace('"id":"subscription"', '"id":"import"')),
    'INVALID_JSON 3 a prototype key': (given) =>
      given.with(2, given[2]!.replace('"name"', '"__proto__"')),
    'INVALID_JSON 3 a prototype key, escaped': (given) =>
      given.with(2, given[2]!.replace('"name"', '"\\u005f_proto__"')),
    'INVALID_JSON 3 two in a line': (given) => given.with(2, given[2]! + given[2]!),
    'TOO_DEEP 3 a deep line': (given) =>
      given.with(2, given[2]!.replace('5', `${'['.repeat(999)}${']'.repeat(999)}`)),
    'TOO_LARGE 3 a line of 100 MB': (given) =>
      given.with(2, given[2]!.replace('Acme', 'x'.repeat(100_000_000))),
    'TOO_LARGE 3 a line of too many values': (given) =>
      given.with(2, given[2]!.replace('5', `[${'0,'.repeat(5_000_000)}0]`)),
    'INVALID_INPUT 3 no text': (given) => [...given.slice(0, 2), 5 as unknown],
  };

  test.each(Object.entries(others))(
    'AR-30 AR-31 AR-32 AR-33 AR-34 AR-35 AR-36 %s',
    async (name, change) => {
      const fault = name.split(' ').slice(0, 2).join(' ');
      const storage = memoryStorage();
      const given = change(lines) as readonly string[];
      expect(await faultOf(importInto(storage, given, { batch: 2 }))).toBe(fault);
      expect(await isHalf(storage)).toBe(false);
      expect(await leftIn(storage)).toBe(0);
      await importInto(storage, lines);
      expect(await digestOf(storage)).toBe(digest);
    },
  );

  test('AR-30 AR-36 any change of a character is found, or changes nothing', async () => {
    const text = lines.join('\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), async (at, other) => {
        const storage = memoryStorage();
        const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`.split('\n');
        let fault: string | null = null;
        try {
          await importInto(storage, changed);
        } catch (error) {
          fault = String(error);
        }
        if (fault === null) expect(await digestOf(storage)).toBe(digest);
        else expect(await leftIn(storage)).toBe(0);
      }),
    );
  });

  function swapped(given: readonly string[], one: number, other: number): readonly string[] {
    return given.with(one, given[other]!).with(other, given[one]!);
  }
});

describe('an import that is cut off', () => {
  test('AR-21 AR-22 at any call is known as half, and the next import clears it', async () => {
    const faults: readonly StorageFault[] = ['crash', 'crashAfter', 'refuse', 'lost'];
    let [points, halves] = [0, 0];
    for (const fault of faults) {
      for (let at = 1; ; at += 1) {
        const inner = memoryStorage();
        let [calls, reached] = [0, false];
        let dead: CrashSignal | null = null;
        const storage = faultyStorage(inner, {
          next(call) {
            if (dead !== null) throw dead;
            calls += 1;
            if (calls !== at) return 'ok';
            reached = true;
            if (fault.startsWith('crash')) dead = new CrashSignal(call);
            return fault;
          },
        });
        const failed = await importInto(storage, lines, { batch: 2 }).then(
          () => false,
          () => true,
        );
        if (!reached) break;
        points += 1;
        const half = await isHalf(inner);
        if (half) {
          halves += 1;
          expect(await faultOf(linesOf(inner))).toBe('NOT_ALLOWED');
          expect(await faultOf(digestOf(inner))).toBe('NOT_ALLOWED');
          const [own] = await inner.load('default', [{ kind: 'subscription', id: 'subscription' }]);
          expect(own).toBeUndefined();
        }
        // Without a marker it is all or nothing.
        if (!half && (await leftIn(inner)) > 0) expect(await digestOf(inner)).toBe(digest);
        else await importInto(inner, lines, { batch: 3 });
        expect(failed || (await digestOf(inner)) === digest).toBe(true);
        expect(await digestOf(inner)).toBe(digest);
      }
    }
    expect(points).toBeGreaterThan(80);
    expect(halves).toBeGreaterThan(40);
  });

  test('AR-21 no engine opens on a half import, and one does when the next import has ended', async () => {
    const storage = memoryStorage();
    let [commits, crashed] = [0, false];
    const dying = faultyStorage(storage, {
      next: (call) => {
        if (call.method === 'commit') commits += 1;
        crashed ||= commits === 3;
        return crashed ? 'crash' : 'ok';
      },
    });
    await expect(importInto(dying, lines, { batch: 2 })).rejects.toThrow();
    expect(await isHalf(storage)).toBe(true);
    const open = (): Promise<Engine> =>
      Engine.open({ catalogue: defaultCatalogue, storage, clock: virtualClock(NOW) });
    await expect(open()).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('Import again') as string,
    });
    expect(await isHalf(storage)).toBe(true);
    await importInto(storage, lines);
    await (await open()).close();
  });

  test('AR-22 by the end of its source', async () => {
    const storage = memoryStorage();
    function* broken(): Generator<string> {
      yield* lines.slice(0, 5);
      throw new Error('The disk is gone.');
    }
    await expect(importInto(storage, broken())).rejects.toThrow('The disk is gone.');
    expect(await leftIn(storage)).toBe(0);
  });

  test('AR-22 by another import writes nothing more', async () => {
    const storage = memoryStorage();
    async function* slow(): AsyncGenerator<string> {
      yield* lines.slice(0, 4);
      await importInto(storage, lines);
      yield* lines.slice(4);
    }
    expect(await faultOf(importInto(storage, slow(), { batch: 1 }))).toBe('WRITE_CONFLICT');
    expect(await digestOf(storage)).toBe(digest);
  });

  test('AR-23 what does not come back as it was written is not usable', async () => {
    const inner = memoryStorage();
    const forgetful: Storage = {
      ...inner,
      scan: async (subscription, query) =>
        (await inner.scan(subscription, query)).map((each) =>
          each.id === 'acme' ? { ...each, due: 7 } : each,
        ),
    };
    expect(await faultOf(importInto(forgetful, lines))).toBe('STORAGE_CORRUPT');
    expect(await isHalf(inner)).toBe(true);
  });

  test('AR-23 somebody who made the subscription meanwhile keeps it from being usable', async () => {
    const storage = memoryStorage();
    async function* slow(): AsyncGenerator<string> {
      yield* lines.slice(0, 4);
      const operations = [
        { op: 'put', record: record('subscription', 'subscription', 1) } as const,
      ];
      await storage.commit('default', { operations, counters: [] });
      yield* lines.slice(4);
    }
    expect(['WRITE_CONFLICT', 'STORAGE_CORRUPT']).toContain(
      await faultOf(importInto(storage, slow())),
    );
    expect(await isHalf(storage)).toBe(true);
  });
});

test('AR-5 AR-24 pages and batches are bounded, however many records there are', async () => {
  // Records are made as they are read, and forgotten as they are written.
  const count = 20_000;
  let [read, written] = [0, 0];
  const inner = memoryStorage();
  const source: Storage = {
    ...inner,
    scan: (_, query) => {
      if (query.kind !== 'account' || query.index !== 'id') return Promise.resolve([]);
      const from = query.after === undefined ? 0 : Number(query.after) + 1;
      const page = Array.from({ length: Math.min(query.limit, count - from) }, (__, index) =>
        record('account', String(from + index).padStart(8, '0'), {
          text: 'x'.repeat(500),
          at: from + index,
        }),
      );
      read = Math.max(read, page.length);
      return Promise.resolve(page);
    },
  };
  const sink: Storage = {
    ...source,
    load: (subscription, keys) => inner.load(subscription, keys),
    commit: (subscription, commit) => {
      written = Math.max(written, commit.operations.length);
      const own = commit.operations.some((operation) => {
        const { kind } = operation.op === 'put' ? operation.record : operation.key;
        return kind === IMPORT_MARKER.kind;
      });
      return own ? inner.commit(subscription, commit) : Promise.resolve({ ok: true });
    },
    scan: (subscription, query) =>
      written === 0 ? Promise.resolve([]) : source.scan(subscription, query),
  };
  const exported = exportSubscription({ storage: source, subscription: 'default', now: NOW });
  const { records } = await importInto(sink, exported, { batch: 100 });
  expect([records, read, written]).toEqual([count, 500, 100]);
});
