// A customer-data platform behind the HTTP API of `docs/connectors/data-integration.md`, as small as it can be: run with
// `TOKEN=… PORT=… node examples/platform-server.ts`; without a token it shows one call and ends. Everything is kept in memory.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { BackChange, DataChange, DataFlow, DataIntegration, DataSegment } from 'accompany';

export interface PlatformServerOptions {
  /** What is served. */
  readonly platform: Required<DataIntegration>;
  /** Who may call. */
  readonly token: string;
  /** Missing: a free one. */
  readonly port?: number;
  /** Longest request in bytes; missing: 4 MiB. */
  readonly maxBytes?: number;
}

export interface PlatformServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Request {
  readonly options: PlatformServerOptions;
  readonly query: URLSearchParams;
  /** The last part of the path, decoded. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A status, and a body unless the status has none. */
type Answer = readonly [status: number, body?: unknown];

const MAX_BYTES = 4 * 1024 * 1024;
const MOST = 1_000;

const ROUTES: Readonly<Record<string, (request: Request) => Promise<Answer> | Answer>> = {
  async 'GET /changes'({ options: { platform }, query }) {
    const limit = Math.min(MOST, Math.max(1, Number(query.get('limit') ?? MOST) || MOST));
    const changes: DataChange[] = [];
    let next = query.get('after') ?? '';
    const { signal } = new AbortController();
    for await (const page of platform.read({ after: query.get('after'), signal })) {
      if (changes.length > 0 && changes.length + page.changes.length > limit)
        return [200, { changes, next, more: true }];
      changes.push(...page.changes);
      ({ next } = page);
    }
    return [200, { changes, next, more: false }];
  },
  async 'POST /changes'({ options: { platform }, body }) {
    const { changes } = body;
    if (!Array.isArray(changes)) return [400, { error: 'changes must be a list' }];
    return [200, { receipts: await platform.write(changes as BackChange[], contextOf(body)) }];
  },
  async 'POST /segments'({ options: { platform }, body }) {
    const { segments } = body;
    if (!Array.isArray(segments)) return [400, { error: 'segments must be a list' }];
    const flow = { id: '', journey: '', plan: '', segments: segments as DataSegment[] };
    await platform.createSegments(flow, contextOf(body));
    return [204];
  },
  async 'PUT /flows'({ options: { platform }, id, body }) {
    const { flow } = body;
    if (typeof flow !== 'object' || flow === null) return [400, { error: 'flow is missing' }];
    return [200, await platform.startFlow({ ...(flow as DataFlow), id }, contextOf(body))];
  },
  async 'DELETE /flows'({ options: { platform }, id }) {
    await platform.stopFlow({ id, journey: '', plan: '', segments: [] }, contextOf({}));
    return [204];
  },
};

/** Serves a platform on loopback. */
export async function servePlatform(options: PlatformServerOptions): Promise<PlatformServer> {
  const server = createServer((incoming, outgoing) => {
    answer(options, incoming)
      .catch((): Answer => [500, { error: 'the platform failed' }])
      .then((given) => send(outgoing, given))
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(options: PlatformServerOptions, incoming: IncomingMessage): Promise<Answer> {
  if (incoming.headers.authorization !== `Bearer ${options.token}`)
    return [401, { error: 'give the bearer token' }];
  const url = new URL(incoming.url ?? '/', 'http://platform');
  const [, first = '', id = ''] = url.pathname.split('/');
  const route = ROUTES[`${incoming.method} /${first}`];
  if (route === undefined) return [404, { error: 'there is nothing here' }];
  const text = await bodyOf(incoming, options.maxBytes ?? MAX_BYTES);
  if (text === null) return [413, { error: 'the request is too long' }];
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    return [400, { error: 'the request is no JSON' }];
  }
  if (typeof body !== 'object' || body === null) return [400, { error: 'give an object' }];
  return route({
    options,
    query: url.searchParams,
    id: decodeURIComponent(id),
    body: body as Readonly<Record<string, unknown>>,
  });
}

/** `null` when it is too long. */
async function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function contextOf({ subscription, origin }: Readonly<Record<string, unknown>>): {
  readonly subscription: string;
  readonly origin: string;
  readonly signal: AbortSignal;
} {
  const { signal } = new AbortController();
  return { subscription: String(subscription), origin: String(origin), signal };
}

function send(outgoing: ServerResponse, [status, body]: Answer): void {
  outgoing.statusCode = status;
  if (body === undefined) return void outgoing.end();
  outgoing.setHeader('content-type', 'application/json');
  outgoing.end(JSON.stringify(body));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { memoryPlatform } = await import('accompany');
  const platform = memoryPlatform();
  const { TOKEN, PORT = '0' } = process.env;
  const token = TOKEN ?? 'demo';
  const { url, close } = await servePlatform({ platform, token, port: Number(PORT) });
  if (TOKEN !== undefined) console.log(url);
  else {
    // Nobody else could know the token: show one call, and end.
    platform.tell({ type: 'account', id: 'acme', attributes: { name: 'Acme' } });
    const headers = { authorization: `Bearer ${token}` };
    console.log(await (await fetch(`${url}/changes`, { headers })).text());
    await close();
  }
}
