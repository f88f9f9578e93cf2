import { AccompanyError } from '../../kernel/errors.ts';
import { isNamedId } from '../../kernel/id.ts';
import { needObject } from '../../kernel/object-argument.ts';
import { isCadence, type Cadence } from '../../model/cadence.ts';
import type { Catalogue } from '../../model/definition.ts';
import { LIMITS } from '../../model/limits.ts';
import type { DataIntegration } from '../../ports/data-integration.ts';
import type { FeedRules } from '../../runtime/feeds.ts';

/** The sources of a subscription, and whose word counts. */
export interface IntegrationOptions {
  /**
   * The one that counts most first. The first is the platform: it is told what journeys change, and it makes segments and
   * starts flows when a journey is published.
   */
  readonly sources: readonly DataIntegration[];
  /** Names of sources by attribute, the one that counts most first; missing: as `sources` stand. */
  readonly precedence?: {
    readonly account?: Readonly<Record<string, readonly string[]>>;
    readonly person?: Readonly<Record<string, readonly string[]>>;
    readonly opportunity?: Readonly<Record<string, readonly string[]>>;
  };
  /** Attribute of people, a list of texts, that holds their audiences; missing: people's audiences are left out. */
  readonly audiences?: string;
  /** When each source is read by `follow`, by name; missing: `nearRealTime`. */
  readonly cadences?: Readonly<Record<string, Cadence>>;
  /** Milliseconds after which a call counts as unanswered; missing: 30,000. Pages of a reading have it each. */
  readonly timeout?: number;
  /** Changes that are told to the platform in one call; missing: 200. */
  readonly batch?: number;
}

/** {@link IntegrationOptions}, defaults filled in. */
export interface Integration {
  readonly sources: readonly DataIntegration[];
  readonly platform: DataIntegration;
  readonly flowsBack: boolean;
  readonly rules: FeedRules;
  readonly cadences: Readonly<Record<string, Cadence>>;
  readonly timeout: number;
  readonly batch: number;
}

const TIMEOUT = 30_000;
const BATCH = 200;
const CALLS = ['write', 'createSegments', 'startFlow', 'stopFlow'] as const;

/** The integration of an engine; `null` when it has none. @throws AccompanyError `INVALID_INPUT` with its path */
export function integrationOf(
  options: IntegrationOptions | undefined,
  catalogue: Catalogue,
): Integration | null {
  if (options === undefined) return null;
  needObject(options, 'integration must be an object with sources.', ['integration']);
  const { sources, precedence = {}, audiences, cadences = {}, timeout = TIMEOUT } = options;
  const { batch = BATCH } = options;
  if (!Array.isArray(sources) || sources.length === 0)
    throw wrong(['sources'], 'a list of at least one source, the platform first');
  sources.forEach(checkSource);
  const names = sources.map(({ name }: DataIntegration) => name);
  if (new Set(names).size < names.length) throw wrong(['sources'], 'sources with different names');
  checkPrecedence(precedence, names, catalogue);
  if (audiences !== undefined && catalogue.person[audiences]?.kind !== 'texts')
    throw wrong(['audiences'], 'the name of an attribute of people that is a list of texts');
  for (const [name, cadence] of Object.entries(cadences)) {
    if (!names.includes(name) || !isCadence(cadence))
      throw wrong(
        ['cadences', name],
        'a cadence, such as CADENCES.nightly, by the name of a source',
      );
  }
  for (const [name, value] of Object.entries({ timeout, batch }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw wrong([name], 'a whole number of at least 1');
  const platform: DataIntegration = sources[0]!;
  return {
    sources,
    platform,
    flowsBack: platform.write !== undefined,
    rules: { order: names, ...precedence, ...(audiences !== undefined && { audiences }) },
    cadences,
    timeout,
    batch,
  };
}

function checkSource(source: DataIntegration, index: number): void {
  const path = ['integration', 'sources', index] as const;
  needObject(source, 'A source is an object with name and read.', path);
  if (!isNamedId(source.name, LIMITS.idLength))
    throw wrong(['sources', index, 'name'], 'a text without control characters');
  if (typeof (source as Partial<DataIntegration>).read !== 'function')
    throw wrong(['sources', index, 'read'], 'a function');
  for (const call of CALLS)
    if (source[call] !== undefined && typeof source[call] !== 'function')
      throw wrong(['sources', index, call], 'a function, or missing');
}

function checkPrecedence(
  precedence: NonNullable<IntegrationOptions['precedence']>,
  names: readonly string[],
  catalogue: Catalogue,
): void {
  for (const kind of ['account', 'person', 'opportunity'] as const) {
    for (const [attribute, order] of Object.entries(precedence[kind] ?? {})) {
      const fits = Array.isArray(order) && order.every((name) => names.includes(name));
      if (fits && Object.hasOwn(catalogue[kind], attribute)) continue;
      throw wrong(['precedence', kind, attribute], 'a list of names of sources, by an attribute');
    }
  }
}

function wrong(path: readonly (string | number)[], rule: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `integration.${path.join('.')} must be ${rule}.`, {
    path: ['integration', ...path],
  });
}
