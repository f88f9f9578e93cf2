import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import type { GroupPart } from '../../src/engine/definitions/group-parts.ts';
import { hashIds } from '../../src/kernel/hash.ts';
import type { Channel, Receipt } from '../../src/ports/channel.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';

/** The services of a generated tenant, to be defined. */
export function servicesOf({ services = [] }: Tenant): readonly GroupPart[] {
  return services.map((service) => ({ service }));
}

/**
 * Channels for the services of a generated tenant. What each answers, and whether at all, depends on whom it is asked about
 * and on nothing else.
 */
export function serviceChannels({ services = [] }: Tenant): Readonly<Record<string, Channel>> {
  const channel = simulatedChannel({
    answer: ({ people, key }): Receipt => ({
      outcome: 'sent',
      answers: (people ?? [null]).flatMap((person) => {
        const chance = Number.parseInt(hashIds(key(person)).slice(0, 6), 16);
        if (chance % 4 === 0) return [];
        const values = { rank: chance % 3, tier: chance % 2 === 0 ? 'gold' : 'silver' };
        const attributes = chance % 5 === 0 ? { score: 5 } : {};
        const answers = [{ person, ok: chance % 7 !== 0, values, attributes }];
        return [{ after: (chance % 40) * 60_000, answers, changes: { employees: 500 } }];
      }),
    }),
  });
  return Object.fromEntries(services.map(({ id }) => [id, channel]));
}
