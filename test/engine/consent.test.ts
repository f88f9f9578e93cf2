import { afterEach, describe, expect, test } from 'vitest';
import { AccountList } from '../../src/audience/account-list.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Channel, Profiles, Receipt } from '../../src/ports/channel.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { PersonBody } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, journey, person, reachable, START, type B2b } from './tenant.ts';

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const MINUTE = 60_000;
const PEOPLE = ['ann', 'bob', 'cem', 'dot'];
const ACME: IngestInput<B2b> = {
  accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 2_000 } }],
  people: PEOPLE.map((id) => ({ id, attributes: reachable(id) })),
  relations: PEOPLE.map((id) => ({ account: 'acme', person: id })),
};

/** A live engine; `pass` lets minutes go by. */
async function live(
  channels: NonNullable<EngineOptions['channels']>,
  storage: Storage = memoryStorage(),
  name = 'one',
) {
  let instant = START;
  const engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock: { now: () => instant },
    channels,
    name,
    shards: 1,
  });
  engines.push(engine);
  return {
    engine,
    pass: async (minutes: number) => ((instant += minutes * MINUTE), engine.settle()),
  };
}

/** A channel that notes whom it was given. */
function noting(options: Partial<Channel> = {}, answer: Receipt = { outcome: 'sent' }) {
  const got: string[] = [];
  const channel: Channel = {
    delivery: 'keyed',
    ...options,
    deliver: (deliveries) =>
      deliveries.map(({ people }) => (got.push(...(people ?? ['-'])), answer)),
  };
  return { got, channel };
}

async function refusals(engine: Engine<B2b>): Promise<string[]> {
  const found: string[] = [];
  for await (const { items } of engine.facts())
    for (const item of items)
      if (item.type === 'settled')
        for (const { outcome, reason, people } of item.outcomes)
          if (outcome === 'refused') found.push(`${people?.join(' ')}: ${reason}`);
  return found.toSorted();
}

describe('EM-60 consent per channel', () => {
  const CONSENTS: IngestInput<B2b> = {
    people: [
      { id: 'ann', consent: { sms: 'y' } },
      { id: 'bob', consent: { sms: 'n', email: 'y' } },
      { id: 'cem', consent: { email: 'n', whatsApp: 'y' } },
    ],
  };

  test.each([
    [{ to: 'sms' }, ['ann'], ['bob cem dot: no_consent']],
    [{ to: 'sms', absent: 'in' }, ['ann', 'cem', 'dot'], ['bob: no_consent']],
    [{ to: 'whatsApp' }, ['cem'], ['ann bob dot: no_consent']],
    [{ to: 'email' }, ['ann', 'bob', 'dot'], ['cem: no_consent']],
    [{ to: 'email', absent: 'out' }, ['bob'], ['ann cem dot: no_consent']],
    [undefined, PEOPLE, []],
  ] as const)('EM-60 a host action whose channel needs %o', async (consent, passed, refused) => {
    const { got, channel } = noting(consent === undefined ? {} : { consent });
    const { engine } = await live({ actions: { sendGift: channel } });
    await engine.ingest(ACME);
    await engine.ingest(CONSENTS);
    await engine.publish(journey('gifts').act('sendGift', {}, 'people').wait({ days: 1 }));
    await engine.settle();
    expect(got).toEqual(passed);
    expect(await refusals(engine)).toEqual(refused);
  });

  test('EM-60 e-mails ask for the consent to e-mails, whatever was said of others', async () => {
    const { got, channel } = noting();
    const { engine } = await live({ email: channel });
    await engine.ingest(ACME);
    await engine.ingest(CONSENTS);
    await engine.publish(journey('mails').sendEmail('intro').wait({ days: 1 }));
    await engine.settle();
    expect(got).toEqual(['ann', 'bob', 'dot']);
  });

  test('EM-60 a statement is taken back by null, and stays where nothing is said', async () => {
    const storage = memoryStorage();
    const { engine } = await live({}, storage);
    const known = async (): Promise<PersonBody> =>
      (await storage.load('default', [{ kind: 'person', id: 'ann' }]))[0]!.body as PersonBody;
    await engine.ingest({ people: [{ id: 'ann', consent: { sms: 'y', whatsApp: 'n' } }] });
    await engine.ingest({ people: [{ id: 'ann', consent: { email: 'y', whatsApp: null } }] });
    expect(await known()).toMatchObject({ consent: 'y', consents: { sms: 'y' } });
    const { version } = (await storage.load('default', [{ kind: 'person', id: 'ann' }]))[0]!;
    await engine.ingest({ people: [{ id: 'ann', consent: { sms: 'y' } }] });
    expect((await storage.load('default', [{ kind: 'person', id: 'ann' }]))[0]!.version).toBe(
      version,
    );
    await engine.ingest({ people: [{ id: 'ann', consent: { sms: null } }] });
    expect(await known()).not.toHaveProperty('consents');
    expect((await engine.exportPerson('ann')).profile).toMatchObject({ consent: 'y' });
  });
});

test('EM-61 a channel that asks for it gets people and account as they are when an attempt is claimed', async () => {
  const seen: (Profiles | undefined)[] = [];
  const channel: Channel = {
    delivery: 'keyed',
    profiles: true,
    retry: { pauses: [MINUTE], jitter: 0 },
    deliver: (deliveries, { now }) =>
      deliveries.map(({ profiles }) => {
        seen.push(profiles);
        return { outcome: now === START ? 'failed' : 'sent' };
      }),
  };
  const { engine, pass } = await live({ email: channel });
  await engine.publish(journey('mails').sendEmail('intro').wait({ days: 1 }));
  await engine.ingest({ ...ACME, people: [{ id: 'ann', attributes: reachable('ann') }] });
  await engine.settle();
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { industry: 'Software' } }],
    people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
  });
  await pass(2);
  expect(seen.map((profiles) => profiles?.people.get('ann')?.['jobTitle'])).toEqual([
    undefined,
    'VP',
  ]);
  expect(seen.map((profiles) => profiles?.account?.attributes['industry'])).toEqual([
    undefined,
    'Software',
  ]);
  expect([...seen[1]!.people.keys()]).toEqual(['ann']);
});

test('EM-62 EN-21 channels look at every action when a journey is published, also inside of splits by people', async () => {
  const asked: string[] = [];
  const issuesOf: NonNullable<Channel['issuesOf']> = (action, { catalogue }) => {
    expect(catalogue).toBe(b2b);
    if (action.type !== 'sendEmail') return [];
    asked.push(action.email);
    const issue: Issue = {
      code: 'EMAIL_UNKNOWN',
      severity: 'error',
      path: ['email'],
      message: 'No.',
      fix: 'Do.',
    };
    return action.email === 'bad' ? [issue] : [];
  };
  const split = (email: string) =>
    journey('split')
      .sendEmail('first')
      .splitPeople((paths) =>
        paths.when('vp', person('jobTitle').startsWith('VP'), (people) => people.sendEmail(email)),
      );
  const { engine } = await live({ email: { ...noting().channel, issuesOf } });
  const refused = await engine.publish(split('bad')).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'PUBLISH_REFUSED' });
  const { issues } = (refused as { details: { issues: Issue[] } }).details;
  expect(issues.map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['EMAIL_UNKNOWN', 'nodes.2.paths.0.actions.0.action.email'],
  ]);
  expect(asked.toSorted()).toEqual(['bad', 'first']);
  await engine.publish(split('good'));

  const without = await live({}, memoryStorage(), 'two');
  const missing = await without.engine.publish(split('good')).catch((error: unknown) => error);
  expect(
    (missing as { details: { issues: Issue[] } }).details.issues.map(({ code }) => code),
  ).toEqual(['CHANNEL_MISSING', 'CHANNEL_MISSING']);
});

describe('EM-63 what the gate read holds in the commit that claims', () => {
  const MEANWHILE: readonly (readonly [string, (other: Engine<B2b>) => Promise<void>, string])[] = [
    [
      'consent is withdrawn',
      (other) => other.ingest({ people: [{ id: 'ann', consent: { email: 'n' } }] }),
      'no_consent',
    ],
    ['the address is suppressed', (other) => other.suppress('ann@example.com'), 'suppressed'],
    [
      'the person leaves',
      (other) => other.ingest({ relations: [{ account: 'acme', person: 'ann', removed: true }] }),
      'left_account',
    ],
    [
      'the address is taken away',
      (other) => other.ingest({ people: [{ id: 'ann', attributes: { email: null } }] }),
      'no_address',
    ],
  ];

  test.each(MEANWHILE)(
    'EM-63 %s by another engine between read and claim',
    async (_, change, reason) => {
      const inner = memoryStorage();
      // This one has no channels and leaves all effects to the other.
      const { engine: other } = await live({ elsewhere: { email: true } }, inner, 'other');
      let meanwhile: (() => Promise<void>) | null = () => change(other);
      const { got, channel } = noting({ profiles: true });
      const { engine } = await live(
        { email: channel },
        {
          ...inner,
          async commit(subscription, commit) {
            if (claims(commit)) {
              const first = meanwhile;
              meanwhile = null;
              await first?.();
            }
            return inner.commit(subscription, commit);
          },
        },
      );
      await engine.publish(journey('mails').sendEmail('intro').wait({ days: 1 }));
      await engine.ingest(ACME);
      await engine.settle();
      expect(meanwhile).toBeNull();
      expect(got).toEqual(['bob', 'cem', 'dot']);
      expect(await refusals(engine)).toEqual([`ann: ${reason}`]);
    },
  );

  // Found by the simulation, seed 10000049.
  test('EM-63 RL-4 what was lost before the registry changed, too, is not handed over without a claim', async () => {
    const inner = memoryStorage();
    const { engine: other } = await live({ elsewhere: { email: true } }, inner, 'other');
    const meanwhile = [
      () => other.ingest({ people: [{ id: 'ann', consent: { email: 'n' } }] }),
      () => other.define(AccountList.static('late')),
    ];
    const { got, channel } = noting({ profiles: true });
    const { engine } = await live(
      { email: channel },
      {
        ...inner,
        async commit(subscription, commit) {
          if (claims(commit)) await meanwhile.shift()?.();
          return inner.commit(subscription, commit);
        },
      },
    );
    await engine.publish(journey('mails').sendEmail('intro').wait({ days: 1 }));
    await engine.ingest({
      accounts: ['acme', 'beta'].map((id) => ({ ...ACME.accounts![0]!, id })),
      people: [...ACME.people!, { id: 'eve', attributes: reachable('eve') }],
      relations: [...ACME.relations!, { account: 'beta', person: 'eve' }],
    });
    await engine.settle();
    expect(meanwhile).toEqual([]);
    expect(got.toSorted()).toEqual(['bob', 'cem', 'dot', 'eve']);
    expect(await refusals(engine)).toEqual(['ann: no_consent']);
  });

  test('EM-63 a consent that is given meanwhile counts too: the refusal is not kept', async () => {
    const inner = memoryStorage();
    const { engine: other } = await live({ elsewhere: { email: true } }, inner, 'other');
    let meanwhile: (() => Promise<void>) | null = () =>
      other.ingest({ people: [{ id: 'ann', consent: { email: 'y' } }] });
    const { got, channel } = noting();
    const { engine } = await live(
      { email: channel },
      {
        ...inner,
        async commit(subscription, commit) {
          if (settles(commit)) {
            const first = meanwhile;
            meanwhile = null;
            await first?.();
          }
          return inner.commit(subscription, commit);
        },
      },
    );
    await engine.publish(journey('mails').sendEmail('intro').wait({ days: 1 }));
    await engine.ingest({
      accounts: ACME.accounts!,
      people: [{ id: 'ann', attributes: reachable('ann'), consent: { email: 'n' } }],
      relations: [{ account: 'acme', person: 'ann' }],
    });
    await engine.settle();
    expect(meanwhile).toBeNull();
    expect(got).toEqual(['ann']);
    expect(await refusals(engine)).toEqual([]);
  });
});

test('EM-64 a change with an id counts once for a person, apart from events of that id', async () => {
  const { engine } = await live({ email: noting().channel });
  await engine.ingest(ACME);
  const change = (jobTitle: string, id = 'ann') => ({
    people: [{ id, once: 'x', attributes: { jobTitle } }],
  });
  await engine.ingest(change('VP'));
  await engine.ingest(change('Clerk'));
  await engine.ingest(change('Clerk', 'bob'));
  await engine.ingest({
    events: [{ id: 'x', type: 'webVisit', person: 'ann', at: START, fields: { page: '/' } }],
  });
  const people = (await engine.account('acme'))!.people;
  expect(people.slice(0, 2).map(({ attributes }) => attributes['jobTitle'])).toEqual([
    'VP',
    'Clerk',
  ]);
  expect(people[0]!.events).toHaveLength(1);
  await expect(engine.ingest({ people: [{ id: 'ann', once: '' }] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

function claims(commit: Commit): boolean {
  return commit.operations.some(
    (operation) =>
      operation.op === 'put' &&
      operation.record.kind === 'effect' &&
      (operation.record.body as EffectBody).state === 'claimed',
  );
}

function settles(commit: Commit): boolean {
  return commit.operations.some(
    (operation) => operation.op === 'delete' && operation.key.kind === 'effect',
  );
}
