import { describe, expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { account, effects, email, is, journey, person, play, scenario, way } from './parts.ts';

const ear: JourneyNode = {
  kind: 'listen',
  id: 'ear',
  context: 'people',
  events: [{ event: 'formFilledOut', where: is('event', 'form', 'demo') }],
  timeout: { after: { days: 1 }, next: 'late' },
  next: 'thanks',
};
const LISTENING = journey([ear, email('thanks'), email('late')]);

function filled(id?: string): NonNullable<Scenario['events']>[number] {
  return {
    ...(id === undefined ? {} : { id }),
    type: 'formFilledOut',
    person: 'ann',
    fields: { form: 'demo' },
  };
}

describe('playing scenarios', () => {
  test('SC-20 at the start: definitions, data, members of lists, journeys', async () => {
    const lists = [{ id: 'vip', type: 'static', status: 'live', members: ['birch'] }] as const;
    const accounts = [account('acme'), account('birch', { industry: 'Retail' })];
    const byList = journey([], {
      id: 'vip',
      nodes: [{ kind: 'audience', id: 'in', list: 'vip', next: 'hello' }, email('hello')],
    });
    const groups = [
      { id: 'cloud', roles: [{ role: 'Champion', when: is('person', 'jobTitle', 'CTO') }] },
    ];
    const people = [person('ann', { jobTitle: 'CTO' }), person('bob')];
    const seen: JourneyNode = {
      kind: 'splitPeople',
      id: 'who',
      paths: [
        {
          id: 'champions',
          when: { kind: 'member', member: true, definitions: ['cloud'] },
          actions: [email('deal')],
        },
      ],
    };
    const opened = { type: 'emailOpened', person: 'ann' } as const;
    const history: JourneyNode = {
      kind: 'splitAccounts',
      id: 'opened',
      paths: [
        { id: 'yes', when: { kind: 'event', event: 'emailOpened', occurred: true }, next: 'who' },
      ],
    };
    const result = await play(
      scenario({
        accounts,
        people,
        lists,
        groups,
        events: [opened],
        journeys: [byList, journey([history, seen])],
      }),
    );
    expect(way(result, 'vip', 'birch')).toBe('@01-05T09:00 in hello (completed)');
    expect(way(result)).toBe('@01-05T09:00 start opened:yes who deal (completed)');
    expect(effects(result)).toEqual(['01-05T09:00 deal ann sent']);
  });

  test('SC-20 journeys are published in their order, unless an entry does it', async () => {
    const timeline = [{ at: '2026-01-08', publish: 'nurture' }];
    const result = await play(
      scenario({ journeys: [LISTENING, journey([], { id: 'other' })], timeline }),
    );
    expect(way(result)).toBe('@01-08T00:00 start ear:timeout @01-09T00:00 late (completed)');
    expect(way(result, 'other')).toBe('@01-05T09:00 start (completed)');
    expect(result.journeys.map(({ id }) => id)).toEqual(['nurture', 'other']);
    const never = await play(
      scenario({
        end: '2026-01-06T00:00:00Z',
        journeys: [LISTENING],
        timeline: [{ at: '2026-01-06', publish: 'nurture' }],
      }),
    );
    expect(way(never)).toBe('@01-06T00:00 start ear … 2026-01-07T00:00:00Z');
  });

  test('SC-21 entries follow their instants, and their order where these are the same', async () => {
    const set = (at: string, city: string): NonNullable<Scenario['timeline']>[number] => ({
      at,
      accounts: [{ id: 'acme', attributes: { city } }],
    });
    const first: JourneyNode = {
      kind: 'listen',
      id: 'ear',
      context: 'accounts',
      events: [{ event: 'accountChanged', where: is('event', 'attribute', 'city') }],
      next: 'if',
    };
    const split: JourneyNode = {
      kind: 'splitAccounts',
      id: 'if',
      paths: ['Oslo', 'Rome', 'Bern'].map((city) => ({
        id: city,
        when: is('account', 'city', city),
      })),
    };
    const timeline = [
      set('2026-01-09', 'Bern'),
      set('2026-01-08', 'Rome'),
      set('2026-01-08', 'Oslo'),
    ];
    const result = await play(scenario({ journeys: [journey([first, split])], timeline }));
    expect(way(result)).toBe('@01-05T09:00 start ear:event @01-08T00:00 if:Rome (completed)');
  });

  test('SC-21 starting data with a later instant comes in then, before the entries of that instant', async () => {
    const at = '2026-01-05T20:00:00Z';
    const result = await play(scenario({ journeys: [LISTENING], events: [{ ...filled(), at }] }));
    expect(way(result)).toBe('@01-05T09:00 start ear:event @01-05T20:00 thanks (completed)');
    const relations = [
      { account: 'acme', person: 'ann' },
      { account: 'acme', person: 'bob', since: at },
    ];
    const grown = await play(
      scenario({
        relations,
        journeys: [
          journey([
            email('hello', 'pause'),
            { kind: 'wait', id: 'pause', for: { days: 1 }, next: 'bye' },
            email('bye'),
          ]),
        ],
      }),
    );
    expect(effects(grown)).toEqual([
      '01-05T09:00 hello ann sent',
      '01-06T09:00 bye ann sent',
      '01-06T09:00 bye bob sent',
    ]);
    const closed = await play(
      scenario({
        accounts: [],
        relations: [],
        people: [],
        journeys: [journey([])],
        timeline: [
          { at, accounts: [account('late')] },
          { at, close: 'nurture' },
        ],
      }),
    );
    expect(way(closed, 'nurture', 'late')).toBe('@01-05T20:00 start (completed)');
  });

  test('SC-22 entries come before what is due at their instant', async () => {
    const at = '2026-01-06T09:00:00Z';
    expect(
      way(await play(scenario({ journeys: [LISTENING], timeline: [{ at, events: [filled()] }] }))),
    ).toContain('ear:event');
    expect(
      way(await play(scenario({ journeys: [LISTENING], timeline: [{ at, abort: 'nurture' }] }))),
    ).toBe('@01-05T09:00 start ear @01-06T09:00 (aborted)');
    const timeline = [
      { at, people: [{ id: 'ann', consent: 'n' as const }] },
      { at, suppress: 'bob@example.com' },
    ];
    expect(effects(await play(scenario({ journeys: [LISTENING], timeline })))).toEqual([
      '01-06T09:00 late ann refused no_consent',
      '01-06T09:00 late bob refused suppressed',
    ]);
  });

  test('SC-22 an account that an entry touches takes along what is due for itself', async () => {
    const at = '2026-01-06T09:00:00Z';
    const timeline = [
      { at, accounts: [{ id: 'acme', attributes: { city: 'Oslo' } }] },
      { at, events: [filled()] },
    ];
    expect(way(await play(scenario({ journeys: [LISTENING], timeline })))).toBe(
      '@01-05T09:00 start ear:timeout @01-06T09:00 late (completed)',
    );
  });

  test('SC-23 what is due at the end happens, what is due later does not', async () => {
    const given = scenario({ journeys: [LISTENING] });
    expect(way(await play({ ...given, end: '2026-01-06T09:00:00Z' }))).toBe(
      '@01-05T09:00 start ear:timeout @01-06T09:00 late (completed)',
    );
    const result = await play({ ...given, end: '2026-01-06T08:59:59Z' });
    expect(way(result)).toBe('@01-05T09:00 start ear … 2026-01-06T09:00:00Z');
    expect(result.journeys[0]!.counts).toMatchObject({ entered: 1, inFlight: 1, exits: {} });
    expect(effects(await play({ ...given, end: '2026-01-06T09:00:00Z' }))).toHaveLength(2);
  });

  test('SC-24 the order of records inside one entry does not matter', async () => {
    const at = '2026-01-06';
    const data = {
      accounts: [account('corp', { industry: 'Retail' }), account('birch')],
      people: [person('eve'), person('dan')],
      relations: [
        { account: 'birch', person: 'dan' },
        { account: 'corp', person: 'eve' },
      ],
      events: [{ ...filled('x'), person: 'dan' }],
    };
    const turned = {
      ...data,
      accounts: data.accounts.toReversed(),
      people: data.people.toReversed(),
      relations: data.relations.toReversed(),
    };
    const one = await play(scenario({ journeys: [LISTENING], timeline: [{ at, ...data }] }));
    expect(await play(scenario({ journeys: [LISTENING], timeline: [{ at, ...turned }] }))).toEqual(
      one,
    );
    expect(way(one, 'nurture', 'birch')).toContain('ear:timeout');
  });

  test('SC-24 people join in the order in which the call names them first', async () => {
    const people = [person('zoe'), person('bob'), person('ann')];
    const relations = ['ann', 'bob', 'zoe'].map((id) => ({ account: 'acme', person: id }));
    const result = await play(
      scenario({ people, relations, journeys: [journey([email('hello')])] }),
    );
    expect(effects(result).map((row) => row.split(' ')[2])).toEqual(['zoe', 'bob', 'ann']);
  });

  test('SC-25 events without ids keep their order, and take the instant of their entry', async () => {
    const visits = Array.from({ length: 12 }, (_, index) => ({
      type: 'pageViewed',
      person: 'ann',
      fields: { page: `p${index}` },
    }));
    const last = {
      ...(ear as object),
      events: [{ event: 'pageViewed', where: is('event', 'page', 'p2', 'p10') }],
    } as unknown as JourneyNode;
    const journeys = [journey([last, email('thanks'), email('late')])];
    const heard: string[] = [];
    const { playScenario } = await import('../../src/scenario/run.ts');
    await playScenario(
      scenario({ journeys, timeline: [{ at: '2026-01-06', events: visits }] }),
      {},
      async ({ engine }) => {
        const story = await engine.explain({ journey: 'nurture', account: 'acme' });
        heard.push(...story.runs[0]!.visits.flatMap(({ event }) => event ?? []));
      },
    );
    expect(heard).toEqual(['event-000001-000003']);
  });

  test('SC-26 a command that is refused is reported, and the scenario goes on', async () => {
    const timeline = [
      { at: '2026-01-06', abort: 'nurture' },
      { at: '2026-01-07', close: 'nurture' },
      { at: '2026-01-07', publish: 'other' },
      { at: '2026-01-08', publish: 'other' },
      { at: '2026-01-09', accounts: [account('zenith')] },
    ];
    const result = await play(
      scenario({ journeys: [LISTENING, journey([], { id: 'other' })], timeline }),
    );
    expect(result.refusedCommands.map(({ at, entry, code }) => [at, entry, code])).toEqual([
      ['2026-01-07T00:00:00Z', 1, 'NOT_ALLOWED'],
      ['2026-01-08T00:00:00Z', 3, 'NOT_ALLOWED'],
    ]);
    expect(way(result, 'other', 'zenith')).toBe('@01-09T00:00 start (completed)');
  });

  test('SC-21 list commands and removals are carried out at their instants', async () => {
    const lists = [{ id: 'vip', type: 'static', status: 'live' }] as const;
    const byList = journey([], {
      nodes: [
        { kind: 'audience', id: 'in', list: 'vip', next: 'pause' },
        { kind: 'wait', id: 'pause', for: { days: 2 }, next: 'hello' },
        email('hello'),
      ],
    });
    const timeline: Scenario['timeline'] = [
      { at: '2026-01-06', list: { id: 'vip', add: ['acme'] } },
      { at: '2026-01-07', relations: [{ account: 'acme', person: 'ann', removed: true }] },
      { at: '2026-01-07', list: { id: 'vip', remove: ['acme'] } },
    ];
    const result = await play(scenario({ lists, journeys: [byList], timeline }));
    expect(way(result)).toBe('@01-06T00:00 in pause @01-08T00:00 hello (completed)');
    expect(effects(result)).toEqual(['01-08T00:00 hello bob sent']);
    expect(result.lists).toEqual([{ id: 'vip', members: [] }]);
  });
});
