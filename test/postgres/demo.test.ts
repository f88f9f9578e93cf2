import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { chance } from '../../src/testing/harness/chance.ts';
import { outliveKills } from '../examples/demo-process.ts';
import { freshSchema, serverUrl, sql, test } from './postgres-under-test.ts';

const draw = chance(fc.readConfigureGlobal().seed ?? 1);

test(
  'a run of the demo that is killed again and again has the report of one that is not',
  { timeout: 240_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accompany-killed-demo-'));
    const database = freshSchema();
    await sql(`create database ${database}`);
    try {
      const url = new URL(serverUrl());
      url.pathname = `/${database}`;
      const args = ['--accounts', '40', '--days', '20'];
      const began = performance.now();
      const whole = await outliveKills(args, join(folder, 'whole.html'), []);
      const time = performance.now() - began;
      const killed = await outliveKills(
        [...args, '--storage', url.href],
        join(folder, 'killed.html'),
        Array.from({ length: 4 }, () => ({ after: draw() * time })),
      );
      expect(killed.kills).toBeGreaterThanOrEqual(1);
      expect(killed.page === whole.page).toBe(true);
      expect(killed.json).toBe(whole.json);
    } finally {
      await sql(`drop database ${database} with (force)`);
      rmSync(folder, { recursive: true });
    }
  },
);
