import { AccompanyError } from '../../kernel/errors.ts';
import { formatPath, type Issue } from '../../kernel/issue.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { DataIntegration, DataPage } from '../../ports/data-integration.ts';
import type { Operation } from '../../ports/storage.ts';
import type { AsideBody, CursorBody } from '../../records/bodies.ts';
import { asideKey, cursorKey, integrationPrefix } from '../../records/integration-rows.ts';
import type { Held } from '../../records/store.ts';
import { throwIfAborted, now, type Core } from '../core.ts';
import { findKeys } from './key-map.ts';
import { mergeOfSource } from '../merge-accounts.ts';
import { Pending } from '../pending.ts';
import { integrationFailed, originOf, within } from './port-call.ts';
import type { Schedule } from '../schedule.ts';
import { readStatement, type Putting, type StatementRead } from './statements.ts';

/** What one reading of a source has brought. */
export interface SourceTaken {
  readonly source: string;
  readonly pages: number;
  /** Statements that were taken in, those that said nothing new included. */
  readonly taken: number;
  /** Statements that were put aside because they are wrong (DI-18). */
  readonly aside: number;
}

/** Milliseconds within which the end of a reading that brought nothing is not written down again. */
const SELDOM = 60_000;
/** Pages in a row that say nothing, after which a reading is given up (DI-9): some sources would go on for ever. */
const EMPTY_PAGES = 1_000;

/**
 * Reads a source from where the last reading stopped until it has nothing more, page by page: what a page says is committed
 * first, then the place behind it (DI-1, DI-2). Stops when another engine has read on meanwhile.
 * @throws AccompanyError `INTEGRATION_FAILED`, `ABORTED`, those of `Engine.ingest`
 */
export async function takeSource(
  core: Core,
  schedule: Schedule,
  source: DataIntegration,
  signal?: AbortSignal,
): Promise<SourceTaken> {
  const { timeout } = core.settings.integration!;
  let cursor = await schedule.read(() => cursorOf(core, source.name));
  const isMapped = await schedule.read(() => hasKeys(core, source.name));
  const reading = new AbortController();
  const both = AbortSignal.any([
    reading.signal,
    core.closing,
    ...(signal === undefined ? [] : [signal]),
  ]);
  const report = { source: source.name, pages: 0, taken: 0, aside: 0 };
  const failed = `${source.name} failed in read`;
  let empty = 0;
  let pages: Iterator<DataPage> | AsyncIterator<DataPage> | undefined;
  try {
    pages = iterate(source.read({ after: cursor?.body.after ?? null, signal: both }), failed);
    for (;;) {
      throwIfAborted(signal);
      const step = await within(core, failed, timeout, () => pages!.next());
      throwIfAborted(signal);
      if (step.done === true) break;
      const page = checkPage(step.value, failed);
      const asides = await takePage(core, schedule, source.name, page, isMapped);
      report.pages += 1;
      report.taken += page.changes.length - asides.length;
      report.aside += asides.length;
      const next = await schedule.read(() => keep(core, source.name, cursor, page, asides));
      if (next === null) return report;
      cursor = next;
      empty = page.changes.length === 0 ? empty + 1 : 0;
      if (empty >= EMPTY_PAGES) throw saysNothing(source.name);
    }
    await schedule.read(() => noteEnd(core, source.name, cursor, report.pages > 0));
    return report;
  } catch (error) {
    throwIfAborted(signal);
    throw integrationFailed(failed, error);
  } finally {
    reading.abort();
    await endReading(pages);
  }
}

/** How far a source was read. */
export async function cursorOf(
  core: Core,
  source: string,
): Promise<(Held<'integration'> & { readonly body: CursorBody }) | undefined> {
  const { kind, id } = cursorKey(source);
  return (await core.store.get(kind as 'integration', id)) as never;
}

/** Whether records of the source are linked to records of ours at all. */
async function hasKeys(core: Core, source: string): Promise<boolean> {
  const prefix = integrationPrefix('key', source);
  return (await core.store.scan({ kind: 'integration', index: 'id', prefix, limit: 1 })).length > 0;
}

function iterate(
  pages: AsyncIterable<DataPage> | Iterable<DataPage>,
  failed: string,
): Iterator<DataPage> | AsyncIterator<DataPage> {
  if (Symbol.asyncIterator in pages) return pages[Symbol.asyncIterator]();
  if (Symbol.iterator in pages) return pages[Symbol.iterator]();
  throw integrationFailed(failed, new Error('read gives no pages'));
}

function saysNothing(source: string): AccompanyError {
  return new AccompanyError(
    'INTEGRATION_FAILED',
    `${source} gave ${EMPTY_PAGES} pages in a row without a statement. Have it end its reading when there is nothing to tell, and leave out pages that say nothing. The next reading goes on behind them.`,
    { details: { source, pages: EMPTY_PAGES } },
  );
}

/** A source that does not answer any more must not hold the reading up. */
async function endReading(
  pages: Iterator<DataPage> | AsyncIterator<DataPage> | undefined,
): Promise<void> {
  try {
    void Promise.resolve(pages?.return?.()).catch(() => undefined);
  } catch {
    // What a source does when nobody listens any more is its own affair.
  }
}

function checkPage(page: DataPage, failed: string): DataPage {
  const { changes, next } = (page ?? {}) as Partial<DataPage>;
  if (Array.isArray(changes) && typeof next === 'string') return page;
  throw integrationFailed(failed, new Error('a page is { changes: list, next: text }'));
}

/** Takes in what a page says; what is wrong is given back. */
async function takePage(
  core: Core,
  schedule: Schedule,
  source: string,
  { changes }: DataPage,
  isMapped: boolean,
): Promise<readonly AsideBody[]> {
  const at = now(core);
  const statements: StatementRead[] = [];
  const asides: AsideBody[] = [];
  for (const change of changes) {
    const read = readStatement(core.settings, change);
    if (read.ok) statements.push(read.statement);
    else asides.push(asideOf(source, change, read.issues, at));
  }
  const names = statements.flatMap((statement) => statement.names);
  const ourId = await schedule.read(() => findKeys(core, source, names, isMapped));
  const { rules } = core.settings.integration!;
  const origin = originOf(core);
  const putting: Putting = {
    people: new Pending(),
    accounts: new Pending(),
    merges: [],
    ourId,
    fed: (record, { version, values, origin: by }) => ({
      kind: 'fed',
      source,
      record,
      version,
      own: by === origin,
      values,
      rules,
      answer: null,
    }),
  };
  for (const { put } of statements) put(putting);
  // First, so that no account enters a journey that is another one already.
  for (const merge of putting.merges) {
    const issues = await schedule.live(() => mergeOfSource(core, merge));
    if (issues.length > 0)
      asides.push(asideOf(source, { type: 'merge', id: merge.account }, issues, at));
  }
  if (putting.people.size + putting.accounts.size > 0)
    await schedule.inbox.add({ first: putting.people, second: putting.accounts }, {});
  return asides;
}

function asideOf(
  source: string,
  change: unknown,
  issues: readonly Issue[],
  at: Instant,
): AsideBody {
  const { type, id, account, person, audience } = (change ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const named = [id ?? account, person ?? audience].filter((part) => typeof part === 'string');
  return {
    type: 'aside',
    source,
    of: (typeof type === 'string' && nameable(type, 100)) || 'unknown',
    id: nameable(named.join(' '), 255) || 'unknown',
    at,
    issues: issues.slice(0, 20).map(textOf),
  };
}

/** What is wrong with a statement may be its id: without what no key of a storage holds, it can be kept all the same. */
function nameable(text: string, most: number): string {
  return text
    .slice(0, most)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd');
}

function textOf({ code, path }: Issue): AsideBody['issues'][number] {
  return { code, path: formatPath(path) };
}

/** Keeps the place behind a page, with what was put aside; `null` when somebody else has read on. */
async function keep(
  core: Core,
  source: string,
  known: (Held<'integration'> & { readonly body: CursorBody }) | undefined,
  page: DataPage,
  asides: readonly AsideBody[],
): Promise<(Held<'integration'> & { readonly body: CursorBody }) | null> {
  const byKey = new Map(asides.map((body) => [asideKey(source, body.of, body.id).id, body]));
  const keys = [...byKey.keys()].map((id) => ({ kind: 'integration', id }) as const);
  const stored = keys.length === 0 ? [] : await core.store.load(keys);
  const cursor = {
    ...cursorKey(source),
    kind: 'integration',
    version: (known?.version ?? 0) + 1,
    due: null,
    body: {
      type: 'cursor',
      source,
      after: page.next,
      at: now(core),
      endedAt: known?.body.endedAt ?? null,
      changes: (known?.body.changes ?? 0) + page.changes.length - asides.length,
      aside: (known?.body.aside ?? 0) + asides.length,
    },
  } as const;
  const operations: Operation[] = [{ op: 'put', record: cursor }];
  [...byKey].forEach(([id, body], index) => {
    const version = (stored[index]?.version ?? 0) + 1;
    operations.push({ op: 'put', record: { kind: 'integration', id, version, due: null, body } });
  });
  return (await core.store.commit({ operations, counters: [] })).length === 0 ? cursor : null;
}

async function noteEnd(
  core: Core,
  source: string,
  known: (Held<'integration'> & { readonly body: CursorBody }) | undefined,
  hasRead: boolean,
): Promise<void> {
  const at = now(core);
  const last = known?.body.endedAt ?? null;
  if (!hasRead && last !== null && at - last < SELDOM) return;
  const body: CursorBody = {
    ...(known?.body ?? { type: 'cursor', source, after: null, at, changes: 0, aside: 0 }),
    endedAt: at,
  };
  const record = { ...cursorKey(source), version: (known?.version ?? 0) + 1, due: null, body };
  await core.store.commit({ operations: [{ op: 'put', record }], counters: [] });
}
