import { copyJson } from '../kernel/copy-given.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import { effectId } from '../runtime/effect.ts';
import type { FactItem, Settlement } from '../runtime/fact.ts';
import { placeOf } from './delivery/closing.ts';
import { type EffectRecord } from './delivery/claim.ts';
import { CONTENT_CHANGED } from './delivery/content.ts';
import { commitWithFacts, writeConflict } from './commit.ts';
import { now, type Core } from './core.ts';
import { Tally } from './counters.ts';
import { put } from '../records/put.ts';

/** An effect that needs a person's attention (EN-53, EN-54). */
export interface DeadLetter {
  /** For `retryDeadLetter` and `dropDeadLetter`. */
  readonly id: string;
  readonly journey: string;
  readonly account: string;
  readonly node: string;
  readonly action: string;
  readonly asked: Instant;
  readonly outcomes: readonly Settlement[];
  /** Effect ids of the recipients concerned, in the order of `outcomes`. */
  readonly keys: readonly string[];
}

/** All of them, in order of id. */
export async function deadLetters(core: Core): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for await (const { id, body } of core.store.all('effect', '', core.settings.batchSize)) {
    if (body.state !== 'dead') continue;
    const { effect, outcomes } = copyJson(body);
    letters.push({
      id,
      journey: effect.journey,
      account: effect.account,
      node: effect.node,
      action: effect.action.type,
      asked: effect.asked,
      outcomes,
      keys: outcomes.flatMap(({ people }) =>
        (people ?? [null]).map((person) => effectId(core.store.subscription, effect, person)),
      ),
    });
  }
  return letters;
}

/**
 * Hands a dead letter over again, to those who did not get it, under the same ids (EN-58). Who would get another content
 * under them stays (EM-83).
 * @throws AccompanyError `NOT_FOUND`; `NOT_ALLOWED` when nobody else is left
 */
export async function retryDeadLetter(core: Core, id: string): Promise<void> {
  const record = await deadLetter(core, id);
  const { outcomes } = record.body;
  const stays = outcomes.filter(({ reason }) => reason === CONTENT_CHANGED);
  const again = outcomes.filter(({ reason }) => reason !== CONTENT_CHANGED);
  if (again.length === 0) {
    const message = `What may have arrived of ${JSON.stringify(id)} would have another content now, and no key gets two. Look at the receiver whether it has arrived, then take it off with dropDeadLetter.`;
    throw new AccompanyError('NOT_ALLOWED', message);
  }
  const people = again[0]!.people === null ? null : again.flatMap((each) => each.people ?? []);
  const body = {
    ...record.body,
    state: 'pending',
    attempts: 0,
    people,
    outcomes: [],
    parked: stays,
  } as const;
  const next = { ...record, version: record.version + 1, due: now(core), body };
  await end(core, record, put(next), 'reopened', again);
}

/** Takes a dead letter off the list; its counters stay (EN-59). @throws AccompanyError `NOT_FOUND` */
export async function dropDeadLetter(core: Core, id: string): Promise<void> {
  const record = await deadLetter(core, id);
  const key = { kind: 'effect', id } as const;
  const { outcomes } = record.body;
  await end(core, record, { op: 'delete', key, version: record.version }, 'dropped', outcomes);
}

async function deadLetter(core: Core, id: string): Promise<EffectRecord> {
  const record = await core.store.get('effect', id);
  if (record?.body.state === 'dead') return record;
  throw new AccompanyError(
    'NOT_FOUND',
    `There is no dead letter ${JSON.stringify(id)}. List them with deadLetters().`,
  );
}

async function end(
  core: Core,
  record: EffectRecord,
  operation: ReturnType<typeof put>,
  type: 'reopened' | 'dropped',
  outcomes: readonly Settlement[],
): Promise<void> {
  const { effect } = record.body;
  const items: FactItem[] = [{ type, ...placeOf(record), outcomes }];
  const tally = new Tally();
  tally.add(items);
  const commit = { operations: [operation], counters: tally.counters() };
  const conflicts = await commitWithFacts(core, commit, [{ account: effect.account, items }]);
  if (conflicts.length > 0) throw writeConflict(conflicts);
}
