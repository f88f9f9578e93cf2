import { describe, expect, test } from 'vitest';
import { registerStorageConformance } from '../../src/testing/conformance/register-storage-cases.ts';
import {
  formatConformance,
  runStorageConformance,
} from '../../src/testing/conformance/run-storage-cases.ts';
import { STORAGE_CASES } from '../../src/testing/conformance/storage-cases/all.ts';
import { openLikeBetterSqlite, sqliteUnderTest } from './sqlite-under-test.ts';

registerStorageConformance({ describe, test }, sqliteUnderTest());

test('SQ-2 a client of the shape of better-sqlite3 passes the same cases', async () => {
  const report = await runStorageConformance(sqliteUnderTest({ open: openLikeBetterSqlite }));
  expect(formatConformance(report)).toBe(
    `sqlite: ${STORAGE_CASES.length - report.skipped} passed, 0 failed, ${report.skipped} skipped`,
  );
});
