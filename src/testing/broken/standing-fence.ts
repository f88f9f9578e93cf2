import type { BrokenStorage } from './broken-storage.ts';

/** Hands a lease over and tells the new owner the fence of the first one. */
export const standingFence: BrokenStorage = {
  name: 'standing-fence',
  fault: 'A takeover does not raise the fence.',
  rule: 'ST-62',
  wrap: (inner) => ({
    ...inner,
    acquire: async (subscription, request) => {
      const lease = await inner.acquire(subscription, request);
      return lease && { ...lease, fence: 1 };
    },
  }),
};
