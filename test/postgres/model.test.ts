import { afterAll } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { agreeWithList, meetAtOneInstant, moveThousands } from '../storage/storage-model.ts';
import type { Open } from '../storage/storage-model.ts';
import { dropSchema, emptied, freshSchema, test, openOwn } from './postgres-under-test.ts';

const schema = freshSchema();
let storage: Storage | undefined;

const open: Open = async () => {
  storage ??= await openOwn(schema);
  await emptied(schema);
  return { storage, [Symbol.asyncDispose]: () => Promise.resolve() };
};

afterAll(async () => {
  if (storage === undefined) return;
  await storage.close();
  await dropSchema(schema);
});

test(
  'ST-15 ST-16 ST-17 ST-19 ST-26 ST-20 ST-22 ST-23 any writes and scans agree with a plain list',
  () => agreeWithList(open),
  180_000,
);

test('ST-20 ST-22 ST-23 ST-24 thousands of records that move again and again agree with a plain list', () =>
  moveThousands(open));

test('ST-23 20,000 records that are due at the same instant come up once each, in order', () =>
  meetAtOneInstant(open));
