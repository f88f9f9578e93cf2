import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ActivityLog } from '../../examples/demo/activity-log.ts';
import { play, runDemo } from '../../examples/demo/run-demo.ts';
import type { FactItem } from '../../src/index.ts';
import { readOptions } from '../../examples/demo/options.ts';
import { compareSilentPeople } from '../../examples/demo/silent-people.ts';
import { WrongUse } from '../../examples/demo/wrong-use.ts';

const DATA = '../shared/data/adventure-works';
const folder = mkdtempSync(join(tmpdir(), 'accompany-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runDemo(args, {
    out: { write: (text) => (out += text) },
    error: { write: (text) => (error += text) },
  });
  return { code, out, error };
}

describe('a small run', () => {
  const small = (...args: string[]) => play(readOptions(['--accounts', '50', ...args]));

  test('is the same for a seed, whatever the batch size', async () => {
    const first = await small();
    expect(await small('--batch', '7')).toEqual(first);
  });

  test('is another one for another seed', async () => {
    expect((await small('--seed', '2')).flow).not.toEqual((await small()).flow);
  });

  test('accounts for every entry', async () => {
    const { entered, inFlight, exits, flow } = await small();
    const left = Object.values(exits).reduce((sum, count) => sum + count, 0);
    expect(entered).toBe(inFlight + left);
    expect(flow.reduce((sum, { counts }) => sum + counts.here, 0)).toBe(inFlight);
  });
});

test(
  'the default run comes to every node, and leaves no silent person behind',
  { timeout: 120_000 },
  async () => {
    const findings = await play(readOptions([]));
    expect(findings).toMatchObject({ accounts: 2_000, people: 15_000 });
    expect(findings.flow.filter(({ counts }) => counts.entered === 0)).toEqual([]);
    expect(new Set(findings.journey.nodes.map(({ kind }) => kind))).toEqual(
      new Set([
        'audience',
        'action',
        'listen',
        'wait',
        'splitAccounts',
        'splitPeople',
        'merge',
        'end',
      ]),
    );
    const { silent } = findings;
    expect(silent.missed).toEqual([]);
    expect(silent.receivedAll).toBe(silent.people - silent.unreachable);
    expect(silent.receivedAll).toBeGreaterThan(1_000);
  },
);

describe('the buying-group dashboard', () => {
  const total = (bars: readonly { readonly last: number }[]): number =>
    bars.reduce((sum, { last }) => sum + last, 0);

  test('counts every group of both interests, and moves them through their stages', async () => {
    const { dashboard, flow, exits } = await play(readOptions(['--accounts', '200']));
    const { stages, completeness, coverage, journeys, emails } = dashboard;
    expect(stages.map(({ name }) => name)).toEqual(['Cloud platform', 'Operations and support']);
    expect(stages.reduce((sum, { bars }) => sum + total(bars), 0)).toBe(dashboard.groups);
    expect(completeness.reduce((sum, { distribution }) => sum + distribution.total, 0)).toBe(
      dashboard.groups,
    );
    const at = (interest: number, stage: string): number =>
      stages[interest]!.bars.find((bar) => bar.stage === stage)!.last;
    const entered = (node: string): number => flow.find((row) => row.node === node)!.counts.entered;
    expect(at(0, 'customer')).toBe(entered('customer-group'));
    expect(at(1, 'customer')).toBeGreaterThan(0);
    expect(dashboard.fast.length).toBeGreaterThan(0);
    expect(coverage.roles).toContain('Champion');
    expect(dashboard.overlap.contacts).toBeGreaterThan(0);
    expect(journeys.completion.total).toBe(2);
    expect(journeys.rows[0]!.completionRate).toBe(
      Math.floor((100 * exits.completed!) / entered('general-group') + 0.5),
    );
    expect(emails.all.unique.opened).toBeGreaterThan(emails.all.unique.clicked);
    expect(dashboard.page?.group.summary.text).toContain('It is in the stage');
    const { decisionMakers = [], others = [] } = dashboard.page?.members ?? {};
    expect(decisionMakers.length + others.length).toBe(dashboard.page?.group.members);
  });
});

test('a silent person whom the engine forgot is found', () => {
  const settled = (node: string, people: string[], outcome: 'sent' | 'refused' = 'sent') => ({
    type: 'settled' as const,
    journey: 'j',
    plan: 'p',
    entry: 1,
    node,
    action: 'sendEmail',
    ordinal: 0,
    asked: 0,
    closed: true,
    outcomes: [{ outcome, reason: null, people }],
  });
  const items: FactItem[] = [
    settled('general-guide', ['ann', 'bob']),
    settled('general-guide', ['cy'], 'refused'),
    settled('offers-trial', ['ann']),
  ];
  const facts = [{ shard: 0, sequence: 1, at: 0, account: 'acme', items }];
  const log = new ActivityLog();
  log.add('ann', { at: 0, type: 'emailClicked', about: 'guide' });
  const members = new Map([['acme', ['ann', 'bob', 'cy', 'dee']]]);
  expect(compareSilentPeople(facts, members, log)).toEqual({
    people: 3,
    receivedAll: 0,
    unreachable: 1,
    missed: ['acme bob offers', 'acme cy offers', 'acme dee general', 'acme dee offers'],
  });
});

test('the report stands alone, with the journey and its counts', async () => {
  const path = join(folder, 'report.html');
  const { code, out } = await run('--accounts', '50', '--out', path);
  expect(code).toBe(0);
  expect(out).toContain('People without any event');
  const page = readFileSync(path, 'utf8');
  expect(page).toContain('Cloud platform: from first look to further sale');
  expect(page).toMatch(/<svg [^>]*role="img"/);
  expect(page).toMatch(/\d entered/);
  expect(page).toContain('aria-label="Cloud platform: groups per stage"');
  expect(page).toContain('E-mail performance');
  expect(page).not.toMatch(/<script/);
  expect(page).not.toMatch(/(?:src|href)="|@import|url\((?!#)/);
});

test('the result can be had as JSON, or not at all', async () => {
  const out = ['--accounts', '3', '--days', '2', '--out', join(folder, 'other.html')];
  const { out: json } = await run(...out, '--json');
  expect(JSON.parse(json)).toMatchObject({ accounts: 3, days: 2 });
  expect(await run(...out, '--quiet')).toEqual({ code: 0, out: '', error: '' });
});

describe('on CSV files', () => {
  test.skipIf(!existsSync(DATA))(
    'all 805 companies and 909 people take part (skipped without ../shared)',
    async () => {
      const findings = await play(readOptions(['--data', DATA]));
      expect(findings).toMatchObject({ accounts: 805, people: 909, entered: 805 });
      expect(findings.silent.missed).toEqual([]);
      const ordered = findings.flow.find(({ node }) => node === 'customer-stage');
      expect(ordered?.counts.entered).toBeGreaterThan(0);
      const { stages, coverage } = findings.dashboard;
      expect(stages[0]!.bars.find(({ stage }) => stage === 'customer')!.last).toBeGreaterThan(0);
      // Owners, purchasing managers and sales managers decide; agents and associates practise.
      const [decide, , practise] = coverage.rows[0]!.counts;
      expect([decide, practise].every((count) => count! > 100)).toBe(true);
    },
  );

  test('a row that is not as it should be is named', async () => {
    writeFileSync(join(folder, 'accounts.csv'), 'accountId,name\n1,\n');
    const { code, error } = await run('--data', folder);
    expect(code).toBe(2);
    expect(error).toContain('accounts.csv, row 2, column name:');
  });

  test('a folder without them is wrong use', async () => {
    const { code, error } = await run('--data', join(folder, 'nowhere'));
    expect(code).toBe(2);
    expect(error).toContain('accounts.csv cannot be read');
  });
});

test.each([
  [['--seed', 'x'], '--seed takes a whole number'],
  [['--accounts', '0'], '--accounts takes a whole number'],
  [['--data', 'somewhere', '--accounts', '5'], 'leave it out with --data'],
  [['--storage', 'toString'], 'There is no storage "toString"'],
  [['--unknown'], '--unknown'],
  [['stray'], 'stray'],
])('%j is wrong use', async (args, message) => {
  const { code, out, error } = await run(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toContain(message);
  expect(error).toContain('Usage: npm run demo');
});

test('wrong use is told from faults', () => {
  expect(() => readOptions(['--days', '-1'])).toThrow(WrongUse);
});
