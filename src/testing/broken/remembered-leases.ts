import type { Lease } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Keeps the row of a lease that was given back, for its fence, and lists all rows. */
export const rememberedLeases: BrokenStorage = {
  name: 'remembered-leases',
  fault: 'Leases that were given back are listed.',
  rule: 'ST-69',
  wrap: (inner) => {
    const givenBack = new Map<string, Map<string, Lease>>();
    return {
      ...inner,
      release: async (subscription, lease) => {
        const isReleased = await inner.release(subscription, lease);
        if (!isReleased) return false;
        const own = givenBack.get(subscription) ?? new Map<string, Lease>();
        givenBack.set(subscription, own.set(lease.name, lease));
        return true;
      },
      leases: async (subscription, prefix) => {
        const held = await inner.leases(subscription, prefix);
        const names = new Set(held.map(({ name }) => name));
        const own = [...(givenBack.get(subscription)?.values() ?? [])];
        const back = own.filter(({ name }) => name.startsWith(prefix) && !names.has(name));
        return [...held, ...back].sort((a, b) => (a.name < b.name ? -1 : 1));
      },
    };
  },
};
