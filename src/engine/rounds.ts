import { put } from '../records/put.ts';
import type { Key, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Message } from '../runtime/input.ts';
import { Batch } from './batch.ts';
import { commitWithFacts, writeConflict } from './commit.ts';
import { now, throwIfAborted, type Core } from './core.ts';
import { leaveOutErased } from './erasure/erased.ts';
import { Pending } from './pending.ts';
import { logFaults } from './log.ts';
import { withWaiting } from './waiting-messages.ts';
import { hold } from './quarantine.ts';
import type { Span } from '../ports/tracer.ts';
import { recordId } from '../records/record-id.ts';

/** How often a batch is decided again after a write conflict before the call gives up. */
const ATTEMPTS = 8;
/** A working set may grow to this many times the batch size before its messages are stored instead. */
const GROWTH = 4;

/** Batches whose effects are remembered; the others are found in the storage. */
const OUTBOX = 10;

/** What a host may say about a long call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of subjects that were advanced so far. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number | null;
  }) => void;
}

/** What one call asks for: a first round, and what waits for the subjects of the second one. */
export interface Rounds {
  readonly first: Pending;
  readonly second: Pending;
}

/**
 * Applies everything that is pending, round after round, until nothing is (EN-32): `first`, then `second` together with
 * what the first round says to its subjects, and so on. Rounds that fit one batch share one commit; otherwise messages
 * are stored with the batch that sends them, so that an interruption loses none.
 */
export async function settleRounds(
  core: Core,
  first: Pending,
  second: Pending = new Pending(),
  options: CallOptions = {},
): Promise<number> {
  const { batchSize } = core.settings;
  let [pending, next] = first.size === 0 ? [second, new Pending()] : [first, second];
  let done = 0;
  const progress = async (size: number): Promise<void> => {
    done += size;
    options.onProgress?.({ done, total: null });
    await core.pace.breathe();
  };
  while (pending.size > 0) {
    if (pending.size + next.size <= batchSize) {
      throwIfAborted(options.signal);
      const { size } = pending;
      const { left } = await runTogether(core, [{ first: pending, second: next }]);
      await progress(size);
      [pending, next] = [left, new Pending()];
      continue;
    }
    for (const batch of pending.batches(batchSize)) {
      throwIfAborted(options.signal);
      const { size } = batch;
      await runBatch(core, batch, next);
      await progress(size);
    }
    [pending, next] = [next, new Pending()];
  }
  return done;
}

/** A part of the work of one round. */
export interface Page {
  readonly pending: Pending;
  /** Nothing follows. */
  readonly last: boolean;
}

/**
 * Applies pages of pending work as one round, then the rounds that follow from it. The result is the same as if all
 * pages were one (EN-33). Each page is asked for after the one before was committed.
 */
export async function settlePages(
  core: Core,
  pages: AsyncIterable<Page>,
  options: CallOptions = {},
): Promise<number> {
  const next = new Pending();
  let done = 0;
  for await (const { pending: page, last } of pages) {
    throwIfAborted(options.signal);
    if (page.size === 0) continue;
    if (done === 0 && last) return settleRounds(core, new Pending(), page, options);
    const { size } = page;
    await runBatch(core, page, next);
    done += size;
    options.onProgress?.({ done, total: null });
    await core.pace.breathe();
  }
  return done + (await settleRounds(core, next, new Pending(), options));
}

/** Decides and commits one batch of a round; what its subjects say goes to `next`, stored. */
async function runBatch(core: Core, pending: Pending, next: Pending): Promise<void> {
  await decide(
    core,
    [pending, next],
    (batch, anew) => advanceAll(core, batch, [pending], pending, anew),
    next,
  );
}

/**
 * Decides several calls, one after the other, each with all its rounds, and commits them together: the result is that of
 * the calls by themselves (EN-37). As many of them as the working set has room for, at least one; `left` is what the
 * last one has not come to, stored.
 */
export async function runTogether(
  core: Core,
  calls: readonly Rounds[],
): Promise<{ readonly taken: number; readonly left: Pending }> {
  const all = calls.flatMap(({ first, second }) => [first, second]);
  const left = new Pending();
  let taken = 0;
  await decide(
    core,
    all,
    async (batch, anew) => {
      taken = 0;
      if (calls.length > 1) await batch.load(all, { anew, ahead: true });
      for (const { first, second } of calls) {
        taken += 1;
        const messages = await advanceAll(core, batch, [first], first, anew);
        const rest = await followUp(core, batch, second, messages);
        if (rest.length > 0) return rest;
      }
      return [];
    },
    left,
  );
  return { taken, left };
}

/**
 * Like {@link runTogether} for one round, after `check` has looked at what it depends on, which the commit relies on. When
 * `check` says so, nothing is done. Returns what is left, stored.
 */
export async function settleWith(
  core: Core,
  pending: Pending,
  check: (batch: Batch, anew: boolean) => Promise<boolean>,
): Promise<Pending> {
  const left = new Pending();
  const play = async (batch: Batch, anew: boolean): Promise<readonly Message[]> => {
    if (!(await check(batch, anew))) return [];
    const messages = await advanceAll(core, batch, [pending], pending, anew);
    return followUp(core, batch, new Pending(), messages);
  };
  await decide(core, [pending], play, left);
  return left;
}

/**
 * Loads, lets `play` advance, and commits; again from the start when somebody else has written meanwhile (EN-71).
 * Messages that `play` returns are stored, and go to `into` besides.
 */
function decide(
  core: Core,
  pendings: readonly Pending[],
  play: (batch: Batch, anew: boolean) => Promise<readonly Message[]>,
  into: Pending,
): Promise<void> {
  return core.spans.run('accompany.batch', {}, (span) =>
    decideIn(span, core, pendings, play, into),
  );
}

async function decideIn(
  span: Span,
  core: Core,
  pendings: readonly Pending[],
  play: (batch: Batch, anew: boolean) => Promise<readonly Message[]>,
  into: Pending,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { registry } = core;
    // One instant for all that happens in it, however long it takes to load and to store (RT-3).
    const at = now(core);
    const batch = new Batch(core, at);
    const messages = await play(batch, attempt > 1);
    const stored = messages.map((message) => messageRecord(message, at));
    const operations = batch.operations();
    for (const record of stored) operations.push(put(record));
    for (const record of evidenceRecords(batch, at)) operations.push(put(record));
    const held = await hold(core, batch);
    operations.push(...held.operations);
    const counters = batch.tally.counters();
    const conflicts = await commitWithFacts(
      core,
      { operations, counters, expects: [registry.expectation(), ...batch.expectations()] },
      held.facts.length === 0 ? batch.facts : [...batch.facts, ...held.facts],
      at,
    );
    if (conflicts.length === 0) {
      held.committed();
      tell(core, span, batch, attempt);
      registry.count(counters);
      if (core.outbox.length < OUTBOX * core.settings.batchSize)
        core.outbox.push(
          ...batch.effects.filter(({ body }) => core.members.owns(body.effect.account)),
        );
      stored.forEach((record, index) => {
        into.message(messages[index]!, { key: { kind: 'message', id: record.id }, version: 1 });
      });
      return;
    }
    if (attempt === ATTEMPTS) throw writeConflict(conflicts);
    if (registry.isAmong(conflicts)) {
      await registry.open();
      await leaveOutErased(core, pendings);
    }
    const written = await writtenElsewhere(core, conflicts);
    for (const pending of pendings) pending.refresh(written);
  }
}

/** What a batch came to, for whoever looks on. */
function tell({ notifications: { log } }: Core, span: Span, batch: Batch, attempts: number): void {
  const counts = {
    subjects: batch.size,
    facts: batch.facts.length,
    effects: batch.effects.length,
    faults: batch.faults.size,
    attempts,
  };
  span.set({
    'accompany.subjects': counts.subjects,
    'accompany.facts': counts.facts,
    'accompany.effects': counts.effects,
    'accompany.faults': counts.faults,
    'accompany.attempts': attempts,
  });
  log('debug', counts, 'batch');
  logFaults(log, batch.faults.values());
}

/** Messages among the conflicts as they are now; `undefined` for those that another engine has taken. */
async function writtenElsewhere(
  core: Core,
  conflicts: readonly Key[],
): Promise<ReadonlyMap<string, StoredRecord<Message> | undefined>> {
  const keys = conflicts.filter(({ kind }) => kind === 'message');
  if (keys.length === 0) return new Map();
  const records = await core.store.load(keys);
  return new Map(
    keys.map(({ id }, index) => [id, records[index] as StoredRecord<Message> | undefined]),
  );
}

async function advanceAll(
  core: Core,
  batch: Batch,
  load: readonly Pending[],
  pending: Pending,
  anew = false,
): Promise<Message[]> {
  if (pending.size === 0) return [];
  const waiting = await withWaiting(core, pending, batch.done);
  await batch.load(waiting === pending ? load : [...load, waiting], { anew });
  return batch.advance(waiting);
}

/** Later rounds of a call that fits a batch, as long as the working set stays small; what it was too large for. */
async function followUp(
  core: Core,
  batch: Batch,
  next: Pending,
  first: readonly Message[],
): Promise<readonly Message[]> {
  let messages = first;
  let round = next.copy();
  while (round.size > 0 || messages.length > 0) {
    if (round.size === 0 && batch.size > core.settings.batchSize * GROWTH) break;
    for (const message of messages) round.message(message, null);
    messages = await advanceAll(core, batch, [round], round);
    round = new Pending();
  }
  return messages;
}

function messageRecord(message: Message, at: number): StoredRecord<Message> {
  return {
    kind: 'message',
    id: recordId(message.to, message.subject, message.id),
    version: 1,
    due: at,
    body: message,
  };
}

function evidenceRecords(batch: Batch, at: number): StoredRecord[] {
  return batch.evidence.map((evidence) => ({
    kind: 'evidence',
    id: joinIds(evidence.account, evidence.journey, evidence.entry, evidence.node),
    version: 1,
    due: at,
    body: { ...evidence, at },
  }));
}
