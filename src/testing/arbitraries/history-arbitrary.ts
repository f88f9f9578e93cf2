import fc from 'fast-check';
import { DAY, HOUR } from '../../kernel/duration.ts';
import { toInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { IngestInput, InstantInput } from '../../model/record.ts';
import type { TenantHistory, TenantMoment } from '../laws/history.ts';
import { arbitraryAccount } from './account-arbitrary.ts';
import { arbitraryEvents } from './events-arbitrary.ts';
import { NO_INTEREST } from './interest.ts';
import type { Interest } from './interest.ts';
import { arbitraryPerson } from './person-arbitrary.ts';

/** How large a generated tenant is, and when it lives. */
export interface TenantOptions {
  /** Accounts; missing: 3. */
  readonly accounts?: number;
  /** People; missing: 4. The last one never has an event. */
  readonly people?: number;
  /** Most events; missing: 12. */
  readonly events?: number;
  /** Missing: 2026-01-05T09:00:00Z. */
  readonly start?: InstantInput;
  /** Days in which something comes in; missing: 30. */
  readonly days?: number;
  /** Days after them in which timers still fire; missing: 60. */
  readonly after?: number;
  readonly interest?: Interest;
}

/**
 * Tenants with their history: accounts with their people at the start, then events, changed records, people who come
 * and go, list members and suppressed addresses. Some people belong to several accounts, some to none.
 */
export function arbitraryTenant<S extends CatalogueShape>(
  catalogue: Catalogue<S>,
  options: TenantOptions = {},
): fc.Arbitrary<TenantHistory<S>> {
  const { days = 30, after = 60, events: most = 12, interest = NO_INTEREST } = options;
  const known = catalogue as Catalogue;
  const start = toInstant(options.start ?? '2026-01-05T09:00:00Z');
  const accounts = names('account', options.accounts ?? 3);
  const people = names('person', options.people ?? 4);
  const noisy = people.length > 1 ? people.slice(0, -1) : people;
  const to = start + days * DAY;
  const first = fc.record({
    accounts: fc.tuple(...accounts.map((id) => arbitraryAccount(known, { id, interest }))),
    people: fc.tuple(...people.map((id) => arbitraryPerson(known, { id, interest }))),
    homes: fc.tuple(...people.map(() => homesArbitrary(accounts))),
    members: fc.subarray([...accounts]),
  });
  const events = arbitraryEvents(known, {
    accounts,
    people: noisy,
    from: start,
    to,
    most,
    interest,
  });
  const changes = fc.array(changeArbitrary(known, accounts, people, interest, start, days), {
    maxLength: 4,
  });
  return fc
    .tuple(first, events, changes, fc.boolean())
    .map(([initial, arrivals, changed, publishFirst]) => {
      const relations = people.flatMap((person, index) =>
        (initial.homes[index] ?? []).map((account) => ({ account, person })),
      );
      const moments: TenantMoment[] = [
        {
          at: start,
          input: { accounts: initial.accounts, people: initial.people, relations },
          lists: interest.lists.map((list) => ({ list, add: initial.members })),
        },
        ...arrivals.map(({ arrives, event }) => ({ at: arrives, input: { events: [event] } })),
        ...changed,
      ];
      return {
        start,
        end: to + after * DAY,
        publishFirst,
        moments: united(moments),
      } as TenantHistory<S>;
    });
}

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

/** Mostly one account, sometimes two, rarely none. */
function homesArbitrary(accounts: readonly string[]): fc.Arbitrary<readonly string[]> {
  if (accounts.length === 0) return fc.constant([]);
  return fc
    .tuple(fc.constantFrom(...accounts), fc.constantFrom(...accounts), fc.nat(7))
    .map(([one, two, chance]) =>
      chance === 7 ? [] : chance > 4 && one !== two ? [one, two] : [one],
    );
}

function changeArbitrary(
  catalogue: Catalogue,
  accounts: readonly string[],
  people: readonly string[],
  interest: Interest,
  start: Instant,
  days: number,
): fc.Arbitrary<TenantMoment> {
  const inputs: fc.Arbitrary<Omit<TenantMoment, 'at'>>[] = [];
  if (accounts.length > 0) {
    const changed = fc
      .constantFrom(...accounts)
      .chain((id) => arbitraryAccount(catalogue, { id, interest }));
    inputs.push(changed.map((account) => ({ input: { accounts: [account] } })));
  }
  if (people.length > 0) {
    const changed = fc
      .constantFrom(...people)
      .chain((id) => arbitraryPerson(catalogue, { id, interest }));
    inputs.push(changed.map((person) => ({ input: { people: [person] } })));
    const address = fc.constantFrom(...people).map((id) => `${id}@example.com`);
    inputs.push(address.map((suppressed) => ({ input: {}, suppress: [suppressed] })));
  }
  if (accounts.length > 0 && people.length > 0) {
    const relation = fc.record({
      account: fc.constantFrom(...accounts),
      person: fc.constantFrom(...people),
      removed: fc.boolean(),
    });
    inputs.push(relation.map((one) => ({ input: { relations: [one] } })));
  }
  if (inputs.length === 0) return fc.constant({ at: start, input: {} });
  return fc
    .tuple(fc.oneof(...inputs), fc.integer({ min: 0, max: days * 4 }), fc.constantFrom(0, 0, HOUR))
    .map(([change, step, shift]) => ({
      ...change,
      at: start + Math.min(step * 6 * HOUR + shift, days * DAY),
    }));
}

/** One moment per instant, in order. */
function united(moments: readonly TenantMoment[]): readonly TenantMoment[] {
  const byInstant = new Map<Instant, TenantMoment>();
  for (const moment of moments) {
    const known = byInstant.get(moment.at);
    byInstant.set(moment.at, known === undefined ? moment : joined(known, moment));
  }
  return [...byInstant.values()].toSorted((a, b) => a.at - b.at);
}

function joined(a: TenantMoment, b: TenantMoment): TenantMoment {
  const input: Record<string, unknown[]> = {};
  for (const part of [a.input, b.input]) {
    for (const [name, records] of Object.entries(part) as [string, unknown[]][]) {
      input[name] = [...(input[name] ?? []), ...records];
    }
  }
  return {
    at: a.at,
    input: input as IngestInput,
    lists: [...(a.lists ?? []), ...(b.lists ?? [])],
    suppress: [...(a.suppress ?? []), ...(b.suppress ?? [])],
  };
}
