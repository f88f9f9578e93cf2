import { needObject } from '../kernel/object-argument.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RecordKind, Storage } from '../ports/storage.ts';
import { findImportMarker } from '../records/import-marker.ts';
import { Store } from '../records/store.ts';
import type { Diagnosis, DoctorLimits, Finding } from './diagnosis.ts';
import { findEffects } from './effects.ts';
import { finding, worstOf } from './finding.ts';
import { findJourneys } from './journeys.ts';
import { findLeases } from './leases.ts';
import { doctorLimits } from './limits.ts';
import { findOverdue } from './overdue.ts';
import { readPlans } from './plans.ts';
import { findQuarantined } from './quarantined.ts';
import { findRuns } from './runs.ts';
import { findSchema } from './schema.ts';

/** What to look at, and as of when. */
export interface DiagnoseOptions {
  readonly storage: Storage;
  readonly subscription: string;
  /** The instant against which things are late or expired. */
  readonly now: Instant;
  readonly limits?: Partial<DoctorLimits>;
}

/**
 * Looks at everything that a subscription holds and says what is the matter: what every run that has not ended waits for,
 * what is late, what stands still, what does not fit together, and what to do (DR-1 to DR-23). Only reads, page by page,
 * in memory that does not grow with the number of accounts. `waitingRuns` gives every single run.
 *
 * @throws AccompanyError `INVALID_INPUT` for limits, `STORAGE_FAILED`
 * @example
 * ```ts
 * import { memoryStorage } from 'accompany';
 * import { diagnose } from 'accompany/operations';
 *
 * const storage = memoryStorage();
 * const diagnosis = await diagnose({ storage, subscription: 'default', now: Date.now() });
 * console.log(diagnosis.verdict, diagnosis.runs.unfinished); // => error 0
 * ```
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  needObject(options, 'diagnose needs { storage, subscription, now }.');
  const { storage, subscription, now } = options;
  const store = new Store(storage, subscription);
  const limits = doctorLimits(options.limits ?? {});
  const { schema, finding: schemaFinding } = await findSchema(storage);
  const known = await store.get('subscription', 'subscription');
  const { plans, finding: planFinding } = await readPlans(store, limits);
  const journeys = await findJourneys(
    store,
    plans,
    (known?.body.evaluate ?? null) !== null,
    limits,
  );
  const runs = await findRuns(store, plans, journeys, limits);
  const effects = await findEffects(store, now, limits);
  const { leases, finding: leaseFinding } = await findLeases(store, now, limits);
  const quarantined = await findQuarantined(store, limits);
  const findings = [
    ...(await findBeginning(store, known !== undefined)),
    ...(schemaFinding === null ? [] : [schemaFinding]),
    planFinding,
    ...runs.findings,
    quarantined,
    await findOverdue(store, now, limits),
    ...effects.findings,
    ...journeys.findings,
    leaseFinding,
  ];
  return {
    subscription,
    at: now,
    verdict: worstOf(findings),
    findings,
    runs: {
      unfinished: runs.unfinished,
      groups: runs.groups.list(),
      others: runs.groups.others,
    },
    leases,
    records: {
      journey: journeys.journeys.size,
      plan: plans.size,
      progress: runs.progress,
      effect: effects.effects,
      quarantine: quarantined.count,
      suppression: await countOf(store, 'suppression', limits),
      erasure: await countOf(store, 'erasure', limits),
    },
    storage: { ...storage.capabilities, schema },
  };
}

/** Whether there is a subscription at all, and a whole one. */
async function findBeginning(store: Store, known: boolean): Promise<readonly Finding[]> {
  const marker = await findImportMarker(store);
  if (marker !== undefined) {
    const message = `An import of ${marker.body.from} has not ended: what is here is a part of it.`;
    return [
      finding('half-import', 'error', 1, message, 'Import again; that clears what is here first.'),
    ];
  }
  if (known) return [];
  const message = `There is no subscription ${store.subscription} here.`;
  return [
    finding('no-subscription', 'error', 1, message, 'Check its name and the storage it is in.'),
  ];
}

async function countOf(store: Store, kind: RecordKind, limits: DoctorLimits): Promise<number> {
  let count = 0;
  for await (const _ of store.all(kind, '', limits.page)) count += 1;
  return count;
}
