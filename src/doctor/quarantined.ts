import { formatInstant } from '../kernel/instant.ts';
import type { Store } from '../records/store.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { are, counted, Sample } from './sample.ts';

/** Subjects that stand still because their advance failed (DR-13). */
export async function findQuarantined(store: Store, limits: DoctorLimits): Promise<Finding> {
  const still = new Sample(limits.examples);
  for await (const { body } of store.all('quarantine', '', limits.page)) {
    const { subject, at, reason, inputs } = body;
    still.add(
      () =>
        `${subject.kind} ${subject.id} since ${formatInstant(at)}, ${counted(inputs.length, 'input')} kept: ${reason}`,
    );
  }
  const { count, examples } = still;
  if (count === 0) return finding('quarantined', 'ok', 0, 'No subject is in quarantine.');
  return finding(
    'quarantined',
    'error',
    count,
    `${counted(count, 'subject')} ${are(count)} in quarantine and ${count === 1 ? 'stands' : 'stand'} still.`,
    'Mend the reason, then release each account with engine.release(account).',
    examples,
  );
}
