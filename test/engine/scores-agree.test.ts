import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Epoch } from '../../src/engagement/epoch.ts';
import { runs } from './simulation.ts';
import { Chronicle, midnight, scoredTenants } from './scored-tenant.ts';
import { b2bWorld, START } from './tenant.ts';

const DAYS = 40;

test('EG-45 EG-46 EG-47 EG-48 EG-49 EG-54 EG-66 night by night the engine has the scores of the slow calculation', async () => {
  await fc.assert(
    fc.asyncProperty(scoredTenants(DAYS), async (tenant) => {
      const { zone, batchSize, facts } = tenant;
      await using world = await b2bWorld({ batchSize, facts });
      const chronicle = new Chronicle(tenant);
      await chronicle.begin(world.engine);
      for (const [index, happenings] of tenant.days.entries()) {
        const today = midnight(START, index + 1, zone);
        await world.engine.advanceTo(today + 2_000);
        await chronicle.compare(world.engine);
        for (const happening of happenings) {
          if (happening.kind === 'reopen') await world.reopen();
          else await chronicle.happen(world.engine, today, happening);
        }
      }
      await world.engine.advanceTo(midnight(START, DAYS + 1, zone) + 2_000);
      await chronicle.compare(world.engine);

      // The same weights under another name: everything is computed again.
      const before = await world.engine.scoring.epoch();
      await chronicle.weigh(world.engine, chronicle.bands);
      const after = await world.engine.scoring.epoch();
      expect(withoutName(after)).toEqual(withoutName(before));
      expect(after!.number).toBeGreaterThan(before!.number);
      await chronicle.compare(world.engine);
    }),
    { numRuns: runs(0.2) },
  );
});

function withoutName(epoch: Epoch | undefined): Partial<Epoch> {
  const { strategy, scale, personMax, groupMax } = epoch!;
  return { strategy, scale, personMax, groupMax };
}
