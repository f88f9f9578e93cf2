import { AccompanyError } from '../../kernel/errors.ts';
import { parseJson } from '../../kernel/json.ts';
import type { ReadAnswer } from './answer-schema.ts';

/** The part of `fetch` that the client needs. */
export type PlatformFetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<PlatformResponse>;

/** The part of a response that the client needs. */
export interface PlatformResponse {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | { getReader(): ReadableReader } | null;
}

/** The part of a stream's reader that the client needs. */
export interface ReadableReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** What every call of one client has. */
export interface Exchange {
  readonly base: string;
  readonly fetch: PlatformFetch;
  readonly token: (() => Promise<string> | string) | null;
  readonly maxBytes: number;
}

/** One request to the platform, and how its answer is read. */
export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /** Statuses that are as good as 200, without a body. */
  readonly empty?: readonly number[];
  /** `null`: the body does not matter. */
  readonly read: ReadAnswer<T> | null;
}

/**
 * Makes one call; redirects are not followed (DI-61), answers are read up to a limit and parsed by schema (DI-60).
 * @throws AccompanyError `INTEGRATION_FAILED`, which names the call, the status and what was wrong, and nothing of the body
 */
export async function exchange<T>(client: Exchange, call: Call<T>): Promise<T | null> {
  const { method, path, body, signal, empty = [], read } = call;
  const what = `${method} ${path.split('?')[0]}`;
  const token = await client.token?.();
  const response = await client.fetch(`${client.base}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'manual',
    signal,
  });
  const text = await textOf(response, client.maxBytes, what);
  const { status } = response;
  if (empty.includes(status)) return null;
  if (status !== 200) throw failed(what, `the answer has status ${status}`, status);
  if (read === null) return null;
  let json: unknown;
  try {
    json = parseJson(text, { characters: client.maxBytes });
  } catch (error) {
    throw failed(what, 'the answer is no JSON that is taken', status, error);
  }
  const answer = read(json);
  if (answer.ok) return answer.value;
  throw failed(what, `the answer has another form, at ${answer.at}: ${answer.message}`, status);
}

async function textOf({ body }: PlatformResponse, maxBytes: number, what: string): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of chunksOf(body)) {
    length += chunk.length;
    if (length > maxBytes) throw failed(what, `the answer is longer than ${maxBytes} bytes`, null);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function* chunksOf(
  body: NonNullable<PlatformResponse['body']>,
): AsyncGenerator<Uint8Array, void, void> {
  if (Symbol.asyncIterator in body) return yield* body;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    // Whoever stops early lets the connection go; that it is gone already is no news.
    await reader.cancel().catch(() => undefined);
  }
}

function failed(what: string, why: string, status: number | null, cause?: unknown): AccompanyError {
  return new AccompanyError('INTEGRATION_FAILED', `${what}: ${why}. It is tried again later.`, {
    details: { status },
    ...(cause !== undefined && { cause }),
  });
}
