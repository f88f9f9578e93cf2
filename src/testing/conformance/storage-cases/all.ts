import type { StorageCase } from '../storage-case.ts';
import { COMMIT_CASES } from './commit.ts';
import { COUNTER_CASES } from './counters.ts';
import { EXPECTATION_CASES } from './expectations.ts';
import { ID_AND_BODY_CASES } from './ids-and-bodies.ts';
import { LEASE_LIST_CASES } from './lease-lists.ts';
import { LEASE_CASES } from './leases.ts';
import { LIFECYCLE_CASES } from './lifecycle.ts';
import { LOAD_CASES } from './load.ts';
import { REFUSAL_CASES } from './refusals.ts';
import { SCAN_BY_DUE_CASES } from './scan-by-due.ts';
import { SCAN_BY_ID_CASES } from './scan-by-id.ts';
import { SCAN_IN_REVERSE_CASES } from './scan-in-reverse.ts';

/** Every published case for the storage port. */
export const STORAGE_CASES: readonly StorageCase[] = [
  ...ID_AND_BODY_CASES,
  ...LOAD_CASES,
  ...SCAN_BY_ID_CASES,
  ...SCAN_IN_REVERSE_CASES,
  ...SCAN_BY_DUE_CASES,
  ...COMMIT_CASES,
  ...EXPECTATION_CASES,
  ...COUNTER_CASES,
  ...LEASE_CASES,
  ...LEASE_LIST_CASES,
  ...REFUSAL_CASES,
  ...LIFECYCLE_CASES,
];
