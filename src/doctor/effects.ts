import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EffectBody } from '../records/bodies.ts';
import type { Store } from '../records/store.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { are, counted, Sample } from './sample.ts';

/** Reasons of dead letters that are told apart. */
const REASONS = 20;

/** Dead letters with their reasons, and effects that were handed over and not answered (DR-14, DR-15). */
export async function findEffects(
  store: Store,
  now: Instant,
  limits: DoctorLimits,
): Promise<{ readonly findings: readonly Finding[]; readonly effects: number }> {
  const dead = new Sample(limits.examples);
  const claimed = new Sample(limits.examples);
  const reasons = new Map<string, number>();
  let [effects, over] = [0, 0];
  for await (const { body, due } of store.all('effect', '', limits.page)) {
    effects += 1;
    if (body.state === 'dead') {
      const reason = reasonOf(body);
      dead.add(() => `${placeOf(body)}: ${reason}`);
      const known = reasons.has(reason) || reasons.size < REASONS ? reason : 'other reasons';
      reasons.set(known, (reasons.get(known) ?? 0) + 1);
    } else if (body.state === 'claimed') {
      if (due !== null && due <= now) over += 1;
      claimed.add(
        () => `${placeOf(body)}, claimed until ${due === null ? '?' : formatInstant(due)}`,
      );
    }
  }
  return { findings: [deadLetters(dead, reasons), claims(claimed, over)], effects };
}

function deadLetters(dead: Sample, reasons: ReadonlyMap<string, number>): Finding {
  const { count, examples } = dead;
  if (count === 0) return finding('dead-letters', 'ok', 0, 'No dead letters.');
  const list = [...reasons]
    .sort(([, left], [, right]) => right - left)
    .map(([reason, times]) => `${times.toLocaleString('en')} ${reason}`);
  return finding(
    'dead-letters',
    'warning',
    count,
    `${counted(count, 'effect')} ${are(count)} given up or of unknown outcome: ${list.join(', ')}.`,
    'Ask the receiver what became of them by their keys (engine.deadLetters() lists them).',
    examples,
  );
}

function claims({ count, examples }: Sample, over: number): Finding {
  if (count === 0)
    return finding('claimed', 'ok', 0, 'No effect waits for the answer of its channel.');
  const message = `${counted(count, 'effect')} ${are(count)} with ${count === 1 ? 'its channel' : 'their channels'} and not answered`;
  if (over === 0) return finding('claimed', 'notice', count, `${message}.`, '', examples);
  return finding(
    'claimed',
    'warning',
    count,
    `${message}; ${over.toLocaleString('en')} of them for longer than a claim lasts.`,
    'An engine was interrupted, or a channel hangs. The next engine takes them up: keyed channels get them again, for others the outcome is unknown.',
    examples,
  );
}

function reasonOf({ outcomes }: EffectBody): string {
  const [first] = outcomes;
  if (first === undefined) return 'without outcome';
  return first.reason === null ? first.outcome : `${first.outcome} (${first.reason})`;
}

function placeOf({ effect: { journey, account, node } }: EffectBody): string {
  return `${node} in ${journey} for ${account}`;
}
