import { expect, test } from 'vitest';
import { installService } from '../../src/external-actions/index.ts';
import type { InstallOptions } from '../../src/external-actions/index.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { checkService } from '../../src/service/check-service.ts';
import { mockService } from '../../src/testing/harness/mock-service.ts';
import type { MockServiceOptions } from '../../src/testing/harness/mock-service.ts';
import { exampleService, isPublishedHere } from './published.ts';
import { listen } from '../http/listener.ts';
import { activated, b2b } from './platform.ts';

const URL_OF = 'https://score.example/v1';
const FIELDS = [{ serviceAttribute: 'score', dataType: 'integer' }];

const DEFINITION = {
  apiName: 'rate',
  i18n: { en_US: { name: 'Rate', description: 'Rates.' } },
  description: 'Rates.',
  primaryAttribute: 'kind',
  supportedEntityType: 'lead',
  enableSplitPaths: true,
  timeout: 30,
  invocationPayloadDef: {
    globalAttributes: [{ apiName: 'region', dataType: 'string', required: true }],
    flowAttributes: [{ apiName: 'kind', dataType: 'string', required: true }],
    fields: [...FIELDS, { apiName: 'mail', dataType: 'email', required: true }],
    headers: [
      { headerName: 'X-A', defaultValue: 'a' },
      { name: 'X-B', value: 'b' },
    ],
    accessorsMetadata: [{ accessorName: 'rank', dataType: 'integer' }],
  },
  callbackPayloadDef: { fields: FIELDS },
};

type Install = Partial<MockServiceOptions> & {
  options?: Partial<InstallOptions>;
  text?: string;
  status?: number;
};

async function install({ options = {}, text, status = 200, ...mock }: Install = {}) {
  const service = mockService({ definition: DEFINITION, url: URL_OF, ...mock });
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const isDocument = request.url.endsWith('/openapi.json');
    if (isDocument && (text !== undefined || status !== 200))
      return Promise.resolve(new Response(text ?? '', { status }));
    return service.handle(request);
  };
  return installService({ url: `${URL_OF}/openapi.json`, fetch, ...options });
}

const codes = async (given: Install): Promise<string> => {
  const result = await install(given);
  return result.issues.map(({ code, path }) => `${code} ${path.join('.')}`).join(', ');
};

const set = (path: string, value: unknown) => (document: Record<string, unknown>) => {
  const parts = path.split(' ');
  let holder = document as Record<string, never>;
  for (const part of parts.slice(0, -1)) holder = holder[part]!;
  if (value === undefined) delete holder[parts.at(-1)!];
  else holder[parts.at(-1)!] = value as never;
  return document;
};

test('XA-66 a service is installed as a draft with everything that its definition says and nothing mapped', async () => {
  const result = await install();
  expect(result.ok && result.value).toEqual({
    id: 'rate',
    name: 'rate',
    description: 'Rates.',
    status: 'draft',
    entity: 'lead',
    split: true,
    timeout: 30,
    inputs: [{ name: 'kind', type: 'string', required: true }],
    accessors: [{ name: 'rank', type: 'integer' }],
    sends: {
      account: [],
      person: [
        { field: 'score', type: 'integer', required: false },
        { field: 'mail', type: 'string', required: true },
      ],
    },
    receives: { account: [], person: [{ field: 'score', type: 'integer', required: false }] },
    wire: {
      document: `${URL_OF}/openapi.json`,
      url: URL_OF,
      auth: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      headers: { 'X-A': 'a', 'X-B': 'b' },
      globals: [{ name: 'region', type: 'string', required: true }],
      journeyContext: true,
      subscriptionContext: true,
    },
  } satisfies ExternalService);
});

test.skipIf(!isPublishedHere)(
  'XA-66 every published example is installed, and can be activated',
  async () => {
    for (const name of [
      'account-enrichment.json',
      'lead-scoring.json',
      'lead-enrichment.yaml',
      'accountPerson-buying-group.json',
    ]) {
      const result = await install({ definition: await exampleService(name) });
      expect(result.ok, name).toBe(true);
      if (!result.ok) continue;
      const context = { catalogue: b2b, limits: LIMITS, others: [] };
      expect(checkService(activated(result.value), context), name).toEqual([]);
    }
  },
);

test('XA-60 what cannot be read is one issue', async () => {
  expect(await codes({ status: 404 })).toBe('DOCUMENT_NOT_FOUND document');
  expect(await codes({ status: 503 })).toBe('DOCUMENT_UNAVAILABLE document');
  expect(await codes({ text: 'no json' })).toBe('INVALID_OPENAPI document');
  expect(await codes({ text: '[]' })).toBe('INVALID_OPENAPI document');
  expect(await codes({ text: '{}' })).toBe('OPENAPI_FIELD_MISSING document.openapi');
  const fetch = () => Promise.reject(new Error('no'));
  expect(await codes({ options: { fetch } })).toBe('DOCUMENT_UNAVAILABLE document');
  const readText = () => ({ openapi: '2.0' });
  expect(await codes({ text: 'openapi: 2.0', options: { readText } })).toBe(
    'OPENAPI_VERSION document.openapi',
  );
});

test('XA-61 the document needs a supported version, its parts, its endpoints, and unique operations', async () => {
  for (const version of ['3.1.0', '2.0', '3.0', '4.0.0'])
    expect(await codes({ change: set('openapi', version) })).toBe(
      'OPENAPI_VERSION document.openapi',
    );
  for (const part of ['title', 'description', 'version'])
    expect(await codes({ change: set(`info ${part}`, undefined) })).toBe(
      `OPENAPI_FIELD_MISSING document.info.${part}`,
    );
  expect(await codes({ change: set('paths', undefined) })).toBe(
    'OPENAPI_FIELD_MISSING document.paths',
  );
  expect(await codes({ change: set('servers', []) })).toBe(
    'OPENAPI_FIELD_MISSING document.servers.0.url',
  );
  expect(await codes({ change: set('servers 0 url', '/relative') })).toBe(
    'OPENAPI_FIELD_MISSING document.servers.0.url',
  );
  expect(await codes({ change: set('paths /status', undefined) })).toBe(
    'ENDPOINT_MISSING document.paths./status.get',
  );
  expect(await codes({ change: set('paths /submitAsyncAction post', undefined) })).toBe(
    'ENDPOINT_MISSING document.paths./submitAsyncAction.post',
  );
  expect(await codes({ change: set('paths /status get operationId', 'executeAction') })).toBe(
    'DUPLICATE_OPERATION document.paths./status.get.operationId',
  );
  expect(await codes({ change: set('info title', 'x'.repeat(3_000)) })).toBe(
    'FIELD_TOO_LONG document.info.title',
  );
  expect(await codes({ change: set('paths /status get responses', undefined) })).toMatch(
    /^INVALID_OPENAPI document/,
  );
});

test('XA-62 exactly one supported way to authenticate', async () => {
  const place = 'document.components.securitySchemes';
  expect(await codes({ change: set('security', undefined) })).toBe(`SECURITY_MISSING ${place}`);
  expect(await codes({ change: set('components securitySchemes', undefined) })).toBe(
    `SECURITY_MISSING ${place}`,
  );
  expect(await codes({ change: set('security', [{ only: [] }, { more: [] }]) })).toBe(
    'SECURITY_MULTIPLE document.security',
  );
  for (const security of [
    { type: 'openIdConnect', openIdConnectUrl: 'https://x.example' },
    { type: 'http', scheme: 'bearer' },
    { type: 'apiKey', in: 'cookie', name: 'k' },
    { type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://x.example', scopes: {} } } },
  ])
    expect(await codes({ security }), security.type).toBe(`SECURITY_UNSUPPORTED ${place}.only`);
});

test('XA-68 credentials go to no address and into no header that is not meant for them', async () => {
  for (const url of [
    'file:///etc',
    'javascript:alert(1)',
    'http://score.example/v1',
    'https://user:password@score.example/v1',
    'https://score.example/v1?key=1',
    'https://score.example/v1#part',
    'https://{region}.example/v1',
  ])
    expect(await codes({ change: set('servers 0 url', url) }), url).toBe(
      'OPENAPI_FIELD_MISSING document.servers.0.url',
    );
  const unsupported = 'SECURITY_UNSUPPORTED document.components.securitySchemes.only';
  for (const tokenUrl of ['/token', 'file:///token', 'http://score.example/token'])
    for (const flow of [
      { tokenUrl, scopes: {} },
      { tokenUrl: `${URL_OF}/token`, refreshUrl: tokenUrl, scopes: {} },
    ]) {
      const security = { type: 'oauth2', flows: { clientCredentials: flow } };
      expect(await codes({ security }), tokenUrl).toBe(unsupported);
    }
  for (const name of ['Host', 'content-length', 'Content-Type', 'a b', 'a\r\nb', ''])
    expect(await codes({ security: { type: 'apiKey', in: 'header', name } }), name).toBe(
      unsupported,
    );
});

test('XA-69 credentials that lead to no token are an issue', async () => {
  const flows = { clientCredentials: { tokenUrl: 'https://token.example/', scopes: {} } };
  const security = { type: 'oauth2', flows };
  const credentials = { type: 'oauth2', clientId: 'i', clientSecret: 'hunter2' } as const;
  const service = mockService({ definition: DEFINITION, url: URL_OF, security });
  for (const answer of [
    () => Promise.resolve(new Response('no', { status: 401 })),
    () => Promise.resolve(new Response('no', { status: 503 })),
    () => Promise.reject(new TypeError('hunter2')),
  ]) {
    const fetch: typeof globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      return request.url.startsWith('https://token.example/') ? answer() : service.handle(request);
    };
    const { issues } = await install({ options: { fetch, credentials } });
    expect(issues).toMatchObject([{ code: 'DOCUMENT_UNAVAILABLE', path: ['credentials'] }]);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  }
  const other = { type: 'basic', user: 'u', password: 'p' } as const;
  expect(await codes({ options: { credentials: other } })).toBe('DOCUMENT_UNAVAILABLE credentials');
});

test('XA-63 references to other places are not followed', async () => {
  await using inside = await listen();
  const result = await install({
    change: set('paths /status get responses', {
      '200': { $ref: `http://127.0.0.1:${inside.port}/inside.json` },
      '201': { $ref: 'file:///etc/passwd' },
    }),
    options: {},
  });
  expect(inside.connections()).toBe(0);
  expect(JSON.stringify(result)).not.toContain('root:');
});

/** Schemas of which each refers `wide` times to the one before: `wide` to the power of `high` values in the end. */
function bomb(wide: number, high: number): Record<string, object> {
  const schema = (index: number): object => ({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: index === 0 ? 0 : wide }, (_, at) => [
        `p${at}`,
        { $ref: `#/components/schemas/S${index - 1}` },
      ]),
    ),
  });
  return Object.fromEntries(Array.from({ length: high }, (_, at) => [`S${at}`, schema(at)]));
}

const clique = Object.fromEntries(
  Array.from({ length: 20 }, (_, at) => [
    `S${at}`,
    { anyOf: Array.from({ length: 20 }, (_one, to) => ({ $ref: `#/components/schemas/S${to}` })) },
  ]),
);
const extensions = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, { at }]));
let nested: object = {};
for (let depth = 0; depth < 100_000; depth += 1) nested = { nested };

test.each<readonly [what: string, path: string, value: unknown]>([
  ['200,000 extensions', 'x-many', extensions(200_000)],
  ['10 to the power of 8 values', 'components schemas', bomb(10, 8)],
  ['10 to the power of 60', 'components schemas', bomb(10, 60)],
  ['20 schemas that refer to all of them', 'components schemas', clique],
  [
    'a bomb behind references with siblings',
    'components schemas',
    {
      ...bomb(10, 8),
      T: { description: 'x', $ref: '#/components/schemas/S7' },
      U: { $ref: '#/components/schemas/T/properties/p0' },
    },
  ],
])('XA-58 %s are refused before they cost anything', async (_, path, value) => {
  let text = '';
  await install({ change: (usual) => (text = JSON.stringify(set(path, value)(usual))) });
  // Time of the processor: a busy machine makes no document slow.
  const began = process.cpuUsage();
  expect(await codes({ text })).toBe('INVALID_OPENAPI document');
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000).toBeLessThan(1_000);
});

test('XA-58 so is what another reader than that of JSON has made, nested or containing itself', async () => {
  let document: Record<string, unknown> = {};
  await install({ change: (usual) => (document = usual) });
  const itself: Record<string, unknown> = { ...document };
  itself['x-itself'] = itself;
  const yaml = (given: unknown, text = 'openapi: 3.0.3'): Promise<string> =>
    codes({ text, options: { readText: () => given } });
  expect(await yaml(document)).toBe('');
  expect(await yaml({ ...document, 'x-deep': nested })).toBe('INVALID_OPENAPI document');
  expect(await yaml(itself)).toBe('INVALID_OPENAPI document');
  expect(await yaml(document, `#${' '.repeat(2 * 1024 * 1024)}`)).toBe('INVALID_OPENAPI document');
  const text = JSON.stringify({ ...document, 'x-deep': 0 }).replace(
    '"x-deep":0',
    `"x-deep":${'['.repeat(64)}${']'.repeat(64)}`,
  );
  expect(await codes({ text })).toBe('INVALID_OPENAPI document');
});

test.each([
  '#/components/schemas/Missing',
  '#/components/schemas/S%2525',
  '#/components/schemas/%',
  '#/components/schemas/S 0',
  '#/__proto__/x',
  '#/components/schemas/Round/x',
])('XA-58 the reference %s leads nowhere', async ($ref) => {
  const schemas = { S: { $ref }, Round: { $ref: '#/components/schemas/Round' } };
  expect(await codes({ change: set('components schemas', schemas) })).toBe(
    'INVALID_OPENAPI document',
  );
});

test('XA-58 what refers to itself, to a path, or through another reference is no fault', async () => {
  const schemas = {
    Tree: { properties: { child: { $ref: '#/components/schemas/Tree' }, of: { type: 'string' } } },
    Alias: { $ref: '#/components/schemas/Tree' },
    Part: { $ref: '#/components/schemas/Alias/properties/of' },
    Answers: { example: { $ref: '#/paths/~1status/get/responses' } },
    Named: { example: { $ref: '#/components/schemas/%54ree' } },
    Whole: { example: { $ref: '#' } },
    ...bomb(3, 5),
  };
  expect(await codes({ change: set('components schemas', schemas) })).toBe('');
});

test('XA-58 a definition has the same bounds', async () => {
  const flowAttributes = Array.from({ length: 10_000 }, (_, at) => ({ apiName: `a${at}` }));
  const invocationPayloadDef = { ...DEFINITION.invocationPayloadDef, flowAttributes };
  expect(await codes({ definition: { ...DEFINITION, invocationPayloadDef } })).toBe(
    'INVALID_OPENAPI definition',
  );
});

test('XA-64 the definition has the form that the protocol says', async () => {
  for (const [change, code] of [
    [{ supportedEntityType: 'contact' }, 'ENTITY_TYPE definition.supportedEntityType'],
    [{ apiName: undefined }, 'MISSING_PROPERTY definition.apiName'],
    [{ i18n: {} }, 'MISSING_PROPERTY definition.i18n.en_US'],
    [
      { invocationPayloadDef: { fields: [{ dataType: 'integer' }] } },
      'NAME_MISSING definition.invocationPayloadDef.fields.0',
    ],
    [
      { callbackPayloadDef: { fields: [{ apiName: 'a', dataType: 'money' }] } },
      'INVALID_VALUE definition.callbackPayloadDef.fields.0.dataType',
    ],
  ] as const) {
    const found = await codes({ definition: { ...DEFINITION, ...change } });
    expect(found, code).toContain(code);
  }
  expect(await codes({ authorize: () => false })).toBe('DOCUMENT_UNAVAILABLE definition');
});

test('XA-65 an address and a name are used once', async () => {
  const first = await install();
  const known = first.ok ? [first.value] : [];
  expect(await codes({ options: { known } })).toBe(
    'SERVICE_URL_TAKEN document, NAME_DUPLICATE document.info.title',
  );
});

test('XA-67 a doubtful primary attribute is a warning', async () => {
  const result = await install({ definition: { ...DEFINITION, primaryAttribute: 'other' } });
  expect(result.ok).toBe(true);
  expect(result.issues).toMatchObject([{ code: 'PRIMARY_ATTRIBUTE', severity: 'warning' }]);
});

const SERVICE: ExternalService = {
  id: 's',
  name: 'S',
  status: 'active',
  entity: 'accountPerson',
  split: true,
  timeout: 60,
  inputs: [],
  accessors: [{ name: 'rank', type: 'integer' }],
  sends: {
    account: [{ field: 'n', type: 'string', required: true, attribute: 'name' }],
    person: [],
  },
  receives: {
    account: [],
    person: [{ field: 's', type: 'integer', required: false, attribute: 'score' }],
  },
};

test('XA-1 XA-2 XA-3 XA-4 XA-5 XA-6 a service is checked before it is kept', () => {
  const context = { catalogue: b2b, limits: LIMITS, others: [] };
  const check = (changes: Partial<ExternalService>): string =>
    checkService({ ...SERVICE, ...changes }, context)
      .map(({ code, path }) => `${code} ${path.join('.')}`)
      .join();
  const field = { field: 'f', type: 'string', required: true } as const;
  const none = { account: [], person: [] };
  expect(check({})).toBe('');
  expect(check({ id: ' ' })).toBe('INVALID_ID id');
  expect(checkService(SERVICE, { ...context, others: [SERVICE] }).map(({ code }) => code)).toEqual([
    'NAME_DUPLICATE',
    'NAME_DUPLICATE',
  ]);
  for (const timeout of [0, 241, 1.5, Number.NaN])
    expect(check({ timeout })).toBe('SERVICE_TIMEOUT timeout');
  expect(check({ accessors: [] })).toBe('ACCESSORS_MISSING accessors');
  expect(check({ accessors: [...SERVICE.accessors, ...SERVICE.accessors] })).toBe(
    'NAME_DUPLICATE accessors.1.name',
  );
  expect(check({ sends: none })).toBe('FIELDS_MISSING sends.account');
  expect(check({ entity: 'lead', receives: none })).toBe('FIELDS_MISSING sends.person');
  const sends = (
    attribute?: string,
    type: 'string' | 'integer' = 'string',
  ): Partial<ExternalService> => ({
    sends: {
      account: [{ ...field, type, ...(attribute !== undefined && { attribute }) }],
      person: [],
    },
  });
  expect(check(sends())).toBe('FIELD_UNMAPPED sends.account.0.attribute');
  expect(check({ ...sends(), status: 'draft' })).toBe('');
  expect(check(sends('nothing'))).toBe('UNKNOWN_ATTRIBUTE sends.account.0.attribute');
  expect(check(sends('constructor'))).toBe('UNKNOWN_ATTRIBUTE sends.account.0.attribute');
  expect(check(sends('name', 'integer'))).toBe('WRONG_TYPE sends.account.0.attribute');
  expect(check(sends('@id'))).toBe('');
  const own = [{ ...field, attribute: '@id' }];
  expect(check({ receives: { account: own, person: SERVICE.receives.person } })).toBe(
    'UNKNOWN_ATTRIBUTE receives.account.0.attribute',
  );
  const wire = {
    document: 'd',
    url: 'u',
    auth: { type: 'basic' },
    headers: {},
    globals: [{ name: 'g', type: 'string', required: true }],
    journeyContext: true,
    subscriptionContext: true,
  } as const;
  expect(check({ wire })).toBe('VALUE_REQUIRED wire.globals.0.value');
});
