import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import { Audience, conditions, Engine, Journey, memoryStorage } from '../../src/index.ts';
import type { Delivery, Fact, Settlement } from '../../src/index.ts';
import type { EmailMessage } from '../../src/email/index.ts';
import { smtpChannel, type SmtpChannel, type SmtpOptions } from '../../src/email/smtp/index.ts';
import { b2b, message } from './catalogue.ts';
import { smtpSink, type Behaviour, type Sink } from './smtp-sink.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 9);
const all = Audience.accounts('all', conditions(b2b).account('employees').atLeast(1));

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

async function sinkOf(
  behaviour?: Behaviour,
  options?: Parameters<typeof smtpSink>[1],
): Promise<Sink> {
  const sink = await smtpSink(behaviour, options);
  toClose.push(() => sink.close());
  return sink;
}

function channelTo(port: number, options: Partial<SmtpOptions> = {}): SmtpChannel {
  const channel = smtpChannel({
    transport: { host: '127.0.0.1', port, answerTimeout: 2_000 },
    catalogue: b2b,
    messages: [message()],
    from: { name: 'Contoso', address: 'news@contoso.example' },
    unsubscribe: 'https://contoso.example/u?p={{ person.id | url_encode }}',
    ...options,
  });
  toClose.push(() => channel.close());
  return channel;
}

/** A live engine whose clock the test moves, with people of one account. */
async function tenant(email: SmtpChannel, people: readonly string[], { operational = false } = {}) {
  let instant = START;
  const clock: Clock = { now: () => instant };
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    clock,
    channels: { email },
    name: 'one',
    shards: 2,
  });
  toClose.push(() => engine.close());
  await engine.publish(
    Journey.forAccounts('welcome', { audience: all, ends: '2026-12-31' })
      .sendEmail('hello', { operational })
      .wait({ days: 30 }),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5 } }],
    people: people.map((id) => ({
      id,
      attributes: { email: id.includes('@') ? id : `${id}@acme.example`, firstName: id },
    })),
    relations: people.map((person) => ({ account: 'acme', person })),
  });
  return {
    engine,
    pass: async (minutes: number) => {
      instant += minutes * MINUTE;
      await engine.settle();
    },
    outcomes: async () => {
      const found: Settlement[] = [];
      for await (const { items } of engine.facts()) found.push(...settlementsOf(items));
      return found;
    },
  };
}

function settlementsOf(items: Fact['items']): Settlement[] {
  return items.flatMap((item) => (item.type === 'settled' ? item.outcomes : []));
}

describe('what leaves', () => {
  test('EM-31 EM-32 one e-mail each, with text, HTML and the headers of opting out', async () => {
    const sink = await sinkOf();
    const html =
      '<p>Hello {{ person.firstName }} of {{ account.name }}</p><a href="{{ unsubscribeUrl }}">x</a>';
    const { pass } = await tenant(
      channelTo(sink.port, {
        messages: [message({ html, replyTo: 'help@contoso.example', preheader: 'Soon' })],
        listId: 'News <news.contoso.example>',
        headers: ({ journey, key }) => ({ 'X-Journey': journey, 'X-Key': key }),
      }),
      ['ann', 'bob'],
    );
    await pass(0);
    expect(sink.taken.map(({ subject = '' }) => subject).toSorted()).toEqual([
      'Hello ann',
      'Hello bob',
    ]);
    const mail = sink.taken.find(({ subject }) => subject === 'Hello ann')!;
    expect(mail.from?.value).toEqual([{ name: 'Ada', address: 'news@contoso.example' }]);
    expect([mail.to].flat()[0]?.value).toEqual([{ name: '', address: 'ann@acme.example' }]);
    expect(mail.replyTo?.value[0]?.address).toBe('help@contoso.example');
    expect(mail.html).toContain('Hello ann of Acme');
    expect(mail.text).toContain('Hello ann of Acme\n\nx [https://contoso.example/u?p=ann]');
    const header = (name: string): string | undefined =>
      mail.headerLines.find(({ key }) => key === name)?.line;
    expect(header('list-unsubscribe')).toBe('List-Unsubscribe: <https://contoso.example/u?p=ann>');
    expect(header('list-unsubscribe-post')).toBe(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    );
    expect(header('list-id')).toBe('List-ID: News <news.contoso.example>');
    expect(header('x-journey')).toBe('X-Journey: welcome');
    expect(mail.messageId).toBe(`<${header('x-key')!.split(' ')[1]}@contoso.example>`);
    expect(mail.date).toEqual(new Date(START));
  });

  test('EM-32 operational e-mails offer nothing to opt out of', async () => {
    const sink = await sinkOf();
    const { pass } = await tenant(channelTo(sink.port, { listId: 'x' }), ['ann'], {
      operational: true,
    });
    await pass(0);
    expect(
      sink.taken[0]?.headerLines.map(({ key }) => key).filter((key) => key.startsWith('list')),
    ).toEqual([]);
  });

  test('EM-14 EM-31 names with line breaks and addresses that are several add nothing', async () => {
    const sink = await sinkOf();
    const { engine, outcomes, pass } = await tenant(channelTo(sink.port), ['ann']);
    const name = 'Eve\r\nBcc: all@victim.example\r\n\r\nBody';
    const bad = [
      'a@acme.example, b@acme.example',
      'a@acme.example\r\nRCPT TO:<b@acme.example>',
      '"x"@acme.example',
      'Eve <eve@acme.example>',
      'nobody',
    ];
    const people = ['eve@acme.example', ...bad];
    await engine.ingest({
      people: people.map((email, index) => ({
        id: `p${index}`,
        attributes: { email, firstName: name },
      })),
      relations: people.map((_, index) => ({ account: 'second', person: `p${index}` })),
      accounts: [{ id: 'second', attributes: { name: 'Second', employees: 5 } }],
    });
    await pass(0);
    const eve = sink.taken.find(({ subject }) => subject?.includes('Eve'))!;
    expect(eve.subject).toBe('Hello Eve Bcc: all@victim.example Body');
    expect(eve.headers.has('bcc')).toBe(false);
    expect(sink.asked.toSorted()).toEqual(['ann@acme.example', 'eve@acme.example']);
    expect(
      (await outcomes())
        .filter(({ reason }) => reason === 'bad_address')
        .flatMap(({ people: ids }) => ids),
    ).toHaveLength(5);
  });

  test('EM-33 headers of the host cannot replace those of the channel', async () => {
    const sink = await sinkOf();
    const wrong: readonly Record<string, string>[] = [
      { Bcc: 'x@example.com' },
      { 'message-ID': 'x' },
      { 'X-A\r\nBcc': 'x' },
      { 'X-A': 'ä' },
      { 'X-A': 'x'.repeat(1_000) },
    ];
    const [first, ...rest] = wrong.map((headers) =>
      channelTo(sink.port, { headers: () => headers, retry: { pauses: [] } }),
    );
    for (const channel of [first!, ...rest]) {
      const { pass, outcomes } = await tenant(channel, ['ann']);
      await pass(0);
      expect(await outcomes()).toMatchObject([{ outcome: 'failed', reason: 'bad_header' }]);
    }
    const fine = channelTo(sink.port, { headers: () => ({ 'X-A': 'one\r\nBcc: two' }) });
    await (await tenant(fine, ['ann'])).pass(0);
    expect(sink.taken.map(({ headers }) => headers.get('x-a'))).toEqual(['one Bcc: two']);
  });
});

describe('what becomes of it', () => {
  test('EM-34 451 is tried again, under the same Message-ID', async () => {
    const ids: (string | undefined)[] = [];
    const sink = await sinkOf((_, attempt) =>
      attempt === 1
        ? { at: 'data', code: 451, text: '4.7.1 greylisted for ann@acme.example' }
        : undefined,
    );
    const channel = channelTo(sink.port, { headers: ({ key }) => (ids.push(key), {}) });
    const { outcomes, pass } = await tenant(channel, ['ann']);
    await pass(0);
    expect(sink.taken).toHaveLength(0);
    await pass(2);
    expect(sink.taken).toHaveLength(1);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(sink.taken[0]?.messageId).toBe(`<${ids[0]}@contoso.example>`);
    expect(await outcomes()).toMatchObject([{ outcome: 'sent', reason: null }]);
  });

  test('EM-34 EM-37 half of a batch is taken: each recipient has an outcome of its own', async () => {
    const people = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const numberOf = (address: string): number => Number(/\d+/u.exec(address)![0]);
    const sink = await sinkOf((address, attempt) => {
      const number = numberOf(address);
      if (number % 2 === 0) return undefined;
      if (number % 4 === 1) return { at: 'rcpt', code: 550, text: '5.1.1 no such user' };
      return attempt === 1 ? { at: 'rcpt', code: 452, text: '4.2.2 mailbox full' } : undefined;
    });
    const { engine, outcomes, pass } = await tenant(channelTo(sink.port), people);
    await pass(0);
    expect(sink.taken).toHaveLength(20);
    await pass(2);
    expect(sink.taken).toHaveLength(30);
    expect(new Set(sink.taken.map(({ messageId }) => messageId)).size).toBe(30);
    const { sent, refused } = (await engine.counts('welcome')).nodes['send-email-1']!.outcomes;
    expect([sent, refused]).toEqual([30, 10]);
    expect((await outcomes()).find(({ outcome }) => outcome === 'refused')).toMatchObject({
      reason: 'smtp 550 5.1.1',
    });
    expect(sink.peak()).toBeLessThanOrEqual(5);
  });

  test('EM-34 a server that is down for an hour loses nothing', async () => {
    const sink = await smtpSink();
    const { port } = sink;
    await sink.close();
    const { engine, pass } = await tenant(channelTo(port), ['ann', 'bob']);
    for (const minutes of [0, 2, 6, 34]) await pass(minutes);
    expect(await engine.deadLetters()).toEqual([]);
    const again = await sinkOf(undefined, { port });
    await pass(150);
    expect(again.taken).toHaveLength(2);
    expect((await engine.counts('welcome')).nodes['send-email-1']!.outcomes).toEqual({ sent: 2 });
  });

  test('EM-35 a refused login is nobody’s bounce, and no error shows a secret', async () => {
    const sink = await sinkOf(undefined, { auth: { user: 'u', pass: 'right' } });
    const auth = { user: 'u', pass: 'a-secret-that-is-wrong' };
    const channel = channelTo(sink.port, {
      transport: { host: '127.0.0.1', port: sink.port, auth },
    });
    const { engine, pass } = await tenant(channel, ['ann']);
    for (const minutes of [0, 2, 6, 40, 160]) await pass(minutes);
    const letters = await engine.deadLetters();
    expect(letters[0]?.outcomes).toMatchObject([{ outcome: 'failed', reason: 'smtp 535' }]);
    expect(JSON.stringify(letters)).not.toContain('secret');
  });

  test('EM-36 a connection that is lost with the message under way is unknown', async () => {
    const sink = await sinkOf((address) => ({ at: address.startsWith('cut') ? 'cut' : 'lost' }));
    const { engine, outcomes, pass } = await tenant(channelTo(sink.port), ['ann']);
    await pass(0);
    expect(sink.taken).toHaveLength(1);
    expect(await outcomes()).toMatchObject([{ outcome: 'unknown', reason: 'smtp ECONNECTION' }]);
    expect(await engine.deadLetters()).toHaveLength(1);

    const before = await tenant(channelTo(sink.port, { retry: { pauses: [] } }), ['cut']);
    await before.pass(0);
    expect(await before.outcomes()).toMatchObject([{ outcome: 'failed' }]);
  });

  test('EM-36 an author may accept a repetition, which has the same Message-ID', async () => {
    const sink = await sinkOf((_, attempt) => (attempt === 1 ? { at: 'lost' } : undefined));
    const { engine, pass } = await tenant(channelTo(sink.port, { onUnknown: 'repeat' }), ['ann']);
    await pass(0);
    await pass(2);
    expect(sink.taken).toHaveLength(2);
    const [first, second] = sink.taken;
    expect(second?.messageId).toBe(first?.messageId);
    expect([second?.html, second?.text]).toEqual([first?.html, first?.text]);
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('EM-37 too large, and messages that nobody knows', async () => {
    const sink = await sinkOf();
    const large = await tenant(channelTo(sink.port, { maxBytes: 100 }), ['ann']);
    await large.pass(0);
    expect(await large.outcomes()).toMatchObject([{ outcome: 'refused', reason: 'too_large' }]);
    const endless = '{% for i in (1..100000000) %}x{% endfor %}';
    const messages: EmailMessage[] = [message({ html: `${message().html}${endless}` })];
    const slow = await tenant(channelTo(sink.port, { messages, retry: { pauses: [] } }), ['ann']);
    await slow.pass(0);
    expect(await slow.outcomes()).toMatchObject([{ outcome: 'failed', reason: 'template_failed' }]);
    expect(sink.taken).toEqual([]);
  });

  test('EM-38 who stops waiting begins nothing more, and what hangs is unknown or has not begun', async () => {
    const sink = await sinkOf(() => ({ at: 'hang' }));
    const channel = channelTo(sink.port, {
      transport: { host: '127.0.0.1', port: sink.port, connections: 2 },
    });
    const { engine } = await tenant(channel, ['a', 'b', 'c', 'd']);
    const start = performance.now();
    while (sink.asked.length < 2 && performance.now() - start < 5_000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const delivery = {
      journey: 'j',
      account: 'acme',
      node: 'n',
      action: { type: 'sendEmail', email: 'hello', operational: false },
      people: ['a'],
      attempt: 1,
      at: START,
      key: () => 'k',
      profiles: { account: undefined, people: new Map([['a', { email: 'a@acme.example' }]]) },
    } as const;
    const receipts = await channel.deliver([delivery], {
      now: START,
      signal: AbortSignal.timeout(200),
    });
    expect(receipts).toEqual([{ outcome: 'failed', reason: 'not_begun' }]);
    await sink.close();
    await engine.settle();
    await engine.close();
    expect(sink.asked).toHaveLength(2);
  });
});

describe('making a channel', () => {
  const options: SmtpOptions = {
    transport: 'smtp://127.0.0.1:2525',
    catalogue: b2b,
    messages: [message()],
    from: { name: 'Contoso', address: 'news@contoso.example' },
  };

  test('EM-2 messages that cannot be read, or stand twice, are refused together', () => {
    const messages = [message({ html: '{% if %}' }), message(), message()];
    expect(() => smtpChannel({ ...options, messages })).toThrow(
      expect.objectContaining({
        code: 'INVALID_DOCUMENT',
        details: {
          issues: [
            expect.objectContaining({ code: 'TEMPLATE_SYNTAX', path: ['messages', 0, 'html'] }),
            expect.objectContaining({ code: 'DUPLICATE_ID', path: ['messages', 2, 'id'] }),
          ],
        },
      }),
    );
  });

  test('EM-2 options that cannot be meant are refused, without what was given', () => {
    const wrong: readonly Partial<SmtpOptions>[] = [
      { transport: 'http://secret@example.com' },
      { transport: { host: '' } },
      { from: { name: 'a', address: 'a\r\nb@example.com' } },
      { returnPath: 'nobody' },
      { maxBytes: 0 },
      { listId: 'a\r\nBcc: b' },
      { unsubscribe: '{% if %}' },
    ];
    for (const change of wrong) {
      const make = () => smtpChannel({ ...options, ...change });
      expect(make).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
      expect(make).not.toThrow(/secret/u);
    }
  });

  test('EM-30 publishing asks the channel', () => {
    const channel = channelTo(1, { messages: [message({ subject: ' ' })] });
    const codes = (action: Parameters<NonNullable<typeof channel.issuesOf>>[0], of = channel) =>
      of.issuesOf!(action, { catalogue: b2b }).map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(codes({ type: 'sendEmail', email: 'bye' })).toEqual(['EMAIL_UNKNOWN email']);
    expect(codes({ type: 'sendEmail', email: 'hello' })).toEqual(['EMAIL_SUBJECT email.subject']);
    expect(codes({ type: 'custom', name: 'x' })).toEqual([]);
    const alert = { type: 'sendSalesAlert', group: 'g', to: ['a@example.com', 'b'] } as const;
    expect(codes(alert)).toEqual(['EMAIL_ADDRESS to.1']);
    const silent = smtpChannel(options);
    expect(codes({ type: 'sendEmail', email: 'hello' }, silent)).toEqual(['EMAIL_OPT_OUT email']);
    expect(codes({ type: 'sendEmail', email: 'hello', operational: true }, silent)).toEqual([]);
  });
});

test('EM-39 a sales alert is one e-mail of plain text to all its addresses', async () => {
  const sink = await sinkOf();
  const channel = channelTo(sink.port);
  const alert = {
    name: 'ERP at Acme\r\nBcc: eve@example.com',
    accountName: 'Acme',
    interest: 'ERP',
    completeness: 49.6,
    engagement: null,
    stage: 'Open',
    status: null,
    missing: { empty: ['Buyer'], short: [] },
    topics: ['Cloud'],
    members: [],
  };
  const delivery: Delivery = {
    journey: 'j',
    account: 'acme',
    node: 'n',
    action: {
      type: 'sendSalesAlert',
      group: 'erp',
      to: [' a@contoso.example', 'bad', 'b@contoso.example'],
      alert,
    },
    people: null,
    attempt: 1,
    at: START,
    key: () => 'k1',
  };
  const context = { now: START, signal: new AbortController().signal };
  expect(await channel.deliver([delivery], context)).toEqual([{ outcome: 'sent' }]);
  const [mail] = sink.taken;
  expect(mail?.messageId).toBe('<k1@contoso.example>');
  expect([mail?.to].flat()[0]?.value.map(({ address }) => address)).toEqual([
    'a@contoso.example',
    'b@contoso.example',
  ]);
  expect(mail?.subject).toBe('Sales alert: ERP at Acme Bcc: eve@example.com');
  expect(mail?.text).toContain('Completeness: 50 %\nStage: Open\nMissing roles: Buyer');
  expect(mail?.html).toBe(false);
  const nobody = { ...delivery, action: { ...delivery.action, to: ['bad'] } } as Delivery;
  expect(await channel.deliver([nobody], context)).toEqual([
    { outcome: 'refused', reason: 'bad_address' },
  ]);
});
