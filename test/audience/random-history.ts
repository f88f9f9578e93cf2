import fc from 'fast-check';
import { ChangeSet } from '../../src/audience/change-set.ts';
import type { AudienceCondition } from '../../src/audience/membership.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import type { Attributes, Value } from '../../src/model/value.ts';
import type { AccountView, GroupView, PersonView } from '../../src/model/view.ts';
import {
  account,
  DIRECTOR,
  event,
  LARGE,
  NOW,
  person,
  SOFTWARE,
  some,
  test,
  VISITED,
} from './world.ts';

/** One condition for everything that a change may name, and some that mix them. */
const CONDITIONS: readonly Condition[] = [
  SOFTWARE,
  LARGE,
  test('account', 'industry', 'isEmpty'),
  { kind: 'all', of: [SOFTWARE, LARGE] },
  { kind: 'not', condition: { kind: 'any', of: [LARGE, some(DIRECTOR)] } },
  some(DIRECTOR),
  some(test('person', 'score', 'atLeast', 50)),
  { kind: 'related', entity: 'person', quantifier: 'atLeast', count: 2 },
  {
    kind: 'related',
    entity: 'person',
    quantifier: 'none',
    where: test('person', 'score', 'isEmpty'),
  },
  some({ kind: 'role', assigned: true, roles: ['Buyer'] }),
  some({ kind: 'member', member: true, definitions: ['cloud'] }),
  some({ kind: 'audience', audience: 'directors', member: true }),
  { kind: 'audience', audience: 'software', member: false },
  VISITED,
  some(VISITED),
  { kind: 'event', event: 'webVisit', occurred: false, past: { days: 2 } },
  { kind: 'event', event: 'webVisit', occurred: true, minimum: 2, past: { hours: 30 } },
  { kind: 'event', event: 'order', occurred: true, where: test('event', 'total', 'atLeast', 10) },
  {
    kind: 'all',
    of: [LARGE, { kind: 'event', event: 'order', occurred: false, past: { weeks: 1 } }],
  },
  { kind: 'list', lists: ['named'], member: true },
  { kind: 'list', lists: ['named', 'blocked'], member: false },
  {
    kind: 'group',
    definitions: ['cloud'],
    completeness: { operator: 'atLeast', values: [50] },
  },
  {
    kind: 'related',
    entity: 'opportunity',
    quantifier: 'some',
    where: test('opportunity', 'amount', 'greaterThan', 5),
  },
  { kind: 'related', entity: 'object', object: 'contract', quantifier: 'atLeast', count: 1 },
  some({
    kind: 'related',
    entity: 'object',
    object: 'device',
    quantifier: 'some',
    where: test('object', 'price', 'lessThan', 10),
  }),
  { kind: 'all', of: [] },
  { kind: 'any', of: [] },
];

/** Some of the conditions, in any order, under ids that do not sort like their positions. */
export const audiences: fc.Arbitrary<readonly AudienceCondition[]> = fc
  .shuffledSubarray([...CONDITIONS.keys()])
  .map((places) =>
    places.map((place) => ({ id: `audience:${(place * 7) % 31}`, condition: CONDITIONS[place]! })),
  );

/** An account that changes, with the names of its changes. */
export class History {
  view: AccountView = account();
  now = NOW;
  readonly changes: ChangeSet = new ChangeSet();

  put(parts: Partial<AccountView>): void {
    this.view = { ...this.view, ...parts };
  }

  putPerson(at: number, parts: Partial<PersonView>): boolean {
    const { people } = this.view;
    if (people.length === 0) return false;
    const place = at % people.length;
    this.put({ people: people.with(place, { ...people[place]!, ...parts }) });
    return true;
  }

  personAt(at: number): PersonView | undefined {
    return this.view.people[at % Math.max(1, this.view.people.length)];
  }
}

/** One change, or one passage of time. */
export type Change = (history: History) => void;

const at = fc.nat(3);
const name = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const title = fc.constantFrom('Director Sales', 'Analyst', null);
const amount = fc.option(fc.constantFrom(1, 20, 60, 2000));

function attribute(names: Attributes, key: string, value: Value | null): Attributes {
  const { [key]: _before, ...rest } = names;
  return value === null ? rest : { ...rest, [key]: value };
}

const inAccount: fc.Arbitrary<Change> = fc.oneof(
  fc.option(fc.constantFrom('Software', 'Retail')).map((value): Change => (history) => {
    history.put({ attributes: attribute(history.view.attributes, 'industry', value) });
    history.changes.accountAttribute('industry');
  }),
  amount.map((value): Change => (history) => {
    history.put({ attributes: attribute(history.view.attributes, 'employees', value) });
    history.changes.accountAttribute('employees');
  }),
  fc.subarray(['named', 'blocked']).map((lists): Change => (history) => {
    for (const list of ['named', 'blocked']) {
      if (lists.includes(list) !== history.view.lists.includes(list)) history.changes.list(list);
    }
    history.put({ lists });
  }),
  amount.map((value): Change => (history) => {
    history.put({
      opportunities: value === null ? [] : [{ id: 'o', attributes: { amount: value } }],
    });
    history.changes.opportunities();
  }),
  amount.map((value): Change => (history) => {
    const contract = value === null ? [] : [{ id: 'c', attributes: { value } }];
    history.put({ objects: { contract } });
    history.changes.object('contract');
  }),
  fc
    .record({
      completeness: fc.constantFrom(null, 0, 50, 100),
      member: name,
      removed: fc.boolean(),
    })
    .map(({ completeness, member, removed }): Change => (history) => {
      const cloud: GroupView = {
        definition: 'cloud',
        completeness,
        members: [{ person: member, role: 'Champion', source: 'system', removed }],
      };
      history.put({ groups: [cloud] });
      history.changes.groups();
    }),
  fc.record({ total: amount, ago: fc.nat(10) }).map(({ total, ago }): Change => (history) => {
    const order = event('order', history.now - ago * DAY, attribute({}, 'total', total));
    const events = [...history.view.events, order].sort((left, right) => left.at - right.at);
    history.put({ events });
    history.changes.event('order');
  }),
);

const inPeople: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at, title }).map(({ at: place, title: value }): Change => (history) => {
    const before = history.personAt(place)?.attributes ?? {};
    if (history.putPerson(place, { attributes: attribute(before, 'jobTitle', value) })) {
      history.changes.personAttribute('jobTitle');
    }
  }),
  fc.record({ at, amount }).map(({ at: place, amount: value }): Change => (history) => {
    const before = history.personAt(place)?.attributes ?? {};
    if (history.putPerson(place, { attributes: attribute(before, 'score', value) })) {
      history.changes.personAttribute('score');
    }
  }),
  fc.record({ at, ago: fc.nat(100) }).map(({ at: place, ago }): Change => (history) => {
    const visit = event('webVisit', history.now - ago * HOUR);
    const before = history.personAt(place)?.events ?? [];
    const events = [...before, visit].sort((left, right) => left.at - right.at);
    if (history.putPerson(place, { events })) history.changes.event('webVisit');
  }),
  fc.record({ at, amount }).map(({ at: place, amount: price }): Change => (history) => {
    const device = price === null ? [] : [{ id: 'd', attributes: { price } }];
    if (history.putPerson(place, { objects: { device } })) history.changes.objects();
  }),
  fc
    .record({ at, roles: fc.subarray(['Buyer', 'User']) })
    .map(({ at: place, roles }): Change => (history) => {
      if (history.putPerson(place, { roles })) history.changes.people();
    }),
  fc.record({ name, title, visited: fc.boolean() }).map((joining): Change => (history) => {
    const { people } = history.view;
    const rest = people.filter(({ id }) => id !== joining.name);
    const joined = person(joining.name, {
      attributes: attribute({}, 'jobTitle', joining.title),
      events: joining.visited ? [event('webVisit', history.now - HOUR)] : [],
    });
    history.put({ people: rest.length < people.length ? rest : [...people, joined] });
    history.changes.people();
  }),
);

const time: fc.Arbitrary<Change> = fc
  .integer({ min: 1, max: 60 })
  .map((hours): Change => (history) => {
    history.now += hours * HOUR;
  });

/** Steps of a history: what happens between one evaluation and the next. */
export const steps: fc.Arbitrary<readonly (readonly Change[])[]> = fc.array(
  fc.array(fc.oneof(inAccount, inPeople, inPeople, time), { maxLength: 3 }),
  { minLength: 1, maxLength: 12 },
);
