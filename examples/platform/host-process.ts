import { emailEvents, unsubscribeLinks } from '../../src/email/index.ts';
import { smtpChannel } from '../../src/email/smtp/index.ts';
import {
  callbackReceiver,
  installService,
  serviceChannel,
} from '../../src/external-actions/index.ts';
import { guardedFetch } from '../../src/http/index.ts';
import { httpPlatform } from '../../src/data/http/index.ts';
import { Engine, subscriptions, type ExternalService } from '../../src/index.ts';
import { sqliteStorage } from '../../src/storage/sqlite/index.ts';
import { answerParent, given } from './child.ts';
import { serve, type Handler } from './serve.ts';
import { b2b, bicycleJourney, committee, JOURNEY, MESSAGES, stores } from './world.ts';

/** What the host's process is started with. */
export interface HostOptions {
  /** Where everything is kept. */
  readonly file: string;
  /** Where it listens: the same after a restart, since services and mails point to it. */
  readonly port: number;
  readonly platform: { readonly url: string; readonly token: string };
  readonly mail: string;
  readonly scoring: string;
  readonly secrets: {
    readonly webhooks: string;
    readonly callbacks: string;
    readonly optOut: string;
  };
}

// The application that embeds the engine.
const options = given<HostOptions>();
const storage = await sqliteStorage({ file: options.file });
const { instance } = await subscriptions(storage).pair({ sandbox: 'production' });

// Everything here is on the loopback, which calls of addresses that others have written never reach otherwise.
const fetch = guardedFetch({ allow: ['127.0.0.1'] });
const handlers: Record<string, Handler> = {};
const url = await serve(handlers, options.port);
const { platform, secrets } = options;

const service = await scoringService();
const { urlFor, handler: optOut } = unsubscribeLinks({
  secret: secrets.optOut,
  url: `${url}/opt-out`,
  catalogue: b2b,
  engine: {
    ingest: (input) => engine.ingest(input as never),
    suppress: (...of) => engine.suppress(...of),
    now: () => engine.now(),
  },
});
const mails = smtpChannel({
  transport: `${options.mail}?ignoreTLS=true`,
  catalogue: b2b,
  from: { name: 'Adventure Works', address: 'news@adventure-works.example' },
  messages: MESSAGES,
  unsubscribe: urlFor,
  headers: ({ person, node }) => ({ 'X-Person': person, 'X-Node': node }),
  onUnknown: 'repeat',
});
const engine = await Engine.open({
  catalogue: b2b,
  storage,
  subscription: instance.namespace,
  name: 'host',
  channels: {
    email: mails,
    services: {
      [service.id]: serviceChannel({
        service,
        fetch,
        callbackUrl: `${url}/callback`,
        secret: secrets.callbacks,
      }),
    },
  },
  integration: { sources: [httpPlatform({ ...platform, fetch })] },
});
handlers['/email-events'] = emailEvents({ secret: secrets.webhooks, engine, catalogue: b2b });
handlers['/callback'] = callbackReceiver({ external: engine.external, secret: secrets.callbacks });
handlers['/opt-out'] = optOut;

answerParent(url, {
  counts: () => engine.counts(JOURNEY),
  lag: async () => (await engine.integration.state()).back.lag,
  publication: async () => (await engine.publications(JOURNEY)).at(-1),
  groups: groupsOf,
  async close() {
    await engine.close();
    await mails.close();
    await storage.close();
  },
});

const ends = new Date(Date.now() + 30 * 86_400_000).toISOString();
await engine.define([stores, committee, { service }]);
await engine.integration.synchronise();
const known = (await engine.journeys()).find(({ id }) => id === JOURNEY);
if (known === undefined) await engine.publish(bicycleJourney(service, ends));
engine.integration.follow();
await engine.settle();

/** What an administrator does once: installs the service, maps its fields, activates it. */
async function scoringService(): Promise<ExternalService> {
  const installed = await installService({ url: `${options.scoring}/openapi.json`, fetch });
  if (!installed.ok) throw new Error(JSON.stringify(installed.issues));
  const { sends, receives } = installed.value;
  return {
    ...installed.value,
    status: 'active',
    sends: { ...sends, account: sends.account.map((field) => ({ ...field, attribute: 'name' })) },
    receives: {
      ...receives,
      account: receives.account.map((field) => ({ ...field, attribute: 'fit' })),
    },
  };
}

/** Buying groups and their members, as our own storage has them. */
async function groupsOf(): Promise<{ readonly groups: number; readonly members: number }> {
  let [groups, members] = [0, 0];
  for (const id of await engine.members({ audience: stores.document.id })) {
    const account = await engine.account(id);
    groups += account?.groups.length ?? 0;
    members += account?.groups.flatMap((group) => group.members).length ?? 0;
  }
  return { groups, members };
}
