import { AccompanyError } from '../../kernel/errors.ts';
import type {
  DataChange,
  DataFlow,
  DataIntegration,
  DataPage,
  IntegrationContext,
} from '../../ports/data-integration.ts';
import { readFlowAnswer, readPage, readReceipts } from './answer-schema.ts';
import { exchange, type Exchange, type PlatformFetch } from './exchange.ts';

export type { PlatformFetch, PlatformResponse } from './exchange.ts';

/** Where a platform's API stands, how it is called, and how much it may answer at a time. */
export interface HttpPlatformOptions {
  /** Where the API stands, such as `https://platform.example/v1`. */
  readonly url: string;
  /** The global one, or one that refuses addresses that must not be called. */
  readonly fetch: PlatformFetch;
  /** Missing: `platform`. */
  readonly name?: string;
  /** Bearer token, or how to get one for each call; missing: none. */
  readonly token?: string | (() => Promise<string> | string);
  /** Statements in one page; missing: 500. The server may give fewer. */
  readonly page?: number;
  /** Longest answer in bytes; missing: 16 MiB. */
  readonly maxBytes?: number;
}

const PAGE = 500;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The client of a platform's HTTP API (DI-60, DI-61).
 *
 * @example
 * ```ts
 * import { httpPlatform } from 'accompany/data/http';
 *
 * const platform = httpPlatform({ url: 'https://platform.example/v1', fetch, token: () => 'secret' });
 * console.log(platform.name); // => platform
 * ```
 * @throws AccompanyError `INVALID_INPUT` for options that cannot be meant
 */
export function httpPlatform(options: HttpPlatformOptions): Required<DataIntegration> {
  const { name = 'platform', page = PAGE } = options;
  if (!Number.isSafeInteger(page) || page < 1)
    throw invalid('page', 'a whole number of at least 1');
  const client = clientOf(options);

  async function* read(
    after: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<DataPage, void, void> {
    let from = after;
    // A place of which it is told again ends the reading (Brent): the mark moves on after 1, 2, 4, … answers.
    let mark = after;
    for (let [steps, most] = [1, 1]; ; steps += 1) {
      const query = new URLSearchParams({ limit: String(page) });
      if (from !== null) query.set('after', from);
      const path = `/changes?${query.toString()}`;
      const answer = await exchange(client, { method: 'GET', path, signal, read: readPage });
      const { changes, next, more } = answer!;
      // Where nothing is said, the place counts all the same: whoever reads keeps it, and sees that there is no end.
      if (changes.length > 0 || more) yield { changes: changes as DataChange[], next };
      if (!more) return;
      if (next === from || next === mark) throw endless();
      if (steps === most) [mark, steps, most] = [next, 0, most * 2];
      from = next;
    }
  }

  const flowPath = ({ id }: DataFlow): string => `/flows/${encodeURIComponent(id)}`;
  const about = ({ subscription, origin }: IntegrationContext): object => ({
    subscription,
    origin,
  });

  return {
    name,
    read: ({ after, signal }) => read(after, signal),
    async write(changes, context) {
      const body = { ...about(context), changes };
      const { signal } = context;
      const call = {
        method: 'POST',
        path: '/changes',
        body,
        signal,
        read: readReceipts,
      } as const;
      return (await exchange(client, call))!.receipts;
    },
    async createSegments({ segments }, context) {
      const body = { ...about(context), segments };
      const { signal } = context;
      await exchange(client, {
        method: 'POST',
        path: '/segments',
        body,
        signal,
        empty: [204],
        read: null,
      });
    },
    async startFlow(flow, context) {
      const body = { ...about(context), flow };
      const { signal } = context;
      const call = {
        method: 'PUT',
        path: flowPath(flow),
        body,
        signal,
        read: readFlowAnswer,
      } as const;
      return (await exchange(client, call))!;
    },
    async stopFlow(flow, { signal }) {
      const path = flowPath(flow);
      await exchange(client, { method: 'DELETE', path, signal, empty: [204, 404], read: null });
    },
  };
}

function clientOf({ url, fetch, token, maxBytes = MAX_BYTES }: HttpPlatformOptions): Exchange {
  const parsed = URL.parse(String(url));
  if (
    parsed === null ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.username !== '' ||
    parsed.search !== ''
  )
    throw invalid('url', 'an http or https address without user and query');
  if (typeof fetch !== 'function') throw invalid('fetch', 'a function');
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw invalid('maxBytes', 'a whole number of at least 1');
  return {
    base: parsed.href.replace(/\/+$/, ''),
    fetch,
    token: token === undefined ? null : typeof token === 'function' ? token : () => token,
    maxBytes,
  };
}

function endless(): AccompanyError {
  return new AccompanyError(
    'INTEGRATION_FAILED',
    'GET /changes: the answers go round: there is more behind a place that was read before. Mend the server.',
  );
}

function invalid(name: string, rule: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `${name} must be ${rule}.`, { path: [name] });
}
