import fc from 'fast-check';
import { expect } from 'vitest';
import type { Operation, ScanQuery, Storage, StoredRecord } from '../../src/ports/storage.ts';

/** Opens an empty storage, which is taken away again at the end. */
export type Open = () => Promise<AsyncDisposable & { readonly storage: Storage }>;

/** The records of one kind as a plain list: slow and obvious. */
export type Model = Map<string, StoredRecord>;

function scanned(model: Model, query: ScanQuery): StoredRecord[] {
  const ids = [...model.keys()].sort();
  const records = ids.map((id) => model.get(id)!);
  if (query.index === 'id') {
    const { prefix = '', after = '', reverse = false, limit } = query;
    if (reverse) {
      const before = records.filter(
        ({ id }) => id.startsWith(prefix) && (after === '' || id < after),
      );
      return before.toReversed().slice(0, limit);
    }
    return records.filter(({ id }) => id.startsWith(prefix) && id > after).slice(0, limit);
  }
  const { until, after, limit } = query;
  return records
    .filter(({ due }) => due !== null && due <= until)
    .sort((a, b) => a.due! - b.due!)
    .filter(
      ({ id, due }) =>
        after === undefined || due! > after.due || (due === after.due && id > after.id),
    )
    .slice(0, limit);
}

/** Makes an operation fit the model, and applies it there. */
export function applied(model: Model, id: string, due: number | null | 'delete'): Operation {
  const old = model.get(id);
  if (due === 'delete' && old !== undefined) {
    model.delete(id);
    return { op: 'delete', key: { kind: 'progress', id }, version: old.version };
  }
  const version = (old?.version ?? 0) + 1;
  const at = due === 'delete' ? null : due;
  const record: StoredRecord = { kind: 'progress', id, version, due: at, body: { version, id } };
  model.set(id, record);
  return { op: 'put', record };
}

export async function commit(storage: Storage, operations: Operation[]): Promise<void> {
  expect(await storage.commit('s', { operations, counters: [] })).toEqual({ ok: true });
}

const ids = fc.constantFrom('a', 'a/', 'a/b', 'aa', 'b', 'B', '\ue000', '\u{1f600}', 'ab', '0');
const dues = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, 'delete' as const) },
);
const limit = fc.integer({ min: 1, max: 8 });
const step = fc.oneof(
  fc.record({
    write: fc.uniqueArray(fc.record({ id: ids, due: dues }), { selector: ({ id }) => id }),
  }),
  fc.record({
    query: fc.oneof(
      fc.record(
        {
          kind: fc.constant('progress' as const),
          index: fc.constant('due' as const),
          until: fc.integer({ min: -3, max: 4 }),
          after: fc.record({ due: fc.integer({ min: -3, max: 4 }), id: ids }),
          limit,
        },
        { requiredKeys: ['kind', 'index', 'until', 'limit'] },
      ),
      fc.record(
        {
          kind: fc.constant('progress' as const),
          index: fc.constant('id' as const),
          prefix: fc.constantFrom('', 'a', 'a/', 'b'),
          after: ids,
          reverse: fc.boolean(),
          limit,
        },
        { requiredKeys: ['kind', 'index', 'limit'] },
      ),
    ),
  }),
);

/** Random writes and scans. */
export async function agreeWithList(open: Open): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      await using opened = await open();
      const { storage } = opened;
      const model: Model = new Map();
      for (const one of steps) {
        if ('query' in one) {
          expect(await storage.scan('s', one.query)).toEqual(scanned(model, one.query));
        } else {
          await commit(
            storage,
            one.write.map(({ id, due }) => applied(model, id, due)),
          );
        }
      }
    }),
  );
}

/** A walk through numbers that looks random and is always the same. */
function numbers(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % below;
  };
}

/** Thousands of records that move again and again. */
export async function moveThousands(open: Open): Promise<void> {
  await using opened = await open();
  const { storage } = opened;
  const model: Model = new Map();
  const next = numbers();
  for (let round = 0; round < 120; round += 1) {
    const touched = new Set(Array.from({ length: 400 }, () => `id-${next(6000)}`));
    const operations = [...touched].map((id) => {
      const kind = next(12);
      const due = kind === 0 ? 'delete' : kind === 1 ? null : next(3) === 0 ? 50 : next(1e6) - 5e5;
      return applied(model, id, due);
    });
    await commit(storage, operations);
    if (round % 7 !== 0) continue;
    const until = next(1e6) - 5e5;
    const byDue = { kind: 'progress', index: 'due', limit: 1 + next(900) } as const;
    for (const query of [
      { ...byDue, until },
      { ...byDue, until: 1e9 },
      { ...byDue, until: 1e9, after: { due: 50, id: 'id-3' } },
      { kind: 'progress', index: 'id', limit: 300, after: `id-${next(6000)}` },
      { kind: 'progress', index: 'id', limit: 9000, prefix: 'id-1' },
      { kind: 'progress', index: 'id', limit: 40, prefix: 'id-1', reverse: true },
    ] as const) {
      expect(await storage.scan('s', query)).toEqual(scanned(model, query));
    }
  }
}

/** 20,000 records that are due at the same instant. */
export async function meetAtOneInstant(open: Open): Promise<void> {
  await using opened = await open();
  const { storage } = opened;
  const model: Model = new Map();
  const idOf = (index: number): string => `id-${String((index * 7919) % 20_000).padStart(5, '0')}`;
  const all = Array.from({ length: 20_000 }, (_, index) => idOf(index));
  for (let from = 0; from < all.length; from += 500) {
    const page = all.slice(from, from + 500);
    await commit(
      storage,
      page.map((id) => applied(model, id, 7)),
    );
  }
  const seen: string[] = [];
  for (;;) {
    const query = { kind: 'progress', index: 'due', until: 7, limit: 500 } as const;
    const page = await storage.scan('s', query);
    if (page.length === 0) break;
    seen.push(...page.map(({ id }) => id));
    await commit(
      storage,
      page.map(({ id }) => applied(model, id, 8)),
    );
  }
  expect(seen).toEqual([...all].sort());
}
