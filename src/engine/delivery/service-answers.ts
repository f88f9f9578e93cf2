import type { Instant } from '../../kernel/instant.ts';
import type { Receipt } from '../../ports/channel.ts';
import type { Operation, StoredRecord } from '../../ports/storage.ts';
import type { EffectBody } from '../../records/bodies.ts';
import { recordId } from '../../records/record-id.ts';
import type { AnswerInput } from '../../runtime/input.ts';
import { joinIds } from '../../runtime/effect.ts';
import type { Settlement } from '../../runtime/fact.ts';
import type { Message } from '../../runtime/input.ts';
import { put } from '../../records/put.ts';

type EffectRecord = StoredRecord<EffectBody>;

/** Nobody waits for an answer, so that nobody needs to be told that none will come. */
export const NOT_WAITING = 'not_waiting';

/**
 * Tells the account that a service will not answer, for those for whom a request was refused or given up (XA-52). What is
 * unknown may have arrived: its answer is waited for until the timeout.
 */
export function failures(
  record: EffectRecord,
  outcomes: readonly Settlement[],
  at: Instant,
): readonly Operation[] {
  if (record.body.effect.action.type !== 'external') return [];
  const failed = outcomes.filter(
    ({ outcome, reason }) =>
      (outcome === 'refused' || outcome === 'failed') && reason !== NOT_WAITING,
  );
  if (failed.length === 0) return [];
  const answers = failed.flatMap(({ people, reason }) =>
    (people ?? [null]).map((person) => ({
      person,
      ok: false,
      reason,
      values: {},
      attributes: {},
    })),
  );
  return [
    message(record, joinIds('failed', record.version), at, { answers, rest: null, changes: {} }),
  ];
}

/** What a simulated channel says that the service answers, each after a time of its own (XA-53). */
export function simulated(
  record: EffectRecord,
  receipt: Receipt,
  at: Instant,
): readonly Operation[] {
  return (receipt.answers ?? []).map(({ after, changes = {}, answers, rest }, index) =>
    message(record, joinIds('simulated', record.version, index), at + after, {
      changes,
      answers: answers.map(({ person, ok, reason = null, values = {}, attributes = {} }) => ({
        person,
        ok,
        reason,
        values,
        attributes,
      })),
      rest: rest === undefined ? null : { ok: rest.ok, reason: rest.reason ?? null },
    }),
  );
}

function message(
  { id: effect, body: { effect: of } }: EffectRecord,
  name: string,
  at: Instant,
  said: Pick<AnswerInput, 'changes' | 'answers' | 'rest'>,
): Operation {
  const { journey, entry, node, account } = of;
  const id = joinIds('answer', effect, name);
  const body: Message = {
    id,
    to: 'account',
    subject: account,
    input: { kind: 'answer', id, at, journey, entry, node, ...said },
  };
  return put({ kind: 'message', id: recordId('account', account, id), version: 1, due: at, body });
}
