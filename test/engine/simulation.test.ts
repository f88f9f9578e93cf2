import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StorageCall, StorageFault, StorageMethod } from '../../src/testing/faulty-storage.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { checkpoints, live, liveStep, runs, sameEnding, type Ending } from './simulation.ts';

const FAULTS: readonly StorageFault[] = ['crash', 'crashAfter', 'refuse', 'lost'];

/** The story without any fault, and what it calls of the storage. */
let calm: Ending;
const calls: StorageCall[] = [];

beforeAll(async () => {
  calm = await live((call) => {
    calls.push(call);
    return 'ok';
  });
});

/** Faults by chance, all from one seed. */
function misfortune(seed: number, rate: number): () => StorageFault {
  const next = chance(seed);
  return () => (next() < rate ? FAULTS[Math.floor(next() * FAULTS.length)]! : 'ok');
}

describe('a tenant whose engines end at any call of the storage', () => {
  test('the story touches what it should', () => {
    const names = Object.keys(calm.end.counters).map((name) => name.split('\u001f').at(-1));
    for (const name of [
      'sent',
      'refused',
      'failed',
      'asked',
      'edge:event',
      'edge:timeout',
      'exit:completed',
      'exit:aborted',
    ]) {
      expect(names, name).toContain(name);
    }
    const facts = JSON.stringify(calm.facts).replaceAll('\\"', '"');
    for (const type of [
      'audience',
      'run',
      'list',
      'changed',
      'member',
      'completeness',
      'settled',
      'refused',
    ]) {
      expect(facts, type).toContain(`"type":"${type}"`);
    }
    expect(calm.end.records.message).toEqual({});
    expect(calls.filter(({ method }) => method === 'commit').length).toBeGreaterThan(50);
  });

  // After a call that only reads, an end is an end before the next call; before a commit, one after the call before it.
  test('EN-1 EN-24 EN-31 EN-50 EN-56 EN-71 EN-72 one fault at any call of any step, or of the start before it, changes nothing', async () => {
    let points = 0;
    for (const point of await checkpoints()) {
      const methods: StorageMethod[] = [];
      const smooth = await liveStep(point, ({ method }) => {
        methods.push(method);
        return 'ok';
      });
      expect(smooth.look === point.after, `step ${point.step} after a fresh start`).toBe(true);
      for (const [index, method] of methods.entries()) {
        for (const fault of method === 'commit'
          ? (['crashAfter', 'refuse', 'lost'] as const)
          : (['crash'] as const)) {
          const { look } = await liveStep(point, ({ number }) =>
            number === index + 1 ? fault : 'ok',
          );
          points += 1;
          if (look === point.after) continue;
          expect(
            JSON.parse(look),
            `${fault} at call ${index + 1}, ${method}, of step ${point.step}`,
          ).toEqual(JSON.parse(point.after));
        }
      }
    }
    expect(points).toBeGreaterThan(1_000);
  });

  test('EN-31 EN-50 EN-61 EN-72 many faults of every kind change nothing in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0.005, 0.02, 0.04), async (seed, rate) => {
        sameEnding(await live(misfortune(seed, rate)), calm);
      }),
      { numRuns: runs(0.4) },
    );
  });
});

describe('EN-33 batches of one, two and seven subjects', () => {
  test.each([1, 2, 7])('batches of %i give the same, fact by fact', async (batchSize) => {
    sameEnding(await live(undefined, { batchSize }), calm);
  });

  test('EN-31 and come to the same end when they are interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(1, 2, 3, 7), async (seed, batchSize) => {
        // What is repeated comes in other advances than at first, so that facts may stand apart differently.
        sameEnding(await live(misfortune(seed, 0.01), { batchSize }), calm, { facts: false });
      }),
      { numRuns: runs(0.25) },
    );
  });
});
