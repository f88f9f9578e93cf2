import { isSound } from '../../records/body-shape.ts';
import type { EffectBody } from '../../records/bodies.ts';
import type { Held } from '../../records/store.ts';
import type { Expectation, Key } from '../../ports/storage.ts';
import type { Core } from '../core.ts';
import type { Admitted, GateDecision } from './claim.ts';

/** An account as the gate read it. */
export interface AccountRead {
  /** What a claim relies on that was decided by it. */
  readonly expects: Expectation;
  /** Missing: it is not there, or in a form that cannot be read. */
  readonly body?: Held<'account'>['body'];
}

/**
 * The accounts of effects that the gate must look at: those that may be other ones now (AM-4), and those whose channels
 * want to know of them. Where nobody else writes, people hear of a merge before anything more is claimed, and they are asked.
 */
export async function accountsOf(
  core: Core,
  effects: readonly Admitted[],
): Promise<ReadonlyMap<string, AccountRead>> {
  const ids = new Set<string>();
  for (const { record, channel } of effects) {
    const { people, effect } = record.body;
    const wanted = (channel?.profiles ?? false) !== false || effect.action.type === 'external';
    if (people === null || core.members.shared || wanted) ids.add(effect.account);
  }
  if (ids.size === 0) return new Map();
  const keys = [...ids].map((id): Key => ({ kind: 'account', id }));
  const records = (await core.store.load(keys)) as readonly (Held<'account'> | undefined)[];
  return new Map(
    records.map((record, index): [string, AccountRead] => {
      const key = keys[index]!;
      const expects = { key, version: record?.version ?? 0 };
      return [
        key.id,
        record === undefined || !isSound(record) ? { expects } : { expects, body: record.body },
      ];
    }),
  );
}

/**
 * A decision that holds only while the account is what it was: a merge in the moment of the claim is a conflict (AM-4,
 * EM-63). What may have arrived already is asked about whatever became of the account.
 */
export function reliesOn(
  core: Core,
  decision: GateDecision,
  { doubtful }: EffectBody,
  { expects }: AccountRead,
): GateDecision {
  if (!core.members.shared || doubtful || decision.closed) return decision;
  return { ...decision, relies: [...decision.relies, expects] };
}
