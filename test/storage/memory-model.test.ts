import { expect, test } from 'vitest';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import {
  agreeWithList,
  applied,
  commit,
  meetAtOneInstant,
  moveThousands,
} from './storage-model.ts';
import type { Open } from './storage-model.ts';

const open: Open = () => {
  const storage = memoryStorage();
  return Promise.resolve({ storage, [Symbol.asyncDispose]: () => storage.close() });
};

test('ST-15 ST-16 ST-17 ST-19 ST-26 ST-20 ST-22 ST-23 any writes and scans agree with a plain list', () =>
  agreeWithList(open));

test('ST-20 ST-22 ST-23 ST-24 thousands of records that move again and again agree with a plain list', () =>
  moveThousands(open));

test('ST-23 20,000 records that are due at the same instant come up once each, in order', () =>
  meetAtOneInstant(open));

test('ST-30 bodies are kept by reference, neither copied nor frozen', async () => {
  const storage = memoryStorage();
  const operation = applied(new Map(), 'a', 1);
  await commit(storage, [operation]);
  const [record] = await storage.load('s', [{ kind: 'progress', id: 'a' }]);
  expect(operation.op === 'put' && record === operation.record).toBe(true);
  expect(Object.isFrozen(record?.body)).toBe(false);
});
