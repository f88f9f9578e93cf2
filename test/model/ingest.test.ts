import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath } from '../../src/kernel/issue.ts';
import { date, number, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { limits } from '../../src/model/limits.ts';
import { readIngest } from '../../src/model/ingest.ts';
import type { IngestInput, ParsedIngest } from '../../src/model/record.ts';

const b2b = catalogue({
  account: { name: text(), founded: date(), employees: number() },
  person: { email: text(), interests: texts() },
  opportunity: { amount: number() },
  objects: {
    contract: { of: 'account', attributes: { until: date() } },
    device: { of: 'person', attributes: { model: text() } },
  },
  events: {
    emailClicked: { of: 'person', fields: { link: text(), at: date() } },
    orderPlaced: { of: 'account', fields: { total: number() } },
  },
});

function read(input: unknown): ParsedIngest {
  const result = readIngest(b2b, input);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

function issuesOf(input: unknown): string[] {
  const result = readIngest(b2b, input);
  if (result.ok) throw new Error('Nothing is wrong.');
  return result.issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

const AT = Date.UTC(2026, 0, 5);
const NOTHING = {
  accounts: [],
  people: [],
  relations: [],
  opportunities: [],
  objects: [],
  events: [],
  intent: [],
};

test('MO-40 right records are returned as they are stored', () => {
  const input: IngestInput = {
    accounts: [{ id: 'acme', attributes: { name: 'Acme', founded: '2026-01-05' }, version: 3 }],
    people: [{ id: 'ann', attributes: { interests: ['cloud'] }, consent: { email: 'y' } }],
    relations: [{ account: 'acme', person: 'ann', roles: ['Buyer'], since: '2026-01-05' }],
    opportunities: [{ id: 'o1', account: 'acme', attributes: { amount: 5 } }],
    objects: [{ object: 'device', id: 'd1', owner: 'ann', attributes: { model: 'X' } }],
    events: [{ id: 'e1', type: 'emailClicked', at: AT, person: 'ann', fields: { link: '/' } }],
  };
  expect(read(input)).toEqual({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', founded: AT }, version: 3 }],
    people: [{ id: 'ann', attributes: { interests: ['cloud'] }, version: undefined, consent: 'y' }],
    relations: [{ account: 'acme', person: 'ann', roles: ['Buyer'], since: AT, removed: false }],
    opportunities: [{ id: 'o1', account: 'acme', attributes: { amount: 5 }, removed: false }],
    objects: [
      {
        object: 'device',
        id: 'd1',
        of: 'person',
        owner: 'ann',
        attributes: { model: 'X' },
        removed: false,
      },
    ],
    events: [
      {
        id: 'e1',
        type: 'emailClicked',
        at: AT,
        of: 'person',
        subject: 'ann',
        fields: { link: '/' },
      },
    ],
    intent: [],
  });
  expect(read({})).toEqual(NOTHING);
});

test('MO-40 MO-43 one wrong record refuses all, with its path', () => {
  const people = Array.from({ length: 18 }, (_, index) => ({
    id: `p${index}`,
    attributes: { email: index === 17 ? 5 : 'a' },
  }));
  const result = readIngest(b2b, { people });
  expect(result).toMatchObject({
    ok: false,
    issues: [
      {
        code: 'WRONG_TYPE',
        path: ['people', 17, 'attributes', 'email'],
        message: 'Expected text, got a number.',
      },
    ],
  });
  expect('value' in result).toBe(false);
});

test('MO-41 ids are texts of 1 to 255 code units', () => {
  for (const id of ['a', 'ä'.repeat(255), ' ', '__proto__', '😀']) {
    expect(read({ accounts: [{ id }] }).accounts[0]?.id).toBe(id);
  }
  for (const id of ['', 'x'.repeat(256), 5, null, undefined, {}, 'a\0', '\ud800']) {
    expect(issuesOf({ accounts: [{ id }] })).toEqual(['INVALID_ID accounts[0].id']);
  }
  expect(issuesOf({ relations: [{ account: 1 }] })).toEqual([
    'INVALID_ID relations[0].account',
    'INVALID_ID relations[0].person',
  ]);
});

test('MO-42 unknown names are reported', () => {
  const input = {
    account: [],
    accounts: [{ id: 'a', atributes: {}, attributes: { city: 'B' }, objects: { device: [] } }],
    people: [{ id: 'a', consent: { fax: 'y' } }],
    opportunities: [{ id: 'a', account: 'a', attributes: { name: 'B' } }],
    objects: [{ object: 'house', id: 'a', owner: 'a' }],
    events: [
      { id: 'a', type: 'orderPlaced', at: 0, account: 'a', fields: { link: '/' } },
      { id: 'a', type: 'orderLost', at: 0, account: 'a' },
    ],
  };
  expect(issuesOf(input)).toEqual([
    'UNKNOWN_PROPERTY account',
    'UNKNOWN_PROPERTY accounts[0].atributes',
    'UNKNOWN_ATTRIBUTE accounts[0].attributes.city',
    'UNKNOWN_OBJECT accounts[0].objects.device',
    'UNKNOWN_PROPERTY people[0].consent.fax',
    'UNKNOWN_ATTRIBUTE opportunities[0].attributes.name',
    'UNKNOWN_OBJECT objects[0].object',
    'UNKNOWN_FIELD events[0].fields.link',
    'UNKNOWN_EVENT events[1].type',
  ]);
});

test('MO-43 things of another form are reported', () => {
  const wrong: [input: unknown, issue: string][] = [
    [null, 'WRONG_TYPE (root)'],
    [[], 'WRONG_TYPE (root)'],
    [{ people: {} }, 'WRONG_TYPE people'],
    [{ people: [null] }, 'WRONG_TYPE people[0]'],
    [{ people: [[]] }, 'WRONG_TYPE people[0]'],
    [{ people: [{ id: 'a', attributes: [] }] }, 'WRONG_TYPE people[0].attributes'],
    [{ people: [{ id: 'a', attributes: null }] }, 'WRONG_TYPE people[0].attributes'],
    [{ people: [{ id: 'a', consent: 'y' }] }, 'WRONG_TYPE people[0].consent'],
    [{ people: [{ id: 'a', objects: [] }] }, 'WRONG_TYPE people[0].objects'],
    [{ people: [{ id: 'a', objects: { device: {} } }] }, 'WRONG_TYPE people[0].objects.device'],
    [{ accounts: [{ id: 'a', opportunities: 5 }] }, 'WRONG_TYPE accounts[0].opportunities'],
    [{ accounts: [{ id: 'a', opportunities: [5] }] }, 'WRONG_TYPE accounts[0].opportunities[0]'],
    [
      { accounts: [{ id: 'a', objects: { contract: [{ id: 'c', removed: 1 }] } }] },
      'WRONG_TYPE accounts[0].objects.contract[0].removed',
    ],
    [
      { relations: [{ account: 'a', person: 'p', roles: ['x', ''] }] },
      'WRONG_TYPE relations[0].roles',
    ],
    [{ relations: [{ account: 'a', person: 'p', removed: 1 }] }, 'WRONG_TYPE relations[0].removed'],
    [
      { events: [{ id: 'a', type: 'orderPlaced', at: 0, account: 'a', fields: 1 }] },
      'WRONG_TYPE events[0].fields',
    ],
  ];
  for (const [input, issue] of wrong) expect(issuesOf(input)).toEqual([issue]);
});

test('MO-44 null clears, absence leaves alone, and null fields are absent', () => {
  const { accounts, events } = read({
    accounts: [{ id: 'a', attributes: { name: null, founded: undefined } }],
    events: [{ id: 'e', type: 'emailClicked', at: 0, person: 'p', fields: { link: null } }],
  });
  expect(accounts[0]?.attributes).toStrictEqual({ name: null });
  expect(events[0]?.fields).toStrictEqual({});
});

describe('MO-45 names like __proto__', () => {
  const hostile = (): object => JSON.parse('{"__proto__":{"polluted":true}}') as object;
  test('are unknown', () => {
    expect(issuesOf({ people: [{ id: 'a', attributes: hostile() }] })).toEqual([
      'UNKNOWN_ATTRIBUTE people[0].attributes.__proto__',
    ]);
    const objects = JSON.parse('{"__proto__":[]}') as object;
    expect(issuesOf({ people: [{ id: 'a', objects }] })).toEqual([
      'UNKNOWN_OBJECT people[0].objects.__proto__',
    ]);
    expect(issuesOf(hostile())).toEqual(['UNKNOWN_PROPERTY __proto__']);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(issuesOf({ events: [{ id: 'a', type: name, at: 0, person: 'p' }] })).toEqual([
        'UNKNOWN_EVENT events[0].type',
      ]);
      expect(issuesOf({ objects: [{ id: 'a', object: name, owner: 'p' }] })).toEqual([
        'UNKNOWN_OBJECT objects[0].object',
      ]);
    }
    expect('polluted' in {}).toBe(false);
  });
});

test('MO-46 records inside their owner come out before those given by themselves', () => {
  const { opportunities, objects } = read({
    accounts: [
      {
        id: 'a',
        opportunities: [
          { id: 'o1', attributes: { amount: 1 } },
          { id: 'o2', removed: true },
        ],
        objects: { contract: [{ id: 'c1' }] },
      },
    ],
    people: [{ id: 'p', objects: { device: [{ id: 'd1', attributes: { model: 'X' } }] } }],
    opportunities: [{ id: 'o3', account: 'b' }],
    objects: [{ object: 'contract', id: 'c2', owner: 'b' }],
  });
  expect(opportunities).toEqual([
    { id: 'o1', account: 'a', attributes: { amount: 1 }, removed: false },
    { id: 'o2', account: 'a', attributes: {}, removed: true },
    { id: 'o3', account: 'b', attributes: {}, removed: false },
  ]);
  expect(objects.map(({ id, of, owner }) => [id, of, owner])).toEqual([
    ['c1', 'account', 'a'],
    ['d1', 'person', 'p'],
    ['c2', 'account', 'b'],
  ]);
});

test('MO-47 an event names its subject and nothing else', () => {
  const event = (more: object): object => ({ events: [{ id: 'e', at: 0, ...more }] });
  expect(read(event({ type: 'orderPlaced', account: 'a' })).events[0]).toMatchObject({
    of: 'account',
    subject: 'a',
  });
  expect(issuesOf(event({ type: 'orderPlaced', person: 'p' }))).toEqual([
    'WRONG_SUBJECT events[0].person',
    'INVALID_ID events[0].account',
  ]);
  expect(issuesOf(event({ type: 'emailClicked', person: 'p', account: 'a' }))).toEqual([
    'WRONG_SUBJECT events[0].account',
  ]);
  expect(issuesOf(event({ type: 'accountChanged', account: 'a' }))).toEqual([
    'BUILT_IN_EVENT events[0].type',
  ]);
  const moment = { type: 'interestingMoment', person: 'p', fields: { type: 'Web' } };
  expect(read(event(moment)).events[0]?.fields).toEqual({ type: 'Web' });
});

test('MO-48 events need an instant and relations may have one', () => {
  const event = (at: unknown): object => ({
    events: [{ id: 'e', type: 'orderPlaced', at, account: 'a' }],
  });
  for (const at of ['2026-01-05T00:00:00Z', new Date(AT), AT]) {
    expect(read(event(at)).events[0]?.at).toBe(AT);
  }
  for (const at of [undefined, null, 'yesterday', '2026-01-05T00:00:00', 1.5, Infinity, {}]) {
    expect(issuesOf(event(at))).toEqual(['INVALID_INSTANT events[0].at']);
  }
  const relation = { account: 'a', person: 'p' };
  expect(read({ relations: [relation] }).relations[0]).toStrictEqual({
    ...relation,
    roles: undefined,
    since: undefined,
    removed: false,
  });
  expect(issuesOf({ relations: [{ ...relation, since: null }] })).toEqual([
    'INVALID_INSTANT relations[0].since',
  ]);
});

test('MO-49 versions, roles and consent', () => {
  expect(read({ people: [{ id: 'a', version: 0 }] }).people[0]?.version).toBe(0);
  for (const version of [-1, 1.5, '1', NaN, 2 ** 53]) {
    expect(issuesOf({ people: [{ id: 'a', version }] })).toEqual([
      'INVALID_VERSION people[0].version',
    ]);
  }
  const relation = { account: 'a', person: 'p', roles: ['x', 'y', 'x'] };
  expect(read({ relations: [relation] }).relations[0]?.roles).toEqual(['x', 'y']);
  const consent = (email: unknown): object => ({ people: [{ id: 'a', consent: { email } }] });
  for (const email of ['y', 'n', null, undefined]) {
    expect(read(consent(email)).people[0]?.consent).toBe(email);
  }
  expect(issuesOf(consent('yes'))).toEqual(['INVALID_CONSENT people[0].consent.email']);
});

test('MO-50 reading stops after the greatest number of issues', () => {
  const people = Array.from({ length: 2_000 }, () => ({ id: '', attributes: { x: 1, y: 2 } }));
  expect(issuesOf({ people })).toHaveLength(1_000);
  const few = readIngest(b2b, { people, accounts: [{ id: '' }] }, limits({ issues: 2 }));
  expect(few.issues).toHaveLength(2);
  const wide = { id: 'a', opportunities: Array.from({ length: 2_000 }, () => 5) };
  expect(issuesOf({ accounts: [wide] })).toHaveLength(1_000);
});

test('MO-51 later changes of the input do not matter', () => {
  const interests = ['a'];
  const roles = ['r'];
  const at = new Date(AT);
  const input = {
    people: [{ id: 'p', attributes: { interests } }],
    relations: [{ account: 'a', person: 'p', roles }],
    events: [{ id: 'e', type: 'emailClicked', at, person: 'p', fields: { at } }],
  };
  const value = read(input);
  const before = structuredClone(value);
  interests.push('b');
  roles.push('s');
  at.setTime(0);
  input.people[0]!.id = 'q';
  expect(value).toEqual(before);
});

test('MO-40 MO-45 whatever comes, reading gives records or issues', () => {
  const record = fc.dictionary(
    fc.constantFrom(
      'id',
      'account',
      'person',
      'attributes',
      'at',
      'type',
      'roles',
      'objects',
      '__proto__',
    ),
    fc.oneof(
      fc.anything({ maxDepth: 1 }),
      fc.dictionary(fc.constantFrom('email', 'name', 'device'), fc.anything({ maxDepth: 1 })),
    ),
  );
  const list = fc.constantFrom(
    'accounts',
    'people',
    'relations',
    'opportunities',
    'objects',
    'events',
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.dictionary(list, fc.array(record)), fc.anything({ maxDepth: 1 })),
      (input) => {
        const result = readIngest(b2b, input);
        if (!result.ok) {
          expect(result.issues.length).toBeGreaterThan(0);
          return;
        }
        expect(result.issues).toEqual([]);
        const plain: unknown = JSON.parse(JSON.stringify(result.value));
        expect(plain).toEqual(result.value);
      },
    ),
  );
});

test('MO-52 intent belongs to an account or a person, and names each signal once', () => {
  const high = { signal: 'product', name: 'Disk', level: 'high' } as const;
  const low = { signal: 'product', name: 'Disk', level: 'low' } as const;
  const word = { signal: 'keyword', name: 'disk', level: 'low' } as const;
  expect(
    read({
      intent: [
        { account: 'acme', signals: [low, high, word] },
        { person: 'ann', signals: [] },
      ],
    }).intent,
  ).toEqual([
    { of: 'account', subject: 'acme', signals: [word, high] },
    { of: 'person', subject: 'ann', signals: [] },
  ]);
  expect(
    issuesOf({
      intent: [
        { account: 'a', person: 'b', signals: [] },
        { signals: 'none' },
        { account: 'a', signals: [{ signal: 'wish', name: ' ', level: 'top', more: 1 }, 7] },
      ],
    }),
  ).toEqual([
    'WRONG_SUBJECT intent[0].account',
    'INVALID_ID intent[1].account',
    'WRONG_TYPE intent[1].signals',
    'UNKNOWN_PROPERTY intent[2].signals[0].more',
    'INVALID_INTENT intent[2].signals[0].signal',
    'INVALID_INTENT intent[2].signals[0].name',
    'INVALID_INTENT intent[2].signals[0].level',
    'WRONG_TYPE intent[2].signals[1]',
  ]);
});
