import type { EpochDocument, Scoring } from '../../engagement/scoring.ts';
import { scaleOf, type Scale } from '../../engagement/strategy.ts';
import type { Occurrences } from '../../engagement/tally.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Operation, RecordKind } from '../../ports/storage.ts';
import { scorePrefix, type Scored } from '../../records/score-index.ts';
import type { Held } from '../../records/store.ts';
import type { AccountInput, PersonInput } from '../../runtime/input.ts';
import { now, type Core } from '../core.ts';
import { occurredPrefix } from '../counters.ts';
import { Pending } from '../pending.ts';
import { put } from '../journeys.ts';
import { definitionId } from '../registry.ts';
import { settlePages, settleRounds, type CallOptions, type Page } from '../rounds.ts';
import { noteEvaluation } from '../subscription.ts';
import { evaluateAll } from '../sweep.ts';

const EPOCH = definitionId('epoch', 'epoch');
const SCORE: AccountInput = Object.freeze({ kind: 'score' });

/**
 * The nightly run (EG-48 to EG-53), by the engine that leads: people whose sums change are counted, the greatest values
 * become the epoch, and the accounts whose groups changed read their scores by it. Every part may be interrupted and
 * done again. True when there was something to do.
 */
export async function scoreNightly(core: Core, options: CallOptions = {}): Promise<boolean> {
  const { scoring } = core.registry.world();
  if (scoring === null) return false;
  if (!core.members.leads) {
    // Whoever leads meanwhile may be interrupted.
    core.night.next = Number.NEGATIVE_INFINITY;
    return false;
  }
  const at = now(core);
  const isChanged = scoring.epoch?.revision !== scoring.revision;
  if (!isChanged && at < core.night.next) return false;
  const through = scoring.dayOf(at) - 1;
  const midnight = scoring.startOf(through + 1);
  const run: Run = { core, scoring, at, through, options };
  try {
    return await carryOut(run, isChanged, midnight);
  } catch (error) {
    core.night.next = Number.NEGATIVE_INFINITY;
    throw error;
  }
}

async function carryOut(run: Run, isChanged: boolean, midnight: Instant): Promise<boolean> {
  const { core, scoring, through, options } = run;
  const epoch = await countPeople(run, isChanged);
  // Accounts that are due since the last run belong to a run that was interrupted; others wait for midnight.
  const isFirst = core.night.next === Number.NEGATIVE_INFINITY;
  const { at: until } = epoch.document;
  const isDue = await hasDue(
    core,
    'account',
    isFirst ? until : Math.max(midnight - 1, scoring.epoch?.at ?? 0),
  );
  // So may a day without an epoch: values that wait for it need not be in any index (EG-67).
  const isLate = isFirst && isBehind(scoring, through);
  const isWorthIt = epoch.worked || isDue || isLate || !isSame(scoring.epoch, epoch.document);
  if (isWorthIt) {
    await keepEpoch(core, epoch.document, until);
    // Also those that this very night has changed: while it counted, time has passed.
    await settlePages(core, duePages({ ...run, at: until }, 'account'), options);
    if (core.registry.world().readsScores) await evaluateAll(core, options);
  }
  core.night.next = scoring.startOf(through + 2);
  return isWorthIt;
}

/** When the next nightly run has something to do; `null` for never, or when another engine sees to it. */
export async function nextNight(core: Core): Promise<Instant | null> {
  const { scoring } = core.registry.world();
  if (scoring === null || !core.members.leads) return null;
  if (scoring.epoch?.revision !== scoring.revision) return now(core);
  const today = scoring.dayOf(now(core));
  if (core.night.next === Number.NEGATIVE_INFINITY && isBehind(scoring, today - 1))
    return now(core);
  const first = async (kind: RecordKind): Promise<Instant | null> => {
    const until = Number.MAX_SAFE_INTEGER;
    const [record] = await core.store.scan({ kind, index: 'due', until, limit: 1 });
    return record?.due ?? null;
  };
  const [person, account] = [await first('person'), await first('account')];
  const dates = [person, account === null ? null : scoring.startOf(scoring.dayOf(account) + 1)];
  const known = dates.filter((date) => date !== null);
  return known.length === 0 ? null : Math.max(core.night.next, Math.min(...known));
}

/** Whether no night was made for the window that ends on a day. */
function isBehind({ epoch }: Scoring, through: number): boolean {
  return epoch !== null && epoch.through < through;
}

interface Run {
  readonly core: Core;
  readonly scoring: Scoring;
  readonly at: Instant;
  readonly through: number;
  readonly options: CallOptions;
}

/** Brings people up to date, everybody when the scoring or its scale changed; what the epoch is to be. */
async function countPeople(
  run: Run,
  isChanged: boolean,
): Promise<{ readonly document: EpochDocument; readonly worked: boolean }> {
  const { core, scoring, through, options } = run;
  const before = scoring.epoch;
  let scale = isChanged ? null : (before?.scale ?? null);
  const count = async (pages: AsyncIterable<Page>): Promise<number> => {
    let seen = 0;
    // Page by page, each with what its people tell: in a night nobody can tell the order (EG-56).
    for await (const { pending } of pages)
      seen += await settleRounds(core, pending, undefined, options);
    return seen;
  };
  let done = await count(
    isChanged ? allPeople(run, scale) : duePages(run, 'person', { kind: 'night', through, scale }),
  );
  const occurrences = await readOccurrences(core, scoring.revision);
  const present = scaleOf(occurrences, scoring.weights);
  // Only there values depend on the scale; everywhere else it is a divisor that all share (EG-22).
  if (scoring.strategy === 'strictMinMax' && !isSameScale(scale, present))
    done += await count(allPeople(run, present));
  if (isChanged) await evaluateAll(core, options);
  scale = present;
  // Whose value changes from here on may be missed by the maxima, and waits for the next night.
  const counted = Math.max(run.at, now(core));
  const document: EpochDocument = {
    id: 'epoch',
    number: (before?.number ?? 0) + 1,
    at: counted,
    through,
    revision: scoring.revision,
    model: scoring.model,
    strategy: scoring.strategy,
    scale,
    personMax: await greatest(core, 'person'),
    groupMax: await greatest(core, 'group'),
  };
  return { document, worked: done > 0 || isChanged };
}

/** Writes the epoch so that every engine reads it before it decides anything more. */
async function keepEpoch(core: Core, document: EpochDocument, at: Instant): Promise<void> {
  const { registry, store, members } = core;
  const version = (registry.definitions.get(EPOCH)?.version ?? 0) + 1;
  const record: Held<'definition'> = {
    kind: 'definition',
    id: EPOCH,
    version,
    due: null,
    body: { type: 'epoch', document },
  };
  const note: readonly Operation[] = registry.world().readsScores
    ? await noteEvaluation(store, members.self)
    : [];
  await registry.write([put(record), ...note], at);
  registry.adopt(record);
}

async function readOccurrences(core: Core, revision: number): Promise<Occurrences> {
  const prefix = occurredPrefix(revision);
  const counters = await core.store.counters(prefix);
  return Object.fromEntries(
    counters.flatMap(({ name, value }) => (value > 0 ? [[name.slice(prefix.length), value]] : [])),
  );
}

async function greatest(core: Core, of: Scored): Promise<number> {
  const prefix = scorePrefix(of);
  const [first] = await core.store.scan({ kind: 'score', index: 'id', prefix, limit: 1 });
  return first?.body.value ?? 0;
}

async function hasDue(core: Core, kind: RecordKind, until: Instant): Promise<boolean> {
  return (await core.store.scan({ kind, index: 'due', until, limit: 1 })).length > 0;
}

/** People or accounts that are due, page by page; a page is gone from the index once it was committed. */
async function* duePages(
  { core, at }: Run,
  kind: 'person' | 'account',
  input?: PersonInput,
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
      if (input !== undefined) wake(pending, record as Held<'person'>, input);
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

async function* allPeople(
  { core, through }: Run,
  scale: Scale | null,
): AsyncGenerator<Page, void, void> {
  const limit = core.settings.batchSize;
  for (let after = ''; ;) {
    const page = await core.store.scan({ kind: 'person', index: 'id', limit, after });
    const pending = new Pending();
    for (const record of page) wake(pending, record, { kind: 'night', through, scale });
    const last = page.length < limit;
    yield { pending, last };
    if (last) return;
    after = page.at(-1)!.id;
  }
}

/** Puts somebody in line whose record was just read. */
function wake(pending: Pending, person: Held<'person'>, input: PersonInput): void {
  const waiting = pending.person(person.id);
  waiting.inputs.push(input);
  waiting.at = { person };
}

function score(pending: Pending, account: Held<'account'>): void {
  const waiting = pending.account(account.id);
  waiting.inputs.push(SCORE);
  waiting.at = { account };
}

function isSame(before: EpochDocument | null, next: EpochDocument): boolean {
  return (
    before !== null &&
    before.personMax === next.personMax &&
    before.groupMax === next.groupMax &&
    isSameScale(before.scale, next.scale)
  );
}

function isSameScale(left: Scale | null, right: Scale | null): boolean {
  return left?.least === right?.least && left?.greatest === right?.greatest;
}
