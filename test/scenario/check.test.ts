import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/kernel/issue.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { runScenario } from '../../src/scenario/run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { parseScenario } from '../../src/scenario/schema.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { account, email, ENERGY, is, journey, person, scenario } from './parts.ts';

function check(given: Partial<Scenario>): string[] {
  const read = parseScenario(scenario(given));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return checkScenario(read.value).map(({ code, path }) => `${code} ${path.join('.')}`);
}

describe('checking scenarios', () => {
  test('SC-10 everything is reported at once, and nothing runs', async () => {
    const faulty = scenario({
      end: '2026-01-01',
      accounts: [account('acme'), account('acme', { size: 5 })],
      relations: [{ account: 'acme', person: 'nobody' }],
      journeys: [journey([], { endDate: '2026-01-05' })],
      audiences: [{ ...ENERGY, condition: is('account', 'industri', 'x') }],
    });
    const issues = checkScenario(faulty);
    expect(issues.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'INSTANT_OUT_OF_RANGE end',
      'DUPLICATE_ID accounts.1',
      'UNKNOWN_REFERENCE relations.0.person',
      'UNKNOWN_ATTRIBUTE accounts.1.attributes.size',
      'UNKNOWN_ATTRIBUTE audiences.0.condition.attribute',
      'END_DATE_RANGE journeys.0.endDate',
    ]);
    for (const { message, fix } of issues) expect(message.length * fix.length).toBeGreaterThan(0);
    const storage = memoryStorage();
    const error = await runScenario(faulty, { storage }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { issues } });
    expect(await storage.scan('scenario', { kind: 'subscription', index: 'id', limit: 1 })).toEqual(
      [],
    );
  });

  test('SC-10 a scenario without faults has no issues', () => {
    expect(check({ journeys: [journey([email('hello')])] })).toEqual([]);
    expect(checkScenario({ format: 1, start: '2026-01-05', end: '2026-01-06' })).toEqual([]);
  });

  test('SC-11 ids that occur twice', () => {
    expect(check({ people: [person('ann'), person('bob'), person('ann')] })).toEqual([
      'DUPLICATE_ID people.2',
    ]);
    expect(
      check({
        relations: [
          { account: 'acme', person: 'ann' },
          { account: 'acme', person: 'ann' },
        ],
      }),
    ).toEqual(['DUPLICATE_ID relations.1']);
    expect(check({ audiences: [ENERGY, ENERGY] })).toEqual(['DUPLICATE_ID audiences.1']);
    const list = { id: 'l', type: 'static', status: 'live' } as const;
    expect(check({ lists: [list, list] })).toEqual(['DUPLICATE_ID lists.1']);
    const group = { id: 'g', roles: [{ role: 'Champion', when: is('person', 'jobTitle', 'x') }] };
    expect(check({ groups: [group, group] })).toEqual(['DUPLICATE_ID groups.1']);
    expect(check({ journeys: [journey([]), journey([])] })).toEqual(['DUPLICATE_ID journeys.1']);
    const opened = { id: 'e', type: 'emailOpened', person: 'ann' } as const;
    expect(check({ events: [opened], timeline: [{ at: '2026-01-06', events: [opened] }] })).toEqual(
      ['DUPLICATE_ID timeline.0.events.0'],
    );
    expect(
      check({ timeline: [{ at: '2026-01-06', accounts: [account('a'), account('a')] }] }),
    ).toEqual(['DUPLICATE_ID timeline.0.accounts.1']);
  });

  test('SC-11 an account may come again on the timeline: it changes', () => {
    expect(
      check({
        timeline: [
          { at: '2026-01-06', accounts: [{ id: 'acme', attributes: { industry: 'Retail' } }] },
        ],
      }),
    ).toEqual([]);
  });

  test('SC-12 names that are not there', () => {
    expect(check({ events: [{ type: 'emailOpened', person: 'anne' }] })).toEqual([
      'UNKNOWN_REFERENCE events.0.person',
    ]);
    expect(check({ relations: [{ account: 'acmee', person: 'ann' }] })).toEqual([
      'UNKNOWN_REFERENCE relations.0.account',
    ]);
    const list = { id: 'l', type: 'static', status: 'live' } as const;
    expect(check({ lists: [{ ...list, members: ['acme', 'zenith'] }] })).toEqual([
      'UNKNOWN_REFERENCE lists.0.members.1',
    ]);
    const commands: Scenario['timeline'] = [
      { at: '2026-01-06', publish: 'p' },
      { at: '2026-01-06', close: 'c' },
      { at: '2026-01-06', abort: 'a' },
      { at: '2026-01-06', endDate: { journey: 'e', date: '2026-03-01' } },
      { at: '2026-01-06', list: { id: 'x', add: ['zenith'], remove: ['acme'] } },
    ];
    expect(check({ timeline: commands })).toEqual([
      'UNKNOWN_REFERENCE timeline.0.publish',
      'UNKNOWN_REFERENCE timeline.1.close',
      'UNKNOWN_REFERENCE timeline.2.abort',
      'UNKNOWN_REFERENCE timeline.3.endDate.journey',
      'UNKNOWN_REFERENCE timeline.4.list.id',
      'UNKNOWN_REFERENCE timeline.4.list.add.0',
    ]);
  });

  test('SC-12 accounts and people are known from the entry on that brings them, in the order of instants', () => {
    const brings = { at: '2026-01-08', accounts: [account('zenith')] };
    const uses = (at: string): NonNullable<Scenario['timeline']>[number] => ({
      at,
      relations: [{ account: 'zenith', person: 'ann' }],
    });
    expect(check({ timeline: [brings, uses('2026-01-08')] })).toEqual([]);
    expect(check({ timeline: [uses('2026-01-09'), brings] })).toEqual([]);
    expect(check({ timeline: [uses('2026-01-07'), brings] })).toEqual([
      'UNKNOWN_REFERENCE timeline.0.relations.0.account',
    ]);
  });

  test('SC-12 members are for static lists that are live', () => {
    const lists: Scenario['lists'] = [
      { id: 'd', type: 'dynamic', status: 'live', condition: ENERGY.condition, members: ['acme'] },
      { id: 's', type: 'static', status: 'draft' },
    ];
    expect(
      check({ lists, timeline: [{ at: '2026-01-06', list: { id: 's', add: ['acme'] } }] }),
    ).toEqual(['LIST_NOT_STATIC lists.0.members', 'LIST_NOT_STATIC timeline.0.list.id']);
  });

  test('SC-13 data is checked against the catalogue of the scenario', () => {
    const catalogue: Scenario['catalogue'] = {
      account: { name: 'text', industry: 'text', since: 'date', tags: 'texts' },
      events: { called: { of: 'account', fields: { minutes: 'number' } } },
      objects: { contract: { of: 'account', attributes: { value: 'number' } } },
    };
    const good = { name: 'A', industry: 'Energy', since: '2020-02-29', tags: ['a'] };
    const objects = { contract: [{ id: 'c', attributes: { value: 5 } }] };
    expect(check({ catalogue, accounts: [{ id: 'acme', attributes: good, objects }] })).toEqual([]);
    expect(
      check({
        catalogue,
        accounts: [
          {
            id: 'acme',
            attributes: { ...good, employees: 5, since: '2021-02-29', tags: 'a' },
            objects: { deal: [] },
          },
        ],
        events: [
          { type: 'emailOpened', person: 'ann' },
          { type: 'called', person: 'ann' },
          { type: 'called', account: 'acme', fields: { minutes: 'many', hours: 1 } },
          { type: 'personChanged', person: 'ann' },
        ],
      }).toSorted(),
    ).toEqual([
      'BUILT_IN_EVENT events.3.type',
      'INVALID_ID events.1.account',
      'UNKNOWN_ATTRIBUTE accounts.0.attributes.employees',
      'UNKNOWN_EVENT events.0.type',
      'UNKNOWN_FIELD events.2.fields.hours',
      'UNKNOWN_OBJECT accounts.0.objects.deal',
      'WRONG_SUBJECT events.1.person',
      'WRONG_TYPE accounts.0.attributes.since',
      'WRONG_TYPE accounts.0.attributes.tags',
      'WRONG_TYPE events.2.fields.minutes',
    ]);
    expect(
      check({ timeline: [{ at: '2026-01-06', people: [{ id: 'ann', attributes: { shoe: 1 } }] }] }),
    ).toEqual(['UNKNOWN_ATTRIBUTE timeline.0.people.0.attributes.shoe']);
  });

  test('SC-13 a part of the catalogue that is missing is that of the default catalogue', () => {
    const catalogue = { account: { name: 'text', industry: 'text' } } as const;
    expect(check({ catalogue, events: [{ type: 'emailOpened', person: 'ann' }] })).toEqual([]);
    expect(check({ catalogue: { account: { '1st': 'text' } } })[0]).toMatch(
      /^[A-Z_]+ catalogue\.account/,
    );
  });

  test('SC-14 instants can be read and lie where they can be', () => {
    expect(check({ start: '5 January' })).toContain('INVALID_INSTANT start');
    expect(check({ start: '2026-01-05T09:00:00' })).toContain('INVALID_INSTANT start');
    expect(check({ end: '2026-01-05T09:00:00Z' })).toEqual(['INSTANT_OUT_OF_RANGE end']);
    const opened = { type: 'emailOpened', person: 'ann' } as const;
    expect(
      check({
        events: [
          { ...opened, at: '2026-02-01' },
          { ...opened, at: '2026-01-20' },
          { ...opened, at: '2025-01-20' },
        ],
        relations: [{ account: 'acme', person: 'ann', since: '2026-03-01' }],
        timeline: [
          { at: '2026-01-04', suppress: 'x@example.com' },
          { at: '2026-02-01', suppress: 'x@example.com' },
          { at: 'soon', suppress: 'x@example.com' },
          {
            at: '2026-01-06',
            events: [
              { ...opened, at: '2026-01-07' },
              { ...opened, at: '2026-01-05' },
            ],
          },
          { at: '2026-01-06', events: [{ ...opened, at: 'noon' }] },
        ],
      }),
    ).toEqual([
      'INSTANT_OUT_OF_RANGE relations.0.since',
      'INSTANT_OUT_OF_RANGE events.0.at',
      'INSTANT_OUT_OF_RANGE timeline.0.at',
      'INSTANT_OUT_OF_RANGE timeline.1.at',
      'INVALID_INSTANT timeline.2.at',
      'INSTANT_OUT_OF_RANGE timeline.3.events.0.at',
      'INVALID_INSTANT timeline.4.events.0.at',
    ]);
    const endDate = { journey: 'nurture', date: '2026-01-06' };
    expect(check({ journeys: [journey([])], timeline: [{ at: '2026-01-06', endDate }] })).toEqual([
      'INSTANT_OUT_OF_RANGE timeline.0.endDate.date',
    ]);
  });

  test('SC-15 definitions and journeys are checked as by define and publish', () => {
    expect(
      check({
        audiences: [{ ...ENERGY, condition: { kind: 'audience', audience: 'none', member: true } }],
      }),
    ).toEqual(['UNKNOWN_AUDIENCE audiences.0.condition.audience']);
    expect(check({ lists: [{ id: 'l', type: 'dynamic', status: 'live' }] })).toEqual([
      'MISSING_CONDITION lists.0.condition',
    ]);
    expect(check({ groups: [{ id: 'g', roles: [] }] })).toEqual(['NO_ROLES groups.0.roles']);
    expect(check({ audiences: [], journeys: [journey([])] })).toEqual([
      'UNKNOWN_AUDIENCE journeys.0.nodes.0.audience',
    ]);
    expect(check({ journeys: [journey([email('hello', 'nowhere')])] })).toEqual([
      'UNKNOWN_NODE journeys.0.nodes.1.next',
    ]);
  });

  test('SC-15 stage models are checked, and groups name live ones', () => {
    const model = {
      id: 'funnel',
      name: 'Funnel',
      status: 'live',
      stages: [
        { id: 'new', entry: true, to: ['won'] },
        { id: 'won', destination: 'success' },
      ],
    } as const;
    const group = { id: 'g', roles: [{ role: 'Champion' }], stageModel: 'funnel' };
    expect(check({ groups: [group], stages: [model] })).toEqual(['NEVER_CREATED groups.0.roles']);
    expect(check({ groups: [group] })).toContain('NOT_LIVE groups.0.stageModel');
    expect(check({ stages: [model, { ...model, id: 'other' }] })).toEqual([
      'STAGE_MODEL_LIVE stages.1.status',
    ]);
    expect(check({ stages: [model, model] })).toContain('DUPLICATE_ID stages.1');
  });

  test('SC-15 a journey is checked at the instant at which it is published', () => {
    const late = journey([], { endDate: '2026-01-20' });
    expect(check({ journeys: [late] })).toEqual([]);
    expect(
      check({ journeys: [late], timeline: [{ at: '2026-01-20', publish: 'nurture' }] }),
    ).toEqual(['END_DATE_RANGE journeys.0.endDate']);
    const add = {
      kind: 'action',
      id: 'add',
      context: 'accounts',
      action: { type: 'addToJourney', journey: 'other' },
    } as const;
    const other = journey([], { id: 'other' });
    expect(check({ journeys: [journey([add]), other] })).toEqual([
      'ACTION_TARGET_NOT_LIVE journeys.0.nodes.1.action.journey',
    ]);
    expect(check({ journeys: [other, journey([add])] })).toEqual([]);
    expect(
      check({
        journeys: [journey([add]), other],
        timeline: [{ at: '2026-01-06', publish: 'nurture' }],
      }),
    ).toEqual([]);
    const aborted: Issue['path'][] = [];
    for (const issue of checkScenario(
      scenario({
        journeys: [other, journey([add])],
        timeline: [
          { at: '2026-01-06', abort: 'other' },
          { at: '2026-01-07', publish: 'nurture' },
        ],
      }),
    ))
      aborted.push(issue.path);
    expect(aborted).toEqual([['journeys', 1, 'nodes', 1, 'action', 'journey']]);
  });

  test('SC-16 responses name what there is', () => {
    const journeys = [journey([email('hello')])];
    expect(
      check({
        journeys,
        responses: [{ journey: 'nurture', node: 'hello', email: 'hello', people: ['ann'] }],
      }),
    ).toEqual([]);
    expect(
      check({
        journeys,
        responses: [
          { journey: 'nurtur', people: ['zoe'] },
          { node: 'start', email: 'bye', action: 'call' },
          {
            events: [
              { type: 'emailRead', afterMinutes: 1 },
              { type: 'emailOpened', afterMinutes: 1, fields: { mobile: 'yes' } },
              { type: 'accountChanged', afterMinutes: 0 },
            ],
          },
        ],
      }),
    ).toEqual([
      'UNKNOWN_REFERENCE responses.0.journey',
      'UNKNOWN_REFERENCE responses.0.people.0',
      'UNKNOWN_REFERENCE responses.1.node',
      'UNKNOWN_REFERENCE responses.1.email',
      'UNKNOWN_REFERENCE responses.1.action',
      'UNKNOWN_EVENT responses.2.events.0.type',
      'WRONG_TYPE responses.2.events.1.fields.mobile',
      'BUILT_IN_EVENT responses.2.events.2.type',
    ]);
  });

  test('SC-17 nothing is removed from what has just begun', () => {
    expect(check({ relations: [{ account: 'acme', person: 'ann', removed: true }] })).toEqual([
      'NOTHING_TO_REMOVE relations.0.removed',
    ]);
    expect(
      check({ accounts: [{ ...account('acme'), opportunities: [{ id: 'o', removed: true }] }] }),
    ).toEqual(['NOTHING_TO_REMOVE accounts.0.opportunities.0.removed']);
  });
});
