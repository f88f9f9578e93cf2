import { describe, expect } from 'vitest';
import { registerStorageConformance } from '../../src/testing/conformance/register-storage-cases.ts';
import {
  test,
  openOwn,
  postgresUnderTest,
  freshSchema,
  dropSchema,
} from './postgres-under-test.ts';

registerStorageConformance({ describe, test }, postgresUnderTest());

test('ST-81 what the adapter is tested as is what it declares', async () => {
  const schema = freshSchema();
  const storage = await openOwn(schema);
  expect(storage.capabilities).toEqual(postgresUnderTest().capabilities);
  await storage.close();
  await dropSchema(schema);
});
