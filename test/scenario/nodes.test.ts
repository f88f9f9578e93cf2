import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/conditions/condition.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { Scenario, ScenarioEvent } from '../../src/scenario/scenario.ts';
import { account, effects, email, is, journey, person, play, scenario, way } from './parts.ts';

/** Reference journeys.md sections 7, 9 and 10. */
function wait(settings: object): JourneyNode {
  return { kind: 'wait', id: 'pause', ...settings };
}

async function leaves(settings: object, start = '2026-01-05T09:00:00Z'): Promise<string | null> {
  const journeys = [journey([wait(settings)])];
  const result = await play(scenario({ start, end: '2026-12-30T00:00:00Z', journeys }));
  return result.journeys[0]!.runs[0]!.exitedAt;
}

describe('waiting (reference 7.1)', () => {
  test('RT-40 RT-42 durations: five days unless said, calendar months kept within the month', async () => {
    expect(await leaves({})).toBe('2026-01-10T09:00:00Z');
    expect(await leaves({ for: { hours: 2, minutes: 30 } })).toBe('2026-01-05T11:30:00Z');
    expect(await leaves({ for: { months: 1 } }, '2026-01-31T09:00:00Z')).toBe(
      '2026-02-28T09:00:00Z',
    );
  });

  test('RT-40 A-10 must end on: the next local day and time that is not before the duration', async () => {
    const zone = 'America/Los_Angeles';
    expect(await leaves({ mustEndOn: { time: '08:00', zone } })).toBe('2026-01-05T16:00:00Z');
    expect(await leaves({ mustEndOn: { days: ['monday'], zone } })).toBe('2026-01-12T08:00:00Z');
    expect(await leaves({ mustEndOn: { days: ['monday'], zone: 'UTC', time: '09:00' } })).toBe(
      '2026-01-05T09:00:00Z',
    );
    expect(
      await leaves({
        for: { days: 2 },
        mustEndOn: { days: ['wednesday', 'friday'], time: '09:00', zone: 'UTC' },
      }),
    ).toBe('2026-01-07T09:00:00Z');
    expect(
      await leaves({ mustEndOn: { time: '02:30', zone: 'Europe/Berlin' } }, '2026-03-28T12:00:00Z'),
    ).toBe('2026-03-29T01:30:00Z');
  });

  test('RT-41 A-52 an instant that is not ahead is passed at once', async () => {
    expect(await leaves({ until: '2026-01-06T00:00:00Z' })).toBe('2026-01-06T00:00:00Z');
    expect(await leaves({ until: '2026-01-05T10:00:00+01:00' })).toBe('2026-01-05T09:00:00Z');
    expect(await leaves({ until: '2020-01-01T00:00:00Z' })).toBe('2026-01-05T09:00:00Z');
  });
});

const onForm: Condition = is('event', 'form', 'demo');

function listen(settings: object = {}): JourneyNode {
  const events = [{ event: 'formFilledOut', where: onForm }];
  return {
    kind: 'listen',
    id: 'ear',
    context: 'people',
    events,
    timeout: { after: { days: 7 }, next: 'late' },
    next: 'thanks',
    ...settings,
  };
}

function filled(at: string, who = 'ann', form = 'demo'): ScenarioEvent {
  return { type: 'formFilledOut', at, person: who, fields: { form } };
}

async function hears(
  events: readonly ScenarioEvent[],
  settings: object = {},
  more: Partial<Scenario> = {},
): Promise<string> {
  const timed = !('timeout' in settings) || (settings.timeout as { path?: boolean }).path !== false;
  const nodes = [listen(settings), email('thanks'), ...(timed ? [email('late')] : [])];
  return way(await play(scenario({ events, journeys: [journey(nodes)], ...more })));
}

describe('listening (reference 7.2)', () => {
  test('RT-50 RT-51 any one person moves the account', async () => {
    expect(await hears([filled('2026-01-06', 'bob')])).toBe(
      '@01-05T09:00 start ear:event @01-06T00:00 thanks (completed)',
    );
    expect(await hears([filled('2026-01-06', 'bob', 'other')])).toBe(
      '@01-05T09:00 start ear:timeout @01-12T09:00 late (completed)',
    );
  });

  test('RT-52 RT-55 what came before the node does not count, unless listening since the entry', async () => {
    const nodes = [
      wait({ for: { days: 2 }, next: 'ear' }),
      listen({ since: 'journeyEntry' }),
      email('thanks'),
      email('late'),
    ];
    const events = [filled('2026-01-06')];
    const early = await play(scenario({ events, journeys: [journey(nodes)] }));
    expect(way(early)).toBe('@01-05T09:00 start pause @01-07T09:00 ear:event thanks (completed)');
    nodes[1] = listen();
    const late = await play(scenario({ events, journeys: [journey(nodes)] }));
    expect(way(late)).toBe(
      '@01-05T09:00 start pause @01-07T09:00 ear:timeout @01-14T09:00 late (completed)',
    );
    expect(await hears([filled('2026-01-01')], { since: 'journeyEntry' })).toContain('ear:timeout');
  });

  test('RT-2 A-53 an event at the instant of the timeout comes first', async () => {
    expect(await hears([filled('2026-01-12T09:00:00Z')])).toBe(
      '@01-05T09:00 start ear:event @01-12T09:00 thanks (completed)',
    );
    expect(await hears([filled('2026-01-12T09:00:01Z')])).toContain('ear:timeout');
  });

  test('RT-57 an event that comes in after the timeout wakes nothing, whatever its instant', async () => {
    const timeline = [{ at: '2026-01-13', events: [filled('2026-01-06')] }];
    expect(await hears([], {}, { timeline })).toBe(
      '@01-05T09:00 start ear:timeout @01-12T09:00 late (completed)',
    );
  });

  test('RT-56 a timeout without a path ends the run; one in the past is over at once', async () => {
    expect(await hears([], { timeout: { after: { days: 1 }, path: false } })).toBe(
      '@01-05T09:00 start ear:timeout @01-06T09:00 (timed_out)',
    );
    expect(await hears([], { timeout: { at: '2026-01-01T00:00:00Z', next: 'late' } })).toBe(
      '@01-05T09:00 start ear:timeout late (completed)',
    );
    const never = await play(
      scenario({
        journeys: [journey([{ ...listen(), timeout: undefined } as never, email('thanks')])],
      }),
    );
    expect(way(never)).toBe('@01-05T09:00 start ear …');
  });

  test('RT-51 the filter looks at the person who triggered, members at the buying group', async () => {
    const people = [person('ann', { jobTitle: 'VP Sales' }), person('bob', { jobTitle: 'Clerk' })];
    const filter: Condition = {
      kind: 'attribute',
      entity: 'person',
      attribute: 'jobTitle',
      operator: 'startsWith',
      values: ['VP'],
    };
    const events = [filled('2026-01-06', 'bob'), filled('2026-01-07', 'ann')];
    expect(await hears(events, { filter }, { people })).toContain('@01-07T00:00 thanks');
    const groups = [{ id: 'cloud', roles: [{ role: 'Champion', when: filter }] }];
    expect(
      await hears(
        events,
        { members: { definitions: ['cloud'], roles: ['Champion'] } },
        { people, groups },
      ),
    ).toContain('@01-07T00:00 thanks');
  });

  test('RT-54 a minimum counts events of one and the same person', async () => {
    const twice = { events: [{ event: 'formFilledOut', where: onForm, minimum: 2 }] };
    const events = [
      filled('2026-01-06', 'ann'),
      filled('2026-01-07', 'bob'),
      filled('2026-01-08', 'bob'),
    ];
    expect(await hears(events, twice)).toContain('@01-08T00:00 thanks');
    expect(await hears(events.slice(0, 2), twice)).toContain('ear:timeout');
  });

  test('RT-71 a person of two accounts moves both', async () => {
    const accounts = [account('acme'), account('birch')];
    const relations = [
      { account: 'acme', person: 'ann' },
      { account: 'birch', person: 'ann' },
    ];
    const journeys = [journey([listen(), email('thanks'), email('late')])];
    const result = await play(
      scenario({ accounts, relations, events: [filled('2026-01-06')], journeys }),
    );
    expect(way(result)).toContain('@01-06T00:00 thanks');
    expect(way(result, 'nurture', 'birch')).toContain('@01-06T00:00 thanks');
  });
});

describe('events of the engine (reference 9.1, 9.2)', () => {
  async function wakes(
    context: 'accounts' | 'people',
    event: string,
    where: Condition,
    more: Partial<Scenario>,
  ): Promise<string> {
    const node: JourneyNode = { kind: 'listen', id: 'ear', context, events: [{ event, where }] };
    return way(await play(scenario({ journeys: [journey([node])], ...more })));
  }

  test('RT-32 a changed attribute of the account, with its new value', async () => {
    const where: Condition = {
      kind: 'all',
      of: [is('event', 'attribute', 'region'), is('event', 'newValue', 'North')],
    };
    const timeline = [
      { at: '2026-01-06', accounts: [{ id: 'acme', attributes: { region: 'South' } }] },
      { at: '2026-01-07', accounts: [{ id: 'acme', attributes: { region: 'north' } }] },
    ];
    expect(await wakes('accounts', 'accountChanged', where, { timeline })).toBe(
      '@01-05T09:00 start ear:event @01-07T00:00 (completed)',
    );
  });

  test('RT-70 a changed attribute of any person', async () => {
    const timeline = [
      { at: '2026-01-06', people: [{ id: 'bob', attributes: { jobTitle: 'VP' } }] },
    ];
    expect(
      await wakes('people', 'personChanged', is('event', 'attribute', 'jobTitle'), { timeline }),
    ).toContain('@01-06T00:00');
  });

  test('RT-35 an interesting moment that another journey logs', async () => {
    const log: JourneyNode = {
      kind: 'action',
      id: 'log',
      context: 'accounts',
      action: { type: 'interestingMoment', moment: 'Web', description: 'Visit' },
    };
    const ear: JourneyNode = {
      kind: 'listen',
      id: 'ear',
      context: 'accounts',
      events: [{ event: 'accountInterestingMoment', where: is('event', 'type', 'Web') }],
    };
    const logger = journey([{ kind: 'wait', id: 'first', for: { days: 1 }, next: 'log' }, log], {
      id: 'logger',
    });
    const result = await play(scenario({ journeys: [journey([ear]), logger] }));
    expect(way(result)).toBe('@01-05T09:00 start ear:event @01-06T09:00 (completed)');
    expect(result.moments).toEqual([
      {
        at: '2026-01-06T09:00:00Z',
        journey: 'logger',
        account: 'acme',
        moment: 'Web',
        description: 'Visit',
      },
    ]);
  });

  const groups = [
    {
      id: 'cloud',
      roles: [
        { role: 'Champion', when: is('person', 'jobTitle', 'CTO') },
        { role: 'Sponsor', when: is('person', 'jobTitle', 'CFO') },
      ],
    },
  ];
  const timeline = [{ at: '2026-01-06', people: [{ id: 'bob', attributes: { jobTitle: 'CTO' } }] }];

  test('BG-20 BG-28 somebody is assigned to a buying group', async () => {
    const where: Condition = {
      kind: 'all',
      of: [is('event', 'group', 'cloud'), is('event', 'role', 'Champion')],
    };
    expect(await wakes('people', 'assignedToGroup', where, { groups, timeline })).toContain(
      '@01-06T00:00',
    );
  });

  test('BG-45 the completeness of a buying group changes', async () => {
    expect(
      await wakes('accounts', 'completenessChanged', is('event', 'group', 'cloud'), {
        groups,
        timeline,
      }),
    ).toContain('@01-06T00:00');
    const result = await play(scenario({ groups, timeline }));
    expect(result.groups).toEqual([
      {
        account: 'acme',
        group: 'cloud',
        completeness: 50,
        members: [{ person: 'bob', role: 'Champion', source: 'system' }],
        removed: [],
      },
    ]);
  });
});

describe('splits and merges (reference 7.3, 7.4, 7.7)', () => {
  function atLeast(employees: number): Condition {
    return {
      kind: 'attribute',
      entity: 'account',
      attribute: 'employees',
      operator: 'atLeast',
      values: [employees],
    };
  }

  const paths = [
    { id: 'large', when: atLeast(1000), next: 'join' },
    { id: 'some', when: atLeast(10), next: 'join' },
  ];
  const accounts = [
    account('acme', { employees: 5000 }),
    account('birch', { employees: 10 }),
    account('corp'),
  ];
  const tail: JourneyNode[] = [
    { kind: 'merge', id: 'join', next: 'done' },
    { kind: 'end', id: 'done' },
  ];

  test('RT-21 RT-28 the first path that holds; without one, the journey ends for the account', async () => {
    const nodes: JourneyNode[] = [{ kind: 'splitAccounts', id: 'size', paths }, ...tail];
    const result = await play(scenario({ accounts, journeys: [journey(nodes)] }));
    expect(way(result)).toBe('@01-05T09:00 start size:large join done (completed)');
    expect(way(result, 'nurture', 'birch')).toBe(
      '@01-05T09:00 start size:some join done (completed)',
    );
    expect(way(result, 'nurture', 'corp')).toBe('@01-05T09:00 start size (no_path_matched)');
    const other: JourneyNode[] = [
      { kind: 'splitAccounts', id: 'size', paths, other: { next: 'join' } },
      ...tail,
    ];
    const second = await play(scenario({ accounts, journeys: [journey(other)] }));
    expect(way(second, 'nurture', 'corp')).toBe(
      '@01-05T09:00 start size:other join done (completed)',
    );
    expect(second.journeys[0]!.counts.nodes.find(({ node }) => node === 'size')!.edges).toEqual({
      large: 1,
      other: 1,
      some: 1,
    });
  });

  const boss = is('person', 'jobTitle', 'CTO', 'CFO');
  const groupOf = (other: boolean): JourneyNode => ({
    kind: 'splitPeople',
    id: 'who',
    paths: [
      { id: 'tech', when: is('person', 'jobTitle', 'CTO'), actions: [email('tech')] },
      { id: 'boss', when: boss, actions: [email('boss')] },
    ],
    ...(other ? { other: { actions: [email('rest')] } } : {}),
    next: 'all',
  });
  const people = [
    person('ann', { jobTitle: 'CFO' }),
    person('bob', { jobTitle: 'cto' }),
    person('cem'),
  ];
  const relations = ['ann', 'bob', 'cem'].map((id) => ({ account: 'acme', person: id }));

  test('RT-24 RT-26 each person takes one path, then the account goes on with everybody', async () => {
    const result = await play(
      scenario({ people, relations, journeys: [journey([groupOf(false), email('all')])] }),
    );
    expect(way(result)).toBe('@01-05T09:00 start who tech boss all (completed)');
    expect(effects(result).map((row) => row.split(' ').slice(1, 3).join(' '))).toEqual([
      'tech bob',
      'boss ann',
      'all ann',
      'all bob',
      'all cem',
    ]);
    expect(result.journeys[0]!.counts.nodes.find(({ node }) => node === 'who')!.paths).toEqual({
      '': 1,
      boss: 1,
      tech: 1,
    });
  });

  test('RT-24 RT-25 other people take their own path, and an account without people passes', async () => {
    const accountsTwo = [account('acme'), account('empty')];
    const result = await play(
      scenario({
        accounts: accountsTwo,
        people,
        relations,
        journeys: [journey([groupOf(true), email('all')])],
      }),
    );
    expect(effects(result)).toContain('01-05T09:00 rest cem sent');
    expect(way(result, 'nurture', 'empty')).toBe('@01-05T09:00 start who all (completed)');
  });

  test('RT-33 RT-34 EN-52 unsubscribing people on a path takes effect for the next e-mail', async () => {
    const split: JourneyNode = {
      kind: 'splitPeople',
      id: 'who',
      paths: [
        {
          id: 'boss',
          when: boss,
          actions: [
            {
              kind: 'action',
              id: 'off',
              context: 'people',
              action: { type: 'updateProfile', attribute: 'unsubscribed', value: true },
            },
          ],
        },
      ],
      next: 'pause',
    };
    const result = await play(
      scenario({
        people,
        relations,
        journeys: [journey([split, wait({ for: { hours: 1 }, next: 'all' }), email('all')])],
      }),
    );
    expect(effects(result).toSorted()).toEqual([
      '01-05T10:00 all ann refused no_consent',
      '01-05T10:00 all bob refused no_consent',
      '01-05T10:00 all cem sent',
    ]);
    expect(
      result.changes.map(({ person: who, attribute, previous, next }) => [
        who,
        attribute,
        previous,
        next,
      ]),
    ).toEqual([
      ['ann', 'unsubscribed', null, true],
      ['bob', 'unsubscribed', null, true],
    ]);
    expect(result.attributes).toHaveLength(2);
  });
});

describe('filters (reference 10)', () => {
  async function takes(
    when: Condition,
    more: Partial<Scenario> = {},
    before: readonly JourneyNode[] = [],
  ): Promise<boolean> {
    const split: JourneyNode = {
      kind: 'splitAccounts',
      id: 'if',
      paths: [{ id: 'yes', when }],
      other: {},
    };
    return way(await play(scenario({ journeys: [journey([...before, split])], ...more }))).includes(
      'if:yes',
    );
  }

  const cto = is('person', 'jobTitle', 'CTO');

  test('CO-21 CO-30 people, event history and inactivity', async () => {
    expect(
      await takes({ kind: 'related', entity: 'person', quantifier: 'atLeast', count: 2 }),
    ).toBe(true);
    expect(await takes({ kind: 'related', entity: 'person', quantifier: 'some', where: cto })).toBe(
      false,
    );
    const events = [
      { type: 'pageViewed', person: 'bob', at: '2025-12-20', fields: { page: 'pricing' } },
    ];
    const visited: Condition = {
      kind: 'event',
      event: 'pageViewed',
      occurred: true,
      past: { days: 30 },
      where: is('event', 'page', 'pricing'),
    };
    expect(await takes(visited, { events })).toBe(true);
    expect(
      await takes(
        { kind: 'event', event: 'pageViewed', occurred: false, past: { days: 30 } },
        { events },
      ),
    ).toBe(false);
    expect(
      await takes(
        { kind: 'event', event: 'pageViewed', occurred: false, past: { days: 3 } },
        { events },
      ),
    ).toBe(true);
  });

  test('RT-23 A-48 history looks back from the entry, not from the split', async () => {
    const events = [
      { type: 'pageViewed', person: 'bob', at: '2025-12-10', fields: { page: 'pricing' } },
    ];
    const visited: Condition = {
      kind: 'event',
      event: 'pageViewed',
      occurred: true,
      past: { days: 30 },
    };
    const pause: JourneyNode = { kind: 'wait', id: 'pause', for: { days: 10 }, next: 'if' };
    expect(await takes(visited, { events }, [pause])).toBe(true);
  });

  test('CO-50 A-50 one and the same buying group matches', async () => {
    const groups = [{ id: 'cloud', roles: [{ role: 'Champion', when: cto }, { role: 'Sponsor' }] }];
    const people = [person('ann', { jobTitle: 'CTO' }), person('bob')];
    const matched = (atLeast: number): Condition => ({
      kind: 'group',
      definitions: ['cloud'],
      completeness: { operator: 'atLeast', values: [atLeast] },
      roles: [{ role: 'Champion', count: 1 }],
    });
    expect(await takes(matched(50), { groups, people })).toBe(true);
    expect(await takes(matched(51), { groups, people })).toBe(false);
  });

  test('CO-40 CO-55 account lists and roles in the account', async () => {
    const lists = [{ id: 'vip', type: 'static', status: 'live', members: ['acme'] }] as const;
    expect(await takes({ kind: 'list', lists: ['vip'], member: true }, { lists })).toBe(true);
    expect(await takes({ kind: 'list', lists: ['vip'], member: false }, { lists })).toBe(false);
    const role: Condition = {
      kind: 'related',
      entity: 'person',
      quantifier: 'some',
      where: { kind: 'role', assigned: true, roles: ['Buyer'] },
    };
    const relations = [{ account: 'acme', person: 'ann', roles: ['Buyer'] }];
    expect(await takes(role, { relations })).toBe(true);
    expect(await takes(role)).toBe(false);
  });

  test('CO-24 opportunities and custom objects', async () => {
    const open: Condition = {
      kind: 'related',
      entity: 'opportunity',
      quantifier: 'some',
      where: {
        kind: 'attribute',
        entity: 'opportunity',
        attribute: 'amount',
        operator: 'greaterThan',
        values: [100],
      },
    };
    const accounts = [
      { ...account('acme'), opportunities: [{ id: 'o1', attributes: { amount: 500 } }] },
    ];
    expect(await takes(open, { accounts })).toBe(true);
    const catalogue = {
      objects: { contract: { of: 'account', attributes: { ends: 'date' } } },
    } as const;
    const soon: Condition = {
      kind: 'related',
      entity: 'object',
      object: 'contract',
      quantifier: 'some',
      where: {
        kind: 'attribute',
        entity: 'object',
        attribute: 'ends',
        operator: 'before',
        values: ['2026-06-01'],
      },
    };
    const objects = { contract: [{ id: 'c', attributes: { ends: '2026-05-31T23:00:00Z' } }] };
    expect(await takes(soon, { catalogue, accounts: [{ ...account('acme'), objects }] })).toBe(
      true,
    );
  });
});
