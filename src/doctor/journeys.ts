import type { Store } from '../records/store.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { are, counted, Sample } from './sample.ts';

/** What was found of journeys: their ids, published plans, and work that is open (DR-16, DR-17). */
export interface JourneyFindings {
  readonly journeys: ReadonlySet<string>;
  /** Hashes of published plans that are not among the plans, with the journey. */
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
}

/** Open publications and sweeps; `evaluating`: the subscription says that all accounts are being evaluated. */
export async function findJourneys(
  store: Store,
  plans: { has(hash: string): boolean },
  evaluating: boolean,
  limits: DoctorLimits,
): Promise<JourneyFindings> {
  const journeys = new Set<string>();
  const missing: string[] = [];
  const publishing = new Sample(limits.examples);
  const attention = new Sample(limits.examples);
  const sweeping = new Sample(limits.examples);
  if (evaluating) sweeping.add(() => 'all accounts are evaluated after a change of definitions');
  for await (const { id, body } of store.all('journey', '', limits.page)) {
    journeys.add(id);
    const { plan, publication, sweep } = body;
    if (plan !== null && !plans.has(plan)) missing.push(`journey ${id}: plan ${plan}`);
    const held = publication === null ? undefined : await store.get('publication', publication);
    if (held?.body.status === 'attention')
      attention.add(() => `journey ${id}: ${held.body.reason ?? 'refused'}`);
    else if (publication !== null) publishing.add(() => `journey ${id}, status ${body.status}`);
    if (sweep !== null) {
      const from = sweep.after === null ? 'not begun' : `behind account ${sweep.after}`;
      sweeping.add(() => `journey ${id}: ${sweep.kind}, ${from}`);
    }
  }
  return {
    journeys,
    missing,
    findings: [
      open('open-publications', publishing, 'publication'),
      needAttention(attention),
      open('open-sweeps', sweeping, 'sweep over all accounts', 'sweeps over all accounts'),
    ],
  };
}

function needAttention({ count, examples }: Sample): Finding {
  if (count === 0) return finding('flows-to-stop', 'ok', 0, 'No publication needs attention.');
  return finding(
    'flows-to-stop',
    'error',
    count,
    `${counted(count, 'publication')} ${are(count)} refused while the flow may run at the platform.`,
    'Call engine.integration.stopFlow; with { byHand: true } when somebody has stopped it there.',
    examples,
  );
}

function open(
  code: 'open-publications' | 'open-sweeps',
  { count, examples }: Sample,
  one: string,
  many?: string,
): Finding {
  if (count === 0) return finding(code, 'ok', 0, `No open ${many ?? `${one}s`}.`);
  return finding(
    code,
    'notice',
    count,
    `${counted(count, one, many)} ${are(count)} open.`,
    'An engine that works on it completes it; without one, open an engine.',
    examples,
  );
}
