import type { StorageCase } from '../storage-case.ts';
import { COMMIT_CASES } from './commit.ts';
import { COUNTER_CASES } from './counters.ts';
import { DURABILITY_CASES } from './durability.ts';
import { EXPECTATION_CASES } from './expectations.ts';
import { GIVING_BACK_CASES } from './giving-back.ts';
import { ID_AND_BODY_CASES } from './ids-and-bodies.ts';
import { INSTANT_CASES } from './instants.ts';
import { KIND_CASES } from './kinds.ts';
import { LEASE_LIST_CASES } from './lease-lists.ts';
import { LEASE_RACE_CASES } from './lease-races.ts';
import { LEASE_TIME_CASES } from './lease-times.ts';
import { LEASE_CASES } from './leases.ts';
import { LIFECYCLE_CASES } from './lifecycle.ts';
import { LOAD_CASES } from './load.ts';
import { LOOK_ALIKE_ID_CASES } from './look-alike-ids.ts';
import { LOOK_ALIKE_NAME_CASES } from './look-alike-names.ts';
import { MISFIT_CASES } from './misfits.ts';
import { RACE_CASES } from './races.ts';
import { REFUSAL_CASES } from './refusals.ts';
import { REFUSED_TEXT_CASES } from './refused-texts.ts';
import { REQUEST_CASES } from './requests.ts';
import { SCAN_BY_DUE_CASES } from './scan-by-due.ts';
import { SCAN_BY_ID_CASES } from './scan-by-id.ts';
import { SCAN_IN_REVERSE_CASES } from './scan-in-reverse.ts';
import { WALK_CASES } from './walks.ts';
import { WIDE_NUMBER_CASES } from './wide-numbers.ts';

/** Every published case for the storage port. */
export const STORAGE_CASES: readonly StorageCase[] = [
  ...ID_AND_BODY_CASES,
  ...LOOK_ALIKE_ID_CASES,
  ...LOOK_ALIKE_NAME_CASES,
  ...KIND_CASES,
  ...LOAD_CASES,
  ...REQUEST_CASES,
  ...SCAN_BY_ID_CASES,
  ...SCAN_IN_REVERSE_CASES,
  ...SCAN_BY_DUE_CASES,
  ...INSTANT_CASES,
  ...WALK_CASES,
  ...COMMIT_CASES,
  ...MISFIT_CASES,
  ...EXPECTATION_CASES,
  ...COUNTER_CASES,
  ...WIDE_NUMBER_CASES,
  ...LEASE_CASES,
  ...LEASE_TIME_CASES,
  ...LEASE_LIST_CASES,
  ...GIVING_BACK_CASES,
  ...RACE_CASES,
  ...LEASE_RACE_CASES,
  ...REFUSED_TEXT_CASES,
  ...REFUSAL_CASES,
  ...DURABILITY_CASES,
  ...LIFECYCLE_CASES,
];
