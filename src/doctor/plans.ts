import { parsePlan } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../records/store.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { counted, Sample } from './sample.ts';

/** The plans of a subscription that this version can run, by hash, and what is wrong with the others (DR-20). */
export async function readPlans(
  store: Store,
  limits: DoctorLimits,
): Promise<{ readonly plans: ReadonlyMap<string, Plan>; readonly finding: Finding }> {
  const plans = new Map<string, Plan>();
  const odd = new Sample(limits.examples);
  for await (const { id, body } of store.all('plan', '', limits.page)) {
    const read = parsePlan(body);
    if (read.ok) plans.set(read.value.hash, read.value);
    else odd.add(() => `plan ${id}: ${read.issues.map(({ message }) => message).join(' ')}`);
  }
  if (odd.count === 0) {
    const message = `${counted(plans.size, 'plan')}, all of a format that this version runs.`;
    return { plans, finding: finding('plan-format', 'ok', plans.size, message) };
  }
  return {
    plans,
    finding: finding(
      'plan-format',
      'error',
      odd.count,
      `${counted(odd.count, 'plan')} cannot be run by this version.`,
      'Run the version of accompany that wrote them, or restore them from a backup.',
      odd.examples,
    ),
  };
}
