import { copyJson } from '../../kernel/copy-given.ts';
import { commitAnswers } from '../delivery/hand-over.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/id.ts';
import type { Key, Operation } from '../../ports/storage.ts';
import { cutOff, eraseInputs, eraseTraces, recognise } from '../../privacy/erase-records.ts';
import { outgoingKey } from '../../records/integration-rows.ts';
import { groupScoreKeys } from '../../records/score-index.ts';
import { Erasure } from '../../privacy/erasure.ts';
import { exportPerson } from '../../privacy/export-person.ts';
import type { PersonExport } from '../../privacy/person-export.ts';
import type { SubjectRef } from '../../privacy/subject.ts';
import { persist } from '../../privacy/pass.ts';
import { joinIds } from '../../runtime/effect.ts';
import { findTombstone, type ErasureCertificate } from '../../privacy/tombstone.ts';
import { quarantineId } from '../fault.ts';
import { now, type Core } from '../core.ts';
import { eraseEffects } from './erase-effects.ts';
import { accountNow } from '../account-now.ts';
import { closeAccount } from './close-account.ts';
import { Pending } from '../pending.ts';
import { passOf } from './prune.ts';
import { settleRounds, type CallOptions } from '../rounds.ts';

/** Milliseconds that calls of live channels have to answer. */
const ANSWERS = 1_000;

/**
 * Erases a person or an account everywhere (PV-20 to PV-27). The tombstone comes first, the subject's own record last: an
 * erasure that was interrupted is completed by the same call again. An erasure that is complete changes nothing more.
 * @throws AccompanyError `INVALID_INPUT`, `NOT_ALLOWED` without a key, `ABORTED`
 */
export async function erase(
  core: Core,
  of: SubjectRef,
  options: CallOptions = {},
): Promise<ErasureCertificate> {
  const [kind, id] = subjectOf(core, of);
  const { hashes } = core.settings;
  if (hashes.length === 0) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      'Erasing needs a secret key, so that the subject does not come back. Open the engine with privacy: { key }.',
    );
  }
  const pass = passOf(core, options);
  const { isNew } = await findTombstone(core.store, hashes, kind, id);
  const left = isNew && kind === 'person' ? (await accountsOf(core, id)).length : 0;
  const at = now(core);
  const announce = (operations: readonly Operation[]): Promise<void> =>
    core.registry.write(operations, at);
  const erasure = await Erasure.begin(
    { pass, hashes, kind, id, now: at, announce },
    left > 0 ? { account: left } : {},
  );
  const subject = await recognise(erasure);
  if (kind === 'person') await departFrom(core, id, options);
  else {
    await closeAccount(core, id);
    await cutOff(erasure, subject);
    if (subject.into !== undefined) await arrive(core, id, options);
  }
  // What a channel is about to answer is better kept than lost; who takes longer finds the effect changed.
  await core.outbound.drained(ANSWERS);
  await commitAnswers(core);
  await eraseInputs(erasure, subject);
  await eraseEffects(core, erasure, subject);
  await eraseTraces(erasure, subject, hashes);
  // Both may have changed in the storage.
  core.outbox.length = 0;
  core.registry.quarantined.delete(quarantineId(kind, id));
  const own: Key[] = [{ kind, id }, outgoingKey(kind, id)];
  if (kind === 'account') {
    own.push({ kind: 'progress', id });
    const account = (await core.store.get('account', id))?.body;
    if (account !== undefined) own.push(...groupScoreKeys(account));
  }
  return erasure.complete(own);
}

/** Gathers what is held about a person. @throws AccompanyError `INVALID_INPUT`, `ABORTED` */
export async function exportHeld(
  core: Core,
  person: string,
  options: CallOptions = {},
): Promise<PersonExport> {
  const [, id] = subjectOf(core, { person });
  const held = await exportPerson(passOf(core, options), core.settings.hashes, {
    id,
    now: now(core),
  });
  return copyJson(held);
}

/** @throws AccompanyError `INVALID_INPUT` */
function subjectOf(core: Core, of: SubjectRef): readonly ['account' | 'person', string] {
  const given = Object.entries((of as SubjectRef | undefined | null) ?? {});
  const [kind, id] = given[0] ?? [];
  if (
    given.length === 1 &&
    (kind === 'account' || kind === 'person') &&
    isId(id, core.settings.limits.idLength)
  )
    return [kind, id];
  throw new AccompanyError(
    'INVALID_INPUT',
    'Give { person: id } or { account: id } with the id of one of them.',
  );
}

/** Accounts that hold a copy of the person and can be told; those that stand still are seen to later. */
async function accountsOf(core: Core, person: string): Promise<readonly string[]> {
  const names = (await core.store.get('person', person))?.body.accounts ?? [];
  // The person may not have heard yet that one of them is another one now.
  const now = await Promise.all(names.map((name) => accountNow(core, name)));
  const ids = [...new Set(names.map((name, index) => now[index]?.id ?? name))];
  const records = await core.store.load(ids.map((id): Key => ({ kind: 'account', id })));
  return ids.filter((id, index) => {
    const body = records[index]?.body as { readonly people: readonly { id: string }[] } | undefined;
    const holds = body?.people.some((copy) => copy.id === person) === true;
    return holds && !core.registry.quarantined.has(quarantineId('account', id));
  });
}

/**
 * What an account that was merged was told, and has said before, reaches the one that it is now: nothing is lost with it
 * (AM-33). Nobody tells it anything more.
 */
function arrive(core: Core, id: string, options: CallOptions): Promise<void> {
  return persist(async () => {
    const pending = new Pending();
    for (let now: string | null | undefined = id; typeof now === 'string';) {
      pending.account(now).inputs.push({ kind: 'wake' });
      now = (await core.store.get('account', now))?.body.merged?.into;
    }
    await settleRounds(core, pending, undefined, options);
    // A change of the registry meanwhile has left them out.
    const prefix = joinIds('account', id, '');
    const left = await core.store.scan({ kind: 'message', index: 'id', prefix, limit: 1 });
    return { conflicts: left, result: undefined };
  });
}

/** The accounts let the person go as if the relation had ended: groups, audiences and journeys follow (RT-73). */
async function departFrom(core: Core, person: string, options: CallOptions): Promise<void> {
  const pending = new Pending();
  for (const account of await accountsOf(core, person))
    pending.account(account).inputs.push({ kind: 'person', message: { type: 'left', person } });
  if ((await core.store.get('person', person))?.body.score !== undefined)
    pending.person(person).inputs.push({ kind: 'forget' });
  await settleRounds(core, new Pending(), pending, options);
}
