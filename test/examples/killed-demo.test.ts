import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { behaviourOf } from '../../examples/demo/behaviour.ts';
import { chanceOf } from '../../examples/demo/chance.ts';
import { findOut } from '../../examples/demo/findings.ts';
import type { Findings } from '../../examples/demo/findings.ts';
import { runDemo } from '../../examples/demo/run-demo.ts';
import { simulate } from '../../examples/demo/simulation.ts';
import { syntheticTenant } from '../../examples/demo/synthetic-tenant.ts';
import { memoryStorage } from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { outlive } from '../../src/testing/harness/survival.ts';
import type { StorageCall, StorageFault } from '../../src/testing/faulty-storage.ts';
import { demoProcess, outliveKills } from './demo-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'accompany-killed-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const draw = chance(fc.readConfigureGlobal().seed ?? 1);

describe('in processes of their own, on SQLite', () => {
  const args = ['--accounts', '40', '--days', '20'];

  test(
    'a run that is killed again and again has the report of one that is not',
    { timeout: 180_000 },
    async () => {
      const began = performance.now();
      const whole = await outliveKills(args, join(folder, 'whole.html'), []);
      const time = performance.now() - began;
      const file = join(folder, 'killed.db');
      const killed = await outliveKills(
        [...args, '--storage', `sqlite:${file}`],
        join(folder, 'killed.html'),
        [
          { commits: 1, early: true },
          { commits: 5 },
          { commits: 60, early: true },
          { after: draw() * time },
          { after: draw() * time },
          { commits: 9 },
        ],
      );
      expect(killed.kills).toBeGreaterThanOrEqual(4);
      expect(killed.page === whole.page).toBe(true);
      expect(killed.json).toBe(whole.json);
      const { code, error } = await demoProcess([
        ...args,
        '--seed',
        '2',
        '--storage',
        `sqlite:${file}`,
      ]);
      expect(code).toBe(2);
      expect(error).toContain('a run of the demo with --seed 1 --accounts 40 --days 20');
    },
  );
});

describe('a process that ends at any call of the storage', () => {
  const days = 8;

  interface Run extends AsyncDisposable {
    readonly storage: Storage;
    close(): Promise<void>;
  }

  async function run(
    batchSize: number,
    fault: (call: StorageCall) => StorageFault,
  ): Promise<{ readonly findings: Findings; readonly calls: number }> {
    const found: Findings[] = [];
    const behaviour = behaviourOf(chanceOf(3));
    const { calls } = await outlive<Run>({
      storage: memoryStorage(),
      start: async (storage) => ({
        storage,
        close: async () => undefined,
        [Symbol.asyncDispose]: async () => undefined,
      }),
      steps: [
        async ({ storage }) => {
          const tenant = syntheticTenant(10, behaviour);
          const options = { tenant, behaviour, days, storage, batchSize, asked: 'ten accounts' };
          const simulated = await simulate(options);
          found.push(await findOut(simulated, tenant, days));
        },
      ],
      fault,
    });
    return { findings: found.at(-1)!, calls };
  }

  test.each([7, 500])('in batches of %i the report stays the same', async (batchSize) => {
    const { findings, calls } = await run(batchSize, () => 'ok');
    for (let drawn = 0; drawn < 8; drawn += 1) {
      const [first, second] = [1 + Math.floor(draw() * calls), 1 + Math.floor(draw() * calls)];
      const crash = draw() < 0.5 ? 'crash' : 'crashAfter';
      const crashed = await run(batchSize, ({ number }) =>
        number === first || number === first + second ? crash : 'ok',
      );
      expect(crashed.findings, `${crash} at call ${first} and ${second} later`).toEqual(findings);
    }
  });
});

test.each([
  ['sqlite:', 'file'],
  [`sqlite:${folder}`, 'Name a file in a folder that exists'],
  ['postgres://nobody@127.0.0.1:1/nowhere', 'PostgreSQL'],
])('%s is wrong use, and says why', async (storage, message) => {
  let error = '';
  const streams = {
    out: { write: () => undefined },
    error: { write: (text: string) => (error += text) },
  };
  const code = await runDemo(['--storage', storage, '--accounts', '1', '--days', '1'], streams);
  expect(code).toBe(2);
  expect(error).toContain(message);
});
