import { AccompanyError } from '../kernel/errors.ts';
import { formatInstant, toInstant, type Instant } from '../kernel/instant.ts';
import type { VirtualClock } from '../ports/clock.ts';
import type { RecordKind } from '../ports/storage.ts';
import { now, throwIfAborted, type Core } from './core.ts';
import { dispatch } from './delivery/dispatch.ts';
import { finishEmpty, keepDates, nextDate } from './publishing/lifecycle.ts';
import { nextNight, scoreNightly } from './scoring/night.ts';
import { Pending } from './pending.ts';
import { nextPruning, pruneDaily } from './erasure/prune.ts';
import { setAside } from './delivery/set-aside.ts';
import { settlePages, settleRounds, type CallOptions, type Page } from './rounds.ts';

/** Kinds of records that wait for an instant. */
const WAITING: readonly RecordKind[] = ['progress', 'message', 'effect'];

/**
 * Settles everything that is due now: dates of journeys, messages, timers, effects, and whatever those bring about,
 * until nothing is left for this instant (EN-40).
 */
export async function settle(core: Core, options: CallOptions = {}): Promise<void> {
  for (let busy = true; busy;) {
    throwIfAborted(options.signal);
    busy = await keepDates(core);
    busy = (await takeMessages(core, options)) || busy;
    busy = (await wakeDue(core, options)) || busy;
    busy = (await dispatch(core)) || busy;
    busy = (await scoreNightly(core, options)) || busy;
    await finishEmpty(core);
  }
  await pruneDaily(core, options);
}

const WAKE = Object.freeze({ kind: 'wake' } as const);

/** Applies the messages that wait in the storage and are due. True when there were any. */
export async function takeMessages(core: Core, options: CallOptions = {}): Promise<boolean> {
  const limit = core.settings.batchSize;
  const pending = new Pending();
  // All of them before the first is applied: what they cause waits for the next round (EN-32, EN-33).
  for (let after: { due: Instant; id: string } | undefined; ;) {
    const page = await core.store.scan({
      kind: 'message',
      index: 'due',
      until: now(core),
      limit,
      ...(after && { after }),
    });
    for (const { id, version, body } of await setAside(core, page)) {
      if (core.members.owns(body.subject))
        pending.message(body, { key: { kind: 'message', id }, version });
    }
    if (page.length < limit) break;
    const { id, due } = page.at(-1)!;
    after = { id, due: due! };
  }
  return (await settleRounds(core, new Pending(), pending, options)) > 0;
}

async function wakeDue(core: Core, options: CallOptions): Promise<boolean> {
  return (await settlePages(core, duePages(core), options)) > 0;
}

/**
 * The accounts that are due, page by page; a page is gone from the index once it was committed, but for the accounts of
 * other engines.
 */
async function* duePages(core: Core): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  for (let after: { due: Instant; id: string } | undefined; ;) {
    const page = await core.store.scan({
      kind: 'progress',
      index: 'due',
      until: now(core),
      limit,
      ...(after && { after }),
    });
    if (page.length === 0) return;
    const pending = new Pending();
    for (const record of page) {
      if (!core.members.owns(record.id)) {
        after = { due: record.due!, id: record.id };
        continue;
      }
      pending.account(record.id, WAKE).at = { progress: record };
    }
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
  }
}

/**
 * The next instant at which something is due; `null` for never. On a live clock what is due already and still there is
 * another engine's, or waits for room in a channel.
 */
export async function nextDue(core: Core): Promise<Instant | null> {
  const live = !('virtual' in core.clock);
  const after = live ? { after: { due: now(core), id: LAST_ID } } : {};
  const dates = [
    nextDate(core),
    core.outbound.opensAt(now(core)),
    await nextPruning(core),
    await nextNight(core),
  ];
  for (const kind of WAITING) {
    const until = Number.MAX_SAFE_INTEGER;
    const [first] = await core.store.scan({ kind, index: 'due', until, limit: 1, ...after });
    dates.push(first?.due ?? null);
  }
  const next = dates.filter((date) => date !== null);
  return next.length === 0 ? null : Math.min(...next);
}

/** Behind every id of an ordinary record. */
const LAST_ID = '\u{10ffff}';

/**
 * Moves a virtual clock, instant by instant, settling everything on the way (EN-40, EN-41).
 * @throws AccompanyError `NOT_VIRTUAL`, `LIVE_CONNECTOR`, `INVALID_INPUT`, `ABORTED`
 */
export async function advanceTo(
  core: Core,
  to: string | Date | Instant,
  options: CallOptions = {},
): Promise<void> {
  const target = toInstant(to);
  const clock = virtualClock(core);
  if (target < clock.now()) {
    throw new AccompanyError(
      'INVALID_INPUT',
      `The clock shows ${formatInstant(clock.now())} and cannot go back to ${formatInstant(target)}.`,
    );
  }
  for (;;) {
    await settle(core, options);
    const next = await nextDue(core);
    if (next === null || next > target) break;
    clock.set(Math.max(next, clock.now()));
  }
  clock.set(target);
  await settle(core, options);
}

function virtualClock(core: Core): VirtualClock {
  const { clock } = core;
  if (!('virtual' in clock) || clock.virtual !== true) {
    throw new AccompanyError(
      'NOT_VIRTUAL',
      'advanceTo needs a virtual clock. Open the engine with clock: virtualClock(start).',
    );
  }
  const { email, actions } = core.settings;
  for (const [name, channel] of [['email', email] as const, ...actions]) {
    if (channel === null || channel.simulated === true) continue;
    throw new AccompanyError(
      'LIVE_CONNECTOR',
      `The channel ${name} is live; virtual time may only reach simulated ones. Open the engine with simulatedChannel().`,
    );
  }
  return clock as VirtualClock;
}
