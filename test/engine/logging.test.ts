import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { LogFields, Logger, LogLevel } from '../../src/ports/logger.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, b2bWorld, collect, givenAcme, journey, nurture } from './tenant.ts';

interface Line {
  readonly level: LogLevel;
  readonly fields: LogFields;
  readonly message: string;
}

/** Keeps every line; `text` is all of it. */
function spy(): Logger & { readonly lines: Line[]; text(): string; of(message: string): Line[] } {
  const lines: Line[] = [];
  const write =
    (level: LogLevel) =>
    (fields: LogFields, message: string): void => {
      lines.push({ level, fields, message });
    };
  return {
    lines,
    text: () => JSON.stringify(lines),
    of: (message) => lines.filter((line) => line.message === message),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

/** Values that stand in profiles, events and errors of the run below, and must not stand in its log. */
const MARKERS = {
  name: 'MARKER-Acme-Holdings',
  title: 'VP MARKER-title',
  mail: 'marker.ann@marker.example',
  page: 'MARKER-page',
  secret: 'MARKER-hunter2',
  error: 'MARKER-message',
};

const FAILING: Channel = {
  delivery: 'unkeyed',
  simulated: true,
  retry: { pauses: [] },
  deliver: () => {
    const cause = new Error(`password=${MARKERS.secret}`);
    throw Object.assign(new Error(`550 ${MARKERS.mail} ${MARKERS.error}`, { cause }), {
      code: 'EENVELOPE',
    });
  },
};

/** Options of a world whose e-mail channel is another one. */
function withEmail(email: Channel): Partial<EngineOptions> {
  return { channels: { email } };
}

test('OB-10 OB-12 a whole run leaves ids, states, numbers and codes, and nothing of what it was about', async () => {
  const logger = spy();
  await using tenant = await b2bWorld({ logger, subscription: 'north' });
  await tenant.reopen(withEmail(FAILING) as never);
  const clicked = journey('clicked')
    .sendEmail('intro')
    .listen('webVisit', { timeout: { days: 2 } })
    .wait({ days: 1 });
  await tenant.engine.publish(clicked);
  await expect(tenant.engine.publish(journey('bad').listen('nothing' as never))).rejects.toThrow();
  const { mail, title, name, page } = MARKERS;
  const ann = { email: mail, jobTitle: title };
  await tenant.given.account('acme', { name, employees: 5_000 }, { ann });
  // An id that is an address is none that may be told.
  await tenant.given.account(mail, { name, employees: 5_000 }, { bob: { email: 'b@x.example' } });
  await tenant.when.event({ type: 'webVisit', person: 'ann', fields: { page } } as never);
  await tenant.when.after({ days: 5 });
  await tenant.engine.closeEntries('clicked');
  await tenant.engine.close();

  const text = logger.text();
  for (const [what, marker] of Object.entries(MARKERS)) expect(text, what).not.toContain(marker);
  expect(text).not.toMatch(/MARKER|marker/);
  expect(logger.lines.every(({ fields }) => fields['subscription'] === 'north')).toBe(true);
  const summary = new Set(logger.lines.map(({ level, message }) => `${level} ${message}`));
  expect([...summary].toSorted()).toEqual([
    'debug batch',
    'error failed',
    'info closed',
    'info opened',
    'info publication',
    'info status',
    'warn dead letter',
    'warn publication',
  ]);
  expect(logger.of('failed')[0]!.fields).toEqual({
    subscription: 'north',
    channel: 'email',
    ask: 'deliver',
    effects: 2,
    error: 'EENVELOPE',
    kind: null,
    causes: 'Error',
  });
  expect(logger.of('dead letter').map(({ fields }) => fields)).toEqual([
    {
      subscription: 'north',
      journey: 'clicked',
      account: 'acme',
      node: 'send-email-1',
      action: 'sendEmail',
      outcome: 'failed',
      recipients: 1,
    },
    expect.objectContaining({ account: '[hidden]' }),
  ]);
  expect(logger.of('status').map(({ fields }) => fields)).toEqual([
    { subscription: 'north', journey: 'clicked', from: 'draft', to: 'live' },
    expect.objectContaining({ from: 'live', to: 'closed' }),
    ...logger
      .of('status')
      .slice(2)
      .map(({ fields }) => fields),
  ]);
  const refused = logger.of('publication').find(({ level }) => level === 'warn')!;
  expect(refused.fields).toMatchObject({ journey: 'bad', status: 'refused', step: 'refused' });
  expect(refused.fields['issues']).toContain('UNKNOWN_EVENT');
});

test('OB-2 reasons that are kept hold no secret and no address', async () => {
  const refusing: Channel = {
    delivery: 'unkeyed',
    simulated: true,
    deliver: (deliveries) =>
      deliveries.map(({ people }) => ({
        outcome: 'refused',
        reason: `token=${MARKERS.secret}`,
        except: Object.fromEntries(
          (people ?? []).map((person) => [
            person,
            { outcome: 'refused', reason: `no such user ${MARKERS.mail}` } as const,
          ]),
        ),
      })),
  };
  for (const channel of [FAILING, refusing]) {
    await using tenant = await b2bWorld();
    await tenant.reopen(withEmail(channel) as never);
    await tenant.engine.publish(nurture());
    await givenAcme(tenant);
    await tenant.when.after({ hours: 1 });
    const kept = JSON.stringify([
      await collect(tenant.engine.facts()),
      await tenant.engine.deadLetters(),
    ]);
    expect(kept).toContain('[hidden]');
    expect(kept).not.toContain(MARKERS.secret);
    expect(kept).not.toContain(MARKERS.mail);
  }
});

test('OB-2 a storage that quotes its address does not hand it on', async () => {
  const storage = memoryStorage();
  const url = `postgres://app:${MARKERS.secret}@db/app`;
  storage.load = () => Promise.reject(new Error(`cannot reach ${url}`));
  const opened = Engine.open({ catalogue: b2b, storage });
  const error = await opened.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'STORAGE_FAILED' });
  expect(String(error)).not.toContain(MARKERS.secret);
  expect(String(error)).toContain('postgres://[hidden]@db/app');
  expect(((error as Error).cause as Error).message).toContain(url);
});

test('OB-12 a subject that cannot be advanced is told by its id', async () => {
  const logger = spy();
  await using tenant = await b2bWorld({ logger, limits: { inputsPerAdvance: 1 } });
  await tenant.engine.publish(journey('end').wait({ days: 1 }));
  await tenant.engine.publish(journey('middle').addToJourney('end').wait({ days: 1 }));
  await tenant.engine.publish(journey('start').addToJourney('middle').wait({ days: 1 }));
  await givenAcme(tenant);
  const [line] = logger.of('quarantined');
  expect(line).toMatchObject({ level: 'error', fields: { account: 'acme', error: 'STEP_LIMIT' } });
});

test('OB-13 a logger that throws changes nothing and is reported', async () => {
  const throwing = (): never => {
    throw new Error('disk full');
  };
  const logger = { debug: throwing, info: throwing, warn: throwing, error: throwing };
  await using tenant = await b2bWorld({ logger });
  const heard: unknown[] = [];
  tenant.engine.on('error', (error) => heard.push(error));
  await tenant.engine.publish(nurture());
  await givenAcme(tenant);
  await tenant.when.after({ hours: 1 });
  expect(tenant.seen.emails()).toEqual(['intro to ann, bob of acme']);
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.every((error) => (error as Error).message === 'disk full')).toBe(true);
});

test('OB-14 what is no logger or tracer is refused', async () => {
  const base = { catalogue: b2b, storage: memoryStorage() };
  for (const [name, value] of [
    ['logger', {}],
    ['logger', null],
    ['logger', { ...console, warn: 1 }],
    ['tracer', {}],
  ] as const)
    await expect(Engine.open({ ...base, [name]: value } as never)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: [name],
    });
});

test('OB-10 the methods are those of console and of pino', () => {
  // The form of pino's log functions: fields and message, or a message alone, and arguments.
  interface PinoLog {
    <T extends object>(fields: T, message?: string, ...values: readonly unknown[]): void;
    (message: string, ...values: readonly unknown[]): void;
  }
  const log: PinoLog = () => undefined;
  const loggers: readonly Logger[] = [console, { debug: log, info: log, warn: log, error: log }];
  expect(loggers).toHaveLength(2);
});
