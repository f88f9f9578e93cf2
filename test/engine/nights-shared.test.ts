import { describe, expect, test } from 'vitest';
import type { AccountBody } from '../../src/runtime/state.ts';
import {
  did,
  expectRecomputed,
  gate,
  nightHouse,
  settleIn,
  TODAY,
  type Tap,
} from './night-house.ts';
import { DAY, START } from './tenant.ts';

const MIDNIGHT = (TODAY + 1) * DAY;
const UNTIL_MIDNIGHT = MIDNIGHT - START;

describe('EG-63 the greatest values of a night', () => {
  test.each([
    ['greater', { account: 'beta', person: 'ann' }],
    ['less', { account: 'acme', person: 'ann', removed: true }],
  ])(
    'EG-63 count what was decided before they were read and stored after: they become %s',
    async (_what, relation) => {
      const { storage, pass, open } = nightHouse();
      const leading: Tap = {};
      const other: Tap = {};
      const first = await open('first', { tap: leading });
      await settleIn(first, { acme: ['ann', 'cem'], beta: ['bob'] });
      const second = await open('second', { tap: other });
      await first.ingest(did('ann', START, 9));
      await first.ingest(did('cem', START, 1));
      await first.ingest(did('bob', START, 4));
      pass(UNTIL_MIDNIGHT + 1_000);
      await first.settle();
      await second.settle();
      await expectRecomputed(first, storage, TODAY);

      // The day after, somebody is active, so that there is something to do in the night.
      await first.ingest(did('bob', MIDNIGHT, 1));
      pass(DAY);
      const [held, read] = [gate(), gate()];
      other.commit = async () => {
        held.open();
        await read.passed;
      };
      const change = second.ingest({ relations: [relation] });
      await held.passed;
      leading.scanned = async (kind, prefix) => {
        if (kind !== 'score' || !prefix.startsWith('group')) return;
        delete leading.scanned;
        delete other.commit;
        read.open();
        await change;
      };
      await first.settle();
      expect(leading.scanned).toBeUndefined();
      await expectRecomputed(first, storage, TODAY + 1);
      await expectRecomputed(second, storage, TODAY + 1);
      await Promise.all([first.close(), second.close()]);
    },
  );
});
void ({} as AccountBody);
