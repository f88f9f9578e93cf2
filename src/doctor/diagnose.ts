import { needObject } from '../kernel/object-argument.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RecordKind, Storage } from '../ports/storage.ts';
import { findImportMarker } from '../records/import-marker.ts';
import { shownId } from '../records/body-shape.ts';
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
import { counted } from './sample.ts';
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
  const corrupt = new Map<string, string>();
  store.odd = ({ kind, id }) => corrupt.set(`${kind} ${id}`, `${kind} ${shownId(id)}`);
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
  const overdue = await findOverdue(store, now, limits);
  const findings = [
    ...(await findBeginning(store, known !== undefined)),
    ...(schemaFinding === null ? [] : [schemaFinding]),
    planFinding,
    ...findCorrupt([...corrupt.values()], limits),
    ...runs.findings,
    quarantined,
    overdue,
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

/** Records of which nothing else was said, since they have no form that can be read (DR-24). */
function findCorrupt(records: readonly string[], { examples }: DoctorLimits): readonly Finding[] {
  if (records.length === 0) return [];
  return [
    finding(
      'corrupt-records',
      'error',
      records.length,
      `${counted(records.length, 'record')} of a form that this version never writes.`,
      'They were changed by hand or by another program. Restore them from a backup.',
      records.slice(0, examples),
    ),
  ];
}

async function countOf(store: Store, kind: RecordKind, limits: DoctorLimits): Promise<number> {
  let count = 0;
  for await (const _ of store.all(kind, '', limits.page)) count += 1;
  return count;
}
