import { describe, expect, test } from 'vitest';
import { assignMembers } from '../../src/buying-group/assign.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { BuyingGroupOptions } from '../../src/buying-group/buying-group.ts';
import { checkJob } from '../../src/buying-group/creation-job.ts';
import { checkCustomRoles, checkRoleRemoval, listRoles } from '../../src/buying-group/role-list.ts';
import { roleShares, roleWeights } from '../../src/buying-group/role-weights.ts';
import type { RolesTemplate } from '../../src/buying-group/roles-template.ts';
import {
  changeInterest,
  checkInterest,
  checkInterestRemoval,
  documentOf,
  partsOf,
} from '../../src/buying-group/solution-interest.ts';
import type { SolutionInterest } from '../../src/buying-group/solution-interest.ts';
import {
  changeTemplate,
  checkTemplate,
  checkTemplateRemoval,
  duplicateTemplate,
  moveCard,
  publishTemplate,
} from '../../src/buying-group/template-lifecycle.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { account, CATALOGUE, group, lineUp, NOW, person, REFERENCES, titled } from './groups.ts';

const CONTEXT = { catalogue: CATALOGUE, references: REFERENCES };
const DRAFT: RolesTemplate = {
  id: 'it',
  name: 'IT committee',
  status: 'draft',
  roles: [
    { role: 'Decision Maker', when: titled('VP'), weighting: 'vital' },
    { role: 'Other', when: titled('Clerk') },
  ],
};
const LIVE: RolesTemplate = { ...DRAFT, status: 'live' };

function print(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

describe('cards', () => {
  const issues = (card: object): string[] => {
    const options = { roles: [{ role: 'Decision Maker', ...card }] } as BuyingGroupOptions;
    const found = BuyingGroup.define('cloud', options).issues(CATALOGUE, REFERENCES);
    return print(found.filter(({ severity }) => severity === 'error'));
  };

  test('BG-9 five weightings, and a condition where one is used', () => {
    expect(issues({ weighting: 'vital', autoAssign: true, when: titled('VP') })).toEqual([]);
    expect(() => issues({ weighting: 'huge' })).toThrow('roles[0].weighting');
    expect(issues({ autoAssign: true })).toEqual(['MISSING_CONDITION roles[0].when']);
    expect(issues({ autoAssign: false, when: titled('VP') })).toEqual([]);
  });

  test('BG-9 BG-7 an unused condition fills nothing', () => {
    const roles = [{ role: 'A', when: titled('VP'), autoAssign: false }];
    const cloud = group({ roles });
    expect(assignMembers(cloud, account([person('ann', 'VP')]), null, NOW).record).toBeNull();
    const found = BuyingGroup.define('cloud', { roles }).issues(CATALOGUE, REFERENCES);
    expect(print(found)).toEqual(['NEVER_CREATED roles']);
  });

  test('BG-9 weights, and shares in percent', () => {
    const weights = roleWeights([...DRAFT.roles, { role: 'Champion', weighting: 'trivial' }]);
    expect([...weights.values()]).toEqual([100, 60, 20]);
    expect([...roleShares(weights).values()]).toEqual([
      (100 * 100) / 180,
      (100 * 60) / 180,
      (100 * 20) / 180,
    ]);
  });
});

describe('templates', () => {
  test('BG-50 the rules of definitions hold', () => {
    expect(checkTemplate(DRAFT, CONTEXT)).toEqual([]);
    expect(print(checkTemplate({ ...DRAFT, id: '', name: '', roles: [] }, CONTEXT))).toEqual([
      'INVALID_ID id',
      'INVALID_NAME name',
      'NO_ROLES roles',
    ]);
    expect(
      print(checkTemplate({ ...DRAFT, id: 'b', name: 'it Committee ' }, CONTEXT, [LIVE])),
    ).toEqual(['NAME_DUPLICATE name']);
    const wrong = { ...titled('VP'), attribute: 'shoeSize' } as never;
    expect(
      print(checkTemplate({ ...DRAFT, roles: [{ role: 'A', when: wrong }] }, CONTEXT)),
    ).toEqual(['UNKNOWN_ATTRIBUTE roles[0].when.attribute']);
  });

  test('BG-57 cards have listed roles, where the list is given', () => {
    const context = { ...CONTEXT, customRoles: [{ name: 'Procurement' }] };
    const roles = [{ role: 'Champion' }, { role: 'Procurement' }, { role: 'Procuremnt' }];
    expect(checkTemplate({ ...DRAFT, roles }, CONTEXT)).toEqual([]);
    const [issue, ...rest] = checkTemplate({ ...DRAFT, roles }, context);
    expect(issue).toMatchObject({ code: 'UNKNOWN_ROLE', path: ['roles', 2, 'role'] });
    expect(issue!.fix).toContain('Procurement');
    expect(rest).toEqual([]);
    expect(publishTemplate({ ...DRAFT, roles }, context).ok).toBe(false);
  });

  test('BG-51 published once, without errors', () => {
    expect(publishTemplate(DRAFT, CONTEXT)).toEqual({ ok: true, value: LIVE, issues: [] });
    expect(print(publishTemplate(LIVE, CONTEXT).issues)).toEqual(['TEMPLATE_LIVE status']);
    expect(publishTemplate({ ...DRAFT, roles: [] }, CONTEXT).ok).toBe(false);
  });

  test('BG-52 a live one takes other numbers of members, and nothing else', () => {
    const [first, second] = LIVE.roles as [
      (typeof LIVE.roles)[number],
      (typeof LIVE.roles)[number],
    ];
    const change = (parts: Partial<RolesTemplate>) =>
      changeTemplate(LIVE, { ...LIVE, ...parts }, CONTEXT);
    const more = [{ ...first, membersRequired: 3 }, second];
    expect(change({ roles: more })).toEqual({
      ok: true,
      value: { ...LIVE, roles: more },
      issues: [],
    });
    expect(print(change({ roles: [{ ...first, membersRequired: 0 }, second] }).issues)).toEqual([
      'INVALID_MEMBERS_REQUIRED roles[0].membersRequired',
    ]);
    for (const parts of [
      { name: 'Other' },
      { roles: [second, first] },
      { roles: [first] },
      { roles: [{ ...first, weighting: 'minor' as const }, second] },
      { status: 'draft' as const },
    ]) {
      expect(print(change(parts).issues)).toEqual(['TEMPLATE_LIVE (root)']);
    }
    const draft = changeTemplate(DRAFT, { ...LIVE, id: 'x', roles: [second] }, CONTEXT);
    expect(draft).toEqual({ ok: true, value: { ...DRAFT, roles: [second] }, issues: [] });
    const other = { ...LIVE, id: 'other', name: 'Board' };
    const renamed = changeTemplate(DRAFT, { ...DRAFT, name: 'board' }, CONTEXT, [other]);
    expect(renamed.ok).toBe(true);
    expect(print(renamed.issues)).toEqual(['NAME_DUPLICATE name']);
  });

  test('BG-52 BG-45 completeness follows another number', () => {
    const roles = [{ role: 'A', when: titled('VP') }];
    const view = account([person('ann', 'VP')]);
    const { record } = assignMembers(group({ roles }), view, null, NOW);
    const changed = group({ roles: [{ ...roles[0]!, membersRequired: 4 }] });
    const next = assignMembers(changed, view, record, NOW);
    expect(next.changes).toEqual([
      { type: 'completeness', group: 'cloud', previous: 100, next: 25 },
    ]);
  });

  test('BG-53 cards move one place', () => {
    const names = ({ roles }: RolesTemplate) => roles.map(({ role }) => role);
    expect(names(moveCard(DRAFT, 'Other', 'up'))).toEqual(['Other', 'Decision Maker']);
    expect(names(moveCard(DRAFT, 'decision maker', 'down'))).toEqual(['Other', 'Decision Maker']);
    expect(moveCard(DRAFT, 'Other', 'down')).toBe(DRAFT);
    expect(() => moveCard(DRAFT, 'Othr', 'down')).toThrow('Did you mean Other?');
    expect(() => moveCard(LIVE, 'Other', 'up')).toThrow('Duplicate it');
  });

  test('BG-54 deleted while it is a draft that nobody uses', () => {
    const use = [{ id: 'cloud', template: 'it' }];
    expect(checkTemplateRemoval(DRAFT, [])).toEqual([]);
    expect(print(checkTemplateRemoval(LIVE, []))).toEqual(['TEMPLATE_LIVE (root)']);
    expect(print(checkTemplateRemoval(DRAFT, use))).toEqual(['IN_USE (root)']);
    expect(duplicateTemplate(LIVE, { id: 'copy', name: 'Copy' })).toEqual({
      ...DRAFT,
      id: 'copy',
      name: 'Copy',
    });
  });
});

describe('the list of roles', () => {
  const custom = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `R${at}` }));

  test('BG-55 default ones first, twenty in all, names of their own', () => {
    expect(listRoles([{ name: 'Buyer' }]).map(({ name, type }) => `${type} ${name}`)).toEqual([
      'default Decision Maker',
      'default Influencer',
      'default Practitioner',
      'default Executive Steering Committee',
      'default Champion',
      'default Other',
      'custom Buyer',
    ]);
    expect(checkCustomRoles(custom(14))).toEqual([]);
    expect(print(checkCustomRoles(custom(15)))).toEqual(['TOO_MANY_ROLES (root)']);
    const names = ['champion', 'Buyer', ' BUYER', ' '].map((name) => ({ name }));
    expect(print(checkCustomRoles(names))).toEqual([
      'DUPLICATE_ROLE [0].name',
      'DUPLICATE_ROLE [2].name',
      'INVALID_ROLE [3].name',
    ]);
  });

  test('BG-56 not deleted: default ones, and those in use', () => {
    const free = { templates: [], members: 0 };
    expect(checkRoleRemoval('Buyer', free)).toEqual([]);
    expect(print(checkRoleRemoval('other', free))).toEqual(['DEFAULT_ROLE (root)']);
    expect(print(checkRoleRemoval('Buyer', { templates: ['it'], members: 2 }))).toEqual([
      'IN_USE (root)',
      'IN_USE (root)',
    ]);
  });
});

describe('solution interests', () => {
  const interest: SolutionInterest = { id: 'cloud', name: 'Cloud', template: 'it' };
  const context = {
    templates: [LIVE, { ...DRAFT, id: 'raw' }],
    stageModels: [{ id: 'life', status: 'live' as const }],
    others: [{ id: 'data', name: 'Data', template: 'it' }],
  };

  test('BG-60 a live template, maybe a live stage model', () => {
    const issues = (parts: Partial<SolutionInterest>) =>
      print(checkInterest({ ...interest, ...parts }, context));
    expect(issues({ stageModel: 'life' })).toEqual([]);
    expect(issues({ template: 'raw' })).toEqual(['NOT_LIVE template']);
    expect(issues({ template: 'none', stageModel: 'none' })).toEqual([
      'NOT_LIVE template',
      'NOT_LIVE stageModel',
    ]);
    expect(issues({ id: 'data', name: 'DATA' })).toEqual([
      'NAME_DUPLICATE id',
      'NAME_DUPLICATE name',
    ]);
  });

  test('BG-61 the template never changes', () => {
    const next = { ...interest, name: 'Cloud 2', stageModel: 'life', updateExisting: true };
    expect(changeInterest(interest, next, context)).toEqual({ ok: true, value: next, issues: [] });
    const other = { ...context, templates: [LIVE, { ...LIVE, id: 'b', name: 'B' }] };
    expect(print(changeInterest(interest, { ...interest, template: 'b' }, other).issues)).toEqual([
      'IMMUTABLE template',
    ]);
  });

  test('BG-62 not deleted while it is used', () => {
    expect(checkInterestRemoval({ jobs: [], journeys: [] })).toEqual([]);
    expect(
      checkInterestRemoval({ jobs: ['j'], journeys: ['a', 'b'] }).map(({ message }) => message),
    ).toEqual(['It is used by creation jobs: j.', 'It is used by journeys: a, b.']);
  });

  test('BG-63 the two parts make a definition, which falls into them again', () => {
    const full: SolutionInterest = {
      ...interest,
      description: 'All of it',
      stageModel: 'life',
      updateExisting: true,
      accounts: titled('VP'),
    };
    const document = documentOf(full, LIVE);
    expect(document).toEqual({
      id: 'cloud',
      name: 'Cloud',
      description: 'All of it',
      stageModel: 'life',
      updateExisting: true,
      accounts: titled('VP'),
      template: 'it',
      roles: LIVE.roles,
    });
    expect(partsOf(document).interest).toEqual(full);
    expect(partsOf(document).template).toEqual({ ...LIVE, name: 'it' });
    expect(documentOf(interest, LIVE).updateExisting).toBe(false);
    const own = partsOf({ id: 'cloud', roles: LIVE.roles });
    expect(own.interest).toEqual({
      id: 'cloud',
      name: 'cloud',
      template: 'cloud',
      updateExisting: true,
    });
    expect(own.template.roles).toBe(LIVE.roles);
  });

  test('BG-64 BG-6 the first form is as valid as before, and the later parts are read', () => {
    const first = { id: 'cloud', roles: [{ role: 'Other', when: titled('VP') }] };
    expect(BuyingGroup.fromJSON(first).document).toEqual(first);
    expect(BuyingGroup.fromJSON(first).issues(CATALOGUE)).toEqual([]);
    const later = documentOf({ ...interest, stageModel: 'life' }, LIVE);
    expect(BuyingGroup.fromJSON(JSON.stringify(later)).document).toEqual(later);
    expect(print(BuyingGroup.fromJSON({ ...first, stageModel: ' ' }).issues(CATALOGUE))).toEqual([
      'INVALID_ID stageModel',
    ]);
  });

  test('BG-29 groups that exist are left as they are', () => {
    const roles = [{ role: 'A', when: titled('VP') }];
    const cloud = group({ roles, updateExisting: false });
    const view = account([person('ann', 'VP'), person('bob', 'Clerk')]);
    const { record } = assignMembers(cloud, view, null, NOW);
    expect(lineUp(record)).toEqual(['ann: A']);
    const changed = account([person('ann', 'Clerk'), person('bob', 'VP')]);
    expect(assignMembers(cloud, changed, record, NOW).record).toBe(record);
    const left = assignMembers(cloud, account([person('bob', 'VP')]), record, NOW);
    expect(left.changes).toEqual([
      { type: 'removed', group: 'cloud', person: 'ann', role: 'A', reason: 'leftAccount' },
      { type: 'completeness', group: 'cloud', previous: 100, next: 0 },
    ]);
  });
});

describe('creation jobs', () => {
  test('BG-73 an id of its own, an interest and an audience', () => {
    const job = { id: '7', interest: 'cloud', audience: 'all' };
    const context = { interests: ['cloud'], audiences: ['all'], others: [{ ...job, id: '6' }] };
    expect(checkJob(job, context)).toEqual([]);
    expect(print(checkJob({ id: '6', interest: 'clod', audience: '' }, context))).toEqual([
      'NAME_DUPLICATE id',
      'UNKNOWN_GROUP interest',
      'UNKNOWN_AUDIENCE audience',
    ]);
    expect(print(checkJob({ ...job, id: ' ' }, context))).toEqual(['INVALID_ID id']);
  });
});
