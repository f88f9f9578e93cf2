import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { Receipt } from '../../src/index.ts';
import { channelTo, hand, receiver } from './receiver.ts';
import type { Taken } from './receiver.ts';

/** What becomes of a call that a server on bare TCP treats like this. */
async function bare(treat: (socket: Socket) => void, timeout = 5_000): Promise<Receipt> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const guard = { allow: ['127.0.0.1'], timeout };
    return await hand(channelTo(`http://127.0.0.1:${port}`, { guard }));
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  }
}

/** Who a body is for. */
function personOf({ body }: Taken): string {
  const { person } = JSON.parse(body) as { person: { id: string } };
  return person.id;
}

const unknown = (reason: string): Receipt => ({ outcome: 'unknown', reason });

test.each<readonly [number, Receipt['outcome']]>([
  [200, 'sent'],
  [202, 'sent'],
  [204, 'sent'],
  [300, 'refused'],
  [304, 'refused'],
  [400, 'refused'],
  [401, 'refused'],
  [404, 'refused'],
  [408, 'failed'],
  [410, 'refused'],
  [425, 'failed'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
])('WH-20, WH-21, WH-22 a %i is %s', async (status, outcome) => {
  await using crm = await receiver((_, response) => void response.writeHead(status).end());
  const reason = outcome === 'sent' ? {} : { reason: `http_${status}` };
  expect(await hand(channelTo(crm.url))).toEqual({ outcome, ...reason });
});

test.each([200, 500])(
  'WH-20 an endless answer is read no further, and its %i counts',
  async (status) => {
    let isOpen = true;
    await using crm = await receiver((_, response) => {
      response.writeHead(status);
      response.on('close', () => (isOpen = false));
      const more = (): void => {
        if (isOpen) response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    const { outcome } = await hand(channelTo(crm.url));
    expect(outcome).toBe(status === 200 ? 'sent' : 'failed');
  },
);

test.each<readonly [string, number | undefined]>([
  ['7', 7_000],
  ['999999999', 3_600_000],
  ['soon', undefined],
  ['-1', undefined],
  ['Thu, 01 Jan 1970 00:00:00 GMT', undefined],
  ['Fri, 01 Jan 2100 00:00:00 GMT', 3_600_000],
])('WH-21 Retry-After: %s', async (header, rest) => {
  await using crm = await receiver(
    (_, response) => void response.writeHead(429, { 'retry-after': header }).end(),
  );
  expect((await hand(channelTo(crm.url))).retryAfter).toBe(rest);
});

test('WH-21 once the receiver asks for rest, nothing more is begun', async () => {
  await using crm = await receiver((taken, response) =>
    personOf(taken) === 'p1'
      ? void response.writeHead(503, { 'retry-after': '60' }).end()
      : void response.end(),
  );
  const people = ['p0', 'p1', 'p2', 'p3'];
  expect(await hand(channelTo(crm.url, { together: 1 }), { people })).toEqual({
    outcome: 'sent',
    retryAfter: 60_000,
    except: {
      p1: { outcome: 'failed', reason: 'http_503' },
      p2: { outcome: 'failed', reason: 'not_begun' },
      p3: { outcome: 'failed', reason: 'not_begun' },
    },
  });
  expect(crm.taken).toHaveLength(2);
});

test.each([301, 302, 303, 307, 308])('WH-22 a %i leads nowhere', async (status) => {
  await using inside = await receiver();
  for (const location of [inside.url, 'http://169.254.169.254/latest', '/again', 'http://[']) {
    await using crm = await receiver(
      (_, response) => void response.writeHead(status, { location }).end(),
    );
    expect(await hand(channelTo(crm.url))).toEqual({
      outcome: 'refused',
      reason: `http_${status}`,
    });
    expect(crm.taken).toHaveLength(1);
  }
  expect(inside.connections()).toBe(0);
});

test('WH-23 without a connection it has failed', async () => {
  const gone = await receiver();
  await gone[Symbol.asyncDispose]();
  const failed = { outcome: 'failed', reason: 'not_connected' };
  expect(await hand(channelTo(gone.url))).toEqual(failed);
  const lookUps = [
    () => Promise.resolve([]),
    () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
  ];
  for (const resolve of lookUps)
    expect(await hand(channelTo('https://crm.example', { guard: { resolve } }))).toEqual(failed);
});

test('WH-24 who hangs up without an answer leaves it unknown', async () => {
  const lost = unknown('connection_lost');
  expect(await bare((socket) => socket.once('data', () => socket.destroy()))).toEqual(lost);
  expect(await bare((socket) => socket.once('data', () => socket.resetAndDestroy()))).toEqual(lost);
  const half = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf';
  expect(await bare((socket) => socket.once('data', () => socket.end(half)))).toEqual(lost);
});

test.each([
  'no HTTP at all\r\n\r\n',
  'HTTP/1.1 200 OK\r\nbad header: \u0000\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
  `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
])('WH-24 an answer that is no HTTP leaves it unknown: %j', async (answer) => {
  expect(await bare((socket) => socket.once('data', () => socket.end(answer)))).toEqual(
    unknown('connection_lost'),
  );
});

test('WH-24 silence, and an answer that drips, end in time', async () => {
  const start = performance.now();
  expect(await bare(() => undefined, 300)).toEqual(unknown('http_timeout'));
  const drip = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  expect(await bare((socket) => socket.once('data', () => drip(socket)), 300)).toEqual(
    unknown('http_timeout'),
  );
  expect(performance.now() - start).toBeLessThan(3_000);
});

test('WH-25 when its time is over the channel begins nothing more', async () => {
  await using crm = await receiver((taken, response) =>
    personOf(taken) === 'p0' ? undefined : void response.end(),
  );
  const channel = channelTo(crm.url, { together: 1, limits: { timeout: 250 } });
  expect(await hand(channel, { people: ['p0', 'p1'] })).toEqual({
    outcome: 'unknown',
    reason: 'interrupted',
    except: { p1: { outcome: 'failed', reason: 'not_begun' } },
  });
  expect(await hand(channel, {}, AbortSignal.abort())).toEqual({
    outcome: 'failed',
    reason: 'not_begun',
  });
  expect(crm.taken).toHaveLength(1);
});
