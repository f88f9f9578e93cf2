import { expect, test, vi } from 'vitest';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { Engine } from '../../src/engine/engine.ts';
import { systemClock } from '../../src/engine/system-clock.ts';
import type { DataIntegration } from '../../src/ports/data-integration.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, nurture, type B2b } from './tenant.ts';

const DAY = 86_400_000;

test('EN-105 following stops the flow of a journey that has ended, also when the platform is away at first', async () => {
  const platform = memoryPlatform();
  let refusals = 1;
  const flaky: DataIntegration = {
    ...platform,
    stopFlow(flow, context) {
      refusals -= 1;
      if (refusals >= 0) throw new Error('away');
      return platform.stopFlow(flow, context);
    },
  };
  await using engine = await Engine.open<B2b>({
    catalogue: b2b as never,
    storage: memoryStorage(),
    clock: systemClock(),
    channels: { email: simulatedChannel() },
    integration: { sources: [flaky] },
  });
  const errors: unknown[] = [];
  engine.on('error', (error) => errors.push(error));
  const ends = new Date(Date.now() + 100 * DAY).toISOString().slice(0, 10);
  await engine.publish(nurture('ended', { ends }));
  await engine.publish(nurture('live', { ends }));
  const running = (): readonly string[] => [...platform.flows.values()].map((flow) => flow.journey);
  expect(running()).toEqual(['ended', 'live']);
  await engine.abort('ended');
  await using _following = engine.integration.follow();
  await vi.waitFor(() => expect(running()).toEqual(['live']), { timeout: 4_000 });
  expect(errors).toMatchObject([{ code: 'INTEGRATION_FAILED' }]);
});
