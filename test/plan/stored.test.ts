import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileJourney } from '../../src/journey/compile.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { planHash } from '../../src/plan/plan-hash.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { CATALOGUE, NURTURE, REFERENCES } from './nurture.ts';
import { journeys, planOfRandom } from './random-journey.ts';

const options = { catalogue: CATALOGUE, references: REFERENCES };
const PLAN = compileJourney(NURTURE, options);

/** The nurture plan with a part changed, and a hash that fits unless one is given. */
function changed(change: Partial<Plan>): unknown {
  const plan = { ...PLAN, ...change };
  return JSON.parse(JSON.stringify({ ...plan, hash: change.hash ?? planHash(plan) }));
}

function faultsOf(json: unknown): string[] {
  const result = parsePlan(json);
  return result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

test('PL-50 a plan that is read back is the same', () => {
  const read = parsePlan(JSON.parse(JSON.stringify(PLAN)));
  expect(read).toEqual({ ok: true, value: PLAN, issues: [] });
});

test('PL-50 any plan that is read back is the same and keeps its hash', () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const plan = planOfRandom(document);
      const read = parsePlan(JSON.parse(JSON.stringify(plan)));
      expect(read.ok && read.value).toEqual(plan);
      expect(planHash(plan)).toBe(plan.hash);
    }),
  );
});

test.each([[{}], [null], ['plan'], [{ ...PLAN, format: 2 }], [{ ...PLAN, format: '1' }]])(
  'PL-51 another format is named: %#',
  (json) => {
    const result = parsePlan(json);
    expect(result).toMatchObject({
      ok: false,
      issues: [{ code: 'UNKNOWN_FORMAT', path: ['format'] }],
    });
    expect(result.issues[0]!.message).toMatch(/has format .+; this version reads 1\./);
  },
);

describe('PL-52 what is not a plan', () => {
  test('PL-52 a hash that does not fit', () => {
    expect(faultsOf(changed({ journey: 'other', hash: PLAN.hash }))).toEqual(['INVALID_PLAN hash']);
  });

  test('PL-52 a campaign that is not there, and one at the wrong place', () => {
    const campaigns = PLAN.campaigns.map((campaign, index) =>
      index === 8 ? { ...campaign, index: 9, exit: { op: 'continue' as const, to: 99 } } : campaign,
    );
    expect(faultsOf(changed({ campaigns }))).toEqual([
      'INVALID_PLAN campaigns[8].exit',
      'INVALID_PLAN campaigns[8].index',
    ]);
  });

  test('PL-52 a part of the wrong form', () => {
    const campaigns = [{ index: 0, steps: [], exit: { op: 'end', node: 7 } }] as unknown;
    expect(faultsOf(changed({ campaigns: campaigns as Plan['campaigns'] }))).toEqual([
      'INVALID_PLAN campaigns[0].exit.node',
    ]);
    expect(faultsOf({ ...PLAN, extra: true })).toHaveLength(1);
    expect(faultsOf(changed({ campaigns: [] }))).toEqual(['INVALID_PLAN campaigns']);
  });

  test('PL-52 conditions without end', () => {
    let condition: unknown = { kind: 'all', of: [] };
    for (let depth = 0; depth < 10_000; depth += 1) condition = { kind: 'not', condition };
    expect(faultsOf({ ...PLAN, entry: { ...PLAN.entry, condition } })[0]).toMatch(
      /^INVALID_PLAN entry/,
    );
  });
});
