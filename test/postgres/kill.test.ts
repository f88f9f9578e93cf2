import fc from 'fast-check';
import { expect } from 'vitest';
import { figuresOf, runKills, violationsOf } from '../kill/run-kills.ts';
import { freshSchema, serverUrl, sql, test } from './postgres-under-test.ts';

const seed = fc.readConfigureGlobal().seed ?? 1;
const timeout = 240_000;

test(
  'RL-44 two engines are killed and started again, and nothing is lost',
  { timeout },
  async () => {
    const database = freshSchema();
    await sql(`create database ${database}`);
    try {
      const url = new URL(serverUrl());
      url.pathname = `/${database}`;
      const outcome = await runKills({ storage: url.href, kills: 8, serverKills: 0, seed });
      console.log(figuresOf(outcome, seed));
      expect(violationsOf(outcome.verdict)).toEqual([]);
    } finally {
      await sql(`drop database ${database} with (force)`);
    }
  },
);

test.skipIf(process.env['DATABASE_URL'] !== undefined)(
  'RL-45 so is their server, and both go on by themselves (skipped on a server that is not ours)',
  { timeout },
  async () => {
    const outcome = await runKills({ storage: 'postgres', kills: 6, serverKills: 2, seed });
    console.log(figuresOf(outcome, seed));
    expect(violationsOf(outcome.verdict)).toEqual([]);
    expect(outcome.chronicle.serverKills).toBe(2);
    expect(outcome.chronicle.refusals).toHaveProperty('STORAGE_FAILED');
  },
);
