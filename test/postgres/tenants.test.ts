import { afterAll, expect } from 'vitest';
import fc from 'fast-check';
import type { Storage } from '../../src/ports/storage.ts';
import { findLeak } from '../subscriptions/interleavings.ts';
import { dropSchema, emptied, freshSchema, openOwn, test } from './postgres-under-test.ts';

const schema = freshSchema();
let storage: Storage | undefined;

afterAll(async () => {
  if (storage === undefined) return;
  await storage.close();
  await dropSchema(schema);
});

test('SU-5 EN-3 two tenants with the same ids live as if each were alone, in one PostgreSQL schema', async () => {
  const open = async (): Promise<Storage> => {
    storage ??= await openOwn(schema);
    await emptied(schema);
    return { ...storage, close: () => Promise.resolve() };
  };
  const seed = fc.readConfigureGlobal().seed ?? 1;
  expect(await findLeak({ runs: 6, seed, open, lives: 6 })).toBeNull();
}, 180_000);
