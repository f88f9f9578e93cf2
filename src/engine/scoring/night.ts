import type { Day } from '../../engagement/day.ts';
import { isCountedBy, type EpochDocument, type Scoring } from '../../engagement/scoring.ts';
import { scaleOf, type Scale } from '../../engagement/strategy.ts';
import type { Occurrences } from '../../engagement/tally.ts';
import { isAccompanyError } from '../../kernel/errors.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { RecordKind } from '../../ports/storage.ts';
import type { Held } from '../../records/store.ts';
import type { AccountInput } from '../../runtime/input.ts';
import { now, type Core } from '../core.ts';
import { occurredPrefix, UNREAD, unreadCounter } from '../counters.ts';
import { Pending } from '../pending.ts';
import { settlePages, settleRounds, type CallOptions, type Page } from '../rounds.ts';
import { evaluateAll } from '../sweep.ts';
import { hasMaxima, keepEpoch, readMaxima } from './epoch-record.ts';
import { changeScale } from './scoring-record.ts';

/** Later than any instant. */
const EVER: Instant = Number.MAX_SAFE_INTEGER;
const SCORE: AccountInput = Object.freeze({ kind: 'score' });

/** How often a run is made again that met changes of another engine. */
const ATTEMPTS = 8;

/**
 * The nightly run (EG-48 to EG-53), by the engine that leads: people whose sums change are counted, the greatest values
 * become the epoch, and the accounts whose groups changed read their scores by it. Every part may be interrupted and
 * done again. True when there was something to do.
 */
export async function scoreNightly(core: Core, options: CallOptions = {}): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const run = await needed(core, options);
    if (run === null) return false;
    try {
      const worked = await carryOut(run);
      if (worked !== null) return worked;
      core.night.done = null;
    } catch (error) {
      core.night.done = null;
      // For a while, two engines may both believe that they lead; one of them changes the registry first (EG-64).
      const isConflict = isAccompanyError(error) && error.code === 'WRITE_CONFLICT';
      if (!isConflict || attempt === ATTEMPTS) throw error;
      await core.registry.open();
    }
  }
}

/** The run that is to be made, if any. */
async function needed(core: Core, options: CallOptions): Promise<Run | null> {
  const { scoring } = core.registry.world();
  if (scoring === null) return null;
  const { leads, self } = core.members;
  // Whoever leads meanwhile, also while this engine was thought lost, may be interrupted.
  if (!leads || core.night.done?.by !== self) core.night.done = null;
  if (!leads) return null;
  const at = now(core);
  const isChanged = !isCountedBy(scoring);
  const through = scoring.dayOf(at) - 1;
  // Another day, not a later one: a clock that was set back must not keep nights waiting until it has caught up (EG-64).
  const isOver = !isChanged && core.night.done?.through === through;
  if (isOver && !(await isLeftUnread(core, scoring))) return null;
  return { core, scoring, isChanged, at, through, options };
}

/** True when there was something to do; `null` when another engine has changed what the run was to begin with. */
async function carryOut(begun: Run): Promise<boolean | null> {
  const { core, scoring, isChanged, through, options } = begun;
  let counted = await count(begun, isChanged ? allPeople(begun) : duePages(begun, 'person'));
  if (isOvertaken(begun)) return null;
  let occurrences = await readOccurrences(core, scoring.revision);
  const scale = scaleOf(occurrences, scoring.weights);
  const run = await byScale(begun, scale);
  if (run !== begun) {
    counted += await count(run, allPeople(run));
    occurrences = await readOccurrences(core, scoring.revision);
  }
  // Before the maxima are read: values that come later are left for a run that comes later (EG-69).
  const unread = occurrences[UNREAD] ?? 0;
  if (isChanged) await evaluateAll(core, options);
  if (isOvertaken(run)) return null;
  const { document, isSame } = await nextEpoch(run, scale);
  const hasWorked = counted > 0 || unread > 0 || isChanged;
  // Accounts that are due since the last run belong to a run that was interrupted; others wait for midnight.
  const isFirst = core.night.done === null;
  const before = Math.max(scoring.startOf(through + 1) - 1, scoring.epoch?.at ?? 0);
  const isDue = await hasDue(core, 'account', isFirst ? EVER : before);
  // So may a day without an epoch: values that wait for it need not be in any index (EG-67).
  const isLate = isFirst && isOld(scoring, through);
  const isWorthIt = hasWorked || isDue || isLate || !isSame;
  if (isWorthIt) {
    await keepEpoch(core, document, unread, options);
    // Also those that this very night has changed, while time has passed and by whatever clock: who was not read by this
    // epoch waits for it, and who was changes nothing.
    await settlePages(core, duePages({ ...run, at: EVER }, 'account'), options);
    if (core.registry.world().readsScores) await evaluateAll(core, options);
  }
  core.night.done = { through, by: core.members.self };
  return isWorthIt;
}

/** When the next nightly run has something to do; `null` for never, or when another engine sees to it. */
export async function nextNight(core: Core): Promise<Instant | null> {
  const { scoring } = core.registry.world();
  if (scoring === null || !core.members.leads) return null;
  if (!isCountedBy(scoring)) return now(core);
  const { done } = core.night;
  if (done === null && isOld(scoring, scoring.dayOf(now(core)) - 1)) return now(core);
  if (done !== null && (await isLeftUnread(core, scoring))) return now(core);
  const first = async (kind: RecordKind): Promise<Instant | null> => {
    const [record] = await core.store.scan({ kind, index: 'due', until: EVER, limit: 1 });
    return record?.due ?? null;
  };
  const [person, account] = [await first('person'), await first('account')];
  const dates = [person, account === null ? null : scoring.startOf(scoring.dayOf(account) + 1)];
  const known = dates.filter((date) => date !== null);
  if (known.length === 0) return null;
  // Somebody who stands still, or came after the run, stays due until the next one.
  return Math.max(done === null ? 0 : scoring.startOf(done.through + 2), Math.min(...known));
}

/** Whether the last run was that of another day than the one after the window's end. */
function isOld({ epoch, dayOf }: Scoring, through: Day): boolean {
  return epoch !== null && dayOf(epoch.at) !== through + 1;
}

interface Run {
  readonly core: Core;
  readonly scoring: Scoring;
  /** Another way to score than the epoch's, or a scale that came after it: everybody is counted. */
  readonly isChanged: boolean;
  readonly at: Instant;
  /** The last day of the window. */
  readonly through: Day;
  readonly options: CallOptions;
}

/** Brings people up to date, page by page, each with what its people tell: in a night nobody can tell the order (EG-56). */
async function count({ core, options }: Run, pages: AsyncIterable<Page>): Promise<number> {
  let seen = 0;
  for await (const { pending } of pages)
    seen += await settleRounds(core, pending, undefined, options);
  return seen;
}

/**
 * The run as it goes on where what occurred has another scale than values are computed by. Only with `strictMinMax` they
 * depend on it; everywhere else it is a divisor that all share (EG-22).
 */
async function byScale(run: Run, scale: Scale | null): Promise<Run> {
  const { core, scoring } = run;
  const { strategy, valueScale } = scoring;
  if (strategy !== 'strictMinMax' || isSameScale(valueScale.scale, scale)) return run;
  await changeScale(core, { scale, change: valueScale.change + 1 });
  return { ...run, scoring: core.registry.world().scoring! };
}

/** Whether another engine has ended a night, or changed how values are computed, since the run began. */
function isOvertaken({ core, scoring: { revision, epoch, valueScale } }: Run): boolean {
  const { scoring } = core.registry.world();
  return (
    scoring?.revision !== revision ||
    scoring.epoch?.number !== epoch?.number ||
    scoring.valueScale.change !== valueScale.change
  );
}

/** Whether another engine that believed that it led has computed values, and ended before it made an epoch (EG-69). */
async function isLeftUnread({ members, store }: Core, { revision }: Scoring): Promise<boolean> {
  // What an engine by itself has left it knows.
  if (!members.shared) return false;
  const name = unreadCounter(revision);
  return (await store.counters(name)).some((unread) => unread.name === name && unread.value > 0);
}

async function readOccurrences(core: Core, revision: number): Promise<Occurrences> {
  const prefix = occurredPrefix(revision);
  const counters = await core.store.counters(prefix);
  return Object.fromEntries(
    counters.flatMap(({ name, value }) => (value > 0 ? [[name.slice(prefix.length), value]] : [])),
  );
}

/** What the epoch is to be, and whether scores would be the same by the present one. */
async function nextEpoch(
  { core, scoring, at, through }: Run,
  scale: Scale | null,
): Promise<{ readonly document: EpochDocument; readonly isSame: boolean }> {
  const { epoch: before, revision, model, strategy } = scoring;
  const document: EpochDocument = {
    id: 'epoch',
    number: (before?.number ?? 0) + 1,
    // Windows do not go back with a clock: whoever was counted by a later day stays there.
    through: Math.max(through, before?.through ?? through),
    revision,
    model,
    strategy,
    scale,
    scaleChange: scoring.valueScale.change,
    ...(await readMaxima(core, at)),
  };
  const isSame = before !== null && isSameScale(before.scale, scale) && hasMaxima(before, document);
  return { document, isSame };
}

async function hasDue(core: Core, kind: RecordKind, until: Instant): Promise<boolean> {
  return (await core.store.scan({ kind, index: 'due', until, limit: 1 })).length > 0;
}

/** People or accounts that are due, page by page; a page is gone from the index once it was committed. */
async function* duePages(
  { core, at, through }: Run,
  kind: 'person' | 'account',
): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  for (let after: { due: Instant; id: string } | undefined; ;) {
    const page = await core.store.scan({
      kind,
      index: 'due',
      until: at,
      limit,
      ...(after && { after }),
    });
    const pending = new Pending();
    for (const record of page) {
      if (kind === 'person') wake(pending, record as Held<'person'>, through);
      else score(pending, record as Held<'account'>);
    }
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
    // Whoever stands still stays in the index.
    const { id, due } = page.at(-1)!;
    after = { due: due!, id };
  }
}

async function* allPeople({ core, through }: Run): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  for (let after = ''; ;) {
    const page = await core.store.scan({ kind: 'person', index: 'id', limit, after });
    const pending = new Pending();
    for (const record of page) wake(pending, record, through);
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
    after = page.at(-1)!.id;
  }
}

/** Puts somebody in line whose record was just read. */
function wake(pending: Pending, person: Held<'person'>, through: Day): void {
  const waiting = pending.person(person.id);
  waiting.inputs.push({ kind: 'night', through });
  waiting.at = { person };
}

function score(pending: Pending, account: Held<'account'>): void {
  const waiting = pending.account(account.id);
  waiting.inputs.push(SCORE);
  waiting.at = { account };
}

function isSameScale(left: Scale | null, right: Scale | null): boolean {
  return left?.least === right?.least && left?.greatest === right?.greatest;
}
