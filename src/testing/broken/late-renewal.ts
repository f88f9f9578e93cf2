import type { BrokenStorage } from './broken-storage.ts';

/** Renews a lease for whoever had it last. */
export const lateRenewal: BrokenStorage = {
  name: 'late-renewal',
  fault: 'A lease can be renewed after it expired.',
  rule: 'ST-64',
  wrap: (inner) => ({
    ...inner,
    renew: async (subscription, lease, request) => {
      const renewed = await inner.renew(subscription, lease, request);
      if (renewed !== undefined) return renewed;
      const held = (await inner.leases(subscription, lease.name)).find(
        ({ name, owner, fence }) =>
          name === lease.name &&
          owner === lease.owner &&
          owner === request.owner &&
          fence === lease.fence,
      );
      return held && inner.acquire(subscription, request);
    },
  }),
};
