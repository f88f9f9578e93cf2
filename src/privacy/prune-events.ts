import type { Instant } from '../kernel/instant.ts';
import type { Expectation, Key, Operation } from '../ports/storage.ts';
import type { Held } from '../records/store.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';
import { lookBack, neededEvents, type EventCut, type LookBack } from './needed-events.ts';
import { persist, type Pass } from './pass.ts';

/**
 * Deletes experience events that nothing can look at any more (PV-4). Accounts keep what their own runs may look at.
 * A person keeps what any account could: a person who joins an account brings the history along (RT-73).
 */
export async function pruneEvents(
  pass: Pass,
  { now, keepSince }: { readonly now: Instant; readonly keepSince: Instant },
): Promise<number> {
  const longest = await lookBack(pass.store);
  const base = { lookBack: longest, keepSince };
  let earliest = now;
  const ofAccounts = await everyPage(pass, 'account', async (page) => {
    const keys = page.map(({ id }): Key => ({ kind: 'progress', id }));
    const progress = (await pass.store.load(keys)) as readonly (Held<'progress'> | undefined)[];
    return page.flatMap((record, index) => {
      const of = progress[index];
      const from = earliestEntry(of?.body, now);
      earliest = Math.min(earliest, from);
      const change = prunedAccount(record.body, { ...base, from });
      const key = keys[index]!;
      return change === null
        ? []
        : [{ record, ...change, expects: { key, version: of?.version ?? 0 } }];
    });
  });
  return ofAccounts + (await prunePeople(pass, longest, keepSince, earliest));
}

function prunePeople(
  pass: Pass,
  longest: LookBack,
  keepSince: Instant,
  from: Instant,
): Promise<number> {
  const cut = { lookBack: longest, keepSince, from };
  return everyPage(pass, 'person', async (page) =>
    page.flatMap((record) => {
      const change = prunedPerson(record.body, cut);
      return change === null ? [] : [{ record, ...change }];
    }),
  );
}

interface Change {
  readonly record: Held<'account' | 'person'>;
  readonly body: AccountBody | PersonBody;
  readonly deleted: number;
  /** What the decision relied on besides the record. */
  readonly expects?: Expectation;
}

async function everyPage<K extends 'account' | 'person'>(
  pass: Pass,
  kind: K,
  decide: (page: readonly Held<K>[]) => Promise<readonly Change[]>,
): Promise<number> {
  let deleted = 0;
  let after = '';
  for (;;) {
    await pass.breathe();
    const page = await persist(async () => {
      const found = await pass.store.scan({ kind, index: 'id', after, limit: pass.limit });
      const changes = await decide(found);
      const operations = changes.map(({ record, body }): Operation => {
        return { op: 'put', record: { ...record, version: record.version + 1, body } };
      });
      const expects = changes.flatMap((change) => (change.expects ? [change.expects] : []));
      const conflicts =
        operations.length === 0
          ? []
          : await pass.store.commit({ operations, counters: [], expects });
      if (conflicts.length === 0) for (const change of changes) deleted += change.deleted;
      return { conflicts, result: found };
    });
    if (page.length < pass.limit) return deleted;
    after = page.at(-1)!.id;
  }
}

function earliestEntry(progress: Progress | undefined, now: Instant): Instant {
  return Math.min(now, ...(progress?.runs ?? []).map(({ enteredAt }) => enteredAt));
}

type Pruning<Body> = { readonly body: Body; readonly deleted: number } | null;

/** An account without what nobody needs of its own events and of those of its people; `null` when it stays as it is. */
export function prunedAccount(account: AccountBody, cut: EventCut): Pruning<AccountBody> {
  const events = neededEvents(account.events, cut);
  let deleted = account.events.length - events.length;
  const people = account.people.map((person) => {
    const kept = neededEvents(person.events, cut);
    deleted += person.events.length - kept.length;
    return kept === person.events ? person : { ...person, events: kept };
  });
  return deleted === 0 ? null : { body: { ...account, events, people }, deleted };
}

/** {@link prunedAccount} for a person as its own subject. */
export function prunedPerson(person: PersonBody, cut: EventCut): Pruning<PersonBody> {
  const events = neededEvents(person.events, cut);
  const deleted = person.events.length - events.length;
  return deleted === 0 ? null : { body: { ...person, events }, deleted };
}
