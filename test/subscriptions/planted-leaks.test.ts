import { expect, test } from 'vitest';
import { findLeak } from './interleavings.ts';
import { forgetfulStorage, type Place } from './forgetful-storage.ts';

const SEED = 1;
const known = new Map<string, string>();

/** Each place that is come to within few pairs, but for those that need rarer lives. */
const PLACES: readonly Place[] = [
  'count',
  'counters',
  'leases',
  'acquire',
  'delete effect',
  'delete fact',
  'delete message',
  'expect account',
  'expect progress',
  'expect registry',
  'load account',
  'load input',
  'load integration',
  'load person',
  'load plan',
  'load progress',
  'load registry',
  'load subscription',
  'load suppression',
  'put account',
  'put definition',
  'put effect',
  'put fact',
  'put input',
  'put integration',
  'put journey',
  'put person',
  'put plan',
  'put progress',
  'put publication',
  'put registry',
  'put score',
  'put subscription',
  'put suppression',
  'scan by due effect',
  'scan by due person',
  'scan by due progress',
  'scan by id account',
  'scan by id definition',
  'scan by id effect',
  'scan by id erasure',
  'scan by id fact',
  'scan by id input',
  'scan by id integration',
  'scan by id journey',
  'scan by id person',
  'scan by id plan',
  'scan by id progress',
  'scan by id publication',
  'scan by id registry',
  'scan by id score',
  'scan by id subscription',
  'scan by id suppression',
];

test('SU-5 a storage that forgets nothing passes with the same lives', async () => {
  expect(
    await findLeak({ runs: 60, seed: SEED, known, open: () => forgetfulStorage(null) }),
  ).toBeNull();
});

test.each(PLACES)('SU-5 a storage that leaves the tenant out of "%s" is found', async (place) => {
  const leak = await findLeak({
    runs: 300,
    seed: SEED,
    known,
    open: () => forgetfulStorage(place),
  });
  expect(leak).not.toBeNull();
});
