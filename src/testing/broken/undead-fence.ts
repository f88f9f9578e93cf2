import type { BrokenStorage } from './broken-storage.ts';

/** Ends a lease early when it is given back, and keeps it in the owner's name. */
export const undeadFence: BrokenStorage = {
  name: 'undead-fence',
  fault: 'The fence of a lease that was given back passes until another owner takes it.',
  rule: 'ST-67',
  wrap: (inner) => {
    /** The fences that were given back last, by lease. */
    const givenBack = new Map<string, number>();
    const placeOf = (subscription: string, name: string): string =>
      JSON.stringify([subscription, name]);
    return {
      ...inner,
      acquire: async (subscription, request) => {
        const lease = await inner.acquire(subscription, request);
        if (lease !== undefined) givenBack.delete(placeOf(subscription, lease.name));
        return lease;
      },
      release: async (subscription, lease) => {
        const isReleased = await inner.release(subscription, lease);
        if (isReleased) givenBack.set(placeOf(subscription, lease.name), lease.fence);
        return isReleased;
      },
      commit: async (subscription, commit) => {
        const result = await inner.commit(subscription, commit);
        if (result.ok || result.reason === 'conflict' || commit.fence === undefined) return result;
        const { fence, ...rest } = commit;
        const passes = givenBack.get(placeOf(subscription, fence.lease)) === fence.fence;
        return passes ? inner.commit(subscription, rest) : result;
      },
    };
  },
};
