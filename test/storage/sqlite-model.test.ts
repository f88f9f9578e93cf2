import { join } from 'node:path';
import { test } from 'vitest';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { FAST, temporaryFolder } from './sqlite-under-test.ts';
import { agreeWithList, meetAtOneInstant, moveThousands } from './storage-model.ts';
import type { Open } from './storage-model.ts';

const inMemory: Open = async () => {
  const storage = await sqliteStorage({ file: ':memory:' });
  return { storage, [Symbol.asyncDispose]: () => storage.close() };
};

const inFile: Open = async () => {
  const { folder, [Symbol.dispose]: remove } = temporaryFolder(FAST);
  const storage = await sqliteStorage({ file: join(folder, 'a.db') });
  const dispose = async (): Promise<void> => {
    await storage.close();
    remove();
  };
  return { storage, [Symbol.asyncDispose]: dispose };
};

test('ST-15 ST-16 ST-17 ST-19 ST-26 ST-20 ST-22 ST-23 any writes and scans agree with a plain list', () =>
  agreeWithList(inMemory));

test('ST-20 ST-22 ST-23 ST-24 thousands of records that move again and again agree with a plain list', () =>
  moveThousands(inFile));

test('ST-23 20,000 records that are due at the same instant come up once each, in order', () =>
  meetAtOneInstant(inFile));
