import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Diagnosis, FindingCode, FindingSeverity } from '../../src/doctor/diagnosis.ts';
import { HOUR } from '../../src/kernel/duration.ts';
import type { Instant } from '../../src/kernel/instant.ts';
import type { Commit, StoredRecord } from '../../src/ports/storage.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { Breach, Ending } from '../../src/testing/simulation/stage.ts';
import type { Mirror } from '../../src/testing/simulation/mirror.ts';

/** What may be told of a tenant in which faults have ended, besides that all is well. */
const EXPECTED: Readonly<Partial<Record<FindingCode, FindingSeverity>>> = {
  'dead-letters': 'warning',
  leases: 'notice',
};

/** Something that nobody but a fault of the storage, or of a person, does to a subscription, and what tells of it. */
interface Damage {
  readonly name: string;
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** `null`: there is nothing in this tenant that could be damaged so. */
  readonly commit: (mirror: Mirror, now: Instant) => Commit | null;
}

const DAMAGES: readonly Damage[] = [
  {
    name: 'a plan is lost',
    code: 'plan-missing',
    severity: 'error',
    commit: (mirror) => gone([...mirror.all('plan').values()][0]),
  },
  {
    name: 'a journey is lost under way',
    code: 'journey-missing',
    severity: 'error',
    commit(mirror) {
      const [run] = [...mirror.all('progress').values()].flatMap(({ body }) => body.runs);
      return run === undefined ? null : gone(mirror.all('journey').get(run.journey));
    },
  },
  {
    name: 'nobody wakes an account',
    code: 'overdue',
    severity: 'error',
    commit(mirror, now) {
      const [first] = mirror.all('progress').values();
      return first === undefined ? null : put({ ...first, due: now - 2 * HOUR });
    },
  },
  {
    name: 'a counter is wrong',
    code: 'counters',
    severity: 'error',
    commit(mirror) {
      const [plan] = mirror.all('plan').values();
      if (plan === undefined) return null;
      const { journey, hash } = plan.body;
      return {
        operations: [],
        counters: [{ name: joinIds('journey', journey, hash, 'entered'), value: 1 }],
      };
    },
  },
  {
    name: 'a record is written over',
    code: 'corrupt-records',
    severity: 'error',
    commit(mirror) {
      const [first] = mirror.all('progress').values();
      return first === undefined ? null : put({ ...first, body: { runs: 'none' } });
    },
  },
  {
    name: 'an account stands still',
    code: 'quarantined',
    severity: 'error',
    commit(mirror, now) {
      const [first] = mirror.all('account').values();
      if (first === undefined) return null;
      const subject = { kind: 'account', id: first.id };
      const body = { subject, reason: 'planted', at: now, inputs: [] };
      const id = joinIds('account', first.id);
      return put({ kind: 'quarantine', id, version: 0, due: null, body });
    },
  },
];

/**
 * When faults have ended, the doctor finds nothing that needs anybody, but for dead letters; and then it finds the damage
 * that is done here (RL-17). Leaves the storage damaged.
 */
export async function auditDoctor(
  { mirror, storage, journal }: Ending,
  now: Instant,
  dice: Dice,
): Promise<readonly Breach[]> {
  const look = (): Promise<Diagnosis> => diagnose({ storage, subscription: 'default', now });
  const healthy = await look();
  const breaches = healthy.findings.flatMap(({ code, severity, message, examples }): Breach[] =>
    severity === 'ok' || severity === EXPECTED[code]
      ? []
      : [{ rule: 'RL-17', what: `the doctor finds ${code}: ${message} ${examples.join('; ')}` }],
  );
  const runs = [...mirror.all('progress').values()].flatMap(({ body }) => body.runs);
  if (healthy.runs.unfinished !== runs.length)
    breaches.push({
      rule: 'DR-10',
      what: `the doctor finds ${healthy.runs.unfinished} of ${runs.length} runs`,
    });
  const { name, code, severity, commit } = dice.pick(DAMAGES);
  const damage = commit(mirror, now);
  if (breaches.length > 0 || damage === null) return breaches;
  const result = await storage.commit('default', damage);
  if (!result.ok) throw new Error(`${name}: ${result.reason}`);
  journal.reached(`the doctor is asked: ${name}`);
  const { findings } = await look();
  const found = findings.find((one) => one.code === code);
  if (found?.severity !== severity)
    breaches.push({
      rule: 'RL-17',
      what: `${name}, and the doctor finds ${code} ${found?.severity}`,
    });
  return breaches;
}

function put(record: StoredRecord): Commit {
  const next = { ...record, version: record.version + 1 };
  return { operations: [{ op: 'put', record: next }], counters: [] };
}

function gone(record: StoredRecord | undefined): Commit | null {
  if (record === undefined) return null;
  const { kind, id, version } = record;
  return { operations: [{ op: 'delete', key: { kind, id }, version }], counters: [] };
}
