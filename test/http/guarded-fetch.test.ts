import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { AccompanyError } from '../../src/kernel/errors.ts';
import { guardedFetch } from '../../src/http/index.ts';
import { readAllowed, refusalOf } from '../../src/http/address.ts';
import { PRIVATE_HOSTS, PUBLIC_ADDRESSES } from './addresses.ts';
import { listen } from './listener.ts';

const local = { allow: ['127.0.0.1', '::1'] };

async function failure(call: Promise<unknown>): Promise<AccompanyError> {
  const error = await call.then(
    () => expect.fail('the call went through'),
    (reason: unknown) => reason,
  );
  if (!isAccompanyError(error)) throw error;
  return error;
}

test('HT-2 no notation of an address that is not public reaches a listener', async () => {
  await using listener = await listen();
  const call = guardedFetch();
  expect(PRIVATE_HOSTS.length).toBeGreaterThanOrEqual(80);
  for (const host of PRIVATE_HOSTS) {
    for (const scheme of ['http', 'https']) {
      const error = await failure(call(`${scheme}://${host}:${listener.port}/`));
      expect(error.code, host).toBe('HTTP_REFUSED');
    }
  }
  expect(listener.connections()).toBe(0);
});

test('HT-2 and HT-4 public addresses are none of those that are refused', () => {
  const { allowed } = readAllowed([]);
  for (const address of PUBLIC_ADDRESSES)
    expect(refusalOf(address, allowed), address).toBe(undefined);
});

test('HT-3 a name that resolves to any address that is not public reaches nothing', async () => {
  await using listener = await listen();
  const answers = [
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    '64:ff9b::7f00:1',
    'nonsense',
  ];
  for (const answer of answers) {
    for (const resolved of [[answer], ['8.8.8.8', answer]]) {
      const call = guardedFetch({ resolve: () => Promise.resolve(resolved) });
      const error = await failure(call(`http://inside.example:${listener.port}/`));
      expect(error.code, resolved.join()).toBe('HTTP_REFUSED');
    }
  }
  for (const host of ['localhost', 'LOCALHOST', 'ｌocalhost']) {
    const error = await failure(guardedFetch()(`http://${host}:${listener.port}/`));
    expect(error.code, host).toBe('HTTP_REFUSED');
  }
  expect(listener.connections()).toBe(0);
});

test('HT-3 a name that changes its address between two connections is checked at each', async () => {
  await using listener = await listen((_, response) => {
    response.setHeader('connection', 'close');
    response.end('first');
  });
  const resolved = ['127.0.0.1', '127.0.0.2'];
  const asked: string[] = [];
  const call = guardedFetch({
    allow: ['127.0.0.1'],
    resolve: (host) => {
      asked.push(host);
      return Promise.resolve([resolved[asked.length - 1]!]);
    },
  });
  const url = `http://changing.example:${listener.port}/`;
  expect(await (await call(url)).text()).toBe('first');
  expect((await failure(call(url))).code).toBe('HTTP_REFUSED');
  expect(asked).toEqual(['changing.example', 'changing.example']);
  expect(listener.connections()).toBe(1);
});

test('HT-1 other schemes, users in the address and relative addresses reach nothing', async () => {
  await using listener = await listen();
  const call = guardedFetch(local);
  const at = `127.0.0.1:${listener.port}`;
  for (const url of [
    `ftp://${at}/`,
    'file:///etc/passwd',
    'data:text/plain,x',
    'blob:nodedata:1',
    'gopher://127.0.0.1/',
    `javascript:alert(1)`,
    `http://user@${at}/`,
    `http://user:secret@${at}/`,
    `http://:secret@${at}/`,
    `http://8.8.8.8:80@${at}/`,
  ]) {
    const error = await failure(call(url));
    expect(error.code, url).toBe('HTTP_REFUSED');
    expect(`${error.message}${String(error.cause)}`).not.toContain('secret');
  }
  for (const url of ['/relative', '', 'http://', 'http://[::1', 'http://256.256.256.256/']) {
    expect((await failure(call(url))).code, url).toBe('INVALID_INPUT');
  }
  expect((await failure(call(`http://${at}/`, { method: 'bad method' }))).code).toBe(
    'INVALID_INPUT',
  );
  expect(listener.connections()).toBe(0);
});

test('HT-4 names, addresses and ranges of the host are reached, and nothing else', async () => {
  await using listener = await listen();
  const reach = async (allow: string[], host: string, resolved: string): Promise<string> => {
    const call = guardedFetch({ allow, resolve: () => Promise.resolve([resolved]) });
    const url = `http://${host}:${listener.port}/`;
    return call(url).then(
      (answer) => answer.text(),
      (error: AccompanyError) => error.code,
    );
  };
  expect(await reach(['127.0.0.1'], '127.0.0.1', '')).toBe('inside');
  expect(await reach(['127.0.0.0/8'], '127.9.9.9', '')).toBe('inside');
  expect(await reach(['::1'], '[::1]', '')).toBe('inside');
  expect(await reach(['[::1]'], '[::1]', '')).toBe('inside');
  expect(await reach(['127.0.0.0/8'], 'x.example', '127.0.0.1')).toBe('inside');
  expect(await reach(['Inside.example'], 'inside.EXAMPLE.', '127.0.0.1')).toBe('inside');
  const before = listener.connections();
  expect(await reach(['inside.example'], 'a.inside.example', '127.0.0.1')).toBe('HTTP_REFUSED');
  expect(await reach(['inside.example'], '127.0.0.1', '')).toBe('HTTP_REFUSED');
  expect(await reach(['127.0.0.1'], '127.0.0.2', '')).toBe('HTTP_REFUSED');
  expect(await reach(['127.0.0.0/8'], '[::ffff:127.0.0.1]', '')).toBe('HTTP_REFUSED');
  expect(listener.connections()).toBe(before);
});

test('HT-5 proxies of the environment are not used', async () => {
  await using listener = await listen();
  await using proxy = await listen();
  const before = process.env['http_proxy'];
  process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`;
  try {
    await guardedFetch(local)(`http://127.0.0.1:${listener.port}/`);
  } finally {
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  }
  expect([listener.connections(), proxy.connections()]).toEqual([1, 0]);
});

test('HT-6 each redirect is checked anew', async () => {
  await using inside = await listen();
  const targets = [
    `http://127.0.0.2:${inside.port}/`,
    `http://[::ffff:127.0.0.1]:${inside.port}/`,
    `http://2130706434:${inside.port}/`,
    `http://inside.example:${inside.port}/`,
    `http://user:secret@127.0.0.1:${inside.port}/`,
    `//127.0.0.2:${inside.port}/`,
    'file:///etc/passwd',
    'http://[',
  ];
  let target = '';
  await using outside = await listen((_, response) => {
    response.writeHead(302, { location: target }).end();
  });
  const call = guardedFetch({ allow: ['127.0.0.1'], resolve: () => Promise.resolve(['10.0.0.1']) });
  for (target of targets) {
    const error = await failure(call(`http://127.0.0.1:${outside.port}/`));
    expect(error.code, target).toBe('HTTP_REFUSED');
    expect(error.message).not.toContain('secret');
  }
  expect(inside.connections()).toBe(0);
});

test('HT-6 follows few redirects, and none where the request says so', async () => {
  await using listener = await listen((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end(`${request.method} ${String(request.headers['x-key'])}`);
    else
      response.writeHead(Number(request.headers['x-status']), { location: `/${left - 1}` }).end();
  });
  const at = `http://127.0.0.1:${listener.port}`;
  const call = guardedFetch(local);
  const ask = async (status: number, method: string): Promise<string> => {
    const headers = { 'x-status': String(status), 'x-key': 'k' };
    const body = method === 'POST' ? 'body' : null;
    const answer = await call(`${at}/1`, { method, headers, body });
    return `${await answer.text()} ${listener.bodies.at(-1)}`;
  };
  expect(await ask(301, 'POST')).toBe('GET k ');
  expect(await ask(302, 'POST')).toBe('GET k ');
  expect(await ask(303, 'POST')).toBe('GET k ');
  expect(await ask(307, 'POST')).toBe('POST k body');
  expect(await ask(308, 'POST')).toBe('POST k body');
  expect(await ask(302, 'GET')).toBe('GET k ');
  expect(await ask(303, 'PUT')).toBe('GET k ');

  const headers = { 'x-status': '302' };
  expect((await call(`${at}/3`, { headers })).status).toBe(200);
  expect((await failure(call(`${at}/4`, { headers }))).code).toBe('HTTP_REFUSED');
  expect(
    (await failure(guardedFetch({ ...local, redirects: 0 })(`${at}/1`, { headers }))).code,
  ).toBe('HTTP_REFUSED');
  expect((await call(`${at}/1`, { headers, redirect: 'manual' })).status).toBe(302);
  expect((await failure(call(`${at}/1`, { headers, redirect: 'error' }))).code).toBe(
    'HTTP_REFUSED',
  );
});

test('HT-7 another origin gets neither credentials nor a body', async () => {
  await using other = await listen();
  let status = 302;
  await using first = await listen((_, response) => {
    response.writeHead(status, { location: `http://127.0.0.1:${other.port}/` }).end();
  });
  const call = guardedFetch(local);
  const headers = {
    authorization: 'Bearer secret',
    cookie: 'a=secret',
    'x-api-key': 'secret',
    'x-callback-token': 'secret',
    accept: 'application/json',
  };
  const url = `http://127.0.0.1:${first.port}/?key=secret`;
  await call(url, { headers });
  await call(url, { headers, method: 'POST', body: 'secret' });
  expect(other.requests.map(({ headers: got }) => JSON.stringify(got)).join()).not.toContain(
    'secret',
  );
  expect(other.requests[0]?.headers.accept).toBe('application/json');
  expect(other.bodies).toEqual(['', '']);
  for (status of [307, 308]) {
    const error = await failure(call(url, { method: 'POST', body: 'secret' }));
    expect(error.code).toBe('HTTP_REFUSED');
  }
  expect(other.requests.length).toBe(2);
});

test('HT-8 large answers are not read, also when they are small on the way', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  let sent = 0;
  await using listener = await listen((request, response) => {
    if (request.url === '/bomb') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    } else if (request.url === '/endless') {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', write);
      write();
    } else response.end('x'.repeat(1_000));
  });
  const at = `http://127.0.0.1:${listener.port}`;
  const call = guardedFetch(local);
  expect(bomb.length).toBeLessThan(10_000);
  expect((await failure(call(`${at}/bomb`))).code).toBe('TOO_LARGE');
  expect((await failure(call(`${at}/endless`))).code).toBe('TOO_LARGE');
  expect(sent).toBeLessThan(20_000_000);
  expect((await (await guardedFetch({ ...local, answerLimit: 1_000 })(at)).text()).length).toBe(
    1_000,
  );
  expect((await failure(guardedFetch({ ...local, answerLimit: 999 })(at))).code).toBe('TOO_LARGE');
});

test('HT-9 a call ends in time, whatever keeps it', async () => {
  await using listener = await listen((request, response) => {
    if (request.url === '/slow') response.write('x');
    if (request.url === '/loop') response.writeHead(302, { location: '/silent' }).end();
  });
  const at = `http://127.0.0.1:${listener.port}`;
  const call = guardedFetch({ ...local, timeout: 60 });
  for (const path of ['silent', 'slow', 'loop']) {
    expect((await failure(call(`${at}/${path}`))).code, path).toBe('HTTP_TIMEOUT');
  }
  const lost = guardedFetch({ timeout: 60, resolve: () => new Promise(() => {}) });
  expect((await failure(lost('http://lost.example/'))).code).toBe('HTTP_TIMEOUT');
  const controller = new AbortController();
  const aborted = failure(guardedFetch(local)(`${at}/silent`, { signal: controller.signal }));
  controller.abort(new Error('enough'));
  expect((await aborted).code).toBe('ABORTED');
  const early = await failure(guardedFetch(local)(at, { signal: AbortSignal.abort() }));
  expect(early.code).toBe('ABORTED');
});

test('HT-12 who cannot be connected to fails soon, and whoever is slow to answer does not', async () => {
  const mute = createServer();
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const options = { ...local, timeout: 60_000, connectTimeout: 100 };
  const lost = guardedFetch({ ...options, resolve: () => new Promise(() => {}) });
  const began = performance.now();
  for (const call of [
    () => lost('http://lost.example/'),
    () => guardedFetch(options)(`https://127.0.0.1:${port}/`),
  ])
    expect(await failure(call())).toMatchObject({
      code: 'HTTP_FAILED',
      message: expect.stringContaining('nothing was sent'),
    });
  expect(performance.now() - began).toBeLessThan(5_000);
  mute.close();
  await using slow = await listen(
    (_, response) => void setTimeout(() => response.end('late'), 400),
  );
  const answer = await guardedFetch(options)(`http://127.0.0.1:${slow.port}/`);
  expect(await answer.text()).toBe('late');
});

test('HT-10 what breaks on the way is one typed error without secrets', async () => {
  await using listener = await listen((_, response) => void response.destroy());
  const { port } = listener;
  const call = guardedFetch(local);
  const error = await failure(
    call(`http://127.0.0.1:${port}/path-secret?key=secret`, { headers: { 'x-api-key': 'secret' } }),
  );
  expect([error.code, error.kind]).toEqual(['HTTP_FAILED', 'failed']);
  expect(error.cause).toBeInstanceOf(Error);
  expect(`${error.message}${JSON.stringify(error.details)}`).not.toContain('secret');
  const unresolved = guardedFetch({ resolve: () => Promise.reject(new Error('no such host')) });
  expect((await failure(unresolved('http://lost.example/'))).code).toBe('HTTP_FAILED');
  const empty = guardedFetch({ resolve: () => Promise.resolve([]) });
  expect((await failure(empty('http://empty.example/'))).code).toBe('HTTP_FAILED');
});

test('HT-11 options that cannot be meant are refused when the function is made', () => {
  const bad: readonly [string, object][] = [
    ['allow', { allow: 'localhost' }],
    ['allow', { allow: [1] }],
    ['allow', { allow: ['http://localhost'] }],
    ['allow', { allow: ['127.1'] }],
    ['allow', { allow: ['10.0.0.0/33'] }],
    ['allow', { allow: ['*.example'] }],
    ['allow', { allow: [''] }],
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: 2 ** 31 }],
    ['connectTimeout', { connectTimeout: 0 }],
    ['connectTimeout', { connectTimeout: Number.NaN }],
    ['answerLimit', { answerLimit: -1 }],
    ['redirects', { redirects: 1.5 }],
    ['resolve', { resolve: 'dns' }],
  ];
  for (const [path, options] of bad) {
    expect(() => guardedFetch(options), JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', path: [path] }),
    );
  }
  expect(() => guardedFetch(null as never)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});
