import { expect, test } from 'vitest';
import { serviceStatus } from '../../src/external-actions/index.ts';
import { authorizer } from '../../src/external-actions/credentials.ts';
import type { Credentials } from '../../src/external-actions/index.ts';
import type { MockReply } from '../../src/testing/harness/mock-service.ts';
import { loopback, platform, tell } from './platform.ts';
import type { Platform } from './platform.ts';
import { serve } from './serve.ts';

const PERSON = [{ serviceAttribute: 'score', dataType: 'integer' }];

function asking(options: {
  readonly reply?: (count: number) => MockReply;
  readonly security?: Record<string, unknown>;
  readonly credentials?: Credentials;
  readonly authorize?: (request: Request) => boolean;
  readonly people?: readonly string[];
}): Promise<Platform> {
  const { reply = () => ({}), ...rest } = options;
  return platform({
    definition: {
      apiName: 'rate',
      i18n: { en_US: { name: 'Rate', description: 'Rates.' } },
      description: 'Rates.',
      primaryAttribute: 'kind',
      supportedEntityType: 'lead',
      enableSplitPaths: false,
      invocationPayloadDef: {
        flowAttributes: [{ apiName: 'kind', dataType: 'string' }],
        fields: PERSON,
      },
      callbackPayloadDef: { fields: PERSON },
    },
    nodes: ({ id }) => [
      {
        kind: 'externalAction',
        id: 'ask',
        context: 'people',
        service: id,
        next: 'good',
        failed: { next: 'bad' },
      },
      tell('good'),
      tell('bad'),
    ],
    reply: (_, count) => reply(count),
    people: ['ann'],
    ...rest,
  });
}

test('XA-72 an API key goes into the header or the query that the service names', async () => {
  const credentials = { type: 'apiKey', key: 'k-1' } as const;
  await using header = await asking({
    credentials,
    security: { type: 'apiKey', in: 'header', name: 'X-Own-Key' },
    authorize: (request) => request.headers.get('x-own-key') === 'k-1',
  });
  await header.answered();
  expect(header.mails).toEqual(['good to ann']);
  await using query = await asking({
    credentials,
    security: { type: 'apiKey', in: 'query', name: 'key' },
    authorize: (request) => new URL(request.url).searchParams.get('key') === 'k-1',
  });
  await query.answered();
  expect(query.mails).toEqual(['good to ann']);
});

test('XA-72 basic authentication', async () => {
  await using it = await asking({
    credentials: { type: 'basic', user: 'üser', password: 'p:w' },
    security: { type: 'http', scheme: 'basic' },
    authorize: (request) =>
      request.headers.get('authorization') ===
      `Basic ${Buffer.from('üser:p:w').toString('base64')}`,
  });
  await it.answered();
  expect(it.mails).toEqual(['good to ann']);
});

test('XA-72 OAuth 2 tokens are kept, shared, and renewed once after a 401', async () => {
  const forms: string[] = [];
  await using tokens = await serve(async (request) => {
    forms.push(await request.text());
    return Response.json({ access_token: `t-${forms.length}`, expires_in: 3_600 });
  });
  const security = {
    type: 'oauth2',
    flows: {
      clientCredentials: {
        tokenUrl: `${tokens.url}/token`,
        scopes: {},
        'x-clientIdName': 'client',
      },
    },
  };
  await using it = await asking({
    people: ['ann', 'bob', 'cid'],
    credentials: { type: 'oauth2', clientId: 'id', clientSecret: 'secret' },
    security,
    // The first token is for the definition and stops being good then.
    authorize: (request) =>
      request.method === 'GET' || request.headers.get('authorization') === 'Bearer t-3',
  });
  await it.answered();
  expect(it.mails).toEqual(['good to ann,bob,cid']);
  expect(forms.length).toBe(3);
  expect(Object.fromEntries(new URLSearchParams(forms[0]))).toEqual({
    grant_type: 'client_credentials',
    client: 'id',
    client_secret: 'secret',
  });
});

test('XA-72 tokens end, refresh tokens are used and replaced, and refusals are errors without secrets', async () => {
  const forms: Record<string, string>[] = [];
  let status = 200;
  await using tokens = await serve(async (request) => {
    forms.push({
      path: new URL(request.url).pathname,
      ...Object.fromEntries(new URLSearchParams(await request.text())),
    });
    const body = {
      access_token: `t-${forms.length}`,
      expires_in: 60,
      refresh_token: `r-${forms.length}`,
    };
    return Response.json(status === 200 ? body : {}, { status });
  });
  let now = 0;
  const authorize = authorizer({
    auth: {
      type: 'oauth2',
      flow: 'authorizationCode',
      tokenUrl: `${tokens.url}/token`,
      refreshUrl: `${tokens.url}/refresh`,
    },
    credentials: {
      type: 'oauth2',
      clientId: 'id',
      clientSecret: 'top-secret',
      refreshToken: 'r-0',
    },
    fetch: loopback,
    now: () => now,
  });
  const url = new URL('https://x.example/');
  const bearer = async (): Promise<string> =>
    (await authorize(url, null)).headers['authorization']!;
  expect(await Promise.all([bearer(), bearer()])).toEqual(['Bearer t-1', 'Bearer t-1']);
  now = 29_000;
  expect(await bearer()).toBe('Bearer t-1');
  now = 31_000;
  expect(await bearer()).toBe('Bearer t-2');
  expect(forms.map(({ path, refresh_token: given }) => `${path} ${given}`)).toEqual([
    '/refresh r-0',
    '/refresh r-1',
  ]);
  now = 1e9;
  for (const [wrong, code] of [
    [400, 'NOT_ALLOWED'],
    [503, 'HTTP_FAILED'],
  ] as const) {
    status = wrong;
    const error: unknown = await bearer().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('top-secret');
  }
});

test('XA-75 what may help is tried again with the same token, everything else fails at once', async () => {
  await using busy = await asking({
    reply: (count) => (count < 2 ? { status: 429, headers: { 'retry-after': '0' } } : {}),
  });
  const [first] = busy.mock.received;
  expect((await busy.engine.deadLetters()).length).toBe(0);
  expect(first?.execution.token).toBeDefined();
  for (const status of [400, 401, 403, 404, 422]) {
    await using refused = await asking({ reply: () => ({ status }) });
    await refused.answered();
    expect(refused.mails, String(status)).toEqual(['bad to ann']);
    expect(refused.mock.received.length).toBe(1);
    const { runs } = await refused.engine.explain({ journey: 'j', account: 'acme' });
    expect(runs[0]!.answers[0]?.reason).toBe(`http_${status}`);
  }
});

test('XA-75 of a batch of people each has an outcome of its own', async () => {
  await using it = await asking({
    people: ['ann', 'bob', 'cid'],
    reply: (count) => (count === 2 ? { status: 422 } : {}),
  });
  await it.answered();
  expect(it.mails).toEqual(['good to ann,bob,cid']);
  const { runs } = await it.engine.explain({ journey: 'j', account: 'acme' });
  expect(runs[0]!.answers.map(({ ok, failed }) => `${ok} ${failed}`).sort()).toEqual([
    '0 1',
    '1 0',
    '1 0',
  ]);
});

test('XA-76 a service says whether it is healthy', async () => {
  await using it = await asking({});
  expect(await serviceStatus({ service: it.service, fetch: loopback })).toEqual({
    healthy: true,
    reason: null,
  });
  const { wire } = it.service;
  const gone = { ...it.service, wire: { ...wire!, url: 'http://127.0.0.1:1' } };
  expect(await serviceStatus({ service: gone, fetch: loopback })).toEqual({
    healthy: false,
    reason: 'unreachable',
  });
});
