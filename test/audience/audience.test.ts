import { describe, expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import {
  account,
  CATALOGUE,
  DIRECTOR,
  event,
  LARGE,
  NOW,
  person,
  REFERENCES,
  SOFTWARE,
  some,
  VISITED,
} from './world.ts';

const enterprise = Audience.accounts('enterprise', LARGE, { name: 'Enterprise' });
const directors = Audience.people('directors', DIRECTOR);
const context = { catalogue: CATALOGUE, references: REFERENCES, now: NOW };

function found(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

/** The issues with which a document is refused. */
function refusal(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (isAccompanyError(error) && error.code === 'INVALID_DOCUMENT') {
      return found(error.details['issues'] as Issue[]);
    }
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('definition', () => {
  test('AU-1 conditions are checked in their scope, with paths', () => {
    expect(enterprise.issues(CATALOGUE)).toEqual([]);
    expect(directors.issues(CATALOGUE)).toEqual([]);
    const unknown: Condition = {
      kind: 'all',
      of: [LARGE, { ...DIRECTOR, kind: 'attribute' } as Condition],
    };
    const issues = Audience.accounts('a', unknown).issues(CATALOGUE);
    expect(issues.map(({ path }) => formatPath(path).slice(0, 15))).toEqual(['condition.of[1]']);
    const role: Condition = { kind: 'role', assigned: true };
    expect(Audience.people('p', role).issues(CATALOGUE)).toEqual([]);
    expect(Audience.accounts('a', role).issues(CATALOGUE)).toHaveLength(1);
  });

  test('AU-2 ids and names', () => {
    const issues = (id: string, name?: string): string[] =>
      found(Audience.accounts(id, LARGE, name === undefined ? {} : { name }).issues(CATALOGUE));
    expect(issues('')).toEqual(['INVALID_ID id']);
    expect(issues(' ')).toEqual(['INVALID_ID id']);
    expect(issues('x'.repeat(255))).toEqual([]);
    expect(issues('x'.repeat(256))).toEqual(['INVALID_ID id']);
    expect(issues('a', '')).toEqual(['INVALID_NAME name']);
    expect(issues('a', 'x'.repeat(180))).toEqual([]);
    expect(issues('a', 'x'.repeat(181))).toEqual(['INVALID_NAME name']);
  });

  test('AU-3 the document is frozen all the way down', () => {
    const audience = Audience.accounts('a', { kind: 'all', of: [{ ...LARGE }] });
    expect(Object.isFrozen(audience.document)).toBe(true);
    const { condition } = audience.document;
    expect(condition.kind === 'all' && Object.isFrozen(condition.of[0])).toBe(true);
  });

  test('AU-5 people audiences stand in conditions on people', () => {
    const member: Condition = { kind: 'audience', audience: 'directors', member: true };
    expect(Audience.accounts('a', member).issues(CATALOGUE, REFERENCES)).toHaveLength(1);
    expect(Audience.accounts('a', some(member)).issues(CATALOGUE, REFERENCES)).toEqual([]);
    expect(Audience.people('p', member).issues(CATALOGUE, REFERENCES)).toEqual([]);
    const view = account({ people: [person('p', { attributes: { jobTitle: 'Director Sales' } })] });
    expect(Audience.accounts('a', some(member)).matches(view, context)).toBe(true);
  });

  test('AU-1 names that nothing stands for are found', () => {
    const member: Condition = { kind: 'audience', audience: 'nowhere', member: true };
    expect(Audience.accounts('a', member).issues(CATALOGUE, REFERENCES)).toHaveLength(1);
  });

  test('AU-7 printed', () => {
    expect(enterprise.print()).toMatch(/^enterprise: accounts where .*employees.*1000/);
    expect(directors.print()).toMatch(/^directors: people where .*jobTitle.*Director/);
  });
});

describe('matches', () => {
  test('AU-6 one account at an instant', () => {
    expect(enterprise.matches(account({ attributes: { employees: 1000 } }), context)).toBe(true);
    expect(enterprise.matches(account({ attributes: { employees: 999 } }), context)).toBe(false);
    const visitors = Audience.accounts('visitors', VISITED);
    const view = account({ people: [person('p', { events: [event('webVisit', NOW)] })] });
    expect(visitors.matches(view, context)).toBe(true);
    expect(visitors.matches(view, { ...context, now: NOW + 30 * 86_400_000 })).toBe(false);
  });

  test('AU-6 one person, alone or as seen from an account', () => {
    const director = person('p', { attributes: { jobTitle: 'Director Sales' } });
    expect(directors.matches(director, context)).toBe(true);
    expect(directors.matches(person('q'), context)).toBe(false);
    const colleagues = Audience.people('colleagues', { kind: 'all', of: [DIRECTOR, SOFTWARE] });
    const software = account({ attributes: { industry: 'Software' } });
    expect(colleagues.matches(director, context)).toBe(false);
    expect(colleagues.matches(director, { ...context, account: software })).toBe(true);
  });
});

describe('JSON', () => {
  test('AU-4 an audience survives it', () => {
    for (const audience of [enterprise, directors]) {
      const text = JSON.stringify(audience);
      expect(Audience.fromJSON(text).document).toEqual(audience.document);
      expect(Audience.fromJSON(JSON.parse(text)).document).toEqual(audience.document);
      expect(JSON.stringify(Audience.fromJSON(text))).toBe(text);
    }
  });

  test('AU-4 AU-3 what was given can be changed afterwards', () => {
    const given = { id: 'a', of: 'accounts', condition: { kind: 'all', of: [] as unknown[] } };
    const audience = Audience.fromJSON(given);
    given.condition.of.push(1);
    expect(audience.document.condition).toEqual({ kind: 'all', of: [] });
  });

  test('AU-4 every fault is named', () => {
    expect(refusal(() => Audience.fromJSON({ id: 1, of: 'accounts', condition: LARGE }))).toEqual([
      'WRONG_TYPE id',
    ]);
    expect(refusal(() => Audience.fromJSON({ of: 'lists', condition: LARGE }))).toEqual([
      'WRONG_TYPE id',
      'INVALID_VALUE of',
    ]);
    expect(
      refusal(() => Audience.fromJSON({ id: 'a', of: 'people', condition: DIRECTOR, size: 3 })),
    ).toEqual(['UNKNOWN_PROPERTY size']);
    expect(refusal(() => Audience.fromJSON('[]'))).toEqual(['WRONG_TYPE (root)']);
    expect(
      refusal(() => Audience.fromJSON({ id: 'a', of: 'people', condition: { kind: 'maybe' } }))[0],
    ).toMatch(/condition/);
  });

  test('AU-4 text that is no JSON is refused as such', () => {
    expect(() => Audience.fromJSON('{')).toThrow(expect.objectContaining({ code: 'INVALID_JSON' }));
    expect(() => Audience.fromJSON('{"__proto__": {}}')).toThrow(
      expect.objectContaining({ code: 'INVALID_JSON' }),
    );
  });
});
