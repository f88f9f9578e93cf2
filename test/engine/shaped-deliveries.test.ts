import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { DAY } from '../../src/kernel/duration.ts';
import type { Delivery } from '../../src/ports/channel.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { account, b2b, person, START, type B2b } from './tenant.ts';

/** Tries to change whatever can be reached from a delivery. */
function shape(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const part of value instanceof Map ? value.values() : Object.values(value)) shape(part);
  for (const key of Object.keys(value)) Reflect.set(value, key, 'shaped');
  if (Array.isArray(value)) Reflect.deleteProperty(value, 0);
}

test('BG-121 EM-80 what a channel does to a delivery reaches neither the record nor a repetition', async () => {
  const seen: string[] = [];
  const email = {
    delivery: 'keyed' as const,
    simulated: true,
    profiles: true,
    deliver: async (deliveries: readonly Delivery[]) =>
      deliveries.map((delivery) => {
        const { action, people, profiles } = delivery;
        seen.push(JSON.stringify([action, people, profiles?.account, [...profiles!.people]]));
        for (const part of [action, people, profiles]) shape(part);
        return { outcome: 'unknown' as const };
      }),
  };
  const storage = memoryStorage();
  const clock = virtualClock(START);
  const open = () => Engine.open<B2b>({ catalogue: b2b, storage, clock, channels: { email } });
  const cloud = BuyingGroup.define('cloud', {
    roles: [{ role: 'Decision Maker', when: person('jobTitle').startsWith('VP') }],
  });
  const audience = Audience.accounts('all', account('name').isNotEmpty());
  {
    await using engine = await open();
    await engine.define([audience, cloud]);
    await engine.publish(
      Journey.forAccounts<B2b>('alerts', { audience, ends: '2026-12-31', catalogue: b2b })
        .sendSalesAlert('cloud', ['sales@host.example'])
        .sendEmail('hello'),
    );
    await engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
      people: ['a', 'b'].map((id) => ({
        id,
        attributes: { jobTitle: 'VP', email: `${id}@acme.example` },
      })),
      relations: ['a', 'b'].map((id) => ({ account: 'acme', person: id })),
    });
  }
  await using again = await open();
  await again.advanceTo(START + 9 * DAY);
  expect(seen.length).toBeGreaterThan(4);
  expect(new Set(seen).size).toBe(2);
  expect(
    (await again.account('acme'))!.people.map(({ attributes }) => attributes['jobTitle']),
  ).toEqual(['VP', 'VP']);
});
