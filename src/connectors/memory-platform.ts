import type {
  BackChange,
  BackReceipt,
  BackRecord,
  DataChange,
  DataFlow,
  DataIntegration,
  DataPage,
  ReadRequest,
  StatedValues,
} from '../ports/data-integration.ts';

/** A record as a {@link MemoryPlatform} holds it. */
export interface PlatformRecord {
  readonly version: number;
  readonly attributes: StatedValues;
}

/** A statement that a platform makes itself; what is missing of version and origin it adds. */
export type PlatformStatement = DataChange extends infer Change
  ? Change extends { readonly version: number }
    ? Omit<Change, 'version'> & { readonly version?: number }
    : Change
  : never;

/** A customer-data platform in memory, for tests, demos and hosts that have none. */
export interface MemoryPlatform extends Required<DataIntegration> {
  read(request: ReadRequest): Iterable<DataPage>;
  /** Says something; a statement without a version gets the next one of its record. */
  tell(...statements: readonly PlatformStatement[]): void;
  /** What the platform holds; `undefined` when it holds nothing of that id. */
  record(of: BackRecord, id: string): PlatformRecord | undefined;
  /** Flows that run, by id. */
  readonly flows: ReadonlyMap<string, DataFlow>;
  /** Names of segments that were made. */
  readonly segments: ReadonlySet<string>;
  /** Everything that came back, in order. */
  readonly written: readonly BackChange[];
}

/** How a {@link MemoryPlatform} behaves. */
export interface MemoryPlatformOptions {
  /** Missing: `platform`. */
  readonly name?: string;
  /** Statements in one page; missing: 500. */
  readonly page?: number;
  /** Attributes that nobody but the platform may write, as `account.industry`; missing: none. */
  readonly readOnly?: readonly string[];
}

/** A record with the version that wrote each attribute last. */
interface Kept {
  version: number;
  readonly attributes: Record<string, StatedValues[string]>;
  readonly since: Map<string, number>;
}

const PAGE = 500;

/**
 * Keeps accounts, people and opportunities in memory, with versions and a log of changes. Changes that come back are taken
 * when they rest on the newest version, or touch nothing that was changed since; otherwise the platform's own values stand.
 *
 * @example
 * ```ts
 * import { Engine, catalogue, memoryPlatform, memoryStorage, text, virtualClock } from 'accompany';
 *
 * const platform = memoryPlatform();
 * platform.tell({ type: 'account', id: 'acme', attributes: { name: 'Acme' } });
 * await using engine = await Engine.open({
 *   catalogue: catalogue({ account: { name: text() }, person: { email: text() } }),
 *   storage: memoryStorage(),
 *   clock: virtualClock('2026-01-05T09:00:00Z'),
 *   integration: { sources: [platform] },
 * });
 * await engine.integration.synchronise();
 * console.log((await engine.account('acme'))?.attributes.name); // => Acme
 * ```
 */
export function memoryPlatform(options: MemoryPlatformOptions = {}): MemoryPlatform {
  const { name = 'platform', page = PAGE, readOnly = [] } = options;
  const log: DataChange[] = [];
  const versions = new Map<string, number>();
  const records = new Map<string, Kept>();
  const answered = new Map<string, BackReceipt>();
  const flows = new Map<string, DataFlow>();
  const segments = new Set<string>();
  const written: BackChange[] = [];

  function say(change: DataChange): void {
    log.push(change);
    if (change.type === 'event') return;
    const key = keyOf(change);
    versions.set(key, Math.max(versions.get(key) ?? 0, change.version));
    if (change.type !== 'account' && change.type !== 'person' && change.type !== 'opportunity')
      return;
    const record: Kept = records.get(key) ?? { version: 0, attributes: {}, since: new Map() };
    record.version = Math.max(record.version, change.version);
    for (const [attribute, value] of Object.entries(change.attributes ?? {})) {
      if ((record.since.get(attribute) ?? 0) > change.version) continue;
      record.attributes[attribute] = value;
      record.since.set(attribute, change.version);
    }
    if (change.removed === true) records.delete(key);
    else records.set(key, record);
  }

  function take(change: BackChange, origin: string): BackReceipt {
    const known = answered.get(change.key);
    if (known !== undefined) return known;
    const key = `${change.of} ${change.id}`;
    const record = records.get(key);
    if (record === undefined) return { outcome: 'refused', reason: 'unknown_record' };
    const attributes = Object.keys(change.attributes);
    const locked = attributes.find((attribute) => readOnly.includes(`${change.of}.${attribute}`));
    if (locked !== undefined) return { outcome: 'refused', reason: `read_only ${locked}` };
    const isOld = attributes.some((attribute) => (record.since.get(attribute) ?? 0) > change.base);
    if (isOld) {
      const own = Object.fromEntries(
        attributes.map((attribute) => [attribute, record.attributes[attribute] ?? null]),
      );
      return { outcome: 'overridden', version: record.version, attributes: own };
    }
    const version = record.version + 1;
    const { of: type, id, attributes: values } = change;
    if (type === 'opportunity') {
      const told = log.findLast((one) => one.type === 'opportunity' && one.id === id);
      const account = (told as Extract<DataChange, { type: 'opportunity' }>).account;
      say({ type, id, account, version, origin, attributes: values });
    } else say({ type, id, version, origin, attributes: values });
    written.push(change);
    return { outcome: 'accepted', version };
  }

  return {
    name,
    flows,
    segments,
    written,
    tell(...statements) {
      for (const statement of statements) {
        if (statement.type === 'event') say(statement);
        else
          say({
            ...statement,
            version: statement.version ?? (versions.get(keyOf(statement)) ?? 0) + 1,
          });
      }
    },
    record: (of, id) => records.get(`${of} ${id}`),
    *read({ after }) {
      for (let from = Number(after ?? 0); from < log.length; from += page) {
        const changes = log.slice(from, from + page);
        yield { changes, next: String(from + changes.length) };
      }
    },
    write: (changes, { origin }) =>
      changes.map((change) => {
        const receipt = take(change, origin);
        answered.set(change.key, receipt);
        return receipt;
      }),
    createSegments(flow) {
      for (const segment of flow.segments) segments.add(segment.name);
    },
    startFlow(flow) {
      flows.set(flow.id, flow);
      return { started: true };
    },
    stopFlow(flow) {
      flows.delete(flow.id);
    },
  };
}

function keyOf(statement: Exclude<PlatformStatement, { type: 'event' }>): string {
  switch (statement.type) {
    case 'relation':
      return `relation ${JSON.stringify([statement.account, statement.person])}`;
    case 'audience':
      return `audience ${JSON.stringify([statement.audience, statement.account, statement.person])}`;
    case 'merge':
      return `merge ${JSON.stringify([statement.account, statement.into])}`;
    default:
      return `${statement.type} ${statement.id}`;
  }
}
