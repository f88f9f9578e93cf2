import type { Key } from '../ports/storage.ts';
import type { IntegrationBody } from '../records/bodies.ts';
import type { Held } from '../records/store.ts';
import { hashedSuppressionId, HASHED_SUPPRESSIONS, suppressionId } from '../records/suppression.ts';
import { joinIds } from '../runtime/effect.ts';
import { eraseFromAccount, eraseFromPerson, eraseFromProgress } from './erase-copies.ts';
import { eraseFromFact } from './erase-fact.ts';
import { ledPast } from './erase-merged.ts';
import { eraseFromEvidence, eraseFromMessage, eraseFromQuarantine } from './erase-inputs.ts';
import type { Erasure } from './erasure.ts';
import type { KeyedHashes } from './keyed-hash.ts';
import { persist, type Pass } from './pass.ts';
import { redacted, subjectOf, type Subject } from './subject.ts';

/** The subject as it is recognised, from its record and the ids of its events that were taken in. */
export async function recognise(erasure: Erasure): Promise<Subject> {
  const { kind, id } = erasure.subject;
  const prefix = joinIds(kind, id, '');
  const events: string[] = [];
  for await (const input of erasure.pass.store.all('input', prefix, erasure.pass.limit))
    events.push(input.id.slice(prefix.length));
  const record = await erasure.pass.store.get(kind, id);
  const subject = subjectOf(erasure.subject, record?.body, events);
  if (kind !== 'account') return subject;
  let account = (record as Held<'account'> | undefined)?.body;
  while (typeof account?.merged?.into === 'string')
    account = (await erasure.pass.store.get('account', account.merged.into))?.body;
  return account === undefined || account.id === id || account.merged !== undefined
    ? { ...subject, shadows: await shadowsOf(erasure) }
    : { ...subject, into: account.id };
}

/**
 * All accounts that lead to the one that is erased, or to nobody: an erasure that was interrupted may have cut them off
 * already. The tombstone stands: no others will.
 */
async function shadowsOf({ subject, pass }: Erasure): Promise<ReadonlySet<string>> {
  const merged = new Map<string, string>();
  for await (const { id, body } of pass.store.all('account', '', pass.limit))
    if (body.merged !== undefined) merged.set(id, body.merged.into ?? subject.id);
  const leads = (from: string): boolean => {
    let now = from;
    while (now !== subject.id && merged.has(now)) now = merged.get(now)!;
    return now === subject.id;
  };
  return new Set([...merged.keys()].filter((id) => id !== subject.id && leads(id)));
}

/**
 * From now on nobody says anything to an account that is erased: those that were merged into it lead past it, and people
 * belong to the account that it is now, or to nothing. What comes for it later would bring it back.
 */
export async function cutOff(erasure: Erasure, subject: Subject): Promise<void> {
  if (subject.into !== undefined || subject.shadows.size > 0)
    await erasure.rewrite('account', (body) =>
      isSelf(subject, 'account', body.id) ? body : ledPast(body, subject),
    );
  await erasure.rewrite('person', (body) => eraseFromPerson(body, subject));
}

/** Messages that wait, and what quarantined subjects keep. */
export async function eraseInputs(erasure: Erasure, subject: Subject): Promise<void> {
  await erasure.rewrite('message', (body) => eraseFromMessage(body, subject));
  await erasure.rewrite('quarantine', (body) => eraseFromQuarantine(body, subject));
}

/**
 * Everything else that names the subject but its own records: copies, counts, evidence, facts, suppression, ids of
 * events. The ids of events go last, since facts are recognised by them.
 */
export async function eraseTraces(
  erasure: Erasure,
  subject: Subject,
  hashes: KeyedHashes,
): Promise<void> {
  const { kind, id } = subject;
  // The subject's own record stays until everything else is done.
  await erasure.rewrite('account', (body) =>
    isSelf(subject, 'account', body.id) ? body : eraseFromAccount(body, subject),
  );
  if (kind === 'account') await erasure.rewrite('person', (body) => eraseFromPerson(body, subject));
  else await erasure.rewrite('progress', (body) => eraseFromProgress(body, subject));
  await erasure.rewrite('evidence', (body) => eraseFromEvidence(body, subject));
  await erasure.rewrite('fact', (body) => eraseFromFact(body, subject));
  if (kind === 'person') await hashSuppression(erasure, subject, hashes);
  await erasure.rewrite('integration', (body) => (isRowOf(body, subject) ? null : body));
  await erasure.rewrite('input', () => null, joinIds(kind, id, ''));
}

/** A row about the subject or its record at a source. That it goes back is deleted with the subject's own record. */
function isRowOf(body: IntegrationBody, { kind, id }: Subject): boolean {
  if (body.type === 'key') return body.of === kind && body.to === id;
  return body.type === 'aside' && (body.id === id || body.id.split(' ').includes(id));
}

function isSelf(subject: Subject, kind: Subject['kind'], id: string): boolean {
  return subject.kind === kind && subject.id === id;
}

/** The address stays suppressed, as a keyed hash (PV-25). */
async function hashSuppression(
  erasure: Erasure,
  subject: Subject,
  hashes: KeyedHashes,
): Promise<void> {
  const { store } = erasure.pass;
  const person = await store.get('person', subject.id);
  const address = person?.body.attributes['email'];
  if (typeof address !== 'string') return;
  await persist(async () => {
    const [plain, ...hashed] = await suppressions({ store }, hashes, address);
    if (plain === undefined) return { conflicts: [], result: undefined };
    const { kind, id, version, body } = plain;
    const gone = { op: 'delete', key: { kind, id }, version } as const;
    const record = {
      kind,
      id: await hashedSuppressionId(hashes[0]!, address),
      version: 1,
      due: null,
      body: { ...body, reason: redacted(body.reason, subject) },
    };
    const commit = hashed.every((found) => found === undefined)
      ? {
          operations: [gone, { op: 'put', record } as const],
          counters: [{ name: HASHED_SUPPRESSIONS, value: 1 }],
        }
      : { operations: [gone], counters: [] };
    const conflicts = await store.commit(await erasure.counting(commit, ['suppression']));
    return { conflicts, result: undefined };
  });
}

/** How an address is suppressed: by itself, and as a hash with each key. */
export async function suppressions(
  { store }: Pick<Pass, 'store'>,
  hashes: KeyedHashes,
  address: string,
): Promise<readonly (Held<'suppression'> | undefined)[]> {
  const hashed = await Promise.all(hashes.map((hash) => hashedSuppressionId(hash, address)));
  const keys = [suppressionId(address), ...hashed].map((id): Key => ({ kind: 'suppression', id }));
  return (await store.load(keys)) as readonly (Held<'suppression'> | undefined)[];
}
