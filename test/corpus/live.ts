import type { Advanced } from '../../src/engine/advanced.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { ScoringOptions } from '../../src/engine/scoring/scoring.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { formatInstant } from '../../src/kernel/instant.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import type { Moment } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { happen, notAllowed } from '../engine/happen.ts';
import { definitionsOf } from '../engine/definitions-of.ts';
import { serviceChannels } from '../engine/services.ts';

/** A generated tenant with what happens to it. */
export interface Life {
  readonly tenant: Tenant;
  readonly timeline: readonly Moment[];
  /** Go on until the end dates of the journeys. */
  readonly toTheEnd: boolean;
  /** Missing: nothing is scored. */
  readonly scoring?: ScoringOptions;
  readonly batchSize?: number;
  readonly subscription?: string;
}

/** Lives a life on an engine in memory while somebody looks on. */
export async function live(life: Life, observe: (seen: Advanced) => void): Promise<void> {
  const { tenant, timeline, toTheEnd, batchSize = 500, subscription = 'default' } = life;
  const start = timeline[0]!.at;
  const storage = memoryStorage();
  const clock = virtualClock(start);
  const channel = recordingChannel();
  const carriedOut = new Set(tenant.actions);
  const open = (): Promise<Engine> =>
    Engine.open({
      catalogue: TENANT_CATALOGUE,
      storage,
      clock,
      channels: {
        email: channel,
        actions: Object.fromEntries([...carriedOut].map((name) => [name, channel])),
        services: serviceChannels(tenant),
      },
      shards: 1,
      subscription,
      batchSize,
      observe,
    }) as Promise<Engine>;
  let engine = await open();
  await engine.define(definitionsOf(tenant)).catch(notAllowed);
  if (life.scoring !== undefined) await engine.scoring.define(life.scoring);
  const endDate = formatInstant(start + 60 * DAY);
  for (const { document, status } of tenant.journeys) {
    const startDate = formatInstant(start + 2 * DAY);
    const dates = status === 'scheduled' ? { startDate, endDate } : { endDate };
    await engine.publish(Journey.fromJSON({ ...document, ...dates })).catch(notAllowed);
  }
  for (const { at, happenings } of timeline) {
    await engine.advanceTo(Math.max(at, engine.now()));
    for (const happening of happenings) {
      if (happening.type === 'register' || happening.type === 'unregister') {
        if (happening.type === 'register') carriedOut.add(happening.action);
        else carriedOut.delete(happening.action);
        await engine.close();
        engine = await open();
      } else await happen(engine, happening).catch(notAllowed);
    }
  }
  if (toTheEnd) await engine.advanceTo(start + 61 * DAY);
  await engine.close();
}
