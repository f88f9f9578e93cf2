import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Span, Tracer } from '../../src/ports/tracer.ts';
import { openTelemetryTracer } from '../../src/telemetry/open-telemetry-tracer.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, b2bWorld, DAY, givenAcme, journey, nurture, reachable } from '../engine/tenant.ts';

/** A tracer whose finished spans can be looked at. */
function traced(): {
  readonly tracer: Tracer;
  readonly spans: () => readonly ReadableSpan[];
  readonly lines: () => readonly string[];
} {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    tracer: openTelemetryTracer(provider.getTracer('accompany')),
    spans,
    lines: () =>
      spans().map(({ name, parentSpanContext }) => {
        const above = spans().find((one) => one.spanContext().spanId === parentSpanContext?.spanId);
        return above === undefined ? name : `${name} in ${above.name}`;
      }),
  };
}

function named(spans: readonly ReadableSpan[], name: string): readonly ReadableSpan[] {
  return spans.filter((span) => span.name === `accompany.${name}`);
}

test('OB-20 OB-21 publishing, batches, commits and dispatch are timed, each within what it is part of', async () => {
  const { tracer, lines, spans } = traced();
  await using tenant = await b2bWorld({ tracer, subscription: 'north' });
  await givenAcme(tenant);
  await tenant.engine.publish(nurture());
  await tenant.when.after({ hours: 1 });
  expect(tenant.seen.emails()).toEqual(['intro to ann, bob of acme']);
  expect([...new Set(lines())].toSorted()).toEqual([
    'accompany.batch',
    'accompany.batch in accompany.publish',
    'accompany.commit',
    'accompany.commit in accompany.batch',
    'accompany.commit in accompany.dispatch',
    'accompany.commit in accompany.publish',
    'accompany.deliver in accompany.dispatch',
    'accompany.dispatch',
    'accompany.publish',
  ]);
  const [publish] = named(spans(), 'publish');
  expect(publish!.attributes).toEqual({
    'accompany.subscription': 'north',
    'accompany.journey': 'nurture',
    'accompany.plan': expect.stringMatching(/^[0-9a-f]+$/),
  });
  const [deliver] = named(spans(), 'deliver');
  expect(deliver!.attributes).toEqual({
    'accompany.subscription': 'north',
    'accompany.channel': 'email',
    'accompany.ask': 'deliver',
    'accompany.effects': 1,
    'accompany.answered': true,
  });
  const batch = named(spans(), 'batch').find((span) => span.attributes['accompany.effects'] === 1);
  expect(batch!.attributes).toMatchObject({ 'accompany.facts': 1, 'accompany.attempts': 1 });
  const commit = named(spans(), 'commit').find((span) => span.attributes['accompany.facts'] === 1);
  expect(commit!.attributes).toMatchObject({
    'accompany.shards': 1,
    'accompany.shard': expect.any(Number),
  });
  expect(spans().every(({ status }) => status.code === SpanStatusCode.UNSET)).toBe(true);
});

test('OB-22 no span tells of an account, a person or a value', async () => {
  const { tracer, spans } = traced();
  await using tenant = await b2bWorld({ tracer });
  await tenant.engine.publish(nurture());
  await givenAcme(tenant, 'MARKER-account', { 'MARKER-person': { email: 'MARKER@x.example' } });
  await tenant.when.after({ days: 10 });
  expect(tenant.seen.emails()).toHaveLength(2);
  const told = spans().map(({ name, attributes, events, status }) => ({
    name,
    attributes,
    events,
    status,
  }));
  expect(JSON.stringify(told)).not.toMatch(/MARKER|x\.example/);
});

test('OB-24 errors are recorded by code, and what they say is not', async () => {
  const { tracer, spans } = traced();
  const storage = memoryStorage();
  await using tenant = await b2bWorld({ tracer, storage });
  await givenAcme(tenant);
  const commit = storage.commit.bind(storage);
  storage.commit = () =>
    Promise.reject(Object.assign(new Error('MARKER ann@acme.example'), { code: 'ECONNRESET' }));
  await expect(tenant.engine.publish(nurture())).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  storage.commit = commit;
  const failed = spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name }) => name)).toEqual(['accompany.commit', 'accompany.publish']);
  for (const { attributes, status, events } of failed) {
    expect(attributes['error.type']).toBe('STORAGE_FAILED');
    expect(status.message).toBe('STORAGE_FAILED');
    expect(events[0]!.attributes).toMatchObject({
      'exception.type': 'STORAGE_FAILED',
      'exception.message': 'ECONNRESET',
    });
    expect(JSON.stringify({ attributes, status, events })).not.toMatch(/MARKER|ann@/);
  }

  const throwing: Channel = {
    delivery: 'unkeyed',
    simulated: true,
    deliver: () => {
      throw new TypeError('MARKER');
    },
  };
  await tenant.reopen({ channels: { email: throwing } });
  await tenant.engine.publish(nurture());
  await tenant.when.after({ hours: 1 });
  const [deliver] = named(spans(), 'deliver');
  expect(deliver!.attributes).toMatchObject({
    'accompany.answered': false,
    'error.type': 'TypeError',
  });
  expect(deliver!.status.code).toBe(SpanStatusCode.UNSET);
});

test('OB-21 a call of a live channel belongs to its dispatch and outlasts it', async () => {
  const { tracer, spans } = traced();
  let answer = (): void => undefined;
  const slow: Channel = {
    delivery: 'unkeyed',
    deliver: (deliveries) =>
      new Promise((resolve) => {
        answer = () => resolve(deliveries.map(() => ({ outcome: 'sent' })));
      }),
  };
  await using engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    channels: { email: slow },
    tracer,
  });
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
    people: [{ id: 'ann', attributes: reachable('ann') }],
    relations: [{ account: 'acme', person: 'ann' }],
  });
  const ends = new Date(Date.now() + 30 * DAY);
  await engine.publish(journey('live', { ends }).sendEmail('intro').wait({ days: 1 }));
  expect(named(spans(), 'deliver')).toEqual([]);
  const dispatches = named(spans(), 'dispatch').length;
  expect(dispatches).toBeGreaterThan(0);
  answer();
  await engine.settle();
  const [deliver] = named(spans(), 'deliver');
  const above = named(spans(), 'dispatch')
    .slice(0, dispatches)
    .find((span) => span.spanContext().spanId === deliver!.parentSpanContext?.spanId);
  expect(above).toBeDefined();
});

test('OB-21 a span of the host that is active is the parent, and those of the engine are active for what they call', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const otel = provider.getTracer('host');
  const tracer = openTelemetryTracer(otel);
  // Without a context manager the API knows no active span: parents go from hand to hand.
  expect(trace.getSpan(context.active())).toBe(undefined);
  let outer: Span | undefined;
  await tracer.span('outer', {}, null, async (span) => {
    outer = span;
  });
  await tracer.span('late', {}, outer!, async () => undefined);
  const [first, second] = exporter.getFinishedSpans();
  expect(second!.parentSpanContext?.spanId).toBe(first!.spanContext().spanId);
});

const REFUSES = new Error('no tracing today');
const TRACERS: Readonly<Record<string, Tracer['span']>> = {
  'throws at once': () => {
    throw REFUSES;
  },
  'rejects without calling': () => Promise.reject(REFUSES),
  'throws after the work': async (_name, _attributes, _parent, run) => {
    await run({ set: () => undefined });
    throw REFUSES;
  },
  'throws at attributes': (_name, _attributes, _parent, run) =>
    run({
      set: () => {
        throw REFUSES;
      },
    }),
  'calls twice': async (_name, _attributes, _parent, run) => {
    await run({ set: () => undefined });
    return run({ set: () => undefined });
  },
  'calls late': async (_name, _attributes, _parent, run) => {
    await Promise.resolve();
    return run({ set: () => undefined });
  },
};

test.each(Object.keys(TRACERS))('OB-23 a tracer that %s changes nothing', async (what) => {
  const tracer = { span: TRACERS[what]! };
  await using plain = await b2bWorld();
  await using tenant = await b2bWorld({ tracer });
  const heard: unknown[] = [];
  tenant.engine.on('error', (error) => heard.push(error));
  for (const each of [plain, tenant]) {
    await each.engine.publish(nurture());
    await givenAcme(each);
    await each.when.after({ days: 10 });
  }
  expect(tenant.seen.emails()).toEqual(plain.seen.emails());
  expect(await tenant.seen.everything()).toEqual(await plain.seen.everything());
  expect(heard.every((error) => error === REFUSES)).toBe(true);
  expect(heard.length > 0).toBe(!what.startsWith('calls'));
});
