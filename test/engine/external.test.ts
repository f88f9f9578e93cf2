import { expect, test } from 'vitest';
import { z } from 'zod';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { Engine } from '../../src/engine/engine.ts';
import { printStory } from '../../src/engine/explain.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import type { Channel, Delivery, Receipt, SimulatedAnswer } from '../../src/ports/channel.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';

const START = '2026-01-05T09:00:00Z';
const MINUTE = 60_000;

const b2b = catalogue({
  account: { name: text(), employees: number(), fixed: text({ updatable: false }) },
  person: { email: text(), score: number() },
  actions: { gift: { of: 'people', input: z.object({}) } },
});
const { account } = conditions(b2b);
const everybody = Audience.accounts('everybody', account('name').isNotEmpty());

function service(
  id: string,
  entity: ExternalService['entity'],
  changes: Partial<ExternalService> = {},
): ExternalService {
  const none = { account: [], person: [] };
  const field = (attribute: string) =>
    [{ field: attribute, type: 'integer', required: false, attribute }] as const;
  const fields = {
    account: entity === 'lead' ? [] : field('employees'),
    person: entity === 'account' ? [] : field('score'),
  };
  return {
    id,
    name: id,
    status: 'active',
    entity,
    split: false,
    timeout: 60,
    inputs: [],
    accessors: [],
    sends: none,
    receives: fields,
    ...changes,
  };
}

const SPLIT: Partial<ExternalService> = {
  split: true,
  accessors: [{ name: 'rank', type: 'integer' }],
};

const tell = (id: string): JourneyNode => ({
  kind: 'action',
  id,
  context: 'people',
  action: { type: 'sendEmail', email: id },
});

async function scene(
  nodes: readonly JourneyNode[],
  services: readonly ExternalService[],
  answer: (delivery: Delivery) => Receipt,
  {
    people = ['ann', 'bob'],
    channels = {},
  }: { people?: readonly string[]; channels?: Record<string, Channel> } = {},
) {
  const mails: string[] = [];
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    privacy: { key: 'a secret of the host, long enough for a hash' },
    clock: virtualClock(START),
    channels: {
      email: simulatedChannel({
        answer: ({ action, people: to }) => {
          if (action.type === 'sendEmail') mails.push(`${action.email} to ${to?.join()}`);
          return { outcome: 'sent' };
        },
      }),
      services: Object.fromEntries(
        services.map(({ id }) => [id, channels[id] ?? simulatedChannel({ answer })]),
      ),
    },
  });
  await engine.define(services.map((one) => ({ service: one })));
  const [first] = nodes;
  const audience = {
    kind: 'audience',
    id: 'start',
    audience: 'everybody',
    next: first!.id,
  } as const;
  await engine.define(everybody);
  await engine.publish(
    Journey.fromJSON({
      format: 1,
      type: 'account',
      id: 'j',
      name: 'j',
      endDate: '2026-12-31',
      nodes: [audience, ...nodes],
    }),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 1 } }],
    people: people.map((id) => ({ id, attributes: { email: `${id}@acme.example` } })),
    relations: people.map((person) => ({ account: 'acme', person })),
  });
  await engine.settle();
  return {
    engine,
    mails,
    after: (minutes: number) => engine.advanceTo(Date.parse(START) + minutes * MINUTE),
    facts: async () => {
      const items = [];
      for await (const { items: some } of engine.facts()) items.push(...some);
      return items;
    },
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

const sent = (...answers: SimulatedAnswer[]): Receipt => ({ outcome: 'sent', answers });
const place = { account: 'acme', journey: 'j', entry: 1, node: 'ask' } as const;

const askAccount: JourneyNode = {
  kind: 'externalAction',
  id: 'ask',
  context: 'accounts',
  service: 's',
  next: 'good',
  failed: { next: 'bad' },
};
const askPeople: JourneyNode = { ...askAccount, context: 'people' };

test('XA-40 XA-46 XA-53 an action waits for its answer, and what it changes is there before the run goes on', async () => {
  await using it = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () =>
      sent({
        after: 20 * MINUTE,
        changes: { employees: 7 },
        answers: [{ person: null, ok: true }],
      }),
  );
  await it.after(19);
  expect(it.mails).toEqual([]);
  expect(await it.engine.external.request(place)).toMatchObject({ service: 's', people: null });
  await it.after(20);
  expect(it.mails).toEqual(['good to ann,bob']);
  expect((await it.engine.account('acme'))?.attributes['employees']).toBe(7);
  expect(await it.engine.external.request(place)).toBe(undefined);
  const story = printStory(await it.engine.explain({ journey: 'j', account: 'acme' }));
  expect(story).toContain('answer at ask: 1 succeeded, 0 failed');
});

test('XA-43 no answer within the minutes, and a failure, take the path for timeout or error', async () => {
  await using silent = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () => ({ outcome: 'sent' }),
  );
  await silent.after(59);
  expect(silent.mails).toEqual([]);
  await silent.after(60);
  expect(silent.mails).toEqual(['bad to ann,bob']);
  expect((await silent.engine.counts('j')).nodes['ask']?.edges).toEqual({ failed: 1 });

  await using failing = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () =>
      sent({
        after: MINUTE,
        changes: { employees: 9 },
        answers: [{ person: null, ok: false, reason: 'NOT_FOUND' }],
      }),
  );
  await failing.after(1);
  expect(failing.mails).toEqual(['bad to ann,bob']);
  expect((await failing.engine.account('acme'))?.attributes['employees']).toBe(1);
});

test('XA-41 an answer of the instant at which the time is up comes first', async () => {
  await using it = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () => sent({ after: 60 * MINUTE, answers: [{ person: null, ok: true }] }),
  );
  await it.after(60);
  expect(it.mails).toEqual(['good to ann,bob']);
});

test('XA-42 the first answer counts; later and late ones change nothing and leave a fact', async () => {
  await using it = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () =>
      sent(
        { after: MINUTE, changes: { employees: 2 }, answers: [{ person: null, ok: true }] },
        { after: 2 * MINUTE, changes: { employees: 3 }, answers: [{ person: null, ok: true }] },
      ),
  );
  await it.after(120);
  expect((await it.engine.account('acme'))?.attributes['employees']).toBe(2);
  const answered = (await it.facts()).filter(({ type }) => type === 'answered');
  expect(answered.map((item) => 'taken' in item && item.taken)).toEqual([true, false]);
  const again = { ...place, changes: { employees: 4 }, answers: [{ person: null, ok: true }] };
  expect(await it.engine.external.answer(again)).toBe('not_waiting');
  expect((await it.engine.account('acme'))?.attributes['employees']).toBe(2);
});

test('XA-40 XA-44 people are asked about one by one; the other path needs all of them to fail, or any', async () => {
  const answer = ({ people }: Delivery): Receipt =>
    sent(
      ...(people ?? []).map((person, index) => ({
        after: (index + 1) * MINUTE,
        answers: [{ person, ok: person !== 'bob', attributes: { score: 5 } }],
      })),
    );
  const nodes = (failsOn: 'all' | 'any'): JourneyNode[] => [
    { ...askPeople, failsOn } as JourneyNode,
    tell('good'),
    tell('bad'),
  ];
  await using all = await scene(nodes('all'), [service('s', 'lead')], answer);
  await all.after(1);
  expect(await all.engine.external.request(place)).toMatchObject({ people: ['bob'] });
  await all.after(2);
  expect(all.mails).toEqual(['good to ann,bob']);
  const scores = (await all.engine.account('acme'))?.people.map(
    ({ attributes }) => attributes['score'],
  );
  expect(scores).toEqual([5, undefined]);

  await using any = await scene(nodes('any'), [service('s', 'lead')], answer);
  await any.after(2);
  expect(any.mails).toEqual(['bad to ann,bob']);

  await using nobody = await scene(nodes('all'), [service('s', 'lead')], answer, { people: [] });
  expect((await nobody.engine.counts('j')).nodes['ask']?.entered).toBe(1);
  expect((await nobody.engine.counts('j')).exits.completed).toBe(1);
});

test('XA-44 a split by accounts takes the first path whose tests hold, else other, else ends', async () => {
  const split = (other: boolean): JourneyNode[] => [
    {
      kind: 'externalSplitAccounts',
      id: 'ask',
      service: 's',
      paths: [
        {
          id: 'high',
          when: [{ accessor: 'rank', operator: 'greaterThan', values: ['5'] }],
          next: 'good',
        },
        {
          id: 'some',
          when: [{ accessor: 'rank', operator: 'greaterThan', values: ['1'] }],
          next: 'fair',
        },
      ],
      ...(other && { other: { next: 'rest' } }),
      failed: { next: 'bad' },
    },
    ...['good', 'fair', 'bad', ...(other ? ['rest'] : [])].map(tell),
  ];
  const run = async (rank: number | null, other = true): Promise<string> => {
    const values = rank === null ? {} : { rank };
    await using it = await scene(split(other), [service('s', 'account', SPLIT)], () =>
      sent({ after: 0, answers: [{ person: null, ok: true, values }] }),
    );
    const { runs } = await it.engine.explain({ journey: 'j', account: 'acme' });
    return `${runs[0]!.visits[1]!.edge} ${runs[0]!.exit?.reason} ${runs[0]!.visits[1]!.saw.length}`;
  };
  expect(await run(9)).toBe('high completed 1');
  expect(await run(3)).toBe('some completed 2');
  expect(await run(1)).toBe('other completed 2');
  expect(await run(null)).toBe('other completed 2');
  expect(await run(1, false)).toBe(' no_path_matched 2');
});

const splitPeople: JourneyNode = {
  kind: 'externalSplitPeople',
  id: 'ask',
  service: 's',
  paths: [
    {
      id: 'high',
      when: [{ accessor: 'rank', operator: 'is', values: ['9'] }],
      actions: [tell('high')],
    },
  ],
  failed: { actions: [tell('failed')] },
  next: 'after',
};

test('XA-45 a split by people takes each person by itself, failures inside, and then all go on', async () => {
  await using it = await scene(
    [splitPeople, tell('after')],
    [service('s', 'accountPerson', SPLIT)],
    () =>
      sent({
        after: MINUTE,
        answers: [
          { person: 'ann', ok: true, values: { rank: 9 } },
          { person: 'bob', ok: false },
        ],
        rest: { ok: true },
      }),
    { people: ['ann', 'bob', 'cid'] },
  );
  // Who joins while the service works was not asked about.
  await it.engine.ingest({
    people: [{ id: 'eve', attributes: { email: 'eve@acme.example' } }],
    relations: [{ account: 'acme', person: 'eve' }],
  });
  await it.after(1);
  expect(it.mails).toEqual(['high to ann', 'failed to bob', 'after to ann,bob,cid,eve']);
  expect((await it.engine.counts('j')).nodes['ask']?.paths).toEqual({ high: 1, failed: 1, '': 2 });
});

test('XA-45 at the timeout of a split by people, who has no answer is on the path for timeout or error', async () => {
  await using it = await scene([splitPeople, tell('after')], [service('s', 'lead', SPLIT)], () =>
    sent({ after: 0, answers: [{ person: 'ann', ok: true, values: { rank: 9 } }] }),
  );
  await it.after(60);
  expect(it.mails).toEqual(['high to ann', 'failed to bob', 'after to ann,bob']);
});

test('XA-52 a request that is refused or given up fails at once; what is unknown is waited for', async () => {
  const nodes = [askAccount, tell('good'), tell('bad')];
  await using refused = await scene(nodes, [service('s', 'account')], () => ({
    outcome: 'refused',
    reason: 'http_422',
  }));
  expect(refused.mails).toEqual(['bad to ann,bob']);
  await using unknown = await scene(nodes, [service('s', 'account')], () => ({
    outcome: 'unknown',
  }));
  await unknown.after(59);
  expect(unknown.mails).toEqual([]);
  expect(
    await unknown.engine.external.answer({ ...place, answers: [{ person: null, ok: true }] }),
  ).toBe('taken');
  await unknown.engine.settle();
  expect(unknown.mails).toEqual(['good to ann,bob']);
});

test('XA-55 a request is not sent again when nobody waits for its answer any more', async () => {
  const attempts: string[] = [];
  await using it = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    ({ key }) => {
      attempts.push(key(null));
      return { outcome: 'failed', reason: 'http_503' };
    },
  );
  await it.after(10);
  expect(attempts.length).toBeGreaterThan(1);
  expect(new Set(attempts).size).toBe(1);
  const before = attempts.length;
  await it.engine.external.answer({ ...place, answers: [{ person: null, ok: true }] });
  await it.after(400);
  expect(attempts.length).toBe(before);
  expect(await it.engine.deadLetters()).toEqual([]);
});

test('XA-54 a request shows the account and its people as they are when it is handed over', async () => {
  const seen: Delivery[] = [];
  await using it = await scene(
    [askPeople, tell('good'), tell('bad')],
    [service('s', 'accountPerson')],
    (delivery) => {
      seen.push(delivery);
      return { outcome: 'sent' };
    },
  );
  expect(seen[0]).toMatchObject({
    people: ['ann', 'bob'],
    request: {
      subscription: 'default',
      entry: 1,
      due: Date.parse(START) + 60 * MINUTE,
      account: { id: 'acme', attributes: { employees: 1 } },
      people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }, { id: 'bob' }],
      journey: { id: 'j', name: 'j', status: 'live' },
    },
  });
  expect(it.mails).toEqual([]);
});

test('XA-50 what the catalogue does not take is refused, and nothing of the answer is taken in', async () => {
  await using it = await scene(
    [askAccount, tell('good'), tell('bad')],
    [service('s', 'account')],
    () => ({
      outcome: 'sent',
    }),
  );
  for (const changes of [{ employees: 'many' }, { fixed: 'x' }, { unknown: 1 }]) {
    const answer = { ...place, changes, answers: [{ person: null, ok: true }] };
    await expect(it.engine.external.answer(answer)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  }
  expect(await it.engine.external.request(place)).toBeDefined();
  for (const wrong of [
    { ...place, account: 'other' },
    { ...place, entry: 2 },
    { ...place, node: 'good' },
  ]) {
    const answer = { ...wrong, answers: [{ person: null, ok: true }] };
    expect(await it.engine.external.answer(answer)).toBe('not_waiting');
  }
});

test('XA-47 XA-51 a run waits before a node whose service nobody calls', async () => {
  const storage = memoryStorage();
  const clock = virtualClock(START);
  const options = { catalogue: b2b, storage, clock } as const;
  const email = simulatedChannel();
  await using engine = await Engine.open({ ...options, channels: { email } });
  await engine.define([everybody, { service: service('s', 'account') }]);
  const nodes = [
    { kind: 'audience', id: 'start', audience: 'everybody', next: 'ask' },
    { ...askAccount, next: 'good', failed: { next: 'bad' } },
    tell('good'),
    tell('bad'),
  ];
  const journey = { format: 1, type: 'account', id: 'j', name: 'j', endDate: '2026-12-31', nodes };
  const { issues } = await engine.publish(Journey.fromJSON(journey));
  expect(issues.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    'CHANNEL_MISSING warning',
  ]);
  await engine.ingest({ accounts: [{ id: 'acme', attributes: { name: 'Acme' } }] });
  await engine.advanceTo('2026-01-06T09:00:00Z');
  expect((await engine.counts('j')).nodes['ask']?.here).toBe(1);
  await engine.close();
  const channel = simulatedChannel({
    answer: () => sent({ after: 0, answers: [{ person: null, ok: true }] }),
  });
  await using other = await Engine.open({
    ...options,
    channels: { email, services: { s: channel } },
  });
  await other.ingest({ accounts: [{ id: 'acme', attributes: { employees: 2 } }] });
  await other.settle();
  expect((await other.counts('j')).exits.completed).toBe(1);
});

test('XA-48 an erased person is not waited for any more, and stands in no answer', async () => {
  await using it = await scene(
    [askPeople, tell('good'), tell('bad')],
    [service('s', 'lead')],
    () => sent({ after: 0, answers: [{ person: 'ann', ok: true, values: {} }] }),
    { people: ['ann', 'bob', 'cid'] },
  );
  await it.engine.erase({ person: 'ann' });
  await it.engine.erase({ person: 'bob' });
  expect(await it.engine.external.request(place)).toMatchObject({ people: ['cid'] });
  expect(
    await it.engine.external.answer({ ...place, answers: [{ person: 'cid', ok: true }] }),
  ).toBe('taken');
  expect((await it.engine.counts('j')).exits.completed).toBe(1);
});

test('RT-31 XA-45 a host action on a path that nobody carries out makes the run wait with its answers, past the timeout', async () => {
  const clock = virtualClock(START);
  const email = simulatedChannel();
  const gifts: string[] = [];
  const rater = simulatedChannel({
    answer: () =>
      sent({
        after: MINUTE,
        answers: [
          { person: 'ann', ok: true, values: { rank: 9 } },
          { person: 'bob', ok: false },
        ],
      }),
  });
  const options = { catalogue: b2b, storage: memoryStorage(), clock } as const;
  const services = { s: rater };
  await using engine = await Engine.open({ ...options, channels: { email, services } });
  await engine.define([everybody, { service: service('s', 'lead', SPLIT) }]);
  const gift: JourneyNode = {
    kind: 'action',
    id: 'gift',
    context: 'people',
    action: { type: 'custom', name: 'gift', input: {} },
  };
  const nodes = [
    { kind: 'audience', id: 'start', audience: 'everybody', next: 'ask' },
    {
      ...splitPeople,
      paths: [
        {
          id: 'high',
          when: [{ accessor: 'rank', operator: 'is', values: ['9'] }],
          actions: [gift],
        },
      ],
    },
    tell('after'),
  ];
  const journey = { format: 1, type: 'account', id: 'j', name: 'j', endDate: '2026-12-31', nodes };
  await engine.publish(Journey.fromJSON(journey));
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 1 } }],
    people: ['ann', 'bob'].map((id) => ({ id, attributes: { email: `${id}@acme.example` } })),
    relations: ['ann', 'bob'].map((person) => ({ account: 'acme', person })),
  });
  await engine.advanceTo(Date.parse(START) + 180 * MINUTE);
  expect((await engine.counts('j')).nodes['ask']?.here).toBe(1);
  expect(await engine.external.request(place)).toBe(undefined);
  await engine.close();
  const actions = {
    gift: simulatedChannel({
      answer: ({ people }) => {
        gifts.push(...(people ?? []));
        return { outcome: 'sent' };
      },
    }),
  };
  await using other = await Engine.open({ ...options, channels: { email, services, actions } });
  await other.ingest({ accounts: [{ id: 'acme', attributes: { employees: 2 } }] });
  await other.settle();
  expect(gifts).toEqual(['ann']);
  expect((await other.counts('j')).nodes['ask']?.paths).toEqual({ high: 1, failed: 1 });
  expect((await other.counts('j')).exits.completed).toBe(1);
});
