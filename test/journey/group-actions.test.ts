import { describe, expect, it, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import type { References } from '../../src/conditions/references.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import type { Action, JourneyDocument } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { printPlan } from '../../src/plan/print.ts';
import { renderMermaid, renderSvg } from '../../src/render/index.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { act, B2B, found, journey, REFERENCES } from './world.ts';

const GROUPS: References = {
  ...REFERENCES,
  group: (id) => {
    const roles = ['Decision Maker', 'User'];
    if (id === 'cloud') return { roles, stageModel: 'funnel' };
    if (id === 'draft') return { roles, stageModel: 'unpublished' };
    return id === 'plain' ? { roles } : undefined;
  },
  stages: (id) => (id === 'funnel' ? ['new', 'won'] : undefined),
};
const CONTEXT = { catalogue: B2B, references: GROUPS };

const assign = (group: string, role?: string): Action => ({
  type: 'assignToGroup',
  group,
  ...(role !== undefined && { role }),
});
const stage = (group: string, to: string): Action => ({
  type: 'updateGroupStage',
  group,
  stage: to,
});
const status = (text: string): Action => ({
  type: 'updateGroupStatus',
  group: 'cloud',
  status: text,
});
const alert = (...to: string[]): Action => ({ type: 'sendSalesAlert', group: 'cloud', to });
const PEOPLE = new Set(['assignToGroup', 'removeFromGroup']);
const ALL: readonly Action[] = [
  assign('cloud', 'User'),
  { type: 'removeFromGroup', group: 'cloud' },
  stage('cloud', 'new'),
  status('Aware'),
  alert('ann@example.com', 'bob@example.com'),
];

function contextOf({ type }: Action): 'people' | 'accounts' {
  return PEOPLE.has(type) ? 'people' : 'accounts';
}

/** A journey that takes every action about groups. */
function everything(): JourneyDocument {
  return journey(
    ALL.map((action, index) => ({
      ...act(action, contextOf(action)),
      id: `a${index}`,
      ...(index < ALL.length - 1 && { next: `a${index + 1}` }),
    })),
  );
}

describe('validation', () => {
  it('JD-42 assigning and removing are for people, the others for accounts', () => {
    for (const action of ALL) {
      const right = contextOf(action);
      const wrong = right === 'people' ? 'accounts' : 'people';
      expect(found(journey([act(action, right)]), CONTEXT)).toEqual([]);
      expect(found(journey([act(action, wrong)]), CONTEXT)).toEqual([
        'ACTION_CONTEXT nodes.1.context',
      ]);
    }
  });

  it.each<[string, Action, string[]]>([
    ['no group', assign(' '), ['NODE_INCOMPLETE group']],
    ['an unknown group', assign('x'), ['UNKNOWN_GROUP group']],
    [
      'an unknown group',
      { type: 'sendSalesAlert', group: 'x', to: ['a@b'] },
      ['UNKNOWN_GROUP group'],
    ],
    ['no role', assign('cloud'), []],
    ['a blank role', assign('cloud', ' '), ['NODE_INCOMPLETE role']],
    ['a role of another case', assign('cloud', 'user'), ['UNKNOWN_ROLE role']],
    ['no stage', stage('cloud', ''), ['NODE_INCOMPLETE stage']],
    ['an unknown stage', stage('cloud', 'old'), ['UNKNOWN_STAGE stage']],
    ['a group without stages', stage('plain', 'new'), ['NO_STAGE_MODEL group']],
    ['a group whose stages are a draft', stage('draft', 'new'), ['NO_STAGE_MODEL group']],
    ['a blank status', status(' '), ['INVALID_STATUS status']],
    ['a status of 50 characters', status('s'.repeat(50)), []],
    ['a status of 51 characters', status('s'.repeat(51)), ['INVALID_STATUS status']],
    ['no recipient', alert(), ['RECIPIENT_COUNT to']],
    ['no address', alert('ann@x', 'ann'), ['INVALID_ADDRESS to.1']],
    ['a header', alert('ann@x\nBcc: all@x'), ['INVALID_ADDRESS to.0']],
    ['an address twice', alert('ann@x', 'ANN@x'), ['DUPLICATE_ADDRESS to.1']],
    ['500 recipients', alert(...addresses(500)), []],
    ['501 recipients', alert(...addresses(501)), ['RECIPIENT_COUNT to']],
  ])('JD-94 JD-95 JD-96 JD-97 %s: %o', (_what, action, expected) => {
    expect(found(journey([act(action, contextOf(action))]), CONTEXT)).toEqual(
      expected.map((issue) => issue.replace(' ', ' nodes.1.action.')),
    );
  });

  it('JD-94 nothing is known without references', () => {
    expect(found(journey([act(stage('x', 'y'), 'accounts')]), { limits: LIMITS })).toEqual([]);
  });

  it('JD-94 also inside a split by people', () => {
    const when = { kind: 'all', of: [] } as const;
    const split = {
      kind: 'splitPeople',
      id: 's',
      paths: [{ id: 'p', when, actions: [act(assign('x'))] }],
    } as const;
    expect(found(journey([split]), CONTEXT)).toContain(
      'UNKNOWN_GROUP nodes.1.paths.0.actions.0.action.group',
    );
  });

  it('JD-52 BG-125 a listener for a change of stage or status says of which group', () => {
    const listen = (event: string, group?: string): readonly string[] =>
      found(
        journey([
          {
            kind: 'listen',
            id: 'l',
            context: 'accounts',
            events: [
              {
                event,
                where: {
                  kind: 'attribute',
                  entity: 'event',
                  attribute: group === undefined ? 'newStage' : 'group',
                  operator: 'is',
                  values: [group ?? 'new'],
                },
              },
            ],
          },
        ]),
        CONTEXT,
      );
    expect(listen('stageChanged')).toEqual(['EVENT_REQUIRED_CONSTRAINT nodes.1.events.0.where']);
    for (const event of ['stageChanged', 'statusChanged']) {
      expect(listen(event, 'cloud')).toEqual([]);
      expect(listen(event, 'x')).toEqual(['UNKNOWN_GROUP nodes.1.events.0.where']);
    }
  });
});

/** A test of a field of the event. */
function about(attribute: string, ...values: string[]): Condition {
  return { kind: 'attribute', entity: 'event', attribute, operator: 'is', values };
}

/** What is found of a listener for one event that passes all tests. */
function listenFor(
  event: string,
  context: 'accounts' | 'people',
  of: readonly Condition[],
): readonly string[] {
  const where = { kind: 'all', of } as const;
  return found(
    journey([{ kind: 'listen', id: 'l', context, events: [{ event, where }] }]),
    CONTEXT,
  );
}

test('CO-78 a listener for a stage that the groups that it names do not have is warned about', () => {
  const listen = (...of: Condition[]): readonly string[] =>
    listenFor('stageChanged', 'accounts', of);
  const warned = 'UNKNOWN_STAGE nodes.1.events.0.where';
  expect(listen(about('group', 'cloud'), about('newStage', 'new'))).toEqual([]);
  expect(listen(about('group', 'cloud'), about('newStage', 'NEW'))).toEqual([]);
  expect(listen(about('group', 'cloud'), about('newStage', 'nwe'))).toEqual([warned]);
  expect(listen(about('group', 'cloud'), about('previousStage', 'new', 'x'))).toEqual([warned]);
  expect(
    listen(about('group', 'cloud'), { kind: 'not', condition: about('newStage', 'x') }),
  ).toEqual([]);
  expect(listen(about('group', 'cloud', 'x'), about('newStage', 'x'))).toEqual([
    'UNKNOWN_GROUP nodes.1.events.0.where',
  ]);
});

test('CO-78 a listener for a role that the groups that it names do not have is warned about', () => {
  const listen = (group: string, role: string): readonly string[] =>
    listenFor('assignedToGroup', 'people', [about('group', group), about('role', role)]);
  const warned = 'UNKNOWN_ROLE nodes.1.events.0.where';
  expect(listen('cloud', 'User')).toEqual([]);
  expect(listen('cloud', 'user')).toEqual([]);
  expect(listen('cloud', 'Chief')).toEqual([warned]);
  expect(listen('cloud', 'Nobody')).toEqual([warned]);
  expect(listen('x', 'Chief')).toEqual(['UNKNOWN_GROUP nodes.1.events.0.where']);
});

describe('forms', () => {
  const options = { catalogue: B2B, references: GROUPS };

  test('PL-12 PL-50 compiled, written and read again', () => {
    const plan = compileJourney(everything(), options);
    const actions = plan.campaigns.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.op === 'act' ? [step.action] : [])),
    );
    expect(actions).toEqual(ALL);
    const fitting = compileJourney(journey([act(assign('cloud'))]), options);
    expect(JSON.stringify(fitting)).toContain('"group":"cloud","role":null');
    for (const each of [plan, fitting]) {
      const read = parsePlan(JSON.parse(JSON.stringify(each)));
      expect(read).toEqual({ ok: true, value: each, issues: [] });
    }
  });

  test('PL-61 PL-70 printed and drawn', () => {
    const plan = printPlan(compileJourney(everything(), options));
    expect(plan.split('\n').filter((line) => line.includes('act '))).toEqual([
      "  act 'a0' on people: assign to buying group 'cloud' as 'User'",
      "  act 'a1' on people: remove from buying group 'cloud'",
      "  act 'a2' on accounts: move buying group 'cloud' to stage 'new'",
      "  act 'a3' on accounts: set the status of buying group 'cloud' to \"Aware\"",
      "  act 'a4' on accounts: send sales alert on buying group 'cloud' to ann@example.com, bob@example.com",
    ]);
    const texts = [
      'cloud as User',
      'cloud = new',
      'cloud = Aware',
      'cloud to ann@example.com and 1 more',
    ];
    for (const text of texts) expect(renderMermaid(everything())).toContain(text);
    expect(renderSvg(everything())).toContain('Send sales alert');
  });

  test('JD-70 JD-98 the builder writes the same, and a group given as a value travels along', () => {
    const cloud = BuyingGroup.define('cloud', { roles: [{ role: 'User' }] });
    const built = Journey.forAccounts('j', {
      audience: { audience: 'enterprise' },
      ends: '2027-01-01',
    })
      .assignToGroup(cloud, { role: 'User' })
      .removeFromGroup('cloud')
      .updateGroupStage('cloud', 'new')
      .updateGroupStatus(cloud, 'Aware')
      .sendSalesAlert('cloud', ['ann@example.com', 'bob@example.com'])
      .sendSalesAlert('cloud', 'ann@example.com')
      .splitPeople((paths) =>
        paths.otherwise((people) => people.assignToGroup(cloud).removeFromGroup('cloud')),
      );
    expect(built.resources.map(({ id }) => id)).toEqual(['cloud']);
    const { nodes } = Journey.fromJSON(JSON.stringify(built)).document;
    expect(
      nodes.flatMap((node) => (node.kind === 'action' ? [node.action] : [])).slice(0, 5),
    ).toEqual(ALL);
    expect(nodes.map(({ id }) => id)).toEqual([
      'audience',
      'assign-to-group-1',
      'remove-from-group-1',
      'update-group-stage-1',
      'update-group-status-1',
      'send-sales-alert-1',
      'send-sales-alert-2',
      'split-people-1',
    ]);
    expect(nodes.at(-1)).toMatchObject({
      other: {
        actions: [
          { action: { type: 'assignToGroup', group: 'cloud' } },
          { action: { type: 'removeFromGroup', group: 'cloud' } },
        ],
      },
    });
  });
});

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `a${index}@example.com`);
}
