import { createServer, type RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { servePlatform } from '../../examples/platform-server.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { httpPlatform } from '../../src/data/http/http-platform.ts';
import { b2bWorld, journey } from '../engine/tenant.ts';

async function serving<T>(listener: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await run(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const CALL = { subscription: 's', origin: 'o', signal: new AbortController().signal };

test('DI-60 a journey goes the whole way over HTTP: data in, flow started, changes back', async () => {
  const platform = memoryPlatform({ page: 2 });
  platform.tell(
    { type: 'account', id: 'acme', attributes: { name: 'Acme', employees: 5_000 } },
    { type: 'person', id: 'ann', attributes: { email: 'ann@acme.example' } },
    { type: 'relation', account: 'acme', person: 'ann' },
  );
  const { url, close } = await servePlatform({ platform, token: 'secret' });
  const source = httpPlatform({ url, fetch, token: () => Promise.resolve('secret') });
  await using tenant = await b2bWorld({ integration: { sources: [source] } });
  await tenant.engine.integration.synchronise();
  await tenant.engine.publish(journey('hot').updateAccount({ phase: 'hot' }).wait({ days: 3 }));
  expect([...platform.flows.values()]).toMatchObject([{ journey: 'hot' }]);
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({ accepted: 1 });
  expect(platform.record('account', 'acme')?.attributes).toMatchObject({ phase: 'hot' });
  await close();
  await expect(tenant.engine.integration.synchronise()).rejects.toMatchObject({
    code: 'INTEGRATION_FAILED',
  });
});

test.each([
  ['a status that is no success', 503, 'down', 'status 503'],
  ['a wrong token', 401, '{}', 'status 401'],
  ['no JSON', 200, '<html>', 'no JSON'],
  ['a key that is refused', 200, '{"__proto__":1}', 'no JSON'],
  ['another form', 200, '{"receipts":[{"outcome":"perhaps"}]}', 'another form, at receipts.0'],
  [
    'a version that is none',
    200,
    '{"receipts":[{"outcome":"accepted","version":0.5}]}',
    'receipts.0.version',
  ],
  ['something too long', 200, `"${'x'.repeat(2_000)}"`, 'longer than 1000 bytes'],
])(
  'DI-60 an answer with %s rejects and says so, without body and token',
  async (_, status, body, message) => {
    await serving(
      (_request, response) => void response.writeHead(status).end(body),
      async (url) => {
        const platform = httpPlatform({ url, fetch, token: 'top-secret', maxBytes: 1_000 });
        const call = platform.write([], CALL);
        await expect(call).rejects.toMatchObject({
          code: 'INTEGRATION_FAILED',
          message: expect.stringContaining(message),
        });
        const error = (await Promise.resolve(call).catch((caught: unknown) => caught)) as Error;
        expect(
          `${error.message} ${JSON.stringify((error as { details?: unknown }).details)}`,
        ).not.toMatch(/top-secret|<html>|xxx/);
      },
    );
  },
);

test('DI-61 a redirect is not followed, and the token goes nowhere else', async () => {
  const seen: string[] = [];
  await serving(
    (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    },
    async (url) => {
      const platform = httpPlatform({ url, fetch, token: 'top-secret' });
      await expect(
        platform.startFlow({ id: 'a/b', journey: 'j', plan: 'p', segments: [] }, CALL),
      ).rejects.toMatchObject({ code: 'INTEGRATION_FAILED' });
    },
  );
  expect(seen).toEqual(['/flows/a%2Fb']);
});

test('DI-60 a server whose places go round is no endless loop', async () => {
  let calls = 0;
  const next: Readonly<Record<string, string>> = { a: 'b', b: 'c', c: 'd', d: 'e', e: 'c' };
  await serving(
    (request, response) => {
      calls += 1;
      const after = new URL(request.url!, 'http://x').searchParams.get('after') ?? '';
      response.end(JSON.stringify({ changes: [], next: next[after] ?? 'a', more: true }));
    },
    async (url) => {
      const pages = httpPlatform({ url, fetch }).read({ after: null, signal: CALL.signal });
      const read = async (): Promise<void> => {
        for await (const { changes } of pages) expect(changes).toEqual([]);
      };
      await expect(read()).rejects.toMatchObject({ code: 'INTEGRATION_FAILED' });
    },
  );
  expect(calls).toBeLessThan(20);
});

test('DI-60 a server that says that there is more behind the same place is no endless loop', async () => {
  await serving(
    (_request, response) => void response.end('{"changes":[],"next":"7","more":true}'),
    async (url) => {
      const platform = httpPlatform({ url, fetch });
      const read = async (): Promise<void> => {
        for await (const { changes } of platform.read({ after: '7', signal: CALL.signal }))
          expect(changes).toEqual([]);
      };
      await expect(read()).rejects.toMatchObject({ code: 'INTEGRATION_FAILED' });
    },
  );
});

test('DI-60 DI-9 a server without end is left after so many answers, and the places are kept', async () => {
  let calls = 0;
  await serving(
    (request, response) => {
      calls += 1;
      const after = Number(new URL(request.url!, 'http://x').searchParams.get('after'));
      response.end(JSON.stringify({ changes: [], next: String(after + 1), more: true }));
    },
    async (url) => {
      const source = httpPlatform({ url, fetch });
      await using tenant = await b2bWorld({ integration: { sources: [source] } });
      const { integration } = tenant.engine;
      await expect(integration.synchronise()).rejects.toMatchObject({
        code: 'INTEGRATION_FAILED',
        message: expect.stringContaining('1000 pages in a row'),
        details: { source: 'platform', pages: 1_000 },
      });
      expect(calls).toBe(1_000);
    },
  );
});

test('DI-60 options that cannot be meant are refused', () => {
  const right = { url: 'https://platform.example', fetch };
  for (const wrong of [
    { url: 'ftp://x' },
    { url: 'https://user@x' },
    { url: 'https://x?y=1' },
    { url: 7 },
    { fetch: 7 },
    { page: 0 },
    { maxBytes: 0 },
  ])
    expect(() => httpPlatform({ ...right, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
});
