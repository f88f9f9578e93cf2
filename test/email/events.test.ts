import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryStorage } from '../../src/index.ts';
import type { Engine } from '../../src/index.ts';
import { emailEvents, unsubscribeLinks } from '../../src/email/index.ts';
import type { EmailReport } from '../../src/email/index.ts';
import { sqliteStorage } from '../../src/storage/sqlite/index.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { ann, b2b, open, second, START, type B2b } from './tenant.ts';

const SECRET = `whsec_${btoa('a secret of more than 24 bytes')}`;
const OTHER = `whsec_${btoa('another of more than 24 bytes.')}`;

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

async function opened(...given: Parameters<typeof open>): Promise<Engine<B2b>> {
  const engine = await open(...given);
  engines.push(engine);
  return engine;
}

function report(changes: Partial<EmailReport> = {}): EmailReport {
  const at = new Date(START).toISOString();
  return { id: 'r1', type: 'clicked', person: 'ann', email: 'first', at, ...changes };
}

interface Post {
  readonly secret?: string;
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

function post(
  body: string | object,
  { secret = SECRET, at = new Date(), headers = {} }: Post = {},
): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('http://localhost/events', {
    method: 'POST',
    body: text,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, text),
      ...headers,
    },
  });
}

describe('reports', () => {
  test('EM-52 what a provider reports becomes experience events that journeys hear', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    const events = [
      report({ id: '1', type: 'sent', journey: 'welcome', node: 'send-email-1' }),
      report({ id: '2', type: 'delivered' }),
      report({ id: '3', type: 'opened', mobile: true, device: 'Phone', userAgent: 'x' }),
      report({ id: '4', type: 'clicked', link: 'https://example.com/' }),
      report({ id: '5', type: 'bounced', bounce: 'soft', code: '4.2.2' }),
    ];
    expect((await receive(post({ events }))).status).toBe(204);
    await engine.settle();
    const known = await ann(storage);
    expect(known.events.map(({ id, type }) => [id, type])).toEqual([
      ['email:1', 'emailSent'],
      ['email:2', 'emailDelivered'],
      ['email:3', 'emailOpened'],
      ['email:4', 'emailClicked'],
      ['email:5', 'emailBouncedSoft'],
    ]);
    expect(known.events[3]?.fields).toEqual({ email: 'first', link: 'https://example.com/' });
    expect(known.consent).toBeNull();
    expect(await second(engine)).toMatchObject([{ outcome: 'sent' }]);
  });

  test('EM-52 events and fields that the catalogue lacks are left out', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const { emailClicked } = b2b.events;
    const catalogue = { ...b2b, events: { emailClicked: { ...emailClicked!, fields: {} } } };
    const receive = emailEvents({ secret: SECRET, engine, catalogue });
    const events = [report({ id: '1', type: 'opened' }), report({ id: '2' })];
    expect((await receive(post({ events }))).status).toBe(204);
    expect((await ann(storage)).events).toMatchObject([{ id: 'email:2', fields: {} }]);
  });

  test('EM-53 who unsubscribes or complains gets no further e-mail', async () => {
    for (const type of ['unsubscribed', 'complained'] as const) {
      const storage = memoryStorage();
      const engine = await opened(storage);
      const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
      const events = [report(), report({ id: '2', type, address: 'ann@acme.example' })];
      expect((await receive(post({ events }))).status).toBe(204);
      expect((await ann(storage)).consent).toBe('n');
      await engine.settle();
      expect(await second(engine)).toMatchObject([{ outcome: 'refused' }]);
    }
  });

  test('EM-54 EM-65 a bounce stops the address and no other one of the person', async () => {
    for (const address of ['ann@acme.example', 'ann@new.example']) {
      const storage = memoryStorage();
      const engine = await opened(storage);
      const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
      const hard = { type: 'bounced', bounce: 'hard', address: 'ann@acme.example' } as const;
      expect((await receive(post({ events: [report({ id: '2', ...hard })] }))).status).toBe(204);
      await engine.ingest({ people: [{ id: 'ann', attributes: { email: address } }] });
      await receive(post({ events: [report()] }));
      await engine.settle();
      const isBad = address === 'ann@acme.example';
      expect(await second(engine)).toMatchObject([
        isBad ? { outcome: 'refused', reason: 'suppressed' } : { outcome: 'sent' },
      ]);
      expect((await ann(storage)).attributes).toEqual({ email: address });
      const { runs } = await engine.explain({ journey: 'welcome', account: 'acme' });
      const told = runs.flatMap(({ effects }) => effects.at(-1)!.outcomes);
      expect(told).toMatchObject([{ reason: isBad ? 'suppressed' : null, people: ['ann'] }]);
    }
  });

  test('EM-54 an address that bounces for good is suppressed', async () => {
    const engine = await opened(memoryStorage());
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    const bounced = report({
      id: '2',
      type: 'bounced',
      bounce: 'hard',
      address: 'Ann@acme.example',
    });
    expect((await receive(post({ events: [bounced] }))).status).toBe(204);
    await receive(post({ events: [report()] }));
    await engine.settle();
    expect(await second(engine)).toMatchObject([{ outcome: 'refused', reason: 'suppressed' }]);
  });

  test('EM-50 forged, late, early, changed and unsigned reports are refused, and change nothing', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    const before = await snapshot(storage);
    const events = [report({ type: 'unsubscribed' })];
    const later = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);
    const forged = post({ events });
    const requests = [
      post({ events }, { secret: OTHER }),
      post({ events }, { at: later(-6) }),
      post({ events }, { at: later(6) }),
      post({ events }, { headers: { 'webhook-id': 'msg_2' } }),
      post(
        { events },
        { headers: { 'webhook-timestamp': String(Math.floor(later(1).getTime() / 1_000)) } },
      ),
      post({ events }, { headers: { 'webhook-signature': '' } }),
      post({ events }, { headers: { 'webhook-signature': 'v1,AAAA v1a,BBBB nonsense' } }),
      new Request(forged.url, { method: 'POST', body: '{}', headers: forged.headers }),
      new Request(forged.url, { method: 'POST', body: JSON.stringify({ events }) }),
      new Request(forged.url, {
        method: 'POST',
        body: new Uint8Array([0xff, 0xfe]),
        headers: forged.headers,
      }),
    ];
    for (const request of requests) expect((await receive(request)).status).toBe(401);
    expect((await receive(new Request('http://localhost/'))).status).toBe(405);
    expect(await snapshot(storage)).toEqual(before);
  });

  test('EM-50 secrets are changed without a gap, and bad ones are not shown', async () => {
    const engine = await opened(memoryStorage());
    const both = emailEvents({ secret: [OTHER, SECRET], engine, catalogue: b2b });
    for (const secret of [SECRET, OTHER])
      expect((await both(post({ events: [] }, { secret }))).status).toBe(204);
    for (const secret of ['', 'whsec_', 'whsec_c2hvcnQ=', 'not-base64!', [], [SECRET, 'short']]) {
      const make = () => emailEvents({ secret, engine, catalogue: b2b });
      expect(make).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
      expect(make).toThrow(/^A secret is whsec_/u);
    }
  });

  test('EM-51 what is too large is read no further than the limit', async () => {
    const engine = await opened(memoryStorage());
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b, maxBytes: 10_000 });
    let [pulled, cancelled] = [0, false];
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1_000;
        controller.enqueue(new Uint8Array(1_000).fill(97));
      },
      cancel() {
        cancelled = true;
      },
    });
    const init = { method: 'POST', body: endless, duplex: 'half' as const };
    expect((await receive(new Request('http://localhost/', init))).status).toBe(413);
    expect(pulled).toBeLessThanOrEqual(13_000);
    expect(cancelled).toBe(true);
    expect((await receive(post('x'.repeat(20_000)))).status).toBe(413);
    const deep = `${'['.repeat(4_000)}${']'.repeat(4_000)}`;
    expect((await receive(post(deep))).status).toBe(400);
  });

  test('EM-55 bodies of another form are refused as a whole, with paths and without values', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    const before = await snapshot(storage);
    const wrong: readonly (readonly [unknown, string])[] = [
      ['{', 'INVALID_JSON'],
      ['{"events":[{"__proto__":{}}]}', 'INVALID_JSON'],
      [{ events: [report(), report({ id: '' })] }, ''],
      [{ events: [report(), report({ id: 'a\nb' })] }, 'INVALID_ID'],
      [{ events: [report({ at: 'yesterday-secret' })] }, 'INVALID_INSTANT'],
      [{ events: [{ ...report(), type: 'liked' }] }, ''],
      [{ events: [{ ...report(), extra: 1 }] }, ''],
      [{ events: [report({ type: 'bounced' })] }, ''],
      [{ events: [report({ type: 'bounced', bounce: 'hard' })] }, ''],
      ...['a\u0000@acme.example', '\ud800@acme.example', `${'x'.repeat(300)}@acme.example`].map(
        (address) => [{ events: [report(), report({ type: 'complained', address })] }, ''] as const,
      ),
      [{}, ''],
    ];
    for (const [body, code] of wrong) {
      const response = await receive(post(body as object));
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(text).toContain(code);
      expect(text).not.toContain('secret');
    }
    expect(await snapshot(storage)).toEqual(before);
  });

  test('EM-56 what cannot be kept is to be sent again', async () => {
    const engine = await opened(memoryStorage());
    const errors: unknown[] = [];
    const receive = emailEvents({
      secret: SECRET,
      engine,
      catalogue: b2b,
      onError: (error) => errors.push(error),
    });
    await engine.close();
    const response = await receive(post({ events: [report()] }));
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '30',
      '',
    ]);
    expect(errors).toHaveLength(1);
  });

  test('EM-64 a report that is told again counts once, also after a restart and by another signature', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accompany-'));
    const path = join(folder, 'a.db');
    let storage = await sqliteStorage({ file: path });
    let engine = await opened(storage);
    const events = [report(), report({ id: '2', type: 'unsubscribed' })];
    const first = post({ events });
    const receive = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    expect((await receive(first.clone())).status).toBe(204);
    // Ann has asked for e-mails again.
    await engine.ingest({ people: [{ id: 'ann', consent: { email: 'y' } }] });
    await engine.settle();
    const before = await ann(storage);
    expect(before.consent).toBe('y');
    expect((await receive(first.clone())).status).toBe(204);
    await engine.close();
    await storage.close();

    storage = await sqliteStorage({ file: path });
    engine = await opened(storage);
    const again = emailEvents({ secret: SECRET, engine, catalogue: b2b });
    expect((await again(first)).status).toBe(204);
    expect((await again(post({ events }))).status).toBe(204);
    await engine.settle();
    expect(await ann(storage)).toEqual(before);
    expect(before.events).toHaveLength(2);
    expect(await second(engine)).toHaveLength(1);
    await engine.close();
    await storage.close();
    await rm(folder, { recursive: true });
  });
});

describe('opting out', () => {
  const secret = 'a secret that has more than 32 bytes in it';
  const optOut = { person: 'ann', email: 'first', journey: 'welcome', node: 'n', key: 'k1' };
  const oneClick = {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };

  test('EM-57 EM-58 looking at the link changes nothing; one click opts out, each time', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const { urlFor, handler } = unsubscribeLinks({
      secret,
      url: 'https://contoso.example/u?a=1',
      engine,
      catalogue: b2b,
    });
    const url = await urlFor(optOut);
    expect(new URL(url).searchParams.get('a')).toBe('1');
    const asked = await handler(new Request(url));
    expect([asked.status, await asked.text()]).toEqual([
      200,
      expect.stringContaining('<form method="post">'),
    ]);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect((await ann(storage)).consent).toBeNull();
    expect((await handler(new Request(url, oneClick))).status).toBe(200);
    expect((await ann(storage)).consent).toBe('n');
    await engine.ingest({ people: [{ id: 'ann', consent: { email: 'y' } }] });
    expect((await handler(new Request(url, oneClick))).status).toBe(200);
    const known = await ann(storage);
    expect([known.consent, known.events.map(({ type }) => type)]).toEqual([
      'n',
      ['emailUnsubscribed'],
    ]);
    expect((await handler(new Request(url, { method: 'PUT' }))).status).toBe(405);
    await engine.close();
    expect((await handler(new Request(url, oneClick))).status).toBe(503);
  });

  test('EM-59 links that are not ours opt nobody out; former secrets still count', async () => {
    const storage = memoryStorage();
    const engine = await opened(storage);
    const make = (given: string | readonly string[]) =>
      unsubscribeLinks({ secret: given, url: 'https://contoso.example/u', engine, catalogue: b2b });
    const { urlFor, handler } = make(secret);
    const url = await urlFor(optOut);
    const foreign = await make(secret.toUpperCase()).urlFor(optOut);
    const token = new URL(url).searchParams.get('t')!;
    const [payload, mac] = token.split('.');
    const other = (await urlFor({ ...optOut, person: 'bob' })).split('t=')[1]!.split('.')[0];
    const tokens = [
      '',
      '.',
      payload!,
      `${payload}.`,
      `${other}.${mac}`,
      `${payload}.${mac}0`,
      `${token}.x`.replace(mac!, ''),
      'ä.b',
    ];
    for (const wrong of [
      foreign,
      ...tokens.map((t) => `https://contoso.example/u?t=${encodeURIComponent(t)}`),
    ]) {
      expect((await handler(new Request(wrong, oneClick))).status).toBe(400);
      expect((await handler(new Request(wrong))).status).toBe(400);
    }
    expect((await ann(storage)).consent).toBeNull();
    const both = make([secret.toUpperCase(), secret]);
    expect((await both.handler(new Request(url, oneClick))).status).toBe(200);
    expect((await ann(storage)).consent).toBe('n');
    expect(() => make('short')).toThrow(/32 bytes/u);
    expect(() => make([])).toThrow(/32 bytes/u);
  });
});
