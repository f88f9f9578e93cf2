import { describe, expect, test } from 'vitest';
import { accountPage } from '../../src/dashboard/pages/account-page.ts';
import { groupPage } from '../../src/dashboard/pages/group-page.ts';
import { membersTable } from '../../src/dashboard/pages/members-table.ts';
import { personPage } from '../../src/dashboard/pages/person-page.ts';
import { labelsOf } from '../../src/insights/labels.ts';
import { engagedGroupRows, groupRows } from '../../src/insights/rows.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { number, text } from '../../src/model/attribute.ts';
import type { IntentSignal } from '../../src/model/intent.ts';
import { snapshot } from './groups.ts';
import { ago, event, fact, group, NOW, pageData, person, run, seat } from './page-data.ts';

const DISK: IntentSignal = { signal: 'product', name: 'Disk', level: 'high' };
const CLOUD: IntentSignal = { signal: 'solution', name: 'Cloud', level: 'low' };
const S3: IntentSignal = { signal: 'keyword', name: 'S3', level: 'high' };

const INTERESTS = [
  {
    id: 'cloud',
    name: 'Cloud Migration',
    template: 'big',
    stageModel: 'life',
    roles: [{ role: 'Decision Maker' }, { role: 'Influencer' }, { role: 'Champion' }],
  },
  { id: 'data', name: 'Data Platform', roles: [{ role: 'Champion' }] },
  { id: 'edge', roles: [{ role: 'Champion' }] },
];

const moment = (at: number, description: string) =>
  event('interestingMoment', at, { type: 'Web', description });

describe('names', () => {
  const labels = labelsOf({ allGroups: INTERESTS, stages: pageData({}).definitions.stages });

  test('BG-150 rows show names of interests and stages, ids where there is no name', () => {
    const groups = [
      snapshot('acme', { stage: 'aware' }),
      snapshot('acme', { stage: 'interested' }),
      snapshot('acme', { group: 'data', stage: 'aware' }),
      snapshot('acme', { group: 'gone', stage: 'aware' }),
      snapshot('acme'),
    ];
    expect(
      groupRows(groups, 'engagement', labels).map((row) => [row.solutionInterest, row.stage]),
    ).toEqual([
      ['Cloud Migration', 'Aware'],
      ['Cloud Migration', 'interested'],
      ['Data Platform', 'aware'],
      ['gone', 'aware'],
      ['Cloud Migration', null],
    ]);
    expect(groupRows(groups, 'engagement')[0]).toMatchObject({
      solutionInterest: 'cloud',
      stage: 'aware',
    });
    const table = { accounts: new Map(), groups: new Map(), people: new Map() };
    expect(engagedGroupRows([snapshot('acme')], table, labels)[0]?.solutionInterest).toBe(
      'Cloud Migration',
    );
  });

  test('BG-150 activities by the label of the model, of the default list, or by their type', () => {
    const ann = person('ann', {
      events: [event('demo', 1), event('emailOpened', 2), event('pageViewed', 3)],
    });
    const activities = [
      { activity: 'pageViewed', label: 'Visit' },
      { activity: 'emailOpened' },
      { activity: 'demo' },
    ];
    const labelsFor = (data: Parameters<typeof personPage>[0]) =>
      personPage(data, 'ann').activities.map(({ label }) => label);
    expect(labelsFor(pageData({ people: [ann] }, { activities }))).toEqual([
      'Visit',
      'Email Opened',
      'demo',
    ]);
    expect(labelsFor(pageData({ people: [ann] }))).toEqual(['Page Views', 'Email Opened', 'demo']);
  });
});

describe('page of a group', () => {
  const page = (account: Parameters<typeof pageData>[0], parts = {}) =>
    groupPage(pageData(account, { groups: INTERESTS, ...parts }), 'cloud');

  test('BG-151 the group, its account and its intent', () => {
    const data = pageData(
      {
        attributes: { name: 'Acme', industry: 'Steel' },
        people: [
          person('ann', { engagement: 61.5, intent: [S3, DISK] }),
          person('bob', { intent: [{ ...DISK, level: 'low' }, CLOUD] }),
          person('cy', { intent: [{ ...CLOUD, level: 'high' }] }),
        ],
        opportunities: [
          { id: 'o1', attributes: {} },
          { id: 'o2', attributes: { closed: true } },
        ],
        groups: [
          group(
            'cloud',
            [
              seat('ann', 'Influencer'),
              seat('bob', 'Decision Maker'),
              seat('cy', 'Champion', { removed: true }),
            ],
            {
              completeness: 66.6,
              engagement: 41.5,
              stage: 'aware',
              status: 'Hot',
              updated: ago(2),
            },
          ),
        ],
      },
      { groups: INTERESTS },
    );
    const taxonomy = [
      {
        name: 'Cloud',
        status: 'approved' as const,
        products: [{ name: 'Disk', keywords: ['S3'] }],
      },
    ];
    const templates = [{ id: 'big', name: 'Big deals', status: 'live' as const, roles: [] }];
    const definitions = { ...data.definitions, taxonomy, templates };
    const shown = groupPage({ ...data, definitions }, 'cloud');
    expect(shown.group).toEqual({
      name: 'CLOUD for Acme',
      account: { id: 'acme', name: 'Acme' },
      interest: { id: 'cloud', name: 'Cloud Migration' },
      members: 2,
      engagement: 42,
      completeness: 67,
      stage: { id: 'aware', name: 'Aware' },
      status: 'Hot',
      template: { id: 'big', name: 'Big deals' },
      updated: ago(2),
      summary: { text: expect.any(String) as string, subject: expect.anything() as object },
    });
    // Top engaged members, top interest and missing roles (reference 14.1).
    expect(shown.group.summary.text).toBe(
      'CLOUD for Acme has 2 members. It is 67 % complete and its engagement score is 42. ' +
        'It is in the stage Aware. Its status is Hot. The most engaged: ann (Influencer, 62). ' +
        'Nobody is Champion. Intent was seen for Disk (high), S3 (high) and Cloud (low).',
    );
    expect(shown.account).toMatchObject({
      id: 'acme',
      name: 'Acme',
      people: 3,
      industry: 'Steel',
      openOpportunities: 1,
      journeys: [],
    });
    expect(shown.account.summary.text).toContain('CLOUD for Acme (42)');
    expect(shown.intent).toEqual({
      signals: [DISK, S3, CLOUD],
      details: [{ category: CLOUD, products: [{ product: DISK, keywords: [S3] }] }],
    });
  });

  test('BG-151 the three journeys that the account entered last, with when it left', () => {
    const facts = [
      fact(ago(9), run('one', 1)),
      fact(ago(8), run('two', 1), run('three', 1)),
      fact(ago(7), run('one', 1, 'completed'), run('four', 1)),
      fact(ago(6), run('two', 1, 'completed')),
      fact(ago(5), run('two', 2)),
      fact(ago(4), run('three', 1, 'completed')),
    ];
    const journeys = [{ id: 'two', name: 'Journey Two' }];
    const { account } = page({ groups: [group('cloud')] }, { facts, journeys });
    expect(account.journeys).toEqual([
      { journey: 'two', name: 'Journey Two', entered: ago(5), left: null },
      { journey: 'four', name: 'four', entered: ago(7), left: null },
      { journey: 'three', name: 'three', entered: ago(8), left: ago(4) },
    ]);
    expect(account.summary.text).toContain('Its latest journeys: Journey Two, four and three.');
  });

  test('BG-152 three decision makers by score, then all others; who was removed is in no row', () => {
    const scores = { a: 10, b: 90.4, c: 90.6, d: 20, e: 99, f: 30, g: 5 };
    const people = [
      ...Object.entries(scores).map(([id, engagement]) => person(id, { engagement })),
      person('h'),
      person('i', { attributes: { firstName: 'Aa' } }),
      person('gone', { engagement: 100 }),
    ];
    const members = [
      ...['a', 'b', 'c', 'd'].map((id) => seat(id, 'Decision Maker')),
      ...['e', 'f', 'h', 'i'].map((id) => seat(id, 'Influencer')),
      seat('gone', 'Decision Maker', { removed: true }),
      seat('g', 'Champion'),
    ];
    const { members: rows } = page({ people, groups: [group('cloud', members)] });
    const seen = (cards: typeof rows.others) => cards.map((card) => [card.id, card.engagement]);
    expect(seen(rows.decisionMakers)).toEqual([
      ['c', 91],
      ['b', 90],
      ['d', 20],
    ]);
    // The fourth decision maker is one of the others; without a score people come last, by name.
    expect(seen(rows.others)).toEqual([
      ['e', 99],
      ['f', 30],
      ['a', 10],
      ['g', 5],
      ['i', null],
      ['h', null],
    ]);
  });

  test('BG-152 a card with its details', () => {
    const ann = person('ann', {
      attributes: {
        firstName: 'Ann',
        lastName: 'Lee',
        jobTitle: 'VP',
        email: 'ann@acme.example',
        mobilePhone: '2',
      },
      engagement: 50,
      events: [
        moment(ago(9), 'Asked for a demo'),
        event('pageViewed', ago(8)),
        event('emailOpened', ago(7)),
        moment(ago(6), 'Visited the fair'),
        event('emailClicked', ago(5)),
        event('pageViewed', ago(-1)),
        moment(ago(-1), 'Is yet to come'),
      ],
    });
    const groups = [group('cloud', [seat('ann', 'Influencer')])];
    expect(page({ people: [ann], groups }).members.others).toEqual([
      {
        id: 'ann',
        name: 'Ann Lee',
        jobTitle: 'VP',
        email: 'ann@acme.example',
        phone: '2',
        engagement: 50,
        role: 'Influencer',
        summary: {
          text:
            'Ann Lee is VP at Acme. The engagement score is 50. ' +
            'Roles in buying groups: Influencer of CLOUD for Acme. ' +
            'The last activity was Email Clicked on 2026-02-24.',
          subject: expect.objectContaining({ kind: 'person' }) as object,
        },
        moment: { kind: 'Web', description: 'Visited the fair', at: ago(6) },
        activities: [
          { type: 'emailClicked', label: 'Email Clicked', at: ago(5) },
          { type: 'emailOpened', label: 'Email Opened', at: ago(7) },
        ],
        otherGroups: [],
      },
    ]);
  });

  test('BG-152 the three groups that the person was added to last; a change of role adds nobody', () => {
    const others = ['a', 'b', 'c', 'd', 'e'];
    const groups = [
      group('cloud', [seat('ann', 'Champion')]),
      // The role was changed lately in `a`; nothing is known of when `d` got her but its record.
      group('a', [seat('ann', 'Other', { decidedAt: ago(1) })]),
      group('b', [seat('ann', 'Other', { decidedAt: ago(6) })]),
      group('c', [seat('ann', 'Other', { decidedAt: ago(7) })]),
      group('d', [seat('ann', 'Other', { decidedAt: ago(5) })]),
      group('e', [seat('ann', 'Other', { removed: true })]),
    ];
    const joined = (id: string, previous: string | null = null) =>
      ({
        type: 'member',
        group: id,
        person: 'ann',
        role: 'Other',
        previous,
        source: 'system',
        by: null,
      }) as const;
    const facts = [
      fact(ago(20), joined('b')),
      fact(ago(8), joined('a')),
      fact(ago(7), joined('c')),
      fact(ago(6), joined('b')),
      fact(ago(1), joined('a', 'Champion'), { ...joined('c', 'Other'), person: 'bob' }),
    ];
    const definitions = others.map((id) => ({ id, roles: [] }));
    const { members } = page(
      { people: [person('ann')], groups },
      { facts, groups: [...INTERESTS, ...definitions] },
    );
    expect(members.others[0]!.otherGroups).toEqual([
      { id: 'd', name: 'D for Acme', role: 'Other' },
      { id: 'b', name: 'B for Acme', role: 'Other' },
      { id: 'c', name: 'C for Acme', role: 'Other' },
    ]);
  });

  test('BG-156 a group with nothing to show', () => {
    const bare = { definition: 'old', members: [], completeness: null, stage: 'x' };
    const shown = groupPage(pageData({ groups: [bare] }), 'old');
    expect(shown.group).toMatchObject({
      name: 'old for Acme',
      interest: { id: 'old', name: 'old' },
      members: 0,
      engagement: null,
      completeness: null,
      stage: { id: 'x', name: 'x' },
      status: null,
      template: null,
    });
    expect(shown.intent).toEqual({ signals: [], details: [] });
    expect(shown.members).toEqual({ decisionMakers: [], others: [] });
    expect(shown.account).toMatchObject({ people: 0, industry: null, journeys: [] });
    // Somebody whose record went before the account's.
    const orphan = { ...bare, members: [seat('ann', 'Champion')] };
    expect(groupPage(pageData({ groups: [orphan] }), 'old').members.others).toEqual([
      {
        id: 'ann',
        name: 'ann',
        jobTitle: null,
        email: null,
        phone: null,
        engagement: null,
        role: 'Champion',
        summary: null,
        moment: null,
        activities: [],
        otherGroups: [],
      },
    ]);
    for (const read of [groupPage, membersTable, personPage])
      expect(() => read(pageData({}), 'none')).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND' }) as Error,
      );
  });
});

test('BG-153 the table of members, with who decided', () => {
  const people = [
    person('ann', {
      attributes: { firstName: 'Ann', jobTitle: 'VP', email: 'a@acme.example', phone: '1' },
      engagement: 70.5,
    }),
    person('bob', { engagement: 80 }),
    person('cy'),
    person('dee'),
  ];
  const members = [
    seat('ann', 'Decision Maker', { source: 'journey', by: 'nurture' }),
    seat('bob', 'Influencer', { source: 'manual', by: 'user-7' }),
    seat('cy', 'Influencer', { source: 'journey', by: 'gone' }),
    seat('dee', 'Champion'),
    seat('eve', 'Champion', { removed: true }),
  ];
  const data = pageData(
    { people, groups: [group('cloud', members)] },
    { journeys: [{ id: 'nurture', name: 'Nurture' }] },
  );
  const rows = membersTable(data, 'cloud');
  expect(rows.map((row) => [row.person, row.source, row.by])).toEqual([
    ['bob', 'manual', 'user-7'],
    ['ann', 'journey', 'Nurture'],
    ['cy', 'journey', 'gone'],
    ['dee', 'system', null],
  ]);
  expect(rows[1]).toEqual({
    person: 'ann',
    name: 'Ann',
    role: 'Decision Maker',
    jobTitle: 'VP',
    email: 'a@acme.example',
    phone: '1',
    source: 'journey',
    by: 'Nurture',
    engagement: 71,
  });
});

describe('page of an account', () => {
  const data = pageData(
    {
      people: [
        person('ann', {
          attributes: { email: 'a@acme.example', jobTitle: 'VP' },
          engagement: 10.5,
          intent: [{ ...DISK, name: 'Tape', level: 'low' }, CLOUD, DISK],
        }),
        person('bob', { engagement: 20 }),
        person('cy'),
      ],
      groups: [
        group('cloud', [
          seat('ann', 'Decision Maker', { decidedAt: ago(9) }),
          seat('bob', 'Decision Maker', { decidedAt: ago(2) }),
        ]),
        group('data', [seat('ann', 'Champion'), seat('bob', 'Champion', { removed: true })]),
      ],
      intent: [CLOUD],
    },
    { groups: INTERESTS },
  );

  test('BG-154 BG-107 coverage of every interest and role, narrowed by interest and period', () => {
    expect(accountPage(data).coverage).toEqual({
      roles: ['Decision Maker', 'Influencer', 'Champion'],
      rows: [
        { group: 'cloud', name: 'Cloud Migration', counts: [2, 0, 0] },
        { group: 'data', name: 'Data Platform', counts: [null, null, 1] },
        { group: 'edge', name: 'edge', counts: [null, null, 0] },
      ],
    });
    const joined = { from: ago(5), to: NOW };
    expect(accountPage(data, { interests: ['cloud'], joined }).coverage.rows).toEqual([
      { group: 'cloud', name: 'Cloud Migration', counts: [1, 0, 0] },
    ]);
    expect(() => accountPage(data, { joined: { from: 2, to: 1 } })).toThrow(
      /^accountPage .* joined/,
    );
  });

  test('BG-154 BG-108 overlap, with interests by name and the products of the contact', () => {
    const overlap = [
      {
        id: 'ann',
        name: 'ann',
        jobTitle: 'VP',
        groups: [
          {
            group: 'cloud',
            name: 'CLOUD for Acme',
            role: 'Decision Maker',
            interest: 'Cloud Migration',
          },
          { group: 'data', name: 'DATA for Acme', role: 'Champion', interest: 'Data Platform' },
        ],
        products: [DISK, { ...DISK, name: 'Tape', level: 'low' }],
      },
    ];
    expect(accountPage(data).overlap).toEqual(overlap);
    // Whoever fits is shown with all groups.
    expect(accountPage(data, { interests: ['data'], roles: ['Champion'] }).overlap).toEqual(
      overlap,
    );
    expect(accountPage(data, { interests: ['cloud'], roles: ['Champion'] }).overlap).toEqual([]);
  });

  test('BG-154 BG-151 the account, its own intent, and all contacts by score', () => {
    const { account, intent, contacts } = accountPage(data);
    expect(account).toMatchObject({ id: 'acme', people: 3, openOpportunities: 0 });
    expect(intent.signals).toEqual([CLOUD]);
    expect(contacts).toEqual([
      { id: 'bob', name: 'bob', email: null, engagement: 20 },
      { id: 'ann', name: 'ann', email: 'a@acme.example', engagement: 11 },
      { id: 'cy', name: 'cy', email: null, engagement: null },
    ]);
  });

  test('BG-156 an account without anything', () => {
    expect(accountPage(pageData({}))).toMatchObject({
      account: { people: 0, industry: null, openOpportunities: 0, journeys: [] },
      intent: { signals: [], details: [] },
      coverage: { roles: [], rows: [] },
      overlap: [],
      contacts: [],
    });
  });
});

describe('page of a person', () => {
  test('BG-155 twenty activities at most, latest first, none that is yet to come', () => {
    const events = [
      ...Array.from({ length: 22 }, (_, index) => event('pageViewed', ago(30 - index))),
      moment(ago(1), 'Fair'),
      event('pageViewed', NOW),
      event('pageViewed', NOW + 1),
    ];
    const { activities } = personPage(pageData({ people: [person('ann', { events })] }), 'ann');
    expect(activities).toHaveLength(20);
    expect(activities.slice(0, 3)).toEqual([
      { type: 'pageViewed', label: 'Page Views', at: NOW },
      { type: 'interestingMoment', label: 'Interesting Moment', at: ago(1) },
      { type: 'pageViewed', label: 'Page Views', at: ago(9) },
    ]);
    expect(activities.at(-1)?.at).toBe(ago(26));
  });

  test('BG-155 the person, groups by engagement, and intent', () => {
    const ann = person('ann', {
      attributes: { firstName: 'Ann', jobTitle: 'VP', email: 'a@acme.example', phone: '1' },
      engagement: 33.3,
      intent: [CLOUD, DISK],
    });
    const groups = [
      group('cloud', [seat('ann', 'Influencer'), seat('bob', 'Champion', { removed: true })], {
        engagement: 10.4,
        completeness: 50.5,
        stage: 'aware',
      }),
      group('data', [seat('ann', 'Champion'), seat('bob', 'Champion')], { engagement: 10.5 }),
      group('edge', [seat('ann', 'Champion')]),
      group('none', [seat('ann', 'Champion', { removed: true })], { engagement: 99 }),
    ];
    const data = pageData({ people: [ann], groups }, { groups: INTERESTS });
    const shown = personPage(data, 'ann');
    expect(shown.person).toMatchObject({
      id: 'ann',
      name: 'Ann',
      jobTitle: 'VP',
      email: 'a@acme.example',
      phone: '1',
      engagement: 33,
      account: { id: 'acme', name: 'Acme' },
    });
    expect(shown.person.summary.text).toContain('Ann is VP at Acme.');
    expect(shown.groups).toEqual([
      {
        id: 'data',
        name: 'DATA for Acme',
        interest: 'Data Platform',
        role: 'Champion',
        engagement: 11,
        completeness: null,
        stage: null,
        members: 2,
      },
      {
        id: 'cloud',
        name: 'CLOUD for Acme',
        interest: 'Cloud Migration',
        role: 'Influencer',
        engagement: 10,
        completeness: 51,
        stage: 'Aware',
        members: 1,
      },
      expect.objectContaining({ id: 'edge', interest: 'edge', engagement: null }),
    ]);
    expect(shown.intent.signals).toEqual([DISK, CLOUD]);
  });

  test('BG-157 persona and attributes, those of the catalogue with their labels', () => {
    const ann = person('ann', { attributes: { jobTitle: 'vp sales' } });
    const data = pageData({ people: [ann] });
    const personas = [
      { name: 'Expert', attributes: [{ attribute: 'jobTitle', prompt: 'knows it all' }] },
      { name: 'Leader', attributes: [{ attribute: 'jobTitle', values: ['VP Sales'] }] },
    ];
    const definitions = { ...data.definitions, personas };
    const b2b = catalogue({
      account: { name: text(), annualRevenue: number() },
      person: { firstName: text(), jobTitle: text({ label: 'Title' }) },
    });
    const shown = personPage({ ...data, definitions, catalogue: b2b }, 'ann');
    expect(shown.person.persona).toBe('Leader');
    expect(shown.attributes).toEqual([
      { attribute: 'firstName', label: 'First name', value: null },
      { attribute: 'jobTitle', label: 'Title', value: 'vp sales' },
    ]);
    expect(shown.company).toEqual([
      { attribute: 'name', label: 'Name', value: 'Acme' },
      { attribute: 'annualRevenue', label: 'Annual revenue', value: null },
    ]);
    const plain = personPage(data, 'ann');
    expect(plain.person.persona).toBeNull();
    expect(plain.attributes).toEqual([
      { attribute: 'jobTitle', label: 'jobTitle', value: 'vp sales' },
    ]);
    expect(plain).toMatchObject({ activities: [], groups: [], intent: { signals: [] } });
  });
});
