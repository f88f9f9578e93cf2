import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataChange, DataIntegration } from '../../src/ports/data-integration.ts';
import { b2bWorld } from './tenant.ts';

/** Statements by source; each version of a record says one thing. */
interface Said {
  readonly source: string;
  readonly change: DataChange;
}

const SOURCES = ['platform', 'crm', 'execution'];
const PRECEDENCE = {
  account: { industry: ['crm', 'execution', 'platform'] },
  person: { jobTitle: ['execution', 'platform', 'crm'] },
};

const value = fc.constantFrom('a', 'b', 'c', null);
const said: fc.Arbitrary<Said> = fc
  .record({
    source: fc.constantFrom(...SOURCES),
    version: fc.integer({ min: 1, max: 6 }),
    change: fc.oneof(
      fc.record({
        type: fc.constant('account'),
        id: fc.constant('acme'),
        attributes: fc.record({ industry: value, phase: value }, { requiredKeys: [] }),
        removed: fc.constantFrom(true, false, false, false),
      }),
      fc.record({
        type: fc.constant('person'),
        id: fc.constantFrom('ann', 'bob'),
        attributes: fc.record({ jobTitle: value, email: value }, { requiredKeys: [] }),
        removed: fc.constantFrom(true, false, false, false),
      }),
      fc.record({
        type: fc.constant('relation'),
        account: fc.constant('acme'),
        person: fc.constantFrom('ann', 'bob'),
        roles: fc.constantFrom(['x'], ['y', 'z']),
        removed: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('opportunity'),
        id: fc.constant('deal'),
        account: fc.constant('acme'),
        attributes: fc.record({ amount: fc.constantFrom(1, 2, null) }, { requiredKeys: [] }),
        removed: fc.constantFrom(true, false, false),
      }),
    ),
  })
  .map(({ source, version, change }) => ({ source, change: { ...change, version } as DataChange }));

/** One statement for each source, record and version: what a source says of a version it says once. */
const history = fc.uniqueArray(said, {
  maxLength: 24,
  selector: ({ source, change }) => {
    const { type, version, id, person } = change as {
      type: string;
      version: number;
      id?: string;
      person?: string;
    };
    return JSON.stringify([source, type, id ?? person, version]);
  },
});

function feed(name: string, said: readonly Said[], page: number): DataIntegration {
  const own = said.filter(({ source }) => source === name).map(({ change }) => change);
  return {
    name,
    *read({ after }) {
      for (let at = Number(after ?? 0); at < own.length; at += page)
        yield { changes: own.slice(at, at + page), next: String(at + page) };
    },
  };
}

/** What comes of statements in an order, read source by source, or turn by turn. */
async function outcome(
  said: readonly Said[],
  page: number,
  order: readonly string[],
): Promise<unknown> {
  const sources = SOURCES.map((name) => feed(name, said, page));
  await using tenant = await b2bWorld({ integration: { sources, precedence: PRECEDENCE } });
  // The sources share our ids.
  const links = SOURCES.slice(1).flatMap((source) => [
    { source, of: 'account', id: 'acme', to: 'acme' } as const,
    { source, of: 'opportunity', id: 'deal', to: 'deal' } as const,
    ...['ann', 'bob'].map((id) => ({ source, of: 'person', id, to: id }) as const),
  ]);
  await tenant.engine.integration.link(links);
  for (const source of order) await tenant.engine.integration.synchronise({ source });
  const acme = await tenant.engine.account('acme');
  const people = (acme?.people ?? []).map(({ id, attributes, roles }) => ({
    id,
    attributes,
    roles,
  }));
  return {
    attributes: acme?.attributes ?? {},
    people: people.sort((left, right) => (left.id < right.id ? -1 : 1)),
    opportunities: acme?.opportunities ?? [],
  };
}

/** The same by hand: for each field the newest statement of each source, and of these the one with precedence. */
function expected(said: readonly Said[]): unknown {
  const best = (
    type: string,
    id: string,
    read: (change: Record<string, unknown>) => unknown,
    order: readonly string[],
  ): unknown => {
    for (const source of order) {
      const own = said
        .filter((one) => one.source === source && one.change.type === type)
        .map(({ change }) => change as unknown as Record<string, unknown>)
        .filter((change) => (change['id'] ?? change['person']) === id && read(change) !== undefined)
        .sort((left, right) => Number(right['version']) - Number(left['version']));
      if (own.length > 0) return read(own[0]!);
    }
    return undefined;
  };
  const isGone = (type: string, id: string): boolean =>
    best(type, id, (change) => change['removed'], SOURCES) === true;
  const valuesOf = (
    type: 'account' | 'person' | 'opportunity',
    id: string,
    names: readonly string[],
  ): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    if (isGone(type, id)) return values;
    for (const name of names) {
      const order =
        ((PRECEDENCE as Record<string, Record<string, readonly string[]>>)[type] ?? {})[name] ??
        SOURCES;
      const found = best(
        type,
        id,
        (change) => (change['attributes'] as Record<string, unknown> | undefined)?.[name],
        order,
      );
      if (found !== undefined && found !== null) values[name] = found;
    }
    return values;
  };
  const isThere = (type: string, id: string): boolean =>
    said.some(({ change }) => change.type === type && (change as { id?: string }).id === id);
  return {
    attributes: valuesOf('account', 'acme', ['industry', 'phase']),
    people: ['ann', 'bob']
      .filter(
        (id) =>
          !isGone('person', id) &&
          best('relation', id, (change) => change['removed'], SOURCES) === false,
      )
      .map((id) => ({
        id,
        attributes: valuesOf('person', id, ['jobTitle', 'email']),
        roles: best('relation', id, (change) => change['roles'], SOURCES),
      })),
    opportunities:
      isThere('opportunity', 'deal') && !isGone('opportunity', 'deal') && !isGone('account', 'acme')
        ? [{ id: 'deal', attributes: valuesOf('opportunity', 'deal', ['amount']) }]
        : [],
  };
}

test('DI-30 whatever the order in which several sources say things, the newest word of the one with precedence counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      history.chain((all) =>
        fc.record({
          all: fc.constant(all),
          shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
          again: fc.subarray(all),
        }),
      ),
      fc.integer({ min: 1, max: 5 }),
      fc.shuffledSubarray(SOURCES, { minLength: 3 }),
      async ({ all, shuffled, again }, page, order) => {
        const right = expected(all);
        expect(await outcome(all, 100, SOURCES)).toEqual(right);
        expect(await outcome([...shuffled, ...again], page, order)).toEqual(right);
      },
    ),
    { numRuns: 150 },
  );
});
