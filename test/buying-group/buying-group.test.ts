import { describe, expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { BuyingGroupOptions } from '../../src/buying-group/buying-group.ts';
import { DEFAULT_ROLES } from '../../src/buying-group/default-roles.ts';
import type { RoleCard } from '../../src/buying-group/definition.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { ANY_ACCOUNT, CATALOGUE, REFERENCES, SOFTWARE, titled } from './groups.ts';

const CARD: RoleCard = { role: 'Decision Maker', when: titled('VP') };
const cloud = BuyingGroup.define('cloud', { name: 'Cloud', accounts: SOFTWARE, roles: [CARD] });

function print(issues: readonly Issue[]): string[] {
  return issues.map(({ severity, code, path }) => `${severity} ${code} ${formatPath(path)}`);
}

function issues(options: BuyingGroupOptions, id = 'cloud'): string[] {
  return print(BuyingGroup.define(id, options).issues(CATALOGUE, REFERENCES));
}

function roles(...cards: RoleCard[]): string[] {
  return issues({ accounts: ANY_ACCOUNT, roles: cards });
}

describe('roles', () => {
  test('BG-1 at least one, at most twenty', () => {
    expect(roles()).toEqual(['error NO_ROLES roles']);
    const many = Array.from({ length: 21 }, (_, index) => ({ role: `Role ${index}` }));
    expect(roles(...many.slice(1))).toEqual([]);
    expect(roles(...many)).toEqual(['error TOO_MANY_ROLES roles']);
  });

  test('BG-1 one card a role, and a name for each', () => {
    expect(roles(CARD, { role: 'decision maker ' })).toEqual([
      'error DUPLICATE_ROLE roles[1].role',
    ]);
    expect(roles(CARD, { role: ' ' }, { role: '' })).toEqual([
      'error INVALID_ROLE roles[1].role',
      'error INVALID_ROLE roles[2].role',
    ]);
  });

  test('BG-2 members required', () => {
    const required = (membersRequired: number): string[] => roles({ ...CARD, membersRequired });
    expect(required(1)).toEqual([]);
    expect(required(1000)).toEqual([]);
    for (const wrong of [0, -1, 1.5, 1001]) {
      expect(required(wrong)).toEqual(['error INVALID_MEMBERS_REQUIRED roles[0].membersRequired']);
    }
  });

  test('BG-5 six default roles', () => {
    expect(DEFAULT_ROLES).toEqual([
      'Decision Maker',
      'Influencer',
      'Practitioner',
      'Executive Steering Committee',
      'Champion',
      'Other',
    ]);
    expect(roles(...DEFAULT_ROLES.map((role) => ({ role })))).toEqual([]);
  });
});

describe('conditions', () => {
  test('BG-3 are checked in their scopes, with paths', () => {
    expect(print(cloud.issues(CATALOGUE))).toEqual([]);
    expect(issues({ roles: [CARD, { role: 'Other', when: SOFTWARE }] })).toEqual([]);
    const [account, card] = issues({
      accounts: titled('VP'),
      roles: [
        CARD,
        { role: 'Other', when: { ...titled('VP'), attribute: 'shoeSize' } as Condition },
      ],
    });
    expect(account).toMatch(/^error \w+ accounts/);
    expect(card).toMatch(/^error \w+ roles\[1\]\.when/);
  });

  test('BG-4 must not test buying groups', () => {
    const group: Condition = { kind: 'group', completeness: { operator: 'atLeast', values: [50] } };
    const owners: Condition = { kind: 'audience', audience: 'owners', member: true };
    for (const accounts of [group, owners, { kind: 'not', condition: owners } as const]) {
      expect(issues({ accounts, roles: [CARD] })).toEqual(['error TESTS_BUYING_GROUPS accounts']);
    }
    const member: Condition = { kind: 'member', member: false };
    expect(issues({ roles: [CARD, { role: 'Other', when: member }] })).toEqual([
      'error TESTS_BUYING_GROUPS roles[1].when',
    ]);
    expect(
      issues({ accounts: { kind: 'list', lists: ['named'], member: true }, roles: [CARD] }),
    ).toEqual([]);
  });

  test('BG-7 a definition that can give no account a group', () => {
    expect(issues({ roles: [{ role: 'Other' }] })).toEqual(['warning NEVER_CREATED roles']);
  });
});

test('BG-8 ids and names', () => {
  const named = (id: string, name: string): string[] => issues({ name, roles: [CARD] }, id);
  expect(named('x'.repeat(255), 'x'.repeat(180))).toEqual([]);
  expect(named('', ' ')).toEqual(['error INVALID_ID id', 'error INVALID_NAME name']);
  expect(named('x'.repeat(256), 'x'.repeat(181))).toEqual([
    'error INVALID_ID id',
    'error INVALID_NAME name',
  ]);
});

describe('JSON', () => {
  test('BG-6 a definition survives it, frozen', () => {
    const read = BuyingGroup.fromJSON(JSON.stringify(cloud));
    expect(read.document).toEqual(cloud.document);
    expect(BuyingGroup.fromJSON(cloud.toJSON()).document).toEqual(cloud.document);
    for (const { document } of [cloud, read]) {
      expect(Object.isFrozen(document)).toBe(true);
      expect(Object.isFrozen(document.roles[0]!.when)).toBe(true);
    }
  });

  test('BG-6 every fault is named', () => {
    const refused = (json: unknown): string[] => {
      try {
        BuyingGroup.fromJSON(json);
      } catch (error) {
        const { code, details } = error as { code: string; details: { issues: Issue[] } };
        return [code, ...print(details.issues)];
      }
      return [];
    };
    expect(refused({ id: 'a', roles: [{ role: 1 }, { role: 'b', weight: 60 }] })).toEqual([
      'INVALID_DOCUMENT',
      'error WRONG_TYPE roles[0].role',
      'error UNKNOWN_PROPERTY roles[1].weight',
    ]);
    expect(refused({ id: 'a' })).toEqual(['INVALID_DOCUMENT', 'error WRONG_TYPE roles']);
    expect(() => BuyingGroup.fromJSON('{"id":')).toThrow(
      expect.objectContaining({ code: 'INVALID_JSON' }),
    );
  });
});
