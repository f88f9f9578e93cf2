import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { Engine } from '../../src/engine/engine.ts';
import {
  callbackReceiver,
  installService,
  serviceChannel,
} from '../../src/external-actions/index.ts';
import type { Credentials, CallbackReceiverOptions } from '../../src/external-actions/index.ts';
import { guardedFetch } from '../../src/http/index.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { OWN_ID } from '../../src/model/external-service.ts';
import type { ExternalService, ServiceField } from '../../src/model/external-service.ts';
import { mockService } from '../../src/testing/harness/mock-service.ts';
import type { MockService, MockServiceOptions } from '../../src/testing/harness/mock-service.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { serve } from './serve.ts';

export const SECRET = 'a secret of at least thirty-two bytes';

/** Attributes for everything that the published services send and report, by type. */
export const b2b = catalogue({
  account: { name: text(), note: text(), size: number() },
  person: { email: text(), title: text(), score: number() },
});
const everybody = Audience.accounts('everybody', conditions(b2b).account('name').isNotEmpty());

/** Calls of loopback, which is where everything runs in tests. */
export const loopback = guardedFetch({ allow: ['127.0.0.1'], timeout: 5_000 });

/** What an administrator does: maps required fields, fills in values, activates. */
export function activated(service: ExternalService): ExternalService {
  const mapField =
    (part: 'account' | 'person', isSent: boolean) =>
    (field: ServiceField): ServiceField => {
      if (field.type === 'string' && isSent && field.required && /id$/i.test(field.field))
        return { ...field, attribute: OWN_ID };
      const texts = part === 'account' ? 'note' : 'title';
      const numbers = part === 'account' ? 'size' : 'score';
      if (field.type === 'string') return { ...field, attribute: isSent ? sentText(part) : texts };
      if (field.type === 'integer' || field.type === 'float')
        return { ...field, attribute: numbers };
      return { ...field, required: false };
    };
  return {
    ...service,
    status: 'active',
    sends: {
      account: service.sends.account.map(mapField('account', true)),
      person: service.sends.person.map(mapField('person', true)),
    },
    receives: {
      account: service.receives.account.map(mapField('account', false)),
      person: service.receives.person.map(mapField('person', false)),
    },
    wire: {
      ...service.wire!,
      globals: service.wire!.globals.map((one) => ({
        ...one,
        value: one.type === 'string' ? 'x' : 1,
      })),
    },
  };
}

function sentText(part: 'account' | 'person'): string {
  return part === 'account' ? 'name' : 'email';
}

export interface PlatformOptions extends Omit<MockServiceOptions, 'url'> {
  readonly credentials?: Credentials;
  readonly storage?: Storage;
  readonly receiver?: Partial<CallbackReceiverOptions>;
  readonly people?: readonly string[];
  readonly nodes: (service: ExternalService) => readonly JourneyNode[];
  /** Changes the service after it was activated. */
  readonly adjust?: (service: ExternalService) => ExternalService;
}

export interface Platform extends AsyncDisposable {
  readonly engine: Engine;
  readonly mock: MockService;
  readonly service: ExternalService;
  readonly storage: Storage;
  readonly mails: string[];
  readonly callbackUrl: string;
  /** Waits until the run has left the node `ask`, and its consequences are there. */
  answered(): Promise<void>;
}

/** A service and the platform, each behind a server of its own; an account is let into a journey that asks. */
export async function platform(options: PlatformOptions): Promise<Platform> {
  let handleService: (request: Request) => Promise<Response> = async () => new Response();
  let handleCallback = handleService;
  const serviceServer = await serve((request) => handleService(request));
  const callbackServer = await serve((request) => handleCallback(request));
  const mock = mockService({ ...options, url: serviceServer.url });
  handleService = (request) => mock.handle(request);
  const { credentials, storage = memoryStorage(), people = ['101', 'ann'] } = options;
  const installed = await installService({
    url: `${serviceServer.url}/openapi.json`,
    fetch: loopback,
    ...(credentials !== undefined && { credentials }),
  });
  if (!installed.ok) throw new Error(JSON.stringify(installed.issues));
  const active = activated(installed.value);
  const service = options.adjust?.(active) ?? active;
  const callbackUrl = `${callbackServer.url}/callback`;
  const channel = serviceChannel({
    service,
    fetch: loopback,
    callbackUrl,
    secret: SECRET,
    ...(credentials !== undefined && { credentials }),
  });
  const mails: string[] = [];
  const email = simulatedChannel({
    answer: ({ action, people: to }) => {
      if (action.type === 'sendEmail') mails.push(`${action.email} to ${to?.join()}`);
      return { outcome: 'sent' };
    },
  });
  const engine = (await Engine.open({
    catalogue: b2b,
    storage,
    channels: { email, services: { [service.id]: channel } },
  })) as unknown as Engine;
  handleCallback = callbackReceiver({
    external: engine.external,
    secret: SECRET,
    ...options.receiver,
  });
  await engine.define([everybody, { service }]);
  const [first] = options.nodes(service);
  const end = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const nodes = [
    { kind: 'audience', id: 'start', audience: 'everybody', next: first!.id },
    ...options.nodes(service),
  ];
  await engine.publish(
    Journey.fromJSON({ format: 1, type: 'account', id: 'j', name: 'Journey', endDate: end, nodes }),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', size: 5 } }],
    people: people.map((id) => ({ id, attributes: { email: `${id}@acme.example`, score: 3 } })),
    relations: people.map((person) => ({ account: 'acme', person })),
  });
  await engine.settle();
  return {
    engine,
    mock,
    service,
    storage,
    mails,
    callbackUrl,
    async answered() {
      for (let count = 0; count < 200; count += 1) {
        await engine.settle();
        const place = { account: 'acme', journey: 'j', entry: 1, node: 'ask' };
        if ((await engine.external.request(place)) === undefined) break;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await engine.settle();
      await mock.idle();
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      await mock.idle();
      await serviceServer[Symbol.asyncDispose]();
      await callbackServer[Symbol.asyncDispose]();
    },
  };
}

export const tell = (id: string): JourneyNode => ({
  kind: 'action',
  id,
  context: 'people',
  action: { type: 'sendEmail', email: id },
});
