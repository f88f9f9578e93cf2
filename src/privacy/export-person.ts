import type { Instant } from '../kernel/instant.ts';
import type { Key } from '../ports/storage.ts';
import type { EvidenceBody } from '../records/bodies.ts';
import type { Held } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';
import { suppressions } from './erase-records.ts';
import { exportedFact, keptEffect, settledEffects } from './export-facts.ts';
import { isAbout } from './erase-inputs.ts';
import type { KeyedHashes } from './keyed-hash.ts';
import type { Pass } from './pass.ts';
import type {
  AccountExport,
  EffectExport,
  EvidenceExport,
  FactExport,
  PendingExport,
  PersonExport,
  QuarantineExport,
} from './person-export.ts';
import { isOwnEvent, subjectOf, type Subject } from './subject.ts';

/** Gathers everything that is held about a person; looks through the whole subscription (PV-30, PV-31). */
export async function exportPerson(
  pass: Pass,
  hashes: KeyedHashes,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<PersonExport> {
  const { store, limit } = pass;
  const body = (await store.get('person', id))?.body;
  const inputs: PersonExport['inputs'][number][] = [];
  const prefix = joinIds('person', id, '');
  for await (const input of store.all('input', prefix, limit))
    inputs.push({ id: input.id.slice(prefix.length), at: input.body.at });
  const ids = inputs.map((input) => input.id);
  const subject = subjectOf({ kind: 'person', id, pseudonym: id }, body, ids);
  const address = body?.attributes['email'];
  const found = typeof address === 'string' ? await suppressions(pass, hashes, address) : [];
  const suppression = found.find((record) => record !== undefined)?.body ?? null;
  return {
    format: 1,
    subscription: store.subscription,
    person: id,
    exportedAt: now,
    profile: body === undefined ? null : profileOf(body),
    accounts: await accountsOf(pass, subject),
    events: body?.events ?? [],
    inputs,
    ...(await happened(pass, subject)),
    evidence: await evidenceOf(pass, subject),
    messages: await messagesOf(pass, subject),
    quarantine: await quarantineOf(pass, subject),
    suppression,
  };
}

function profileOf({
  attributes,
  objects,
  consent,
  consents,
  version,
  accounts,
  score,
  intent,
  feeds,
}: PersonBody): PersonExport['profile'] {
  return {
    attributes,
    objects,
    consent,
    version,
    accounts,
    ...(consents !== undefined && { consents }),
    ...(intent !== undefined && { intent }),
    ...(feeds !== undefined && { sources: feeds }),
    ...(score !== undefined && { engagement: score }),
  };
}

async function accountsOf(pass: Pass, subject: Subject): Promise<readonly AccountExport[]> {
  const { store, limit } = pass;
  const found: AccountExport[] = [];
  let page: Held<'account'>[] = [];
  const take = async (): Promise<void> => {
    const keys = page.map(({ id }): Key => ({ kind: 'progress', id }));
    const progress = (await store.load(keys)) as readonly (Held<'progress'> | undefined)[];
    page.forEach(({ body }, index) =>
      found.push(...accountOf(body, progress[index]?.body, subject)),
    );
    page = [];
    await pass.breathe();
  };
  for await (const record of store.all('account', '', limit)) {
    if (record.body.people.some(({ id }) => id === subject.id)) page.push(record);
    if (page.length >= limit) await take();
  }
  if (page.length > 0) await take();
  return found;
}

function accountOf(
  account: AccountBody,
  progress: Progress | undefined,
  { id }: Subject,
): readonly AccountExport[] {
  const copy = account.people.find((person) => person.id === id);
  if (copy === undefined) return [];
  const { roles, since, attributes, objects, events } = copy;
  const heardOf = (heard: Readonly<Record<string, number>> | null): number =>
    Object.entries(heard ?? {}).reduce(
      (sum, [key, count]) => (key.endsWith(joinIds('', id)) ? sum + count : sum),
      0,
    );
  return [
    {
      account: account.id,
      roles,
      since,
      attributes,
      objects,
      events,
      groups: account.groups.flatMap(({ definition: group, members, exclusions = [] }) => [
        ...members
          .filter(({ person }) => person === id)
          .map(({ role, source, removed, decidedAt, by = null }) => ({
            group,
            role,
            source,
            removed,
            decidedAt,
            by,
          })),
        ...exclusions
          .filter(({ person }) => person === id)
          .map(({ source, decidedAt, by = null }) => ({
            group,
            role: null,
            source,
            removed: true,
            decidedAt,
            by,
          })),
      ]),
      lists: account.lists,
      inside: progress?.inside ?? [],
      runs: (progress?.runs ?? []).map(({ journey, entry, enteredAt, arrivedAt, due, heard }) => ({
        journey,
        entry,
        enteredAt,
        arrivedAt,
        due,
        heard: heardOf(heard),
      })),
    },
  ];
}

/** Facts and effects: an outcome is told by the fact, an open effect by its record. */
async function happened(
  pass: Pass,
  subject: Subject,
): Promise<{ readonly effects: readonly EffectExport[]; readonly facts: readonly FactExport[] }> {
  const { store, limit } = pass;
  const effects: EffectExport[] = [];
  const facts: FactExport[] = [];
  for await (const { body } of store.all('fact', '', limit)) {
    const fact = exportedFact(body, subject);
    if (fact === null) continue;
    facts.push(fact);
    effects.push(...settledEffects(body, subject, store.subscription));
    await pass.breathe();
  }
  const settled = new Map(effects.map(({ key }, index) => [key, index]));
  for await (const { body } of store.all('effect', '', limit)) {
    const effect = keptEffect(body, subject, store.subscription);
    if (effect === null) continue;
    const { key, content } = effect;
    const index = settled.get(key);
    if (index === undefined) effects.push(effect);
    else if (content !== undefined) effects[index] = { ...effects[index]!, content };
  }
  return { effects, facts };
}

async function evidenceOf(
  { store, limit }: Pass,
  subject: Subject,
): Promise<readonly EvidenceExport[]> {
  const found: EvidenceExport[] = [];
  for await (const { body } of store.all('evidence', '', limit)) {
    const shown = shownOf(body.saw, subject);
    const { account, journey, node, at }: EvidenceBody = body;
    if (shown.length > 0) found.push({ account, journey, node, at, shown });
  }
  return found;
}

function shownOf(value: unknown, subject: Subject): readonly string[] {
  if (typeof value === 'string')
    return value === subject.id || isOwnEvent(value, subject) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => shownOf(part, subject));
}

async function messagesOf(
  { store, limit }: Pass,
  subject: Subject,
): Promise<readonly PendingExport[]> {
  const found: PendingExport[] = [];
  for await (const { due, body } of store.all('message', '', limit)) {
    const { to, subject: id, input } = body;
    if ((to === 'person' && id === subject.id) || isAbout(input, subject))
      found.push({ to, subject: id, due, input });
  }
  return found;
}

async function quarantineOf(
  { store, limit }: Pass,
  subject: Subject,
): Promise<readonly QuarantineExport[]> {
  const found: QuarantineExport[] = [];
  for await (const { body } of store.all('quarantine', '', limit)) {
    const isOwn = body.subject.kind === 'person' && body.subject.id === subject.id;
    const own: readonly (AccountInput | PersonInput)[] = body.inputs;
    const inputs = isOwn ? own : own.filter((input) => isAbout(input, subject));
    if (isOwn || inputs.length > 0) found.push({ subject: body.subject, at: body.at, inputs });
  }
  return found;
}
