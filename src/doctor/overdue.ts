import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RecordKind } from '../ports/storage.ts';
import { isSound } from '../records/body-shape.ts';
import type { Held, Store } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';
import type { DoctorLimits, Finding } from './diagnosis.ts';
import { finding } from './finding.ts';
import { counted, Sample } from './sample.ts';

/** Kinds of records that wait for an instant, and what one of them is called. */
const WAITING = [
  ['progress', 'account'],
  ['message', 'message'],
  ['effect', 'effect'],
] as const;

/** A length of time for people: `3 d 4 h`, `12 min`. */
export function lengthOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  if (hours > 0) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return minutes === 0 ? `${Math.floor(milliseconds / 1_000)} s` : `${minutes} min`;
}

/**
 * Accounts, messages and effects whose instant lies further back than the grace, the latest first (DR-12). Accounts in
 * quarantine are told of elsewhere.
 */
export async function findOverdue(
  store: Store,
  now: Instant,
  limits: DoctorLimits,
): Promise<Finding> {
  const late = new Sample(limits.examples);
  const parts: string[] = [];
  let oldest: Instant = now;
  for (const [kind, name] of WAITING) {
    const before = late.count;
    for await (const record of dueRecords(store, kind, now - limits.grace, limits.page)) {
      const due = record.due!;
      if (due < oldest) oldest = due;
      late.add(() => `${name} ${shown(record)}, due ${formatInstant(due)}`);
    }
    if (late.count > before) parts.push(counted(late.count - before, name));
  }
  if (late.count === 0) return finding('overdue', 'ok', 0, 'Nothing is overdue.');
  const age = now - oldest;
  return finding(
    'overdue',
    age > limits.tooLate ? 'error' : 'warning',
    late.count,
    `Overdue: ${parts.join(', ')}, by up to ${lengthOf(age)}.`,
    'Make sure that an engine runs on this subscription, keeps up, and reports no errors (engine.on("error")).',
    late.examples,
  );
}

async function* dueRecords<K extends RecordKind>(
  store: Store,
  kind: K,
  until: Instant,
  limit: number,
): AsyncGenerator<Held<K>, void, void> {
  let after: { due: Instant; id: string } | undefined;
  for (;;) {
    const page = await store.scan({ kind, index: 'due', until, limit, ...(after && { after }) });
    const sound = page.filter(isSound);
    yield* kind === 'progress' ? await withoutQuarantined(store, sound) : sound;
    if (page.length < limit) return;
    const { id, due } = page.at(-1)!;
    after = { id, due: due! };
  }
}

async function withoutQuarantined<K extends RecordKind>(
  store: Store,
  page: readonly Held<K>[],
): Promise<readonly Held<K>[]> {
  const keys = page.map(({ id }) => ({ kind: 'quarantine', id: joinIds('account', id) }) as const);
  const quarantined = await store.load(keys);
  return page.filter((_, index) => quarantined[index] === undefined);
}

/** What a person can look up: derived ids are joined with a control character. */
function shown({ kind, id, body }: Held<RecordKind>): string {
  if (kind === 'effect') {
    const { journey, account, node } = (body as Held<'effect'>['body']).effect;
    return `of ${node} in ${journey} for ${account}`;
  }
  if (kind === 'message') {
    const { to, subject } = body as Held<'message'>['body'];
    return `to ${to} ${subject}`;
  }
  return id;
}
