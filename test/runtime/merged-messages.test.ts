import { expect, test } from 'vitest';
import { advance, type Advance } from '../../src/runtime/advance.ts';
import type { AccountInput, PersonMessage } from '../../src/runtime/input.ts';
import { advancePerson } from '../../src/runtime/person.ts';
import { emptyAccount, emptyPerson, NO_PROGRESS } from '../../src/runtime/state.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { worldOf } from './runtime-world.ts';
import { tenant } from './stories.ts';

const world = worldOf({ ...tenant([]), journeys: [], catalogue: TENANT_CATALOGUE }, new Map());

function go(account: AccountBody, ...inputs: AccountInput[]): Advance {
  return advance(world, account, NO_PROGRESS, inputs, BEGINNING);
}

/** Inputs that an advance has for an account. */
function toAccount({ messages }: Advance, id: string): readonly AccountInput[] {
  return messages.flatMap((message) =>
    message.to === 'account' && message.subject === id ? [message.input] : [],
  );
}

function says(message: PersonMessage): AccountInput {
  return { kind: 'person', message };
}

function joins(change: number, value?: number): AccountInput {
  const copy = { id: 'ann', attributes: {}, objects: {}, change };
  return says({
    type: 'joined',
    copy: value === undefined ? copy : { ...copy, value },
    events: [],
    roles: null,
    since: BEGINNING,
  });
}

function engagement(value: number, change: number, told?: readonly string[]): AccountInput {
  const days = [{ day: 20_000, counts: { webVisit: value } }];
  const message = { type: 'engagement', person: 'ann', value, days, change } as const;
  return says(told === undefined ? message : { ...message, told });
}

const merge = { kind: 'merge', into: 'win', rules: { order: [] } } as const;
const lose = go(go(emptyAccount('lose'), joins(1)).account, merge).account;

test('AM-14 a value of engagement goes on to the other account, unless it is told there as well', () => {
  const said = engagement(4, 2);
  expect(toAccount(go(lose, said), 'win')).toEqual([engagement(4, 0)]);
  expect(toAccount(go(lose, engagement(4, 2, ['lose', 'win'])), 'win')).toEqual([]);
  const others = engagement(4, 2, ['lose', 'third']);
  expect(toAccount(go(lose, others), 'win')).toEqual([engagement(4, 0, ['lose', 'third'])]);
});

test('AM-14 it reaches the other account in whatever order it comes with the people, and counts on its days', () => {
  const handed = toAccount(go(go(emptyAccount('lose'), joins(1)).account, merge), 'win');
  const { account, facts } = go(emptyAccount('win'), ...handed, engagement(4, 2));
  expect(account.people).toMatchObject([{ id: 'ann', value: 4 }]);
  expect(facts).toContainEqual({
    type: 'activity',
    person: 'ann',
    day: 20_000,
    counts: { webVisit: 4 },
  });
});

test('AM-14 a value that comes late by way of the merged account does not replace what the person has told since', () => {
  const known = go(emptyAccount('win'), joins(1), joins(5, 9)).account;
  expect(known.people).toMatchObject([{ value: 9 }]);
  const { account, facts } = go(known, engagement(4, 2));
  expect(account.people).toMatchObject([{ value: 9 }]);
  expect(facts.map(({ type }) => type)).toEqual(['activity']);
  expect(go(account, engagement(11, 6)).account.people).toMatchObject([{ value: 11 }]);
});

test('AM-14 AM-20 what a person says of leaving the merged account is left to what it says to the other one', () => {
  expect(go(lose, says({ type: 'left', person: 'ann' })).messages).toEqual([]);
});

test('AM-14 a value that two merged accounts pass on counts once, also when one of them hands over the people later', () => {
  const told = ['lose', 'also'];
  const also = go(go(emptyAccount('also'), joins(1)).account, merge).account;
  const said = engagement(4, 2, told);
  const byOne = toAccount(go(lose, said), 'win');
  const byOther = toAccount(go(also, said), 'win');
  const once = go(emptyAccount('win'), joins(1), ...byOne);
  expect(once.facts.map(({ type }) => type)).toEqual(['activity']);
  expect(go(once.account, ...byOther).facts).toEqual([]);
  const handed = toAccount(go(once.account, { ...merge, into: 'end' }), 'end');
  const end = go(go(emptyAccount('end'), joins(1)).account, ...handed).account;
  expect(go(end, ...byOther).facts).toEqual([]);
});

test('AM-31 a person who was read later than the accounts may hear of both halves of a circle: it ends', () => {
  const told = (account: string, into: string) => ({ kind: 'merged', account, into }) as const;
  const person = { ...emptyPerson('ann'), accounts: ['acme', 'beta'] };
  const inputs = [told('acme', 'beta'), told('beta', 'acme')];
  const { person: after } = advancePerson(person, inputs, BEGINNING, null);
  expect(after.accounts.length).toBeGreaterThan(0);
});
