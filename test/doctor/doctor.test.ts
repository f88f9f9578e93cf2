import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Diagnosis, DoctorLimits, Finding, FindingCode } from '../../src/doctor/diagnosis.ts';
import { printDiagnosis } from '../../src/doctor/print.ts';
import { waitingRuns } from '../../src/doctor/waiting.ts';
import { HOUR, MINUTE } from '../../src/kernel/duration.ts';
import type { Operation, Storage, StoredRecord } from '../../src/ports/storage.ts';
import { IMPORT_MARKER } from '../../src/records/import-marker.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import { NO_PROGRESS } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { record } from '../archive/archives.ts';
import { b2bWorld, DAY, givenAcme, journey, START, type B2b } from '../engine/tenant.ts';

function look(
  storage: Storage,
  now: number,
  limits: Partial<DoctorLimits> = {},
): Promise<Diagnosis> {
  return diagnose({ storage, subscription: 'default', now, limits });
}

function found({ findings }: Diagnosis, code: FindingCode): Finding {
  return findings.find((finding) => finding.code === code)!;
}

async function put(storage: Storage, ...records: readonly StoredRecord[]): Promise<void> {
  const operations = records.map((each): Operation => ({ op: 'put', record: each }));
  await storage.commit('default', { operations, counters: [] });
}

/** A tenant with two journeys in which accounts wait. */
async function waiting(): Promise<World<B2b>> {
  const tenant = await b2bWorld({ without: ['createTask'] });
  await tenant.given.journey(
    journey('plain').sendEmail('hello').wait({ days: 3 }),
    journey('ear').listen('webVisit'),
    journey('both').listen('webVisit', { timeout: { days: 2 } }),
    journey('task').act('createTask', { subject: 'call' }),
  );
  await givenAcme(tenant);
  await givenAcme(tenant, 'beta', {});
  await tenant.engine.settle();
  return tenant;
}

describe('what runs wait for', () => {
  test('DR-10 every run, with its place, since when, and what moves it on', async () => {
    await using tenant = await waiting();
    const list = await Array.fromAsync(
      waitingRuns({ storage: tenant.storage, subscription: 'default' }),
    );
    const of = list.filter(({ account }) => account === 'acme');
    expect(list).toHaveLength(8);
    expect(of.map(({ journey: id, waitsFor }) => [id, waitsFor])).toEqual([
      ['plain', 'time'],
      ['ear', 'event'],
      ['both', 'event-or-time'],
      ['task', 'action'],
    ]);
    expect(of[0]).toMatchObject({
      node: 'wait-1',
      entry: 1,
      since: START,
      enteredAt: START,
      due: START + 3 * DAY,
    });
    expect(of[1]).toMatchObject({ events: ['webVisit'], due: null });
    expect(of[2]).toMatchObject({ events: ['webVisit'], due: START + 2 * DAY });
    expect(of[3]).toMatchObject({ action: 'createTask', events: [] });
  });

  test('DR-11 groups by place and reason, with the first accounts', async () => {
    await using tenant = await waiting();
    const { runs, verdict } = await look(tenant.storage, START, { examples: 1, page: 1 });
    expect(verdict).toBe('ok');
    expect(runs).toMatchObject({ unfinished: 8, others: 0 });
    expect(runs.groups).toHaveLength(4);
    expect(runs.groups[0]).toMatchObject({ count: 2, accounts: ['acme'], since: START });
    expect((await look(tenant.storage, START, { groups: 1 })).runs).toMatchObject({ others: 6 });
  });

  test('DR-11 memory does not grow with the number of accounts', async () => {
    await using tenant = await waiting();
    const [parked] = await tenant.storage.scan('default', {
      kind: 'progress',
      index: 'id',
      limit: 1,
    });
    const count = 200_000;
    let most = 0;
    const many: Storage = {
      ...tenant.storage,
      scan: (subscription, query) => {
        if (query.kind !== 'progress') return tenant.storage.scan(subscription, query);
        if (query.index !== 'id') return Promise.resolve([]);
        const from = query.after === undefined ? 0 : Number(query.after) + 1;
        if (from % 20_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
        return Promise.resolve(
          Array.from({ length: Math.min(query.limit, count - from) }, (_, index) => ({
            ...parked!,
            id: String(from + index).padStart(8, '0'),
          })),
        );
      },
    };
    const before = process.memoryUsage().heapUsed;
    const { runs, findings } = await look(many, START);
    expect(runs.unfinished).toBe(4 * count);
    expect(runs.groups).toHaveLength(4);
    expect(runs.groups[0]!.accounts).toHaveLength(5);
    expect(JSON.stringify(findings).length).toBeLessThan(5_000);
    expect(most - before).toBeLessThan(150 * 1024 * 1024);
  });
});

describe('findings', () => {
  test('DR-1 DR-2 DR-4 a healthy subscription has a finding of severity ok for each of them', async () => {
    await using tenant = await waiting();
    const diagnosis = await look(tenant.storage, START);
    expect(diagnosis.findings.map(({ code }) => code)).toEqual([
      'plan-format',
      'plan-missing',
      'journey-missing',
      'counters',
      'quarantined',
      'overdue',
      'dead-letters',
      'claimed',
      'open-publications',
      'flows-to-stop',
      'open-sweeps',
      'leases',
    ]);
    expect(diagnosis.verdict).toBe('ok');
    expect(diagnosis.records).toMatchObject({ journey: 4, plan: 4, progress: 2, erasure: 0 });
    expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
  });

  test('DR-3 examples are the first ones, as many as wanted', async () => {
    const storage = memoryStorage();
    await put(
      storage,
      ...['a', 'b', 'c'].map((id) => record('progress', id, NO_PROGRESS, START - DAY)),
    );
    const { examples, count } = found(await look(storage, START, { examples: 2 }), 'overdue');
    expect([count, examples.length, examples[0]]).toEqual([
      3,
      2,
      expect.stringContaining('account a'),
    ]);
    expect(found(await look(storage, START, { examples: 0 }), 'overdue').examples).toEqual([]);
  });

  test('DR-5 as text: the verdict, then the worst first', async () => {
    await using tenant = await waiting();
    await put(tenant.storage, record('erasure', 'x', 1));
    const text = printDiagnosis(await look(tenant.storage, START + 3 * DAY + HOUR + MINUTE));
    expect(text).toContain('error: Somebody must look at this now.');
    expect(text).toContain('1 erasure,');
    expect(text).toMatch(
      /8 runs not finished\n {2}2 in plain at wait-1 wait for time, the first 1 h 1 min ago; for up to 3 d 1 h: acme, beta/,
    );
    expect(text.indexOf('error    Overdue')).toBeLessThan(text.indexOf('ok       '));
    expect(text).toContain('→ Make sure that an engine runs');
  });

  test('DR-12 what is later than the grace is overdue, and an error after an hour', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const due = START + 2 * DAY;
    const at = async (now: number, limits?: Partial<DoctorLimits>): Promise<unknown[]> => {
      const { severity, count } = found(await look(storage, now, limits), 'overdue');
      return [severity, count];
    };
    expect(await at(due + 4 * MINUTE)).toEqual(['ok', 0]);
    expect(await at(due + 5 * MINUTE)).toEqual(['warning', 2]);
    expect(await at(due + HOUR)).toEqual(['warning', 2]);
    expect(await at(due + HOUR + 1)).toEqual(['error', 2]);
    expect(await at(due, { grace: 0, page: 1 })).toEqual(['warning', 2]);
    await put(
      storage,
      record('message', 'm', { to: 'person', subject: 'ann', id: 'm', input: {} }, due),
    );
    const { message, examples } = found(await look(storage, due + 2 * HOUR), 'overdue');
    expect(message).toBe('Overdue: 2 accounts, 1 message, by up to 2 h.');
    expect(examples[2]).toContain('message to person ann, due 2026-01-07T09:00:00Z');
  });

  test('DR-13 quarantined subjects with their reasons, which are not overdue besides', async () => {
    await using tenant = await waiting();
    const body = {
      subject: { kind: 'account', id: 'acme' },
      reason: 'too many inputs',
      at: START,
      inputs: [{ kind: 'wake' }],
    };
    await put(tenant.storage, record('quarantine', joinIds('account', 'acme'), body));
    const diagnosis = await look(tenant.storage, START + 9 * DAY);
    expect(found(diagnosis, 'quarantined')).toMatchObject({
      severity: 'error',
      count: 1,
      examples: ['account acme since 2026-01-05T09:00:00Z, 1 input kept: too many inputs'],
    });
    expect(found(diagnosis, 'overdue').count).toBe(1);
  });

  test('DR-14 dead letters by reason', async () => {
    const storage = memoryStorage();
    await put(
      storage,
      ...['acme', 'beta', 'core'].map((account) => {
        const outcome = account === 'acme' ? 'unknown' : 'failed';
        const outcomes = [{ outcome, reason: 'silence', people: null }];
        const effect = { journey: 'plain', plan: 'p', account, entry: 1, node: 'hello' };
        return record('effect', account, { effect, state: 'dead', outcomes });
      }),
    );
    expect(found(await look(storage, START, { examples: 1 }), 'dead-letters')).toMatchObject({
      severity: 'warning',
      count: 3,
      message:
        '3 effects are given up or of unknown outcome: 2 failed (silence), 1 unknown (silence).',
      examples: ['hello in plain for acme: unknown (silence)'],
    });
  });

  test('DR-15 effects that are with their channels, and those whose claim has run out', async () => {
    const storage = memoryStorage();
    const effect = { journey: 'j', plan: 'p', account: 'acme', entry: 1, node: 'n', ordinal: 0 };
    const body = { effect, state: 'claimed', attempts: 0, people: null, outcomes: [], events: [] };
    await put(storage, record('effect', 'e', body, START + MINUTE));
    const claimed = async (now: number): Promise<Finding> =>
      found(await look(storage, now), 'claimed');
    expect(await claimed(START)).toMatchObject({ severity: 'notice', count: 1 });
    expect(await claimed(START + MINUTE)).toMatchObject({ severity: 'warning', count: 1 });
  });

  test('DR-16 DR-17 open publications and sweeps', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const [plain] = await storage.load('default', [{ kind: 'journey', id: 'plain' }]);
    const sweep = { kind: 'evaluate', after: 'acme', by: 'e' };
    const body = { ...(plain!.body as object), publication: 'p', sweep };
    await put(storage, { ...plain!, version: plain!.version + 1, body });
    const diagnosis = await look(storage, START);
    expect(found(diagnosis, 'open-publications')).toMatchObject({ severity: 'notice', count: 1 });
    expect(found(diagnosis, 'open-sweeps').examples).toEqual([
      'journey plain: evaluate, behind account acme',
    ]);
    expect(diagnosis.verdict).toBe('notice');
  });

  test('DR-18 leases, held and expired', async () => {
    const storage = memoryStorage();
    for (const [owner, ttl] of [
      ['e1', 1],
      ['e2', 2],
    ] as const)
      await storage.acquire('default', { name: joinIds('engine', owner), owner, now: START, ttl });
    expect(found(await look(storage, START), 'leases')).toMatchObject({ severity: 'ok', count: 2 });
    const { leases, findings } = await look(storage, START + 1);
    expect(leases.map(({ owner, held }) => [owner, held])).toEqual([
      ['e1', false],
      ['e2', true],
    ]);
    expect(findings.at(-1)).toMatchObject({
      severity: 'notice',
      count: 1,
      examples: [
        'engine/e1 of e1, expired at 2026-01-05T09:00:00.001Z',
        'engine/e2 of e2, held until 2026-01-05T09:00:00.002Z',
      ],
    });
  });

  test('DR-19 a half import, and a subscription that is not there', async () => {
    const storage = memoryStorage();
    expect((await look(storage, START)).findings[0]).toMatchObject({
      code: 'no-subscription',
      severity: 'error',
    });
    await put(storage, {
      ...IMPORT_MARKER,
      version: 1,
      due: null,
      body: { from: 'x', startedAt: 1 },
    });
    expect((await look(storage, START)).findings[0]).toMatchObject({
      code: 'half-import',
      severity: 'error',
    });
  });

  test('DR-20 plans of another format, or that were changed', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const plans = await storage.scan('default', { kind: 'plan', index: 'id', limit: 9 });
    const [one, other] = plans;
    await put(
      storage,
      { ...one!, version: 2, body: { ...(one!.body as object), format: 7 } },
      { ...other!, version: 2, body: { ...(other!.body as object), exitOnAudienceLoss: true } },
    );
    const diagnosis = await look(storage, START);
    expect(found(diagnosis, 'plan-format')).toMatchObject({ severity: 'error', count: 2 });
    expect(found(diagnosis, 'plan-format').examples.join()).toContain('format 7');
    expect(diagnosis.runs.groups.filter(({ waitsFor }) => waitsFor === 'unknown')).toHaveLength(2);
  });

  test('DR-21 runs without their plan or journey', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const plans = await storage.scan('default', { kind: 'plan', index: 'id', limit: 9 });
    const journeys = await storage.scan('default', { kind: 'journey', index: 'id', limit: 9 });
    const operations = [plans[0]!, journeys[0]!].map(({ kind, id, version }): Operation => ({
      op: 'delete',
      key: { kind, id },
      version,
    }));
    await storage.commit('default', { operations, counters: [] });
    const diagnosis = await look(storage, START);
    expect(found(diagnosis, 'plan-missing')).toMatchObject({ severity: 'error' });
    expect(found(diagnosis, 'plan-missing').count).toBeGreaterThanOrEqual(2);
    expect(found(diagnosis, 'journey-missing')).toMatchObject({ severity: 'error', count: 2 });
  });

  test('DR-22 counters that disagree with the runs, unless they move meanwhile', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const counters = [{ name: joinIds('journey', 'plain', 'p', 'entered'), value: 1 }];
    const moving: Storage = {
      ...storage,
      scan: async (subscription, query) => {
        const page = await storage.scan(subscription, query);
        if (query.kind === 'progress')
          await storage.commit('default', { operations: [], counters });
        return page;
      },
    };
    expect(found(await look(moving, START), 'counters')).toMatchObject({
      severity: 'notice',
      count: 1,
    });
    expect(found(await look(storage, START), 'counters')).toMatchObject({
      severity: 'error',
      count: 1,
      examples: [expect.stringMatching(/^journey plain: 2 runs found, the counters say \d+$/)],
    });
  });

  test('DR-23 the schema, where the adapter tells it', async () => {
    const schema = (version: number): Storage =>
      ({ ...memoryStorage(), schema: () => Promise.resolve({ version, latest: 2 }) }) as Storage;
    expect(found(await look(schema(2), START), 'schema')).toMatchObject({ severity: 'ok' });
    expect(found(await look(schema(1), START), 'schema')).toMatchObject({ severity: 'warning' });
    expect((await look(schema(3), START)).storage.schema).toEqual({ version: 3, latest: 2 });
    expect((await look(memoryStorage(), START)).storage.schema).toBeNull();
  });

  test('DR-1 only reads, and refuses limits that are none', async () => {
    await using tenant = await waiting();
    const { storage } = tenant;
    const refuse = (): never => {
      throw new Error('a diagnosis only reads');
    };
    const readOnly: Storage = {
      ...storage,
      commit: refuse,
      acquire: refuse,
      renew: refuse,
      release: refuse,
    };
    await look(readOnly, START);
    await expect(look(storage, START, { page: 0 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(look(storage, START, { grace: -1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});
