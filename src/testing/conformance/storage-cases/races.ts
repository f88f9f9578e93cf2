import type { Commit, CommitResult, Storage } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { conflict, idsOf, keys, load, only, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** What is done at the same time. `writers` are all on the same data; some or all may be the same one. */
interface Race {
  readonly rule: string;
  readonly title: string;
  readonly run: (writers: readonly Storage[], subscription: string) => Promise<void>;
}

/** Makes all commits at once, spread over the writers. */
function atOnce(
  writers: readonly Storage[],
  subscription: string,
  commits: readonly Commit[],
): Promise<CommitResult[]> {
  return Promise.all(
    commits.map((commit, index) => writers[index % writers.length]!.commit(subscription, commit)),
  );
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function checkOneApplied(answers: readonly CommitResult[], ...ids: readonly string[]): void {
  const applied = answers.filter(({ ok }) => ok).length;
  checkThat(applied === 1, `${applied} of ${answers.length} commits were applied`);
  for (const answer of answers.filter(({ ok }) => !ok)) {
    checkSame(answer, conflict(...ids), 'the answer to a loser');
  }
}

const RACES: readonly Race[] = [
  {
    rule: 'ST-39',
    title: 'of first puts of one record exactly one is applied, and the others conflict',
    async run(writers, subscription) {
      const commits = many(12, (body) => ({
        operations: [put('a', 1, { body }), put(`own-${body}`)],
        counters: [{ name: 'n', value: 1 }],
      }));
      const answers = await atOnce(writers, subscription, commits);
      checkOneApplied(answers, 'a');
      const [record] = await load(writers[0]!, subscription, ['a']);
      const applied = answers.findIndex(({ ok }) => ok);
      checkSame(record?.body, applied, 'the body');
      checkSame(await idsOf(writers[0]!, subscription), ['a', `own-${applied}`], 'the ids');
      const counters = await writers[0]!.counters(subscription, '');
      checkSame(counters, [{ name: 'n', value: 1 }], 'the counters');
    },
  },
  {
    rule: 'ST-39',
    title: 'of puts and deletes of the same version exactly one is applied',
    async run(writers, subscription) {
      for (let round = 0; round < 3; round += 1) {
        const id = `id-${round}`;
        await write(writers[0]!, subscription, put(id));
        const commits = many(9, (index) => only(index % 2 === 0 ? put(id, 2) : remove(id, 1)));
        checkOneApplied(await atOnce(writers, subscription, commits), id);
      }
    },
  },
  {
    rule: 'ST-39',
    title: 'commits that write the same records in opposite order do not block each other',
    async run(writers, subscription) {
      const ids = many(10, (index) => `id-${index}`);
      for (let version = 1; version <= 3; version += 1) {
        const operations = ids.map((id) => put(id, version));
        const commits = many(8, (index) =>
          only(...(index % 2 === 0 ? operations : operations.toReversed())),
        );
        const answers = await atOnce(writers, subscription, commits);
        const applied = answers.filter(({ ok }) => ok).length;
        checkThat(applied === 1, `${applied} of 8 commits were applied`);
        for (const [index, answer] of answers.entries()) {
          if (answer.ok) continue;
          const named = index % 2 === 0 ? ids : ids.toReversed();
          checkSame(answer, conflict(...named), 'the answer to a loser');
        }
      }
    },
  },
  {
    rule: 'ST-39',
    title: 'a commit that loses one record of many leaves the others to the next',
    async run(writers, subscription) {
      const commits = many(8, (index) => only(put(`own-${index}`), put('shared')));
      const answers = await atOnce(writers, subscription, commits);
      checkOneApplied(answers, 'shared');
      for (const [index, { ok }] of answers.entries()) {
        if (!ok) await write(writers[0]!, subscription, put(`own-${index}`));
      }
    },
  },
  {
    rule: 'ST-30',
    title: 'commits that share no record are all applied',
    async run(writers, subscription) {
      const commits = many(30, (index) => only(put(`id-${index}`), put(`of-${index}`)));
      const answers = await atOnce(writers, subscription, commits);
      checkThat(
        answers.every(({ ok }) => ok),
        'a commit was refused',
      );
      const ids = await idsOf(writers[0]!, subscription);
      checkThat(ids.length === 60, `${ids.length} of 60 records are there`);
    },
  },
  {
    rule: 'ST-30',
    title: 'whatever one has committed, the next call of any other shows',
    async run(writers, subscription) {
      for (let version = 1; version <= 12; version += 1) {
        const writer = writers[version % writers.length]!;
        const reader = writers[(version + 1) % writers.length]!;
        const operations = [put('a', version, { due: version })];
        await writer.commit(subscription, { operations, counters: [{ name: 'n', value: 1 }] });
        const [[loaded], [byId], [byDue], counters] = await Promise.all([
          load(reader, subscription, ['a']),
          reader.scan(subscription, { kind: 'account', index: 'id', limit: 1 }),
          reader.scan(subscription, { kind: 'account', index: 'due', until: 99, limit: 1 }),
          reader.counters(subscription, 'n'),
        ]);
        const seen = [loaded?.version, byId?.version, byDue?.due, counters[0]?.value];
        checkSame(seen, [version, version, version, version], 'what the other sees');
      }
    },
  },
  {
    rule: 'ST-11',
    title: 'load sees all of a commit of another or nothing of it',
    async run(writers, subscription) {
      const ids = many(12, (index) => `id-${index}`);
      await write(writers[0]!, subscription, ...ids.map((id) => put(id)));
      for (let version = 2; version <= 10; version += 1) {
        const operations = ids.map((id) => put(id, version));
        const [, ...found] = await Promise.all([
          writers[0]!.commit(subscription, only(...operations)),
          ...writers.map((writer) => load(writer, subscription, ids)),
        ]);
        for (const records of found) {
          const versions = new Set(records.map((record) => record?.version));
          checkThat(versions.size === 1, `one load saw versions ${[...versions].join(', ')}`);
        }
      }
    },
  },
  {
    rule: 'ST-55',
    title: 'of commits that each rely on what the next one writes, not all are applied',
    async run(writers, subscription) {
      const ids = many(5, (index) => `id-${index}`);
      await write(writers[0]!, subscription, ...ids.map((id) => put(id)));
      for (let round = 0; round < 5; round += 1) {
        const versions = (await load(writers[0]!, subscription, ids)).map((one) => one!.version);
        const commits = ids.map((id, index): Commit => {
          const next = (index + 1) % ids.length;
          const key = { kind: 'account', id: ids[next]! } as const;
          return {
            ...only(put(id, versions[index]! + 1)),
            expects: [{ key, version: versions[next]! }],
          };
        });
        const answers = await atOnce(writers, subscription, commits);
        checkThat(!answers.every(({ ok }) => ok), 'all of them were applied');
      }
    },
  },
  {
    rule: 'ST-55',
    title:
      'of two commits that each rely on the other record not being there, at most one is applied',
    async run(writers, subscription) {
      for (let round = 0; round < 8; round += 1) {
        const [a, b] = [`a-${round}`, `b-${round}`];
        const without = (id: string): Pick<Commit, 'expects'> => ({
          expects: [{ key: { kind: 'account', id }, version: 0 }],
        });
        const answers = await atOnce(writers, subscription, [
          { ...only(put(a)), ...without(b) },
          { ...only(put(b)), ...without(a) },
        ]);
        checkThat(!answers.every(({ ok }) => ok), `both of round ${round} were applied`);
      }
    },
  },
  {
    rule: 'ST-55',
    title: 'of two commits that each rely on what the other deletes, at most one is applied',
    async run(writers, subscription) {
      for (let round = 0; round < 8; round += 1) {
        const [a, b] = [`a-${round}`, `b-${round}`];
        await write(writers[0]!, subscription, put(a), put(b));
        const [onA, onB] = keys([a, b]).map((key) => [{ key, version: 1 }]);
        const answers = await atOnce(writers, subscription, [
          { ...only(remove(a)), expects: onB! },
          { ...only(remove(b)), expects: onA! },
        ]);
        checkThat(!answers.every(({ ok }) => ok), `both of round ${round} were applied`);
      }
    },
  },
  {
    rule: 'ST-48',
    title: 'deltas of the same counters in opposite order all count',
    async run(writers, subscription) {
      const names = many(8, (index) => `n${index}`);
      const counters = names.map((name, value) => ({ name, value: value + 1 }));
      const commits = many(20, (index) => ({
        operations: [],
        counters: index % 2 === 0 ? counters : counters.toReversed(),
      }));
      const answers = await atOnce(writers, subscription, commits);
      checkThat(
        answers.every(({ ok }) => ok),
        'a commit was refused',
      );
      checkSame(
        await writers[0]!.counters(subscription, ''),
        names.map((name, value) => ({ name, value: 20 * (value + 1) })),
        'the counters',
      );
    },
  },
  {
    rule: 'ST-46',
    title: 'of commits in a race only those that are applied count',
    async run(writers, subscription) {
      const commits = many(24, (index) => ({
        operations: [put(`id-${index % 6}`)],
        counters: [{ name: 'n', value: 1 }],
      }));
      const answers = await atOnce(writers, subscription, commits);
      checkThat(answers.filter(({ ok }) => ok).length === 6, 'not one of each was applied');
      const counters = await writers[0]!.counters(subscription, '');
      checkSame(counters, [{ name: 'n', value: 6 }], 'the counters');
    },
  },
];

/** Each race by one writer, and by three where the adapter admits several. */
export const RACE_CASES: readonly StorageCase[] = bothWays(RACES);

/** The cases of races: `one writer` makes the calls of all, then three. */
export function bothWays(races: readonly Race[]): StorageCase[] {
  return races.flatMap(({ rule, title, run }): StorageCase[] => [
    {
      rule,
      title: `${title} (one writer)`,
      run: async ({ open, subscription }) => {
        const writer = await open();
        await run([writer, writer, writer], subscription);
      },
    },
    {
      rule,
      title: `${title} (three writers)`,
      needs: { multiWriter: true },
      run: async ({ open, subscription }) => {
        await run([await open(), await open(), await open()], subscription);
      },
    },
  ]);
}
