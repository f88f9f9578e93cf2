import { describe, expect, test } from 'vitest';
import { AccountList, acceptsMembers } from '../../src/audience/account-list.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import { CATALOGUE, DIRECTOR, LARGE, SOFTWARE } from './world.ts';

const NOT_ALLOWED = expect.objectContaining({ code: 'NOT_ALLOWED' });

const block = AccountList.static('block', { name: 'Blocked', description: 'Never again' });
const large = AccountList.dynamic('large', LARGE);

function found(list: AccountList): string[] {
  return list.issues(CATALOGUE).map(({ code, path }) => `${code} ${formatPath(path)}`);
}

describe('publish', () => {
  test('AU-10 a draft becomes live, once, and the draft stays a draft', () => {
    for (const draft of [block, large]) {
      expect(draft.document.status).toBe('draft');
      const live = draft.publish();
      expect(live.document).toEqual({ ...draft.document, status: 'live' });
      expect(draft.document.status).toBe('draft');
      expect(() => live.publish()).toThrow(NOT_ALLOWED);
    }
  });

  test('AU-11 a dynamic list needs a condition', () => {
    const empty = AccountList.dynamic('empty', null);
    expect(() => empty.publish()).toThrow(NOT_ALLOWED);
    expect(found(empty)).toEqual(['MISSING_CONDITION condition']);
    expect(empty.withCondition(LARGE).publish().document.condition).toEqual(LARGE);
  });
});

describe('condition', () => {
  test('AU-12 AU-3 changed in draft, in another list; fixed when live', () => {
    const next = large.withCondition(SOFTWARE);
    expect(next.document.condition).toEqual(SOFTWARE);
    expect(large.document.condition).toEqual(LARGE);
    expect(() => large.publish().withCondition(SOFTWARE)).toThrow(NOT_ALLOWED);
  });

  test('AU-13 a static list has none', () => {
    expect(() => block.withCondition(LARGE)).toThrow(NOT_ALLOWED);
    const odd = AccountList.fromJSON({ ...block.document, condition: LARGE });
    expect(found(odd)).toEqual(['UNEXPECTED_CONDITION condition']);
  });

  test('AU-1 in account scope', () => {
    expect(found(large)).toEqual([]);
    expect(found(AccountList.dynamic('people', DIRECTOR))).toHaveLength(1);
  });
});

test('AU-14 journeys change static live lists only', () => {
  expect(acceptsMembers(block.document)).toBe(false);
  expect(acceptsMembers(block.publish().document)).toBe(true);
  expect(acceptsMembers(large.publish().document)).toBe(false);
});

test('AU-2 names and descriptions', () => {
  const list = (name: string, description: string): string[] =>
    found(AccountList.static('a', { name, description }));
  expect(list('x'.repeat(180), 'x'.repeat(2000))).toEqual([]);
  expect(list('x'.repeat(181), 'x'.repeat(2001))).toEqual([
    'INVALID_NAME name',
    'INVALID_DESCRIPTION description',
  ]);
  expect(list(' ', '')).toEqual(['INVALID_NAME name']);
});

test('AU-15 a list survives JSON', () => {
  for (const list of [block, block.publish(), large, large.publish()]) {
    const read = AccountList.fromJSON(JSON.stringify(list));
    expect(read.document).toEqual(list.document);
  }
  expect(() => AccountList.fromJSON({ id: 'a', type: 'static', status: 'gone' })).toThrow(
    expect.objectContaining({ code: 'INVALID_DOCUMENT' }),
  );
});
