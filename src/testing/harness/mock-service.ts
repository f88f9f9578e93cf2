/** What a mock service does with one request. */
export interface MockReply {
  /** Answer to the request; missing: 201, accepted. */
  readonly status?: number;
  /** Headers of that answer, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What it posts later; missing: one success, without changes. */
  readonly callbacks?: readonly MockCallback[];
}

/** One callback of a mock service. */
export interface MockCallback {
  /** Milliseconds from the request on; missing: 0. */
  readonly delay?: number;
  /** Missing: true. */
  readonly success?: boolean;
  readonly errorCode?: string;
  /** Fields of the account, or of the lead. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly accessorValues?: Readonly<Record<string, unknown>>;
  /** For each relationship of a request about an account with its people, in their order; missing: nothing of each. */
  readonly people?: readonly (Pick<MockCallback, 'data' | 'accessorValues'> | null)[];
  /** Another token than that of the request. */
  readonly token?: string;
  /** Headers that differ; empty ones are left out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes another body of the one that would be posted. */
  readonly change?: (body: MockBody) => unknown;
}

/** The body of a callback. */
export interface MockBody {
  readonly objectData: readonly [Readonly<Record<string, unknown>>];
}

/** An execution request as a mock service got it. */
export interface MockExecution {
  readonly token: string;
  readonly callbackUrl: string;
  readonly objectData: {
    readonly objectType: 'lead' | 'account' | 'accountPerson';
    readonly objectContext: Readonly<Record<string, unknown>> & {
      readonly leadId?: string;
      readonly accountId?: string;
      readonly accountPersonRelationships?: readonly Readonly<Record<string, unknown>>[];
    };
    readonly flowStepContext?: Readonly<Record<string, unknown>>;
  };
  readonly [part: string]: unknown;
}

/** What {@link mockService} is made with. */
export interface MockServiceOptions {
  /** The service's own definition, as it answers `/getServiceDefinition`. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The one security scheme of its document; missing: an API key in `X-API-Key`. */
  readonly security?: Readonly<Record<string, unknown>>;
  /** Whether a request is authorised; missing: all are. */
  readonly authorize?: (request: Request) => boolean;
  /** What it does with each request; `count` is 1 for the first. */
  readonly reply?: (execution: MockExecution, count: number) => MockReply;
  /** Changes its OpenAPI document. */
  readonly change?: (document: Record<string, unknown>) => unknown;
  /** How it posts callbacks; missing: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** An external service that does what it is told to, for tests. */
export interface MockService {
  /** For any server: `/openapi.json`, `/getServiceDefinition`, `/status` and `/submitAsyncAction`. */
  handle(request: Request): Promise<Response>;
  /** Requests to act, in the order in which they came, with their HTTP headers. */
  readonly received: {
    readonly execution: MockExecution;
    readonly headers: Headers;
    readonly url: string;
  }[];
  /** What callbacks were answered; status 0: nobody was there. */
  readonly callbacks: {
    readonly body: unknown;
    readonly status: number;
    readonly answer: unknown;
  }[];
  /** Resolves when every callback so far was answered. */
  idle(): Promise<void>;
}

/**
 * A service of the external actions protocol, with everything that can go wrong as a switch: refusals, no answer, late,
 * repeated and forged ones (XA-90).
 * @example
 * ```ts
 * import { mockService } from 'accompany/testing';
 *
 * const service = mockService({ url: 'https://score.example', definition: { apiName: 'score' } });
 * const answer = await service.handle(new Request('https://score.example/status'));
 * const { status } = (await answer.json()) as { status: string };
 * console.log(status); // => healthy
 * ```
 */
export function mockService(options: MockServiceOptions): MockService {
  const { definition, authorize = () => true } = options;
  const reply: NonNullable<MockServiceOptions['reply']> = options.reply ?? (() => ({}));
  const { fetch = globalThis.fetch } = options;
  const received: MockService['received'] = [];
  const callbacks: MockService['callbacks'] = [];
  let underWay: Promise<void>[] = [];
  const post = async (execution: MockExecution, callback: MockCallback): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, callback.delay ?? 0));
    const usual = bodyOf(execution, callback);
    const body = callback.change === undefined ? usual : callback.change(usual);
    const headers = Object.entries({
      'content-type': 'application/json',
      'x-callback-token': callback.token ?? execution.token,
      'x-api-key': 'mock-api-key',
      'x-request-id': `mock-${callbacks.length + 1}`,
      authorization: 'Bearer mock',
      'x-gw-ims-org-id': 'mock-org',
      ...callback.headers,
    }).filter(([, value]) => value !== '');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const init = { method: 'POST', headers, body: text };
    const answer = await fetch(execution.callbackUrl, init).catch(() => null);
    const said: unknown = await answer?.json().catch(() => null);
    callbacks.push({ body, status: answer?.status ?? 0, answer: said ?? null });
  };
  const submit = async (request: Request): Promise<Response> => {
    const execution = (await request.json()) as MockExecution;
    received.push({ execution, headers: request.headers, url: request.url });
    if (!authorize(request)) return error(401, 'UNAUTHORIZED');
    const {
      status = 201,
      headers = {},
      callbacks: later = [{}],
    } = reply(execution, received.length);
    if (status >= 300) return error(status, 'INTERNAL_ERROR', headers);
    underWay.push(...later.map((callback) => post(execution, callback)));
    const requestId = `mock-${received.length}`;
    return Response.json({ status: 'accepted', requestId }, { status, headers });
  };
  return {
    received,
    callbacks,
    async idle() {
      for (; underWay.length > 0;) await Promise.all(underWay.splice(0));
      underWay = [];
    },
    async handle(request) {
      const { pathname } = new URL(request.url);
      const path = pathname.slice(pathname.lastIndexOf('/'));
      switch (`${request.method} ${path}`) {
        case 'GET /openapi.json': {
          const document = documentOf(options);
          return Response.json(options.change?.(document) ?? document);
        }
        case 'GET /getServiceDefinition':
          return authorize(request) ? Response.json(definition) : error(401, 'UNAUTHORIZED');
        case 'GET /status':
          return Response.json({ status: 'healthy', timestamp: '2026-01-05T09:00:00Z' });
        case 'POST /submitAsyncAction':
          return submit(request);
        default:
          return error(404, 'RESOURCE_NOT_FOUND');
      }
    },
  };
}

function bodyOf(
  { objectData: { objectType, objectContext } }: MockExecution,
  { success = true, errorCode, data = {}, accessorValues, people = [] }: MockCallback,
): MockBody {
  const activityData = {
    success,
    ...(errorCode !== undefined && { errorCode, reason: errorCode }),
  };
  const reported = accessorValues === undefined ? {} : { accessorValues };
  if (objectType === 'lead') {
    const leadData = { id: Number(objectContext.leadId), ...data, ...reported };
    return { objectData: [{ activityData, leadData }] };
  }
  const accountData = { id: Number(objectContext.accountId), ...data };
  if (objectType === 'account')
    return { objectData: [{ activityData, accountData: { ...accountData, ...reported } }] };
  const relations = objectContext.accountPersonRelationships ?? [];
  const accountPersonData = relations.flatMap((relation, index) => {
    const said = people[index];
    if (said === null) return [];
    const { accountPersonRelId, accountId, personId } = relation;
    return [
      {
        accountPersonRelId,
        accountId,
        personId,
        ...(said?.data !== undefined && { leadData: said.data }),
        ...(said?.accessorValues !== undefined && { accessorValues: said.accessorValues }),
      },
    ];
  });
  return { objectData: [{ activityData, accountData, accountPersonData }] };
}

function documentOf({ url, definition, security }: MockServiceOptions): Record<string, unknown> {
  const answer = { responses: { '200': { description: 'ok' } } };
  const { apiName = 'mock' } = definition;
  return {
    openapi: '3.0.0',
    info: { title: String(apiName), description: 'A service for tests.', version: '1.0.0' },
    servers: [{ url }],
    security: [{ only: [] }],
    paths: {
      '/getServiceDefinition': { get: { operationId: 'getServiceDefinition', ...answer } },
      '/submitAsyncAction': { post: { operationId: 'executeAction', ...answer } },
      '/status': { get: { operationId: 'statusCheck', ...answer } },
    },
    components: {
      securitySchemes: { only: security ?? { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    },
  };
}

function error(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const message = 'The mock was told to.';
  return Response.json({ status: 'error', code, message }, { status, headers });
}
