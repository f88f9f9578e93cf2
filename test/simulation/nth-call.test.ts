import { describe, expect, test } from 'vitest';
import type { StorageCall, StorageFault, StorageMethod } from '../../src/testing/faulty-storage.ts';
import { live, sameEnding, type Ending } from '../engine/simulation.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** What may happen to one call. An end after a call that only reads is like an end before the next call. */
function faultsOf(method: StorageMethod, index: number): readonly StorageFault[] {
  if (method === 'commit') return ['refuse', 'lost', 'crash', 'crashAfter'];
  return index % 2 === 0 ? ['refuse'] : ['crash'];
}

interface Calm {
  readonly ending: Ending;
  readonly methods: readonly StorageMethod[];
}

async function liveCalmly({ steps }: Scenario): Promise<Calm> {
  const methods: StorageMethod[] = [];
  const note = ({ method }: StorageCall): StorageFault => {
    methods.push(method);
    return 'ok';
  };
  return { ending: await live(note, { shards: 1 }, [...steps]), methods };
}

describe.each(SCENARIOS)('$name', (scenario) => {
  test('RL-1 RL-2 RL-3 RL-8 one fault at any call of the storage changes nothing', async () => {
    const { ending, methods } = await liveCalmly(scenario);
    for (const [index, method] of methods.entries()) {
      for (const fault of faultsOf(method, index)) {
        const plan = ({ number }: StorageCall): StorageFault =>
          number === index + 1 ? fault : 'ok';
        const interrupted = await live(plan, { shards: 1 }, [...scenario.steps]);
        expect(interrupted.calls, `${fault} at call ${index + 1}`).toBeGreaterThan(0);
        sameEnding(interrupted, ending, { facts: false });
      }
    }
  });

  test('RL-2 RL-9 a second fault in the recovery changes nothing either', async () => {
    const { ending, methods } = await liveCalmly(scenario);
    for (const [index, method] of methods.entries()) {
      if (method !== 'commit') continue;
      for (const later of [1, 2, 4, 7, 11]) {
        let second: StorageFault | null = 'crash';
        const plan = ({ number, method: called }: StorageCall): StorageFault => {
          if (number === index + 1) return 'crashAfter';
          if (number < index + 1 + later || second === null) return 'ok';
          const fault = called === 'commit' ? 'lost' : second;
          second = null;
          return fault;
        };
        sameEnding(await live(plan, { shards: 1 }, [...scenario.steps]), ending, { facts: false });
      }
    }
  });
});
