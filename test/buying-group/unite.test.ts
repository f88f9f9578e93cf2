import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Source } from '../../src/buying-group/precedence.ts';
import type { BuyingGroupRecord, Exclusion, Member } from '../../src/buying-group/record.ts';
import { uniteGroups } from '../../src/buying-group/unite.ts';
import { group, lineUp, titled } from './groups.ts';

const cloud = group({
  roles: [
    { role: 'VP', when: titled('VP') },
    { role: 'Engineer', when: titled('Engineer') },
  ],
});

/** What one account's group knows of a person. */
interface Stand {
  readonly person: string;
  /** `null`: kept out without ever having been a member. */
  readonly role: string | null;
  readonly source: Source;
  readonly decidedAt: number;
  readonly removed: boolean;
}

function standOf(person: string): fc.Arbitrary<Stand | null> {
  const decidedAt = fc.integer({ min: 1, max: 3 });
  return fc.option(
    fc.oneof(
      fc.record({
        person: fc.constant(person),
        role: fc.constantFrom('VP', 'Engineer'),
        source: fc.constantFrom<Source>('manual', 'journey', 'system'),
        decidedAt,
        removed: fc.boolean(),
      }),
      fc.record({
        person: fc.constant(person),
        role: fc.constant(null),
        source: fc.constantFrom<Source>('manual', 'journey'),
        decidedAt,
        removed: fc.constant(true),
      }),
    ),
  );
}

/** In any order. */
const stands: fc.Arbitrary<readonly Stand[]> = fc
  .tuple(...['ann', 'bob', 'cem', 'dee'].map(standOf))
  .map((found) => found.filter((one) => one !== null))
  .chain((found) => fc.shuffledSubarray(found, { minLength: found.length }));

function recordOf(
  found: readonly Stand[],
  parts: Partial<BuyingGroupRecord> = {},
): BuyingGroupRecord {
  const members = found.filter(({ role }) => role !== null) as readonly Member[];
  const exclusions = found
    .filter(({ role }) => role === null)
    .map(({ person, source, decidedAt }) => ({ person, source, decidedAt }) as Exclusion);
  return {
    definition: 'cloud',
    members,
    completeness: cloud.completeness(members),
    ...(exclusions.length > 0 && { exclusions }),
    ...parts,
  };
}

const LEVELS: readonly Source[] = ['system', 'journey', 'manual'];

/** The slow way: all that is known of a person in a row, the best one last. */
function reference(ours: readonly Stand[], theirs: readonly Stand[]): readonly Stand[] {
  const all = [...theirs, ...ours];
  return [...new Set(all.map(({ person }) => person))].sort().map((person) => {
    const known = all.filter((one) => one.person === person);
    const [best] = known
      .toSorted(
        (a, b) => LEVELS.indexOf(a.source) - LEVELS.indexOf(b.source) || a.decidedAt - b.decidedAt,
      )
      .slice(-1);
    const role = best!.role ?? known.find((one) => one.role !== null)?.role ?? null;
    return { ...best!, role };
  });
}

function standsIn({ members, exclusions = [] }: BuyingGroupRecord): readonly Stand[] {
  const out = exclusions.map((one): Stand => ({ ...one, role: null, removed: true }));
  return [...members, ...out].toSorted((a, b) => (a.person < b.person ? -1 : 1));
}

function activeIn({ members }: BuyingGroupRecord): Map<string, string> {
  return new Map(members.flatMap(({ person, role, removed }) => (removed ? [] : [[person, role]])));
}

test('AM-15 of two groups that unite every decision stands that ranks first, in whatever order people are listed', () => {
  fc.assert(
    fc.property(stands, stands, fc.boolean(), (ours, theirs, isKnown) => {
      const known = isKnown ? recordOf(ours) : null;
      const { record, changes } = uniteGroups(cloud, known, recordOf(theirs));
      expect(standsIn(record)).toEqual(reference(isKnown ? ours : [], theirs));
      expect(record.completeness).toBe(cloud.completeness(record.members));
      // What is told makes of the members before the members after.
      const active = known === null ? new Map<string, string>() : activeIn(known);
      for (const change of changes) {
        if (change.type === 'removed') active.delete(change.person);
        if (change.type === 'assigned') {
          expect(change.previous).toBe(active.get(change.person) ?? null);
          active.set(change.person, change.role);
        }
      }
      expect(active).toEqual(activeIn(record));
    }),
  );
});

test('AM-15 AM-2 a group that has taken another one in already does not change by it', () => {
  fc.assert(
    fc.property(stands, stands, (ours, theirs) => {
      const { record } = uniteGroups(cloud, recordOf(ours), recordOf(theirs));
      const again = uniteGroups(cloud, record, recordOf(theirs));
      expect(standsIn(again.record)).toEqual(standsIn(record));
      expect(again.changes).toEqual([]);
    }),
  );
});

test('AM-15 several groups unite into the same one, whichever is taken in first, where no two decisions are equal', () => {
  fc.assert(
    fc.property(stands, stands, stands, (ours, first, second) => {
      // Decisions of an instant and a level are those of one account.
      const [a, b] = [first, second].map((all, index) =>
        recordOf(all.map((one) => ({ ...one, decidedAt: one.decidedAt + (index + 1) * 10 }))),
      );
      const start = recordOf(ours);
      const one = uniteGroups(cloud, uniteGroups(cloud, start, a!).record, b!).record;
      const other = uniteGroups(cloud, uniteGroups(cloud, start, b!).record, a!).record;
      const bare = (record: BuyingGroupRecord): unknown =>
        standsIn(record).map(({ person, source, decidedAt, removed }) => [
          person,
          source,
          decidedAt,
          removed,
        ]);
      expect(bare(one)).toEqual(bare(other));
    }),
  );
});

test('AM-15 the members of the account come first; whom the other account keeps out stays a removed member', () => {
  const at = { source: 'system', decidedAt: 1, removed: false } as const;
  const ours = recordOf([
    { person: 'ann', role: 'VP', ...at },
    { person: 'bob', role: 'VP', ...at },
  ]);
  const theirs = recordOf([
    { person: 'cem', role: 'Engineer', ...at },
    { person: 'bob', role: null, source: 'journey', decidedAt: 1, removed: true },
  ]);
  const { record, changes } = uniteGroups(cloud, ours, theirs);
  expect(lineUp(record)).toEqual(['ann: VP', '(bob: VP)', 'cem: Engineer']);
  expect(changes.map(({ type }) => type)).toContain('removed');
});

test('AM-15 stage and status are those of the account, and of the merged one where it has none', () => {
  const theirs = recordOf([], { stage: 'won', status: 'Hot' });
  expect(uniteGroups(cloud, null, theirs).record).toMatchObject({ stage: 'won', status: 'Hot' });
  const own = recordOf([], { stage: 'open' });
  expect(uniteGroups(cloud, own, theirs).record).toMatchObject({ stage: 'open', status: 'Hot' });
  expect(uniteGroups(cloud, theirs, own).record).toMatchObject({ stage: 'won', status: 'Hot' });
  expect(uniteGroups(cloud, own, recordOf([])).record).toEqual(own);
});
