import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { figuresOf, runKills, violationsOf } from './run-kills.ts';
import { openStorage } from './open-storage.ts';
import { supervise } from './supervise.ts';
import type { Chronicle } from './supervise.ts';
import { verify } from './verify.ts';
import type { Verdict } from './verify.ts';

const folder = mkdtempSync(join(tmpdir(), 'accompany-kill-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seed = fc.readConfigureGlobal().seed ?? 1;

test(
  'RL-40 RL-41 RL-42 RL-43 RL-46 ten processes on a file of SQLite are killed, and nothing is lost',
  { timeout: 180_000 },
  async () => {
    const outcome = await runKills({ storage: 'sqlite', kills: 10, serverKills: 0, seed });
    const figures = figuresOf(outcome, seed);
    console.log(figures);
    expect(violationsOf(outcome.verdict)).toEqual([]);
    expect(figures).toMatch(/^10 kills, 0 server kills, \d+ acknowledged, 0 lost, \d+ keys, /);
    expect(figures).toContain(`seed ${seed}`);
    expect(outcome.chronicle.work.done.size).toBeGreaterThan(10);
  },
);

test('RL-46 each list of a verdict finds what it is for', { timeout: 180_000 }, async () => {
  const storage = `sqlite:${join(folder, 'calm.db')}`;
  const ordeal = { storage, engines: 1, kills: 2, serverKills: 0, seed, crashServer: null };
  const chronicle = await supervise(ordeal);
  expect(violationsOf(await verify(storage, chronicle))).toEqual([]);

  const { arrivals } = chronicle.seen;
  const [[key, arrival]] = Object.entries(arrivals) as [[string, (typeof arrivals)[string]]];
  const { [key]: _, ...others } = arrivals;
  const found = async (changes: Partial<Chronicle>): Promise<readonly string[]> => {
    const verdict = await verify(storage, { ...chronicle, ...changes });
    return Object.keys(verdict).filter((list) => verdict[list as keyof Verdict].length > 0);
  };
  const seen = (changes: Partial<Chronicle['seen']>): Partial<Chronicle> => ({
    seen: { ...chronicle.seen, ...changes },
  });
  expect(await found(seen({ arrivals: others }))).toContain('differences');
  expect(await found(seen({ arrivals: { ...arrivals, other: arrival } }))).toEqual([
    'contradictions',
  ]);
  expect(await found(seen({ contradictions: ['a'] }))).toEqual(['contradictions']);
  const hasty = Object.fromEntries(
    Object.entries(arrivals).map(([id, each]) => [id, { ...each, at: chronicle.pace.epoch }]),
  );
  expect(await found(seen({ arrivals: hasty }))).toEqual(['early']);
  chronicle.work.done.add('order 1').add('account 999');
  expect(await found({})).toEqual(['lost', 'unfinished']);
  expect(await found({ accidents: ['a'] })).toContain('accidents');

  const kept = await openStorage(storage);
  await kept.commit('default', { operations: [], counters: [{ name: 'node\u001fx', value: 1 }] });
  await kept.close();
  expect(await found({})).toContain('counters');
});

test.each([
  [['--storage', 'paper'], 'There is no storage "paper"'],
  [['--kills', 'many'], '--kills takes a whole number'],
  [['--server-kills', '1'], '--server-kills needs --storage postgres'],
])('%j is wrong use', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
