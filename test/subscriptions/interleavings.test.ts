import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { FAST, temporaryFolder } from '../storage/sqlite-under-test.ts';
import { findLeak } from './interleavings.ts';

const seed = fc.readConfigureGlobal().seed ?? 1;

test('SU-5 EN-3 two tenants with the same ids live as if each were alone, in memory', async () => {
  expect(await findLeak({ runs: 100, seed, open: () => memoryStorage() })).toBeNull();
});

test('SU-5 EN-3 so they do in one SQLite file', async () => {
  using place = temporaryFolder(FAST);
  let files = 0;
  const open = (): Promise<Storage> =>
    sqliteStorage({ file: join(place.folder, `${(files += 1)}.db`) });
  expect(await findLeak({ runs: 8, seed, open, lives: 6 })).toBeNull();
});
