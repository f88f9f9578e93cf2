import { describe, expect, test } from 'vitest';
import { assignMembers } from '../../src/buying-group/assign.ts';
import { decide, releaseDecision } from '../../src/buying-group/decide.ts';
import type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
import type { GroupChange } from '../../src/buying-group/revision.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { account, ANY_ACCOUNT, group, lineUp, NOW, person, titled } from './groups.ts';

const CLOUD = group({
  accounts: ANY_ACCOUNT,
  roles: [
    { role: 'A', when: titled('A') },
    { role: 'B', when: titled('B') },
  ],
});
const EMPTY: BuyingGroupRecord = { definition: 'cloud', members: [], completeness: 0 };

type Role = 'A' | 'B' | null;

/** Something that happens to the one person of the account. */
type Operation =
  | { readonly by: 'manual' | 'journey' | 'system'; readonly role: Role }
  | { readonly by: 'leave' | 'join' | 'release' };

const ROLES: readonly Role[] = ['A', 'B', null];
const OPERATIONS: readonly Operation[] = [
  ...(['manual', 'journey', 'system'] as const).flatMap((by) =>
    ROLES.map((role) => ({ by, role })),
  ),
  { by: 'leave' },
  { by: 'join' },
  { by: 'release' },
];

/** What the rules of precedence say, in the plainest words: one person, one standing decision. */
interface Model {
  readonly present: boolean;
  readonly standing: {
    readonly source: 'manual' | 'journey' | 'system';
    readonly role: Role;
    /** The last role held; `null` for somebody who never was a member. */
    readonly held: Role;
  } | null;
}

const LEVELS = { manual: 3, journey: 2, system: 1 };

function expected(model: Model, operation: Operation): Model {
  const { present, standing } = model;
  switch (operation.by) {
    case 'leave':
      return { present: false, standing: null };
    case 'join':
      return { ...model, present: true };
    case 'release':
      if (standing === null || standing.held === null) return { present, standing: null };
      return { present, standing: { ...standing, source: 'system' } };
    default: {
      const { by, role } = operation;
      if (!present) return model;
      if (standing !== null && LEVELS[by] < LEVELS[standing.source]) return model;
      const held = role ?? standing?.held ?? null;
      if (by === 'system' && held === null) return model;
      if (by === 'system' && standing?.role === role) return model;
      return { present, standing: { source: by, role, held } };
    }
  }
}

interface Subject {
  readonly present: boolean;
  readonly record: BuyingGroupRecord;
  readonly changes: readonly GroupChange[];
}

function apply({ present, record }: Subject, operation: Operation): Subject {
  const view = (title: Role): ReturnType<typeof account> =>
    account(present ? [person('p', title)] : []);
  switch (operation.by) {
    case 'leave': {
      const left = assignMembers(CLOUD, account([]), record, NOW);
      return { present: false, record: left.record!, changes: left.changes };
    }
    case 'join':
      return { present: true, record, changes: [] };
    case 'release':
      return { present, record: releaseDecision(record, 'p'), changes: [] };
    case 'system': {
      const next = assignMembers(CLOUD, view(operation.role), record, NOW);
      return { present, record: next.record!, changes: next.changes };
    }
    default:
      try {
        const { by: source, role } = operation;
        const next = decide(CLOUD, view(null), record, { person: 'p', role, source, at: NOW });
        if (!next.applied) expect(next.record).toBe(record);
        return { present, record: next.record, changes: next.changes };
      } catch (error) {
        if (present || !isAccompanyError(error) || error.code !== 'NOT_FOUND') throw error;
        return { present, record, changes: [] };
      }
  }
}

/** The same facts out of the record. */
function standingOf({ members, exclusions = [] }: BuyingGroupRecord): Model['standing'] {
  if (members.length + exclusions.length > 1) throw new Error('One person, several entries.');
  const [member] = members;
  if (member !== undefined) {
    const held = member.role as Role;
    return { source: member.source, role: member.removed ? null : held, held };
  }
  const [exclusion] = exclusions;
  return exclusion === undefined ? null : { source: exclusion.source, role: null, held: null };
}

function told(changes: readonly GroupChange[]): string[] {
  return changes.map((change) =>
    change.type === 'assigned'
      ? `assigned ${change.role} before ${change.previous}`
      : change.type === 'removed'
        ? `removed ${change.role}`
        : `completeness ${change.previous} to ${change.next}`,
  );
}

function toBeTold(before: Role, after: Role): string[] {
  const score = (role: Role): number => (role === null ? 0 : 50);
  return [
    ...(after !== null && after !== before ? [`assigned ${after} before ${before}`] : []),
    ...(after === null && before !== null ? [`removed ${before}`] : []),
    ...(score(before) === score(after) ? [] : [`completeness ${score(before)} to ${score(after)}`]),
  ];
}

test('BG-24 BG-25 BG-28 BG-30 BG-31 BG-33 BG-34 BG-35 BG-36 all sequences of up to five operations', () => {
  let sequences = 0;
  const explore = (model: Model, subject: Subject, path: readonly Operation[]): void => {
    if (path.length === 5) return;
    for (const operation of OPERATIONS) {
      const story = [...path, operation];
      const next = expected(model, operation);
      const done = apply(subject, operation);
      sequences += 1;
      const differs =
        JSON.stringify(standingOf(done.record)) !== JSON.stringify(next.standing) ||
        told(done.changes).join() !==
          toBeTold(model.standing?.role ?? null, next.standing?.role ?? null).join();
      if (differs) {
        const tale = JSON.stringify(story);
        expect(standingOf(done.record), tale).toEqual(next.standing);
        expect(told(done.changes), tale).toEqual(
          toBeTold(model.standing?.role ?? null, next.standing?.role ?? null),
        );
      }
      explore(next, done, story);
    }
  };
  explore({ present: true, standing: null }, { present: true, record: EMPTY, changes: [] }, []);
  expect(sequences).toBe(12 + 12 ** 2 + 12 ** 3 + 12 ** 4 + 12 ** 5);
});

describe('decisions', () => {
  const view = account([person('ann', 'A'), person('bob', 'Clerk')]);
  const { record } = assignMembers(CLOUD, view, null, NOW);
  const manual = (who: string, role: Role) =>
    ({ person: who, role, source: 'manual', at: NOW }) as const;
  const journey = (who: string, role: Role) =>
    ({ person: who, role, source: 'journey', at: NOW }) as const;

  test('BG-32 anybody of the account, whatever the conditions', () => {
    const { record: next, applied } = decide(CLOUD, view, record!, journey('bob', 'B'));
    expect(applied).toBe(true);
    expect(lineUp(next)).toEqual(['ann: A', 'bob: B']);
    expect(next.completeness).toBe(100);
  });

  test('BG-32 another role and another person are refused', () => {
    const refused = (who: string, role: string): unknown => {
      try {
        return decide(CLOUD, view, record!, { person: who, role, source: 'manual', at: NOW });
      } catch (error) {
        return isAccompanyError(error) && error.code;
      }
    };
    expect(refused('ann', 'Champion')).toBe('NOT_ALLOWED');
    expect(refused('eve', 'A')).toBe('NOT_FOUND');
  });

  test('BG-30 BG-31 a journey does not undo what a user decided', () => {
    const decided = decide(CLOUD, view, record!, manual('ann', null)).record;
    expect(decide(CLOUD, view, decided, journey('ann', 'B'))).toEqual({
      record: decided,
      changes: [],
      applied: false,
    });
    expect(lineUp(decide(CLOUD, view, decided, manual('ann', 'B')).record)).toEqual(['ann: B']);
  });

  test('BG-33 BG-28 a change of role is told with the role before', () => {
    expect(decide(CLOUD, view, record!, manual('ann', 'B')).changes).toEqual([
      {
        type: 'assigned',
        group: 'cloud',
        person: 'ann',
        role: 'B',
        previous: 'A',
        source: 'manual',
      },
    ]);
  });

  test('BG-34 somebody who never was a member is kept out', () => {
    const { record: decided, changes } = decide(CLOUD, view, record!, journey('bob', null));
    expect(changes).toEqual([]);
    expect(decided.members).toBe(record!.members);
    expect(decided.exclusions).toEqual([{ person: 'bob', source: 'journey', decidedAt: NOW }]);
    const fitting = account([person('ann', 'A'), person('bob', 'B')]);
    expect(assignMembers(CLOUD, fitting, decided, NOW).record).toBe(decided);
    const assigned = decide(CLOUD, view, decided, manual('bob', 'B')).record;
    expect(lineUp(assigned)).toEqual(['ann: A', 'bob: B']);
    expect(assigned).not.toHaveProperty('exclusions');
  });

  test('BG-35 BG-24 a decision for what is so already protects it', () => {
    const { record: decided, changes } = decide(CLOUD, view, record!, manual('ann', 'A'));
    expect(changes).toEqual([]);
    const clerk = account([person('ann', 'Clerk'), person('bob', 'Clerk')]);
    expect(lineUp(assignMembers(CLOUD, clerk, decided, NOW).record)).toEqual(['ann: A']);
    expect(decide(CLOUD, view, decided, manual('ann', 'A')).record).toBe(decided);
    const out = decide(CLOUD, view, record!, manual('bob', null)).record;
    expect(decide(CLOUD, view, out, manual('bob', null)).record).toBe(out);
  });

  test('BG-36 a released person is left to the rule', () => {
    const decided = decide(CLOUD, view, record!, manual('ann', null)).record;
    const released = releaseDecision(decided, 'ann');
    expect(lineUp(released)).toEqual(['(ann: A)']);
    expect(lineUp(assignMembers(CLOUD, view, released, NOW).record)).toEqual(['ann: A']);
    expect(releaseDecision(record!, 'ann')).toBe(record);
    expect(releaseDecision(record!, 'eve')).toBe(record);
    const out = decide(CLOUD, view, record!, manual('bob', null)).record;
    expect(releaseDecision(out, 'bob')).toEqual(record);
  });
});
