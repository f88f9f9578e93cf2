import type { CommitResult, Key } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Writes operation by operation and keeps what it wrote when a later one conflicts. */
export const partialCommit: BrokenStorage = {
  name: 'partial-commit',
  fault: 'A commit with conflicts applies the operations that fit.',
  rule: 'ST-35',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit): Promise<CommitResult> => {
      const whole = await inner.commit(subscription, commit);
      if (whole.ok || whole.reason === 'fenced') return whole;
      const conflicts: Key[] = [];
      for (const operation of commit.operations) {
        const one = await inner.commit(subscription, { operations: [operation], counters: [] });
        if (!one.ok && one.reason === 'conflict') conflicts.push(...one.conflicts);
      }
      return { ok: false, reason: 'conflict', conflicts };
    },
  }),
};
