import fc from 'fast-check';
import { describe, test } from 'vitest';
import { tenantArbitrary } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { timelineArbitrary } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { liveThrough } from './side-by-side.ts';

/** Ties are rare: a lifetime of a tenant takes a few milliseconds, so that many fit in. */
const numRuns = 5 * (fc.readConfigureGlobal().numRuns ?? 100);

/** Leaves time to report the smallest counterexample found so far. */
const interruptAfterTimeLimit = 45_000;

describe('two interpreters that share no thinking', () => {
  test('RT-1 RT-2 RT-3 RT-4 RT-5 RT-7 RT-20 RT-22 RT-50 RT-60 RT-63 agree on every timeline of every tenant', () => {
    const property = fc.property(tenantArbitrary(), timelineArbitrary(), (tenant, timeline) => {
      liveThrough(tenant, timeline);
    });
    fc.assert(property, { numRuns, interruptAfterTimeLimit });
  });
});
