import { AccompanyError } from '../kernel/errors.ts';
import type { Commit, Key, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { Message } from '../runtime/input.ts';
import { Batch } from './batch.ts';
import { now, throwIfAborted, withFacts, type Core } from './core.ts';
import { Pending } from './pending.ts';
import { hold } from './quarantine.ts';
import { recordId } from '../records/record-id.ts';

/** How often a batch is decided again after a write conflict before the call gives up. */
const ATTEMPTS = 8;
/** A working set may grow to this many times the batch size before its messages are stored instead. */
const GROWTH = 4;

/** What a host may say about a long call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of subjects that were advanced so far. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number | null;
  }) => void;
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
  while (pending.size > 0) {
    const alone = pending.size + next.size <= batchSize;
    const batches = pending.batches(batchSize);
    for (const batch of batches) {
      throwIfAborted(options.signal);
      const size = batch.size;
      await runBatch(core, batch, next, alone);
      done += size;
      options.onProgress?.({ done, total: null });
      await core.pace.breathe();
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
    const size = page.size;
    await runBatch(core, page, next, false);
    done += size;
    options.onProgress?.({ done, total: null });
    await core.pace.breathe();
  }
  return done + (await settleRounds(core, next, new Pending(), options));
}

/**
 * Decides and commits one batch. A batch that stands alone takes `next` and all that follows into its commit as long
 * as the working set stays small. Messages that are left go to `next`, stored.
 */
export async function runBatch(
  core: Core,
  pending: Pending,
  next: Pending,
  alone: boolean,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const batch = new Batch(
      core.store,
      core.registry.world(),
      now(core),
      core.registry.quarantined,
    );
    let messages = await advanceAll(batch, pending, attempt > 1);
    if (alone) messages = await followUp(core, batch, next, messages);
    const stored = messages.map((message) => messageRecord(message, now(core)));
    const operations = batch.operations();
    for (const record of stored) operations.push({ op: 'put', record });
    for (const record of evidenceRecords(core, batch)) operations.push({ op: 'put', record });
    const held = await hold(core, batch);
    operations.push(...held.operations);
    const commit: Commit = { operations, counters: batch.tally.counters() };
    const ready = withFacts(
      core,
      commit,
      held.facts.length === 0 ? batch.facts : [...batch.facts, ...held.facts],
    );
    if (ready.commit.operations.length === 0) {
      if (alone) next.clear();
      return;
    }
    const conflicts = await core.store.commit(ready.commit);
    if (conflicts.length === 0) {
      if (alone) next.clear();
      held.committed();
      core.registry.count(commit.counters);
      for (const effect of batch.effects) core.outbox.push(effect);
      stored.forEach((record, index) => {
        next.message(messages[index]!, { key: { kind: 'message', id: record.id }, version: 1 });
      });
      ready.committed();
      return;
    }
    if (attempt === ATTEMPTS) {
      throw new AccompanyError(
        'WRITE_CONFLICT',
        'Other engines keep changing the same accounts. Repeat the call.',
        {
          details: { conflicts },
        },
      );
    }
    await core.feed.refresh(core.store, conflicts);
    const gone = await takenElsewhere(core, conflicts);
    pending.drop(gone);
    next.drop(gone);
  }
}

/** Messages among the conflicts that another engine has taken. */
async function takenElsewhere(core: Core, conflicts: readonly Key[]): Promise<ReadonlySet<string>> {
  const keys = conflicts.filter(({ kind }) => kind === 'message');
  if (keys.length === 0) return NONE;
  const records = await core.store.load(keys);
  return new Set(keys.filter((_, index) => records[index] === undefined).map(({ id }) => id));
}

const NONE: ReadonlySet<string> = new Set();

async function advanceAll(batch: Batch, pending: Pending, anew = false): Promise<Message[]> {
  if (pending.size === 0) return [];
  await batch.load(pending, anew);
  return batch.advance(pending);
}

/** Later rounds of a batch that stands alone, as long as the working set stays small. */
async function followUp(
  core: Core,
  batch: Batch,
  next: Pending,
  first: Message[],
): Promise<Message[]> {
  let messages = first;
  let round = next.copy();
  while (round.size > 0 || messages.length > 0) {
    if (round.size === 0 && batch.size > core.settings.batchSize * GROWTH) break;
    for (const message of messages) round.message(message, null);
    messages = await advanceAll(batch, round);
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

function evidenceRecords(core: Core, batch: Batch): StoredRecord[] {
  const at = now(core);
  return batch.evidence.map((evidence) => ({
    kind: 'evidence',
    id: joinIds(evidence.account, evidence.journey, evidence.entry, evidence.node),
    version: 1,
    due: null,
    body: { ...evidence, at },
  }));
}
