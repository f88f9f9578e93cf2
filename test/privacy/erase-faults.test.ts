import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { StorageFault } from '../../src/testing/faulty-storage.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { outlive, type Outlived } from '../../src/testing/harness/survival.ts';
import { countersAddUp } from '../engine/simulation.ts';
import { ACME, ANN, findMarks, grow, stage, unsettle, type Rich } from './rich.ts';

const commits: Commit[] = [];
let now = 0;

/** Everything that made the tenant, so that each trial begins with the same storage. */
beforeAll(async () => {
  const inner = memoryStorage();
  const at = stage({
    ...inner,
    async commit(subscription, commit) {
      const result = await inner.commit(subscription, commit);
      if (result.ok) commits.push(commit);
      return result;
    },
  });
  await grow(at);
  await unsettle(at);
  now = at.clock.now();
});

interface Trial {
  readonly outlived: Outlived;
  readonly storage: Storage;
  /** What the storage has come to, with the certificates. */
  readonly look: unknown;
}

async function erased(
  of: { readonly person: string } | { readonly account: string },
  fault: (number: number) => StorageFault,
): Promise<Trial> {
  const at = stage();
  for (const commit of commits) await at.storage.commit('default', commit);
  at.clock.set(now);
  const outlived = await outlive<Engine<Rich>>({
    storage: at.storage,
    start: (storage) => at.open({ batchSize: 3 }, storage),
    steps: [(engine) => engine.erase(of)],
    fault: ({ number }) => fault(number),
  });
  await using engine = await at.open();
  const kinds = [
    'definition',
    'journey',
    'account',
    'person',
    'progress',
    'effect',
    'message',
    'input',
    'evidence',
    'quarantine',
    'suppression',
    'erasure',
  ] as const;
  const look = [await snapshot(at.storage, 'default', kinds), await engine.certificates()];
  return { outlived, storage: at.storage, look };
}

describe.each([
  ['person', { person: ANN.id }, ANN.marks],
  ['account', { account: ACME.id }, ACME.marks],
] as const)('erasing a %s on a storage that fails', (_, of, marks) => {
  test.each(['refuse', 'lost', 'crash', 'crashAfter'] as const)(
    'PV-20 PV-22 PV-24 PV-26 %s at any call: the same call again comes to the same end',
    async (fault) => {
      const smooth = await erased(of, () => 'ok');
      expect(await findMarks(smooth.storage, marks)).toEqual([]);
      for (let call = 1; call <= smooth.outlived.calls; call += 1) {
        const { storage, look } = await erased(of, (number) => (number === call ? fault : 'ok'));
        expect(await findMarks(storage, marks), `call ${call}`).toEqual([]);
        expect(look, `call ${call}`).toEqual(smooth.look);
        await countersAddUp(storage);
      }
    },
  );
});
