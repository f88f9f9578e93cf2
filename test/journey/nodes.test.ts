import { describe, expect, it } from 'vitest';
import type { Action, JourneyNode, ListenNode, WaitNode } from '../../src/journey/document.ts';
import { CONTEXT, DIRECTOR, LARGE, act, found, journey, mail, test } from './world.ts';

const BERLIN = { zone: 'Europe/Berlin' };

describe('waits and timeouts', () => {
  const cases: [what: string, Omit<WaitNode, 'kind' | 'id'>, string[]][] = [
    ['nothing at all', {}, []],
    ['five units', { for: { months: 1, weeks: 1, days: 1, hours: 1, minutes: 1 } }, []],
    ['no length', { for: { days: 0 } }, ['DURATION for']],
    ['no unit', { for: {} }, ['DURATION for']],
    ['half a day', { for: { days: 0.5 } }, ['DURATION for']],
    ['a negative unit', { for: { days: 2, hours: -1 } }, ['DURATION for']],
    ['longer than 100 years', { for: { months: 1201 } }, ['DURATION for']],
    ['no duration beside must end on', { mustEndOn: BERLIN }, []],
    ['no length beside must end on', { for: { days: 0 }, mustEndOn: BERLIN }, []],
    ['half a day beside must end on', { for: { days: 0.5 }, mustEndOn: BERLIN }, ['DURATION for']],
    ['an instant', { until: '2026-01-05T09:00:00Z' }, []],
    ['an instant elsewhere', { until: '2026-01-05T09:00+02:00' }, []],
    ['a bare date', { until: '2026-01-05' }, ['INSTANT until']],
    ['no offset', { until: '2026-01-05T09:00:00' }, ['INSTANT until']],
    ['no instant', { until: 'T' }, ['INSTANT until']],
    [
      'an instant and a duration',
      { until: '2026-01-05T09:00:00Z', for: { days: 1 } },
      ['EXCLUSIVE until'],
    ],
    [
      'an instant and must end on',
      { until: '2026-01-05T09:00:00Z', mustEndOn: BERLIN },
      ['EXCLUSIVE until'],
    ],
    ['a day and a time', { mustEndOn: { ...BERLIN, days: ['monday'], time: '23:59' } }, []],
    ['any day', { mustEndOn: { ...BERLIN, days: [] } }, []],
    ['an unknown zone', { mustEndOn: { zone: 'Europe/Bonn' } }, ['ZONE mustEndOn.zone']],
    ['an offset as zone', { mustEndOn: { zone: '+02:00' } }, ['ZONE mustEndOn.zone']],
    ['24:00', { mustEndOn: { ...BERLIN, time: '24:00' } }, ['TIME mustEndOn.time']],
    ['a short time', { mustEndOn: { ...BERLIN, time: '9:00' } }, ['TIME mustEndOn.time']],
  ];

  it.each(cases)('JD-37, JD-38, JD-39, JD-40: %s, of a wait', (_, settings, expected) => {
    const wait: JourneyNode = { kind: 'wait', id: 'w', ...settings };
    expect(found(journey([wait]))).toEqual(
      expected.map((issue) => `WAIT_${issue.replace(' ', ' nodes.1.')}`),
    );
  });

  it.each(cases)('JD-37, JD-38, JD-39, JD-40: %s, of a timeout', (_, settings, expected) => {
    const { for: after, until: at, ...rest } = settings;
    const timeout = {
      ...rest,
      ...(after !== undefined && { after }),
      ...(at !== undefined && { at }),
    };
    const names = (issue: string): string => issue.replace(/for$/, 'after').replace(/until$/, 'at');
    expect(found(journey([clicked({ timeout })]))).toEqual(
      expected.map((issue) => `TIMEOUT_${names(issue).replace(' ', ' nodes.1.timeout.')}`),
    );
  });

  it('JD-41 a timeout without path that leads on is a warning', () => {
    const off = journey([clicked({ timeout: { path: false } })]);
    expect(found(off)).toEqual([]);
    const leading = journey([
      clicked({ timeout: { path: false, next: 'm' }, next: 'm' }),
      mail('m'),
    ]);
    expect(found(leading)).toEqual(['TIMEOUT_PATH nodes.1.timeout.next']);
  });
});

describe('actions', () => {
  const custom = (name: string, input?: Record<string, unknown>): Action => ({
    type: 'custom',
    name,
    ...(input !== undefined && { input }),
  });

  it.each<[Action, 'accounts' | 'people', boolean]>([
    [{ type: 'sendEmail', email: 'x' }, 'people', true],
    [{ type: 'sendEmail', email: 'x' }, 'accounts', false],
    [{ type: 'addToList', list: 'named' }, 'accounts', true],
    [{ type: 'addToList', list: 'named' }, 'people', false],
    [{ type: 'removeFromList', list: 'named' }, 'people', false],
    [{ type: 'addToJourney', journey: 'x' }, 'accounts', true],
    [{ type: 'addToJourney', journey: 'x' }, 'people', false],
    [{ type: 'removeFromJourney', journey: 'x' }, 'people', false],
    [{ type: 'interestingMoment', moment: 'Web' }, 'accounts', true],
    [{ type: 'interestingMoment', moment: 'Web' }, 'people', true],
    [{ type: 'updateProfile', attribute: 'tier', value: null }, 'accounts', true],
    [{ type: 'updateProfile', attribute: 'jobTitle', value: null }, 'people', true],
    [custom('salesAlert', { offer: 'x' }), 'accounts', true],
    [custom('salesAlert', { offer: 'x' }), 'people', false],
    [custom('call'), 'people', true],
    [custom('call'), 'accounts', false],
  ])('JD-42 %j for %s', (action, context, fits) => {
    expect(found(journey([act(action, context)]))).toEqual(
      fits ? [] : ['ACTION_CONTEXT nodes.1.context'],
    );
  });

  it.each<[Action, 'accounts' | 'people', string]>([
    [{ type: 'sendEmail', email: '' }, 'people', 'email'],
    [{ type: 'addToList', list: ' ' }, 'accounts', 'list'],
    [{ type: 'removeFromList', list: '' }, 'accounts', 'list'],
    [{ type: 'addToJourney', journey: '' }, 'accounts', 'journey'],
    [{ type: 'removeFromJourney', journey: '' }, 'accounts', 'journey'],
    [{ type: 'updateProfile', attribute: '', value: 1 }, 'accounts', 'attribute'],
    [custom(''), 'accounts', 'name'],
  ])('JD-43 %j is not complete', (action, context, part) => {
    const journeys = (): undefined => undefined;
    const expected = [`NODE_INCOMPLETE nodes.1.action.${part}`];
    expect(found(journey([act(action, context)]), { ...CONTEXT, journeys })).toEqual(expected);
  });

  it('JD-44 the longest description of a moment and a longer one', () => {
    const moment = (length: number): Action => ({
      type: 'interestingMoment',
      moment: 'Email',
      description: 'x'.repeat(length),
    });
    expect(found(journey([act(moment(140))]))).toEqual([]);
    expect(found(journey([act(moment(141))]))).toEqual([
      'MOMENT_DESCRIPTION_LENGTH nodes.1.action.description',
    ]);
  });

  it.each<[string, string[]]>([
    ['named', []],
    ['none', ['UNKNOWN_LIST nodes.1.action.list']],
    ['unpublished', ['ACTION_TARGET_NOT_LIVE nodes.1.action.list']],
    ['dynamic', ['ACTION_TARGET_NOT_LIVE nodes.1.action.list']],
  ])('JD-45 the list %s', (list, expected) => {
    expect(found(journey([act({ type: 'addToList', list }, 'accounts')]))).toEqual(expected);
    expect(found(journey([act({ type: 'removeFromList', list }, 'accounts')]))).toEqual(expected);
  });

  it.each([
    ['draft', false, false],
    ['scheduled', true, true],
    ['live', true, true],
    ['closed', false, true],
    ['aborted', false, false],
    ['finished', false, false],
  ] as const)('JD-46 a journey that is %s', (status, adds, removes) => {
    const issues = (type: 'addToJourney' | 'removeFromJourney', id = 'other'): readonly string[] =>
      found(journey([act({ type, journey: id }, 'accounts')]), {
        ...CONTEXT,
        journeys: (name) => (name === 'other' ? status : undefined),
      });
    const refused = ['ACTION_TARGET_NOT_LIVE nodes.1.action.journey'];
    expect(issues('addToJourney')).toEqual(adds ? [] : refused);
    expect(issues('removeFromJourney')).toEqual(removes ? [] : refused);
    expect(issues('addToJourney', 'none')).toEqual(['UNKNOWN_JOURNEY nodes.1.action.journey']);
  });

  it.each<['accounts' | 'people', string, string | number | boolean | null, string[]]>([
    ['accounts', 'tier', 'gold', []],
    ['accounts', 'tier', null, []],
    ['accounts', 'tier', 'silver', ['WRONG_TYPE nodes.1.action.value']],
    ['accounts', 'employees', 'many', ['WRONG_TYPE nodes.1.action.value']],
    ['accounts', 'renewal', '2026-01-05', []],
    ['accounts', 'renewal', 'soon', ['WRONG_TYPE nodes.1.action.value']],
    ['accounts', 'jobTitle', 'VP', ['UNKNOWN_ATTRIBUTE nodes.1.action.attribute']],
    ['people', 'jobTitle', 'VP', []],
    ['people', 'tier', 'gold', ['UNKNOWN_ATTRIBUTE nodes.1.action.attribute']],
    ['accounts', 'toString', 'x', ['UNKNOWN_ATTRIBUTE nodes.1.action.attribute']],
    ['accounts', 'source', 'x', ['NOT_UPDATABLE nodes.1.action.attribute']],
  ])('JD-47 %s: %s = %j', (context, attribute, value, expected) => {
    const update: Action = { type: 'updateProfile', attribute, value };
    expect(found(journey([act(update, context)]))).toEqual(expected);
  });

  it.each<[Action, string[]]>([
    [custom('salesAlert', { offer: 'x' }), []],
    [custom('salesAlert', { offer: 5 }), ['ACTION_INPUT nodes.1.action.input']],
    [custom('salesAlert'), ['ACTION_INPUT nodes.1.action.input']],
    [custom('other'), ['UNKNOWN_ACTION nodes.1.action.name']],
    [custom('toString'), ['UNKNOWN_ACTION nodes.1.action.name']],
  ])('JD-48 %j', (action, expected) => {
    expect(found(journey([act(action, 'accounts')]))).toEqual(expected);
  });

  it('JD-43 and JD-47 actions inside of a split by people are checked in the same way', () => {
    const actions = [{ ...mail('a'), action: { type: 'sendEmail', email: '' } as const }];
    const split: JourneyNode = {
      kind: 'splitPeople',
      id: 's',
      paths: [{ id: 'p', when: DIRECTOR, actions }],
    };
    expect(found(journey([split]))).toEqual([
      'NODE_INCOMPLETE nodes.1.paths.0.actions.0.action.email',
    ]);
  });
});

function clicked(settings: Partial<ListenNode> = {}): ListenNode {
  const events = [{ event: 'emailClicked', minimum: 1 }];
  return { kind: 'listen', id: 'l', context: 'people', events, ...settings };
}

function changed(settings: Partial<ListenNode> = {}): ListenNode {
  const where = test('event', 'attribute', 'is', 'tier');
  const events = [{ event: 'accountChanged', where }];
  return { kind: 'listen', id: 'l', context: 'accounts', events, ...settings };
}

describe('listeners', () => {
  it('JD-49 1 to 10 events that the catalogue has', () => {
    const [event] = clicked().events;
    expect(found(journey([clicked({ events: [] })]))).toEqual(['NODE_INCOMPLETE nodes.1.events']);
    expect(found(journey([clicked({ events: Array.from({ length: 10 }, () => event!) })]))).toEqual(
      [],
    );
    expect(found(journey([clicked({ events: Array.from({ length: 11 }, () => event!) })]))).toEqual(
      ['EVENT_LIMIT nodes.1.events'],
    );
    expect(found(journey([clicked({ events: [{ event: '' }] })]))).toEqual([
      'NODE_INCOMPLETE nodes.1.events.0.event',
    ]);
    expect(found(journey([clicked({ events: [{ event: 'toString' }] })]))).toEqual([
      'UNKNOWN_EVENT nodes.1.events.0.event',
    ]);
  });

  it('JD-50 a listener is for events of accounts or of people', () => {
    expect(found(journey([changed(), clicked({ id: 'm' })]))).toEqual(['UNREACHABLE nodes.2']);
    expect(found(journey([clicked({ context: 'accounts' })]))).toEqual([
      'EVENT_SUBJECT nodes.1.events.0.event',
    ]);
    const mixed = clicked({ events: [...clicked().events, ...changed().events] });
    expect(found(journey([mixed]))).toEqual(['EVENT_SUBJECT nodes.1.events.1.event']);
    const order = [{ event: 'order', minimum: 1 }];
    expect(found(journey([clicked({ events: order })]))).toEqual([
      'EVENT_SUBJECT nodes.1.events.0.event',
    ]);
    expect(found(journey([changed({ events: order })]))).toEqual([]);
  });

  it('JD-51 an experience event has a constraint: a field or a minimum', () => {
    const where = test('event', 'link', 'contains', 'pricing');
    const bare = ['EVENT_CONSTRAINT_REQUIRED nodes.1.events.0.where'];
    expect(found(journey([clicked({ events: [{ event: 'emailClicked' }] })]))).toEqual(bare);
    const nothing = { kind: 'all', of: [] } as const;
    expect(
      found(journey([clicked({ events: [{ event: 'emailClicked', where: nothing }] })])),
    ).toEqual(bare);
    expect(found(journey([clicked({ events: [{ event: 'emailClicked', where }] })]))).toEqual([]);
    expect(found(journey([clicked({ events: [{ event: 'interestingMoment' }] })]))).toEqual(bare);
    expect(
      found(journey([clicked({ events: [{ event: 'interestingMoment', minimum: 1 }] })])),
    ).toEqual([]);
  });

  it.each([
    ['accountChanged', 'accounts', 'attribute', 'tier'],
    ['accountInterestingMoment', 'accounts', 'type', 'Web'],
    ['completenessChanged', 'accounts', 'group', 'cloud'],
    ['personChanged', 'people', 'attribute', 'jobTitle'],
    ['assignedToGroup', 'people', 'group', 'cloud'],
    ['removedFromGroup', 'people', 'group', 'cloud'],
  ] as const)('JD-52 %s says for which', (event, context, field, value) => {
    const issues = (where?: ReturnType<typeof test>): readonly string[] =>
      found(
        journey([changed({ context, events: [{ event, minimum: 1, ...(where && { where }) }] })]),
      );
    const needed = ['EVENT_REQUIRED_CONSTRAINT nodes.1.events.0.where'];
    const is = test('event', field, 'is', value);
    const isNot = test('event', field, 'isNot', value);
    expect(issues()).toEqual(needed);
    expect(issues(isNot)).toEqual(needed);
    expect(issues(is)).toEqual([]);
    expect(issues({ kind: 'all', of: [isNot, is] })).toEqual([]);
    expect(issues({ kind: 'any', of: [is, is] })).toEqual([]);
    expect(issues({ kind: 'any', of: [is, isNot] })).toEqual(needed);
    expect(issues({ kind: 'not', condition: is })).toEqual(needed);
  });

  it('JD-52 the attribute and the group are known', () => {
    const named = (
      event: string,
      context: 'accounts' | 'people',
      field: string,
    ): readonly string[] =>
      found(
        journey([
          changed({ context, events: [{ event, where: test('event', field, 'is', 'none') }] }),
        ]),
      );
    const place = 'nodes.1.events.0.where';
    expect(named('accountChanged', 'accounts', 'attribute')).toEqual([
      `UNKNOWN_ATTRIBUTE ${place}`,
    ]);
    expect(named('personChanged', 'people', 'attribute')).toEqual([`UNKNOWN_ATTRIBUTE ${place}`]);
    expect(named('assignedToGroup', 'people', 'group')).toEqual([`UNKNOWN_GROUP ${place}`]);
  });

  it.each([0, -1, 1.5])('JD-53 a minimum of %d', (minimum) => {
    expect(found(journey([clicked({ events: [{ event: 'emailClicked', minimum }] })]))).toEqual([
      'EVENT_MINIMUM nodes.1.events.0.minimum',
    ]);
  });

  it('JD-54 filter and members are about people', () => {
    expect(found(journey([clicked({ filter: DIRECTOR, members: {} })]))).toEqual([]);
    expect(found(journey([changed({ filter: DIRECTOR, members: {} })]))).toEqual([
      'LISTEN_CONTEXT nodes.1.filter',
      'LISTEN_CONTEXT nodes.1.members',
    ]);
  });

  it.each<[NonNullable<ListenNode['members']>, string[]]>([
    [{ definitions: ['cloud'], roles: ['User'] }, []],
    [{ roles: ['Anything'] }, []],
    [{ definitions: ['none'] }, ['UNKNOWN_GROUP nodes.1.members.definitions.0']],
    [{ definitions: ['cloud'], roles: ['Boss'] }, ['UNKNOWN_ROLE nodes.1.members.roles.0']],
  ])('JD-55 members %j', (members, expected) => {
    expect(found(journey([clicked({ members })]))).toEqual(expected);
  });
});

describe('conditions', () => {
  const split = (kind: 'splitAccounts' | 'splitPeople', when: typeof LARGE): JourneyNode =>
    kind === 'splitAccounts'
      ? { kind, id: 's', paths: [{ id: 'p', when }] }
      : { kind, id: 's', paths: [{ id: 'p', when, actions: [] }] };

  it('JD-56 splits by accounts are about accounts, splits by people about people', () => {
    expect(found(journey([split('splitAccounts', LARGE)]))).toEqual([]);
    expect(found(journey([split('splitPeople', DIRECTOR)]))).toEqual([]);
    expect(found(journey([split('splitPeople', LARGE)]))).toEqual([]);
    const place = 'nodes.1.paths.0.when';
    expect(found(journey([split('splitAccounts', DIRECTOR)]))).toEqual([
      `WRONG_SCOPE ${place}.entity`,
    ]);
    const unknown = test('account', 'shoeSize', 'is', '44');
    expect(found(journey([split('splitAccounts', unknown)]))).toEqual([
      `UNKNOWN_ATTRIBUTE ${place}.attribute`,
    ]);
  });

  it('JD-56 filters are about people, tests of an event about the event', () => {
    const filter = test('person', 'shoeSize', 'is', '44');
    expect(found(journey([clicked({ filter })]))).toEqual([
      'UNKNOWN_ATTRIBUTE nodes.1.filter.attribute',
    ]);
    const events = (attribute: string): readonly string[] =>
      found(
        journey([
          clicked({
            events: [{ event: 'emailClicked', where: test('event', attribute, 'is', 'x') }],
          }),
        ]),
      );
    expect(events('link')).toEqual([]);
    expect(events('weight')).toEqual(['UNKNOWN_ATTRIBUTE nodes.1.events.0.where.attribute']);
    const changedWrongly = test('event', 'weight', 'is', 'x');
    const both = { kind: 'all', of: [changed().events[0]!.where!, changedWrongly] } as const;
    expect(
      found(journey([changed({ events: [{ event: 'accountChanged', where: both }] })])),
    ).toEqual(['UNKNOWN_ATTRIBUTE nodes.1.events.0.where.of.1.attribute']);
  });
});
