import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Advanced } from '../../src/engine/advanced.ts';
import { parseJson } from '../../src/kernel/json.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { tenantArbitrary } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { timelineArbitrary } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { recorder } from '../../src/testing/recording/recorder.ts';
import type { Recording } from '../../src/testing/recording/recording.ts';
import { replay } from '../../src/testing/recording/replay.ts';
import { live } from '../corpus/live.ts';
import { tour } from '../corpus/tour.ts';
import { runs } from '../engine/simulation.ts';
import { b2bWorld, givenAcme, nurture } from '../engine/tenant.ts';

/** A recording with one recorded result changed. */
function tampered(recording: Recording, index: number): Recording {
  const copy = structuredClone(recording) as {
    advances: { result: { rest: Record<string, unknown> } }[];
  } & Recording;
  const { rest } = copy.advances[index]!.result;
  const messages = (rest.messages ?? []) as readonly unknown[];
  rest.messages = messages.length === 0 ? [{ id: 'made up' }] : messages.slice(1);
  return copy;
}

/** The same JSON with the keys of every object in the opposite order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const turned = Object.entries(value).map(([key, inner]) => [key, backwards(inner)]);
  return Object.fromEntries(turned.toReversed());
}

/** A recording whose states and documents have their keys in the opposite order. */
function turned(recording: Recording): Recording {
  const { advances } = recording;
  const back = backwards(recording) as Recording;
  const kept = back.advances.map((each, index) => ({ ...each, inputs: advances[index]!.inputs }));
  return { ...back, advances: kept as Recording['advances'] };
}

test('RL-61 RL-62 whatever was recorded gives the same bytes again, and a changed result is found', async () => {
  let advances = 0;
  await fc.assert(
    fc.asyncProperty(
      tenantArbitrary(),
      timelineArbitrary(),
      fc.constantFrom(1, 3, 500),
      fc.nat(),
      async (tenant, timeline, batchSize, chosen) => {
        const { observe, recording } = recorder();
        await live({ tenant, timeline, toTheEnd: true, batchSize }, observe);
        const kept = parseJson(JSON.stringify(recording())) as unknown as Recording;
        expect(kept).toEqual(recording());
        expect(replay({ recording: kept, catalogue: TENANT_CATALOGUE })).toEqual([]);
        expect(replay({ recording: turned(kept), catalogue: TENANT_CATALOGUE })).toEqual([]);
        advances += kept.advances.length;
        const index = chosen % kept.advances.length;
        const found = replay({ recording: tampered(kept, index), catalogue: TENANT_CATALOGUE });
        expect(found.map((divergence) => divergence.index)).toEqual([index]);
        expect(found[0]!.difference).toMatch(/^rest\.messages/);
      },
    ),
    { numRuns: runs(0.3) },
  );
  expect(advances).toBeGreaterThan(0);
});

describe('RL-60 the observer', () => {
  test('RL-60 sees each advance, in order, with the documents of its world', async () => {
    const seen: Advanced[] = [];
    await using tenant = await b2bWorld({
      observe: (advanced) => void seen.push(advanced),
    });
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    await tenant.when.after({ days: 4 });
    const accounts = seen.filter((advanced) => advanced.kind === 'account');
    expect(seen.map(({ kind, body }) => `${kind} ${body.id}`).slice(0, 3)).toEqual([
      'person ann',
      'person bob',
      'account acme',
    ]);
    expect(accounts[0]!.progress).toBeNull();
    expect(accounts[0]!.body.people).toEqual([]);
    expect(accounts[0]!.result.account.people.map(({ id }) => id)).toEqual(['ann', 'bob']);
    expect(accounts.at(-1)!.progress!.runs).toHaveLength(1);
    expect(accounts.at(-1)!.result.progress.runs).toEqual([]);
    const { definitions, journeys, plans, actions } = accounts[0]!.documents();
    expect(definitions.map(({ document }) => document.id)).toEqual(['large']);
    expect(journeys).toMatchObject([{ id: 'nurture', status: 'live', plan: plans[0]!.hash }]);
    expect(actions).toEqual(['createTask', 'sendGift']);
    expect(accounts[0]!.documents()).toBe(accounts.at(-1)!.documents());
  });

  test('RL-60 what it throws is reported, and changes nothing', async () => {
    const ends = [];
    for (const fails of [false, true]) {
      const errors: unknown[] = [];
      await using tenant = await b2bWorld({
        observe() {
          if (fails) throw new Error('no room');
        },
      });
      tenant.engine.on('error', (error) => void errors.push(error));
      await tenant.given.journey(nurture());
      await givenAcme(tenant);
      await tenant.when.after({ days: 4 });
      expect(errors.length > 0).toBe(fails);
      if (fails) expect(errors[0]).toEqual(new Error('no room'));
      ends.push({ ...(await tenant.seen.everything()), emails: tenant.seen.emails() });
    }
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe('RL-61 the recorder', () => {
  async function recorded(options: Parameters<typeof recorder>[0]): Promise<Recording> {
    const { observe, recording } = recorder(options);
    await live(tour('abort'), observe);
    return recording();
  }

  test('RL-61 keeps documents once, and states only where no advance left them behind', async () => {
    const { documents, worlds, advances } = await recorded({});
    expect(advances).toHaveLength(10);
    expect(Object.keys(worlds)).toHaveLength(3);
    expect(Object.values(documents).filter((document) => 'campaigns' in document)).toHaveLength(2);
    expect(advances.filter(({ before }) => typeof before === 'object')).toHaveLength(2);
  });

  test('RL-61 keeps the first of every so many, and no more than its limit', async () => {
    const all = await recorded({});
    const some = await recorded({ every: 4, limit: 2 });
    expect(some.advances.map(({ now }) => now)).toEqual(
      [all.advances[0]!, all.advances[4]!].map(({ now }) => now),
    );
    expect(replay({ recording: some, catalogue: TENANT_CATALOGUE })).toEqual([]);
  });

  test('RL-61 refuses numbers that mean nothing', () => {
    expect(() => recorder({ limit: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', path: ['limit'] }),
    );
    expect(() => recorder({ every: 1.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', path: ['every'] }),
    );
  });

  test('RL-62 tells what an advance throws, and refuses what it cannot read', async () => {
    const recording = await recorded({});
    const catalogue = TENANT_CATALOGUE;
    const [first, ...others] = recording.advances;
    const broken = { ...first, inputs: [{ kind: 'unheard of' }] } as never;
    expect(
      replay({ recording: { ...recording, advances: [broken, ...others] }, catalogue }),
    ).toEqual([
      expect.objectContaining({ index: 0, difference: expect.stringMatching(/^threw /) as string }),
    ]);
    const refused: [Partial<Record<keyof Recording, unknown>>, RegExp][] = [
      [{ format: 2 }, /has format 2/],
      [{ worlds: {} }, /has no world/],
      [{ documents: {} }, /has no document/],
      [{ advances: others }, /has no advance/],
    ];
    for (const [change, message] of refused) {
      expect(() =>
        replay({ recording: { ...recording, ...change } as Recording, catalogue }),
      ).toThrow(
        expect.objectContaining({
          code: 'INVALID_DOCUMENT',
          message: expect.stringMatching(message) as string,
        }),
      );
    }
    const plans = Object.entries(recording.documents).map(([hash, document]) => [
      hash,
      'campaigns' in document ? { ...document, format: 9 } : document,
    ]);
    const newer = { ...recording, documents: Object.fromEntries(plans) } as Recording;
    expect(() => replay({ recording: newer, catalogue })).toThrow('format 9');
  });
});
