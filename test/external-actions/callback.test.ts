import { expect, test } from 'vitest';
import { callbackReceiver } from '../../src/external-actions/index.ts';
import { tokenMint } from '../../src/external-actions/callback-token.ts';
import type { MockCallback } from '../../src/testing/harness/mock-service.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import { publishedSchemas, isPublishedHere } from './published.ts';
import { platform, SECRET, tell } from './platform.ts';
import type { Platform, PlatformOptions } from './platform.ts';

const DEFINITION = {
  apiName: 'rate',
  i18n: { en_US: { name: 'Rate', description: 'Rates.' } },
  description: 'Rates.',
  primaryAttribute: 'kind',
  supportedEntityType: 'account',
  enableSplitPaths: false,
  invocationPayloadDef: {
    flowAttributes: [{ apiName: 'kind', dataType: 'string' }],
    accountFields: [{ serviceAttribute: 'employees', dataType: 'integer' }],
  },
  callbackPayloadDef: { accountFields: [{ serviceAttribute: 'employees', dataType: 'integer' }] },
};

const ACTION = (service: string): readonly JourneyNode[] => [
  {
    kind: 'externalAction',
    id: 'ask',
    context: 'accounts',
    service,
    next: 'good',
    failed: { next: 'bad' },
  },
  tell('good'),
  tell('bad'),
];

function asking(
  callbacks: readonly MockCallback[],
  options: Partial<PlatformOptions> = {},
): Promise<Platform> {
  return platform({
    definition: DEFINITION,
    nodes: ({ id }) => ACTION(id),
    reply: () => ({ callbacks }),
    ...options,
  });
}

/** A callback of one's own making; headers that are empty are left out. */
async function post(
  it: Platform,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; code: string }> {
  const { execution } = it.mock.received[0]!;
  const accountData = { id: Number(execution.objectData.objectContext.accountId), employees: 8 };
  const usual = { objectData: [{ activityData: { success: true }, accountData }] };
  const answer = await fetch(it.callbackUrl, {
    method: 'POST',
    headers: Object.entries({
      'content-type': 'application/json',
      'x-callback-token': execution.token,
      'x-api-key': 'k',
      'x-request-id': 'r',
      authorization: 'Bearer b',
      'x-gw-ims-org-id': 'o',
      ...headers,
    }).filter(([, value]) => value !== ''),
    body: typeof body === 'string' ? body : JSON.stringify(body ?? usual),
  });
  const said = (await answer.json()) as { code?: string };
  if (isPublishedHere && answer.status >= 400) {
    const faults = (await publishedSchemas())('Error', said).filter(
      (one) => !one.startsWith('/code'),
    );
    expect(faults).toEqual([]);
  }
  return { status: answer.status, code: said.code ?? '' };
}

const size = async (it: Platform) => (await it.engine.account('acme'))?.attributes['size'];

test('XA-73 XA-81 a forged, changed, foreign or missing token is refused, and nothing is taken in', async () => {
  await using it = await asking([]);
  const { token } = it.mock.received[0]!.execution;
  const [content, mark] = token.split('.') as [string, string];
  const text = new TextDecoder().decode(
    Uint8Array.from(atob(content.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    ),
  );
  const other = btoa(text.replace('acme', 'beta')).replaceAll('=', '');
  const foreign = tokenMint('another secret of at least 32 bytes!!');
  const place = { account: 'acme', journey: 'j', entry: 1, node: 'ask', person: null };
  const stolen = await foreign.sign({
    ...place,
    subscription: 'default',
    effect: 'e',
    expires: Date.now() + 1e6,
  });
  for (const forged of [
    stolen,
    `${other}.${mark}`,
    `${content}.${mark.slice(0, -2)}AA`,
    content,
    `${content}.`,
    `.${mark}`,
    'nonsense',
    '..',
    'a'.repeat(100_000).slice(0, 9_000),
    `${token}.${mark}`,
  ]) {
    expect(
      await post(it, { headers: { 'x-callback-token': forged } }),
      forged.slice(0, 20),
    ).toEqual({
      status: 401,
      code: 'UNAUTHORIZED',
    });
  }
  for (const missing of [
    'x-callback-token',
    'x-api-key',
    'x-request-id',
    'authorization',
    'x-gw-ims-org-id',
  ])
    expect(await post(it, { headers: { [missing]: '' } }), missing).toMatchObject({ status: 401 });
  const ours = tokenMint(SECRET);
  const tenant = await ours.sign({
    ...place,
    subscription: 'another',
    effect: 'e',
    expires: Date.now() + 1e6,
  });
  expect(await post(it, { headers: { 'x-callback-token': tenant } })).toEqual({
    status: 403,
    code: 'FORBIDDEN',
  });
  expect(await size(it)).toBe(5);
  expect((await post(it)).status).toBe(200);
  expect(await size(it)).toBe(8);
});

test('XA-80 the host decides about API key, bearer and organisation, and may ask for the token only', async () => {
  await using it = await asking([], {
    receiver: {
      authorize: (headers) => headers.get('x-api-key') === 'k',
      organisation: 'o',
      headers: 'token',
    },
  });
  expect(await post(it, { headers: { 'x-api-key': 'other' } })).toMatchObject({ status: 401 });
  expect(await post(it, { headers: { 'x-gw-ims-org-id': 'other' } })).toMatchObject({
    status: 403,
  });
  expect(await post(it, { headers: { 'x-request-id': '', authorization: '' } })).toMatchObject({
    status: 200,
  });
});

test('XA-82 a body beyond the limit is refused before it is read, whatever it claims', async () => {
  await using it = await asking([], { receiver: { bodyLimit: 1_000 } });
  expect(await post(it, { body: 'x'.repeat(2_000) })).toMatchObject({ status: 413 });
  const receive = callbackReceiver({
    external: it.engine.external,
    secret: SECRET,
    bodyLimit: 1_000,
  });
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(500));
    },
  });
  const request = new Request('http://x.example/', {
    method: 'POST',
    headers: {
      'x-callback-token': it.mock.received[0]!.execution.token,
      'x-api-key': 'k',
      'x-request-id': 'r',
      authorization: 'b',
      'x-gw-ims-org-id': 'o',
    },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  expect((await receive(request)).status).toBe(413);
  expect(pulled).toBeLessThan(10);
  const { headers } = request;
  const noText = new Request(request.url, { method: 'POST', headers, body: new Uint8Array([255]) });
  expect((await receive(noText)).status).toBe(400);
  expect((await receive(new Request('http://x.example/'))).status).toBe(405);
});

test('XA-83 a body of another form, of other ids or of wrong types is refused with details, and the run still waits', async () => {
  await using it = await asking([]);
  const { accountId } = it.mock.received[0]!.execution.objectData.objectContext;
  const id = Number(accountId);
  const ok = { success: true };
  for (const body of [
    'no json',
    '{"objectData":',
    '[]',
    '{"__proto__":{"a":1},"objectData":[]}',
    `${'['.repeat(10_000)}`,
    {},
    { objectData: [] },
    { objectData: [{ accountData: { id } }] },
    { objectData: [{ activityData: ok }] },
    { objectData: [{ activityData: ok, accountData: {} }] },
    { objectData: [{ activityData: ok, accountData: { id: id + 1 } }] },
    { objectData: [{ activityData: ok, accountData: { id, employees: 'many' } }] },
    { objectData: [{ activityData: { success: 'yes' }, accountData: { id } }] },
    {
      objectData: [
        { activityData: ok, accountData: { id } },
        { activityData: ok, accountData: { id } },
      ],
    },
  ]) {
    expect(await post(it, { body }), JSON.stringify(body)).toEqual({
      status: 400,
      code: 'INVALID_REQUEST',
    });
  }
  expect(Object.prototype).not.toHaveProperty('a');
  expect(await size(it)).toBe(5);
  const body = {
    objectData: [{ activityData: ok, accountData: { id: 'acme', employees: 6, more: 1 } }],
  };
  expect((await post(it, { body })).status).toBe(200);
  expect(await size(it)).toBe(6);
});

test('XA-85 XA-90 the first callback counts: replays are refused and change nothing, also after a restart', async () => {
  await using it = await asking([
    { data: { employees: 11 } },
    { data: { employees: 12 }, delay: 50 },
  ]);
  await it.answered();
  expect(it.mock.callbacks.map(({ status }) => status)).toEqual([200, 400]);
  expect(await size(it)).toBe(11);
  await it.engine.close();
  // Another process on the same storage, with nothing of the first one's memory.
  const { Engine } = await import('../../src/engine/engine.ts');
  const { b2b } = await import('./platform.ts');
  await using engine = await Engine.open({
    catalogue: b2b,
    storage: it.storage,
    channels: { elsewhere: { email: true } },
  });
  const receive = callbackReceiver({ external: engine.external, secret: SECRET, headers: 'token' });
  const { execution } = it.mock.received[0]!;
  const replayed = await receive(
    new Request('http://x.example/', {
      method: 'POST',
      headers: { 'x-callback-token': execution.token },
      body: JSON.stringify(it.mock.callbacks[1]!.body),
    }),
  );
  expect(replayed.status).toBe(400);
  expect(((await replayed.json()) as { code: string }).code).toBe('INVALID_CALLBACK');
  expect((await engine.account('acme'))?.attributes['size']).toBe(11);
});

test('XA-85 of many callbacks at once one is taken', async () => {
  await using it = await asking([]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(it)));
  expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  expect(answers.filter(({ code }) => code === 'INVALID_CALLBACK').length).toBe(9);
});

test('XA-86 an early callback counts although the service has not even answered the request', async () => {
  let early: Promise<{ status: number }> | undefined;
  const holder: { it?: Platform } = {};
  await using it = await asking([], {
    reply: (execution) => {
      const accountData = { id: Number(execution.objectData.objectContext.accountId) };
      early = fetch(execution.callbackUrl, {
        method: 'POST',
        headers: {
          'x-callback-token': execution.token,
          'x-api-key': 'k',
          'x-request-id': 'r',
          authorization: 'b',
          'x-gw-ims-org-id': 'o',
        },
        body: JSON.stringify({ objectData: [{ activityData: { success: true }, accountData }] }),
      });
      return { status: 500 };
    },
  });
  holder.it = it;
  expect((await early!).status).toBe(200);
  await it.answered();
  expect(it.mails).toEqual(['good to 101,ann']);
  expect(it.mock.received.length).toBe(1);
});

test('XA-86 a late callback is refused', async () => {
  let later = 0;
  await using it = await asking([], { receiver: { now: () => Date.now() + later } });
  later = 61 * 60_000;
  expect(await post(it)).toEqual({ status: 400, code: 'INVALID_CALLBACK' });
  later = 0;
  expect((await post(it)).status).toBe(200);
});

test('XA-87 a failure takes the other path with its code, and changes nothing', async () => {
  await using it = await asking([
    { success: false, errorCode: 'NOT_FOUND', data: { employees: 1 } },
  ]);
  await it.answered();
  expect(it.mock.callbacks[0]!.status).toBe(200);
  expect(it.mails).toEqual(['bad to 101,ann']);
  expect(await size(it)).toBe(5);
  const { runs } = await it.engine.explain({ journey: 'j', account: 'acme' });
  expect(runs[0]!.answers).toMatchObject([{ failed: 1, reason: 'NOT_FOUND: NOT_FOUND' }]);
});

test('XA-88 what an engine cannot do now is to be tried again, and its messages stay inside', async () => {
  await using it = await asking([]);
  await it.engine.close();
  expect(await post(it)).toEqual({ status: 500, code: 'INTERNAL_ERROR' });
});
