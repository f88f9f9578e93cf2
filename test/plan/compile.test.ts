import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/conditions/condition.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { campaignsBehind } from '../../src/plan/campaign-exits.ts';
import type { Plan } from '../../src/plan/plan.ts';
import {
  CATALOGUE,
  DIRECTOR,
  LARGE,
  NURTURE,
  REFERENCES,
  SOFTWARE,
  references,
} from './nurture.ts';
import { journeys, planOfRandom } from './random-journey.ts';

const options = { catalogue: CATALOGUE, references: REFERENCES };

function compile(document: JourneyDocument, given = REFERENCES): Plan {
  return compileJourney(document, { catalogue: CATALOGUE, references: given });
}

/** A journey of these nodes behind its audience node. */
function journey(nodes: readonly JourneyNode[], next = nodes[0]?.id): JourneyDocument {
  const start = { kind: 'audience', id: 'start', audience: 'enterprise' } as const;
  return {
    format: 1,
    type: 'account',
    id: 'j',
    name: 'J',
    nodes: [next === undefined ? start : { ...start, next }, ...nodes],
  };
}

function issuesOf(run: () => unknown): readonly Issue[] {
  try {
    run();
  } catch (error) {
    if (isAccompanyError(error) && error.code === 'PUBLISH_REFUSED') {
      return error.details['issues'] as readonly Issue[];
    }
    throw error;
  }
  return [];
}

function nodesOf(plan: Plan): string[] {
  return plan.campaigns.flatMap(({ steps, exit }) => [
    ...steps.flatMap((step) =>
      step.op === 'group'
        ? [
            step.node,
            ...[...step.paths.flatMap(({ acts }) => acts), ...(step.other ?? [])].map(
              ({ node }) => node,
            ),
          ]
        : [step.node],
    ),
    ...('node' in exit && exit.node !== null ? [exit.node] : []),
  ]);
}

function nodesOfDocument({ nodes }: JourneyDocument): string[] {
  return nodes.flatMap((node) => [
    node.id,
    ...(node.kind === 'splitPeople'
      ? [...node.paths.flatMap(({ actions }) => actions), ...(node.other?.actions ?? [])].map(
          ({ id }) => id,
        )
      : []),
  ]);
}

test('PL-2 PL-3 PL-4 PL-5 PL-6 PL-7 PL-8 the campaigns of a journey with every kind of node', () => {
  expect(compile(NURTURE).campaigns).toEqual([
    {
      index: 0,
      steps: [
        { op: 'pass', node: 'start' },
        {
          op: 'act',
          node: 'intro',
          context: 'people',
          action: { type: 'sendEmail', email: 'cloud-intro', operational: false },
        },
      ],
      exit: {
        op: 'await',
        node: 'pause',
        timer: { kind: 'after', duration: { days: 5 }, mustEndOn: null },
        listen: null,
        onEvent: null,
        onTimer: 1,
      },
    },
    {
      index: 1,
      steps: [],
      exit: {
        op: 'await',
        node: 'click',
        timer: { kind: 'after', duration: { weeks: 1 }, mustEndOn: null },
        listen: {
          context: 'people',
          events: [
            {
              event: 'emailClicked',
              condition: {
                kind: 'attribute',
                entity: 'event',
                attribute: 'email',
                operator: 'is',
                values: ['cloud-intro'],
              },
              minimum: 1,
            },
          ],
          filter: DIRECTOR,
          members: { definitions: null, roles: ['Decision Maker'] },
          since: 'nodeEntry',
        },
        onEvent: 2,
        onTimer: 8,
      },
    },
    {
      index: 2,
      steps: [{ op: 'pass', node: 'join' }],
      exit: {
        op: 'branch',
        node: 'size',
        paths: [
          { id: 'large', condition: LARGE, to: 3 },
          {
            id: 'named',
            condition: {
              kind: 'any',
              of: [{ kind: 'list', lists: ['named'], member: true }, SOFTWARE],
            },
            to: 4,
          },
          { id: 'rest', condition: SOFTWARE, to: 5 },
        ],
        other: 6,
      },
    },
    {
      index: 3,
      steps: [
        {
          op: 'group',
          node: 'roles',
          paths: [
            {
              id: 'directors',
              condition: DIRECTOR,
              acts: [
                {
                  op: 'act',
                  node: 'case',
                  context: 'people',
                  action: { type: 'sendEmail', email: 'business-case', operational: false },
                },
              ],
            },
          ],
          other: [
            {
              op: 'act',
              node: 'moment',
              context: 'people',
              action: { type: 'interestingMoment', moment: 'Milestone', description: '' },
            },
          ],
        },
        {
          op: 'act',
          node: 'handover',
          context: 'accounts',
          action: { type: 'custom', name: 'salesAlert', input: { offer: 'cloud' } },
        },
      ],
      exit: { op: 'end', node: 'done' },
    },
    {
      index: 4,
      steps: [
        {
          op: 'act',
          node: 'phase',
          context: 'accounts',
          action: { type: 'updateProfile', attribute: 'phase', value: 'nurtured' },
        },
      ],
      exit: { op: 'end', node: null },
    },
    { index: 5, steps: [], exit: { op: 'end', node: null } },
    {
      index: 6,
      steps: [],
      exit: {
        op: 'await',
        node: 'until',
        timer: { kind: 'at', at: Date.UTC(2026, 5, 1) },
        listen: null,
        onEvent: null,
        onTimer: 7,
      },
    },
    {
      index: 7,
      steps: [],
      exit: {
        op: 'await',
        node: 'changed',
        timer: { kind: 'at', at: Date.UTC(2026, 7, 31, 22) },
        listen: {
          context: 'accounts',
          events: [{ event: 'accountChanged', condition: null, minimum: 2 }],
          filter: null,
          members: null,
          since: 'journeyEntry',
        },
        onEvent: 5,
        onTimer: null,
      },
    },
    {
      index: 8,
      steps: [
        {
          op: 'act',
          node: 'reminder',
          context: 'people',
          action: { type: 'sendEmail', email: 'cloud-reminder', operational: true },
        },
      ],
      exit: { op: 'continue', to: 2 },
    },
  ]);
});

describe('structure of any journey', () => {
  test('PL-1 every node stands in the plan exactly once', () => {
    fc.assert(
      fc.property(journeys(), (document) => {
        expect(nodesOf(planOfRandom(document)).toSorted()).toEqual(
          nodesOfDocument(document).toSorted(),
        );
      }),
    );
  });

  test('PL-9 every campaign that is named is there, and every one but the first is named', () => {
    fc.assert(
      fc.property(journeys(), (document) => {
        const { campaigns } = planOfRandom(document);
        const named = new Set([0, ...campaigns.flatMap(({ exit }) => campaignsBehind(exit))]);
        expect([...named].toSorted((a, b) => a - b)).toEqual(campaigns.map(({ index }) => index));
      }),
    );
  });

  test('PL-2 no campaign could be joined to the only one that leads to it', () => {
    fc.assert(
      fc.property(journeys(), (document) => {
        const { campaigns } = planOfRandom(document);
        const all = campaigns.flatMap(({ exit }) => campaignsBehind(exit));
        for (const { exit } of campaigns) {
          if (exit.op === 'continue')
            expect(all.filter((to) => to === exit.to).length).toBeGreaterThan(1);
        }
      }),
    );
  });

  test('PL-3 the numbers follow a walk that is depth first', () => {
    fc.assert(
      fc.property(journeys(), (document) => {
        const { campaigns } = planOfRandom(document);
        const met: number[] = [];
        const walk = (index: number): void => {
          if (met.includes(index)) return;
          met.push(index);
          campaignsBehind(campaigns[index]!.exit).forEach(walk);
        };
        walk(0);
        expect(met).toEqual(campaigns.map(({ index }) => index));
      }),
    );
  });
});

describe('edges', () => {
  test('PL-5 all open edges behind awaits and branches share one campaign', () => {
    const plan = compile(
      journey([
        {
          kind: 'splitAccounts',
          id: 's',
          paths: [
            { id: 'a', when: LARGE },
            { id: 'b', when: SOFTWARE, next: 'w' },
          ],
        },
        { kind: 'wait', id: 'w' },
      ]),
    );
    expect(plan.campaigns.map(({ exit }) => exit.op)).toEqual(['branch', 'end', 'await']);
    expect(plan.campaigns[2]!.exit).toMatchObject({ onTimer: 1 });
  });

  test('PL-6 a split without other has no campaign for the others', () => {
    const [campaign] = compile(
      journey([{ kind: 'splitAccounts', id: 's', paths: [{ id: 'a', when: LARGE }] }]),
    ).campaigns;
    expect(campaign!.exit).toMatchObject({ op: 'branch', other: null });
  });

  test('PL-7 timeouts: none, without path, with an open path', () => {
    const exit = (timeout?: object): unknown =>
      compile(
        journey([
          {
            kind: 'listen',
            id: 'l',
            context: 'accounts',
            events: [{ event: 'accountChanged' }],
            ...(timeout ? { timeout } : {}),
          },
        ]),
      ).campaigns[0]!.exit;
    const fiveDays = { kind: 'after', duration: { days: 5 }, mustEndOn: null };
    expect(exit()).toMatchObject({ timer: null, onEvent: 1, onTimer: null });
    expect(exit({ path: false })).toMatchObject({ timer: fiveDays, onEvent: 1, onTimer: null });
    expect(exit({})).toMatchObject({ timer: fiveDays, onEvent: 1, onTimer: 1 });
  });

  test('PL-8 a split by people without other lets the others skip', () => {
    const [campaign] = compile(
      journey([
        { kind: 'splitPeople', id: 's', paths: [{ id: 'a', when: DIRECTOR, actions: [] }] },
      ]),
    ).campaigns;
    expect(campaign!.steps[1]).toEqual({
      op: 'group',
      node: 's',
      paths: [{ id: 'a', condition: DIRECTOR, acts: [] }],
      other: null,
    });
  });
});

describe('defaults', () => {
  test('PL-10 a wait that must end on a moment waits no longer than to it', () => {
    const mustEndOn = { days: ['monday'], time: '09:00', zone: 'Europe/Berlin' } as const;
    const [campaign] = compile(journey([{ kind: 'wait', id: 'w', mustEndOn }])).campaigns;
    expect(campaign!.exit).toMatchObject({ timer: { kind: 'after', duration: null, mustEndOn } });
  });

  test('PL-11 PL-12 what is missing is filled in, dates are instants', () => {
    const { campaigns } = compile(NURTURE);
    expect(campaigns[6]!.exit).toMatchObject({ timer: { at: Date.parse('2026-06-01T00:00:00Z') } });
    expect(campaigns[1]!.exit).toMatchObject({
      listen: { since: 'nodeEntry', events: [{ minimum: 1 }] },
    });
  });

  test.each([
    [undefined, null],
    [{}, { from: 'end', delay: { unit: 'days', count: 1 }, limit: null }],
    [
      { from: 'start', delay: { hours: 6 }, limit: 3 },
      { from: 'start', delay: { unit: 'hours', count: 6 }, limit: 3 },
    ],
  ] as const)('PL-13 re-entry %j', (reEntry, expected) => {
    const document = journey([]);
    expect(compile(reEntry ? { ...document, reEntry } : document).reEntry).toEqual(expected);
  });

  test('PL-14 a date in a profile update is an instant, an unknown value is refused', () => {
    const update = (value: string): JourneyDocument =>
      journey([
        {
          kind: 'action',
          id: 'u',
          context: 'accounts',
          action: { type: 'updateProfile', attribute: 'renewal', value },
        },
      ]);
    expect(compile(update('2026-03-01')).campaigns[0]!.steps[1]).toMatchObject({
      action: { value: Date.UTC(2026, 2, 1) },
    });
    expect(issuesOf(() => compile(update('soon')))).toMatchObject([
      { code: 'INVALID_VALUE', path: ['nodes', 1, 'action', 'value'] },
    ]);
  });
});

describe('references', () => {
  const entryOf = (node: object, given = REFERENCES): unknown =>
    compile(
      {
        ...journey([]),
        nodes: [{ kind: 'audience', id: 'start', ...node } as JourneyNode],
      },
      given,
    ).entry;

  test('PL-20 entry by audience, static list and dynamic list', () => {
    expect(entryOf({ audience: 'enterprise' })).toEqual({
      node: 'start',
      source: { kind: 'audience', id: 'enterprise' },
      condition: LARGE,
    });
    expect(entryOf({ list: 'named' })).toMatchObject({
      source: { kind: 'list', id: 'named' },
      condition: { kind: 'list', lists: ['named'], member: true },
    });
    expect(entryOf({ list: 'software' })).toMatchObject({ condition: SOFTWARE });
  });

  test('PL-21 audiences are brought in through other audiences and at any depth', () => {
    const given = references(
      {
        outer: {
          of: 'accounts',
          condition: {
            kind: 'all',
            of: [
              { kind: 'audience', audience: 'inner', member: false },
              {
                kind: 'related',
                entity: 'person',
                quantifier: 'some',
                where: { kind: 'audience', audience: 'directors', member: true },
              },
              { kind: 'list', lists: ['named', 'software'], member: false },
            ],
          },
        },
        inner: { of: 'accounts', condition: SOFTWARE },
        directors: { of: 'people', condition: DIRECTOR },
      },
      { named: { condition: null, live: true }, software: { condition: SOFTWARE, live: true } },
    );
    expect(entryOf({ audience: 'outer' }, given)).toMatchObject({
      condition: {
        kind: 'all',
        of: [
          { kind: 'not', condition: SOFTWARE },
          { kind: 'related', entity: 'person', quantifier: 'some', where: DIRECTOR },
          {
            kind: 'not',
            condition: {
              kind: 'any',
              of: [{ kind: 'list', lists: ['named'], member: true }, SOFTWARE],
            },
          },
        ],
      },
    });
  });

  test('PL-22 conditions have a plain form', () => {
    const twice = (condition: Condition): Condition => ({
      kind: 'not',
      condition: { kind: 'not', condition },
    });
    const given = references({
      a: {
        of: 'accounts',
        condition: {
          kind: 'all',
          of: [
            { kind: 'all', of: [LARGE, { kind: 'all', of: [] }] },
            { kind: 'any', of: [twice({ kind: 'any', of: [SOFTWARE, LARGE] })] },
          ],
        },
      },
    });
    expect(entryOf({ audience: 'a' }, given)).toMatchObject({
      condition: { kind: 'all', of: [LARGE, { kind: 'any', of: [SOFTWARE, LARGE] }] },
    });
  });

  test('PL-23 everything that cannot be resolved is reported at once', () => {
    const when = (audience: string): Condition => ({ kind: 'audience', audience, member: true });
    const given = references(
      {
        enterprise: { of: 'accounts', condition: when('nowhere') },
        circle: { of: 'accounts', condition: { kind: 'not', condition: when('circle') } },
        directors: { of: 'people', condition: DIRECTOR },
      },
      { draft: { condition: null, live: false } },
    );
    const document = journey([
      {
        kind: 'splitAccounts',
        id: 's',
        paths: [
          { id: 'a', when: when('circle') },
          { id: 'b', when: { kind: 'list', lists: ['draft', 'gone'], member: true } },
          { id: 'c', next: 'lost' },
          { id: 'd', when: when('directors') },
        ],
      },
    ]);
    expect(
      issuesOf(() => compile(document, given))
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual([
      'CIRCULAR_REFERENCE',
      'LIST_NOT_LIVE',
      'MISSING_CONDITION',
      'UNKNOWN_AUDIENCE',
      'UNKNOWN_LIST',
      'UNKNOWN_NODE',
      'WRONG_SCOPE',
    ]);
  });

  test('PL-23 a circle of nodes and a journey without audience are refused', () => {
    const circle = journey([
      { kind: 'wait', id: 'a', next: 'b' },
      { kind: 'wait', id: 'b', next: 'a' },
    ]);
    expect(issuesOf(() => compile(circle))).toMatchObject([{ code: 'CYCLE' }]);
    expect(issuesOf(() => compile({ ...circle, nodes: [] }))).toMatchObject([
      { code: 'AUDIENCE_MISSING' },
    ]);
    expect(
      issuesOf(() => compile(journey([{ kind: 'wait', id: 'a', next: 'start' }]))),
    ).toMatchObject([{ code: 'CYCLE' }]);
  });

  test('PL-23 event history of an account is not counted for a person', () => {
    const event: Condition = { kind: 'event', event: 'emailClicked', occurred: true };
    const people: Condition = {
      kind: 'related',
      entity: 'person',
      quantifier: 'some',
      where: event,
    };
    const compiled = (condition: Condition): unknown =>
      compile(
        journey([
          {
            kind: 'splitPeople',
            id: 's',
            paths: [
              {
                id: 'a',
                when: { kind: 'audience', audience: 'active', member: true },
                actions: [],
              },
            ],
          },
        ]),
        references({
          enterprise: { of: 'accounts', condition: LARGE },
          active: { of: 'accounts', condition },
        }),
      );
    expect(issuesOf(() => compiled(event))).toMatchObject([{ code: 'WRONG_SCOPE' }]);
    expect(issuesOf(() => compiled(people))).toEqual([]);
  });

  test('PL-23 audiences that name each other many times over do not grow without limit', () => {
    const level = (index: number): Condition => {
      const next: Condition = { kind: 'audience', audience: `a${index + 1}`, member: true };
      return { kind: 'any', of: [{ kind: 'all', of: [next, next] }, SOFTWARE] };
    };
    const audiences = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `a${index}`,
        { of: 'accounts' as const, condition: index === 29 ? LARGE : level(index) },
      ]),
    );
    const codes = issuesOf(() => entryOf({ audience: 'a0' }, references(audiences)));
    expect(codes[0]).toMatchObject({ code: 'CONDITION_TOO_LARGE' });
  });

  test('PL-23 audiences that make a condition too deep are refused', () => {
    const audiences = Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [
        `a${index}`,
        {
          of: 'accounts' as const,
          condition: {
            kind: index % 2 === 0 ? 'any' : 'all',
            of: [
              LARGE,
              index === 69
                ? SOFTWARE
                : { kind: 'audience', audience: `a${index + 1}`, member: true },
            ],
          } as Condition,
        },
      ]),
    );
    expect(issuesOf(() => entryOf({ audience: 'a0' }, references(audiences)))).toMatchObject([
      { code: 'TOO_DEEP' },
    ]);
  });
});

describe('segments', () => {
  test('PL-30 one of accounts, one of all their people, one for each path of people, none twice', () => {
    const path = (id: string) => ({ id, when: DIRECTOR, actions: [] });
    const { segments } = compile(
      journey([{ kind: 'splitPeople', id: 's', paths: [path('a'), path('b')] }]),
    );
    expect(segments).toEqual([
      { name: expect.stringMatching(/^segment-[0-9a-f]{8}$/), of: 'accounts', condition: LARGE },
      { name: expect.any(String), of: 'people', condition: { kind: 'all', of: [] } },
      { name: expect.any(String), of: 'people', condition: DIRECTOR },
    ]);
  });

  test('PL-31 names stand for content', () => {
    const names = (plan: Plan): string[] => plan.segments.map(({ name }) => name);
    const other = references({ enterprise: { of: 'accounts', condition: SOFTWARE } });
    const document = journey([]);
    expect(names(compile({ ...document, id: 'k' }))).toEqual(names(compile(document)));
    const both = [...names(compile(document)), ...names(compile(document, other))];
    expect(new Set(both).size).toBe(4);
  });
});

test('PL-42 compiling does not change the document and gives plain JSON', () => {
  const before = structuredClone(NURTURE);
  const plan = compileJourney(NURTURE, options);
  expect(NURTURE).toEqual(before);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});
