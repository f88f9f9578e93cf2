import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScenarioResult } from '../../src/scenario/result.ts';
import { runScenario } from '../../src/scenario/run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { parseScenario } from '../../src/scenario/schema.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { account, email, journey, person, play, scenario } from './parts.ts';

const RENEWAL = new URL('../../examples/scenarios/renewal.json', import.meta.url);

function renewal(): Scenario {
  const read = parseScenario(readFileSync(RENEWAL, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

/** Many accounts with some people in two of them, so that batches and shards matter. */
function many(count: number): Scenario {
  const base = renewal();
  const [sample] = base.journeys!;
  const accounts = Array.from({ length: count }, (_, index) =>
    account(`a${index}`, { industry: 'Retail', employees: (index * 97) % 2000 }),
  );
  const people = Array.from({ length: count }, (_, index) =>
    person(`p${index}`, { jobTitle: index % 3 === 0 ? 'Director' : 'Engineer' }),
  );
  const relations = people.flatMap(({ id }, index) => [
    { account: `a${index}`, person: id },
    { account: `a${(index * 7) % count}`, person: id },
  ]);
  const unique = new Map(relations.map((relation) => [JSON.stringify(relation), relation]));
  const responses = [
    {
      email: 'renewal-intro',
      people: ['p3', 'p13'],
      events: [{ type: 'emailClicked', afterMinutes: 7 }],
    },
  ];
  const { lists: _lists, timeline: _timeline, ...rest } = base;
  return {
    ...rest,
    accounts,
    people,
    relations: [...unique.values()],
    lists: [{ id: 'called', type: 'static', status: 'live', members: ['a1', 'a5'] }],
    journeys: [{ ...sample!, reEntry: { limit: 2 } }],
    responses,
    end: '2026-02-10T00:00:00Z',
  };
}

describe('results', () => {
  test('SC-40 the result is plain JSON, whatever the batch size', async () => {
    const given = many(60);
    const usual = await runScenario(given);
    expect(JSON.parse(JSON.stringify(usual))).toEqual(usual);
    expect(usual.journeys[0]!.counts.entered).toBeGreaterThan(60);
    for (const batchSize of [1, 7, 59])
      expect(JSON.stringify(await runScenario(given, { batchSize }))).toBe(JSON.stringify(usual));
  });

  test('SC-40 the order of keys and of unrelated records does not matter', async () => {
    const given = renewal();
    const turned = Object.fromEntries(Object.entries(given).toReversed()) as unknown as Scenario;
    expect(await play(turned)).toEqual(await play(given));
    expect(
      await play({
        ...given,
        accounts: given.accounts!.toReversed(),
        relations: given.relations!.toReversed(),
      }),
    ).toEqual(await play(given));
  });

  test('SC-41 counts agree with runs and effects', async () => {
    for (const given of [renewal(), many(40), { ...many(40), end: '2026-01-13T10:00:00Z' }]) {
      const result = await runScenario(given);
      for (const { id, counts, runs } of result.journeys) {
        expect(runs).toHaveLength(counts.entered);
        expect(runs.filter(({ exit }) => exit === null)).toHaveLength(counts.inFlight);
        expect(tally(runs.flatMap(({ exit }) => exit ?? []))).toEqual(counts.exits);
        const visits = runs.flatMap(({ trail }) => trail);
        for (const node of counts.nodes) {
          const here = visits.filter((visit) => visit.node === node.node);
          expect([node.node, here.length]).toEqual([node.node, node.entered]);
          expect(runs.filter(({ waitingAt }) => waitingAt === node.node)).toHaveLength(node.here);
          expect(tally(here.flatMap(({ edge }) => edge ?? []))).toEqual(node.edges);
          expect(tally(outcomes(result, id, node.node))).toEqual(node.outcomes);
        }
      }
    }
  });

  test('SC-42 a trail is without gaps, and the last node of a run in flight has not been left', async () => {
    const result = await runScenario({ ...many(30), end: '2026-01-16T00:00:00Z' });
    for (const { trail, enteredAt, exitedAt, waitingAt } of result.journeys[0]!.runs) {
      expect(trail[0]).toMatchObject({ node: 'start', enteredAt });
      for (const [index, { enteredAt: at }] of trail.entries()) {
        if (index > 0) expect(trail[index - 1]!.leftAt).toBe(at);
      }
      expect(trail.at(-1)).toMatchObject({
        leftAt: exitedAt,
        ...(waitingAt === null ? {} : { node: waitingAt }),
      });
    }
  });

  test('SC-44 changes are those of journeys, final values those at the end', async () => {
    const update = {
      kind: 'action',
      id: 'set',
      context: 'accounts',
      action: { type: 'updateProfile', attribute: 'city', value: 'Oslo' },
    } as const;
    const timeline = [
      {
        at: '2026-01-06',
        accounts: [{ id: 'acme', attributes: { city: 'Rome', region: 'South' } }],
      },
    ];
    const result = await play(scenario({ journeys: [journey([update])], timeline }));
    expect(result.changes).toEqual([
      {
        at: '2026-01-05T09:00:00Z',
        journey: 'nurture',
        account: 'acme',
        person: null,
        attribute: 'city',
        previous: null,
        next: 'Oslo',
      },
    ]);
    expect(result.attributes).toEqual([
      { account: 'acme', person: null, attribute: 'city', value: 'Rome' },
    ]);
  });

  test('SC-44 dates are ISO text', async () => {
    const update = {
      kind: 'action',
      id: 'set',
      context: 'people',
      action: { type: 'updateProfile', attribute: 'birthDate', value: '1990-05-01' },
    } as const;
    const people = [person('ann'), person('bob', { birthDate: '1990-05-01' })];
    const result = await play(scenario({ people, journeys: [journey([update])] }));
    expect(result.changes.map(({ person: who, previous, next }) => [who, previous, next])).toEqual([
      ['ann', null, '1990-05-01T00:00:00Z'],
    ]);
    expect(result.attributes).toEqual([
      { account: null, person: 'ann', attribute: 'birthDate', value: '1990-05-01T00:00:00Z' },
    ]);
  });

  test('SC-45 memberships and groups are those at the end', async () => {
    const { audiences, lists, groups } = await runScenario(renewal());
    expect(audiences).toEqual([{ id: 'customers', members: ['acme', 'birch', 'cobalt', 'delta'] }]);
    expect(lists).toEqual([{ id: 'called', members: ['birch', 'cobalt', 'delta'] }]);
    expect(
      groups.map(({ account: of, completeness, members }) => [
        of,
        completeness,
        members.map(({ person: who }) => who),
      ]),
    ).toEqual([
      ['acme', 100, ['ann', 'bob']],
      ['birch', 50, ['cem']],
    ]);
  });

  test('SC-47 a storage that holds a scenario is refused, and stays open', async () => {
    const storage = memoryStorage();
    const given = scenario({ journeys: [journey([email('hello')])] });
    const first = await runScenario(given, { storage });
    expect(first).toEqual(await runScenario(given));
    await expect(runScenario(given, { storage })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    expect(await storage.scan('scenario', { kind: 'account', index: 'id', limit: 5 })).toHaveLength(
      1,
    );
  });

  test('SC-40 a call can be followed and given up', async () => {
    const seen: string[] = [];
    const timeline = [{ at: '2026-01-06', suppress: 'x@example.com' }];
    await runScenario(scenario({ timeline }), {
      onProgress: ({ at, done, total }) => seen.push(`${at} ${done}/${total}`),
    });
    expect(seen).toEqual(['2026-01-06T00:00:00Z 0/1', '2026-01-31T00:00:00Z 1/1']);
    await expect(runScenario(scenario(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

function tally(names: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const name of names) sums[name] = (sums[name] ?? 0) + 1;
  return sums;
}

function outcomes({ effects }: ScenarioResult, journeyId: string, node: string): string[] {
  return effects
    .filter((effect) => effect.journey === journeyId && effect.node === node)
    .map(({ outcome }) => outcome);
}
