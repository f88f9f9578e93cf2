import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  Audience,
  Engine,
  Journey,
  catalogue,
  conditions,
  date,
  memoryStorage,
  number,
  text,
} from '../../src/index.ts';
import { NO_ACCOUNT } from '../../src/model/view.ts';
import { webhookChannel } from '../../src/webhook/index.ts';
import type { WebhookOptions } from '../../src/webhook/index.ts';
import { LOOPBACK, channelTo, hand, receiver } from './receiver.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

const b2b = catalogue({
  account: { name: text(), employees: number(), renewal: date() },
  person: { email: text(), firstName: text() },
  actions: { tell: { of: 'accounts', input: z.object({ text: z.string() }) } },
});

test('WH-1, WH-2 a journey calls the address of its action, and one without an address is not published', async () => {
  await using crm = await receiver();
  const tell = channelTo({ tell: `${crm.url}/tell` });
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    channels: { actions: { tell } },
  });
  const large = Audience.accounts('large', conditions(b2b).account('employees').atLeast(1_000));
  const ends = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const plain = Journey.forAccounts('plain', { audience: large, ends });
  await engine.publish(plain.act('tell', { text: 'hello' }));
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
  });
  await engine.settle();
  await engine.close();
  expect(crm.taken.map(({ path }) => path)).toEqual(['/tell']);
  expect(JSON.parse(crm.taken[0]!.body)).toMatchObject({
    journey: 'plain',
    action: { name: 'tell', input: { text: 'hello' } },
    account: { id: 'acme' },
    person: null,
  });
  const action = { type: 'custom', name: 'other' } as const;
  expect(tell.issuesOf?.(action, { catalogue: b2b })).toMatchObject([
    { code: 'WEBHOOK_UNKNOWN', severity: 'error', path: ['name'] },
  ]);
});

test('WH-2 an action without an address has failed, also by a name of Object', async () => {
  const channel = channelTo({ tell: 'http://127.0.0.1:9' });
  for (const name of ['other', 'constructor', '__proto__'])
    expect(await hand(channel, { action: { type: 'custom', name, input: {} } })).toEqual({
      outcome: 'failed',
      reason: 'unknown_action',
    });
});

test.each<readonly [readonly (string | number)[], Partial<WebhookOptions>]>([
  [['url'], { url: '/relative' }],
  [['url'], { url: 'file:///etc/passwd' }],
  [['url'], { url: 'https://user:planted@example.com' }],
  [['url', 'tell'], { url: { tell: 'planted' } }],
  [['url'], { url: {} }],
  [['secret'], { secret: 'whsec_planted' }],
  [['secret'], { secret: [] }],
  [['headers', 'x-a'], { headers: { 'x-a': 'planted\r\nx-b: 1' } }],
  [['headers', 'Webhook-Id'], { headers: { 'Webhook-Id': 'planted' } }],
  [['headers', 'a b'], { headers: { 'a b': 'planted' } }],
  [['profile', 'person', 0], { profile: { catalogue: b2b, person: ['planted'] } }],
  [['maxBytes'], { maxBytes: 0 }],
  [['together'], { together: 0 }],
])('WH-3 %j is refused with its path, and what was given is not told', (path, options) => {
  let error: unknown;
  try {
    webhookChannel({ url: 'https://example.com', ...options });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'INVALID_INPUT', path });
  expect(String(error)).not.toContain('planted');
});

test('WH-4 private and metadata addresses are refused, and nothing is connected to', async () => {
  await using inside = await receiver();
  for (const url of [inside.url, 'http://169.254.169.254/latest', 'http://[::1]/']) {
    const outcome = await hand(webhookChannel({ url }));
    expect(outcome).toEqual({ outcome: 'refused', reason: 'http_refused' });
  }
  expect(inside.connections()).toBe(0);
});

test('WH-10, WH-11 the id stays, the time is that of the attempt, and each secret has signed', async () => {
  await using crm = await receiver();
  const channel = channelTo(crm.url, {
    secret: [NEW, OLD],
    headers: { authorization: 'Bearer t' },
  });
  await hand(channel);
  await hand(channel, { attempt: 2 });
  for (const { headers, body } of crm.taken) {
    expect(headers['webhook-id']).toBe('key-ann');
    expect(headers['authorization']).toBe('Bearer t');
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(5);
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/u);
    const given = headers as Record<string, string>;
    for (const secret of [OLD, NEW])
      expect(new Webhook(secret).verify(body, given)).toMatchObject({ id: 'key-ann' });
    expect(() => new Webhook(OLD).verify(`${body} `, given)).toThrow();
  }
});

test('WH-11 without a secret there is no signature', async () => {
  await using crm = await receiver();
  await hand(channelTo(crm.url));
  expect(crm.taken[0]!.headers).not.toHaveProperty('webhook-signature');
});

test('WH-12, WH-13 the body has the documented form and the same bytes at each attempt', async () => {
  await using crm = await receiver();
  const profile = { catalogue: b2b, account: ['name', 'renewal'], person: ['firstName'] };
  const channel = channelTo(crm.url, { profile });
  const reads = { account: ['name', 'renewal'], person: ['firstName'] };
  const { profiles } = channel;
  const action = { type: 'custom', name: 'tell', input: {} } as const;
  expect(typeof profiles === 'function' && profiles(action)).toEqual(reads);
  expect(channelTo(crm.url).profiles).toBeUndefined();
  const renewal = Date.UTC(2027, 0, 2);
  const tell = (input: Record<string, unknown>, attempt: number): Promise<unknown> =>
    hand(channel, {
      attempt,
      action: { type: 'custom', name: 'tell', input },
      profiles: {
        account: { ...NO_ACCOUNT, id: 'acme', attributes: { renewal, employees: 5 } },
        people: new Map([['ann', { firstName: 'Ann', email: 'ann@acme.example' }]]),
      },
    });
  await tell({ text: 'hello', urgent: true }, 1);
  await tell({ urgent: true, text: 'hello' }, 2);
  const [first, second] = crm.taken;
  expect(JSON.parse(first!.body)).toEqual({
    type: 'journey.action',
    id: 'key-ann',
    journey: 'welcome',
    node: 'tell-crm',
    action: { name: 'tell', input: { text: 'hello', urgent: true } },
    account: { id: 'acme', attributes: { name: null, renewal: '2027-01-02T00:00:00Z' } },
    person: { id: 'ann', attributes: { firstName: 'Ann' } },
  });
  expect(second!.body).toBe(first!.body);
});

test('WH-14 a body that is too large is refused and does not leave', async () => {
  await using crm = await receiver();
  const channel = channelTo(crm.url, { maxBytes: 400, guard: LOOPBACK });
  const input = { text: 'ü'.repeat(200) };
  expect(await hand(channel, { action: { type: 'custom', name: 'tell', input } })).toEqual({
    outcome: 'refused',
    reason: 'too_large',
  });
  expect(crm.connections()).toBe(0);
});
