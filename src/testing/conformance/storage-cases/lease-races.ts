import type { Lease } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { only, put } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { bothWays } from './races.ts';

const REQUEST = { name: 'l', owner: 'one', now: 1_000, ttl: 100 };

/** What several owners ask for at the same time. */
export const LEASE_RACE_CASES: readonly StorageCase[] = bothWays([
  {
    rule: 'ST-66',
    title: 'of owners who ask at once for a free, an expired and a given back lease one gets it',
    async run(writers, subscription) {
      let last: Lease | undefined;
      for (const [round, now] of [1_000, 2_000, 2_010].entries()) {
        if (round === 2) await writers[0]!.release(subscription, last!);
        const leases = await Promise.all(
          Array.from({ length: 12 }, (_, index) => {
            const owner = `owner-${round}-${index}`;
            return writers[index % 3]!.acquire(subscription, { ...REQUEST, owner, now });
          }),
        );
        const given = leases.filter((lease) => lease !== undefined);
        checkThat(given.length === 1, `${given.length} owners hold the lease at ${now}`);
        checkThat(last === undefined || given[0]!.fence > last.fence, 'the fence did not rise');
        last = given[0];
        checkSame(await writers[1]!.leases(subscription, ''), given, 'the leases');
      }
    },
  },
  {
    rule: 'ST-67',
    title: 'of several releases at once one gives the lease back',
    async run(writers, subscription) {
      const lease = (await writers[0]!.acquire(subscription, REQUEST))!;
      const calls = [0, 1, 2, 0, 1, 2].map((index) => writers[index]!.release(subscription, lease));
      const answers = await Promise.all(calls);
      checkThat(answers.filter(Boolean).length === 1, `the answers are ${answers.join(', ')}`);
    },
  },
  {
    rule: 'ST-64',
    title: 'of a renewal just before expiry and a takeover just after, one succeeds',
    async run([one, two], subscription) {
      for (let round = 0; round < 6; round += 1) {
        const name = `l${round}`;
        const lease = (await one!.acquire(subscription, { ...REQUEST, name }))!;
        const renew = () => one!.renew(subscription, lease, { ...REQUEST, name, now: 1_099 });
        const take = () =>
          two!.acquire(subscription, { ...REQUEST, name, owner: 'two', now: 1_100 });
        const answers =
          round % 2 === 0
            ? await Promise.all([renew(), take()])
            : await Promise.all([take(), renew()]);
        const given = answers.filter((answer) => answer !== undefined);
        checkThat(given.length === 1, `${given.length} of the two succeeded`);
        checkSame(await one!.leases(subscription, name), given, 'the lease');
      }
    },
  },
  {
    rule: 'ST-50',
    title: 'no commit under the old fence is applied once the lease has been taken over',
    async run([one, two], subscription) {
      const lease = (await one!.acquire(subscription, REQUEST))!;
      const guarded = (id: string) =>
        one!.commit(subscription, {
          ...only(put(id)),
          fence: { lease: 'l', fence: lease.fence },
        });
      const early = Array.from({ length: 6 }, (_, index) => guarded(`early-${index}`));
      const taking = two!.acquire(subscription, { ...REQUEST, owner: 'two', now: 1_100 });
      const [taken] = await Promise.all([taking, ...early]);
      checkSame(taken?.owner, 'two', 'the owner');
      for (let index = 0; index < 3; index += 1) {
        const answer = await guarded(`late-${index}`);
        checkSame(answer, { ok: false, reason: 'fenced' }, 'the answer to a late commit');
      }
      const answers = await Promise.all(early);
      const stored = await two!.load(
        subscription,
        answers.map((_, index) => ({ kind: 'account', id: `early-${index}` })),
      );
      checkSame(
        stored.map((record) => record !== undefined),
        answers.map(({ ok }) => ok),
        'what of the early commits is stored',
      );
    },
  },
]);
