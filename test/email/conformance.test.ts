import { expect, test } from 'vitest';
import { simulatedChannel } from '../../src/index.ts';
import type { Channel, Receipt } from '../../src/index.ts';
import { smtpChannel } from '../../src/email/smtp/index.ts';
import {
  CHANNEL_CASES,
  formatConformance,
  runChannelConformance,
  type ChannelUnderTest,
  type ReceiverAnswer,
} from '../../src/testing/index.ts';
import { b2b, message } from './catalogue.ts';
import { smtpSink, type Answer } from './smtp-sink.ts';

const ACTION = { type: 'sendEmail', email: 'hello', operational: true } as const;

const ANSWERS: Readonly<Record<ReceiverAnswer, Answer | undefined>> = {
  accept: undefined,
  fail: { at: 'rcpt', code: 451, text: '4.3.0 try later, user@acme.example' },
  refuse: { at: 'data', code: 554, text: '5.7.1 not wanted: bob@acme.example' },
  lose: { at: 'lost' },
  hang: { at: 'hang' },
};

const smtp: ChannelUnderTest = {
  name: 'smtp',
  can: ['fail', 'refuse', 'lose', 'hang'],
  async create() {
    const arranged = new Map<string, ReceiverAnswer>();
    const personOf = (address = ''): string => address.split('@')[0]!;
    const auth = { user: 'journeys', pass: 'a-planted-secret' };
    const sink = await smtpSink((address) => ANSWERS[arranged.get(personOf(address)) ?? 'accept'], {
      auth,
    });
    const channel = smtpChannel({
      transport: { host: '127.0.0.1', port: sink.port, auth },
      catalogue: b2b,
      messages: [message(), message({ id: 'large', html: 'x'.repeat(5_000) })],
      from: { name: 'Contoso', address: 'news@contoso.example' },
      maxBytes: 5_000,
      limits: { timeout: 5_000 },
    });
    return {
      channel,
      action: ACTION,
      oversized: { ...ACTION, email: 'large' },
      attributes: (person) => ({ email: `${person}@acme.example` }),
      arrange: (person, answer) => void arranged.set(person, answer),
      received: () =>
        sink.taken.map(({ to, messageId = '' }) => ({
          person: personOf([to].flat()[0]?.value[0]?.address),
          key: messageId,
        })),
      secrets: [auth.pass, 'acme.example', 'journeys'],
      async close() {
        await channel.close();
        await sink.close();
      },
    };
  },
};

/** A channel without an outside, with faults that cases must find. */
function inMemory(
  name: string,
  fault: (channel: Channel) => Channel = (channel) => channel,
): ChannelUnderTest {
  return {
    name,
    can: ['fail', 'refuse', 'lose'],
    async create() {
      const arranged = new Map<string, ReceiverAnswer>();
      const received: { person: string; key: string }[] = [];
      const outcomes = {
        accept: 'sent',
        fail: 'failed',
        refuse: 'refused',
        lose: 'unknown',
        hang: 'unknown',
      } as const;
      const channel = simulatedChannel({
        answer({ people, key, attempt }) {
          const except: Record<string, { outcome: Receipt['outcome'] }> = {};
          for (const person of people ?? []) {
            const answer = arranged.get(person) ?? 'accept';
            if (answer === 'accept')
              received.push({ person, key: name === 'fresh keys' ? `${attempt}` : key(person) });
            else except[person] = { outcome: outcomes[answer] };
          }
          return { outcome: 'sent', except };
        },
      });
      return {
        channel: fault(channel),
        action: ACTION,
        arrange: (person, answer) => void arranged.set(person, answer),
        received: () => received,
        secrets: ['a-planted-secret'],
        close: () => Promise.resolve(),
      };
    },
  };
}

test('EM-70 to EM-76: SMTP passes every published case', async () => {
  const report = await runChannelConformance(smtp);
  expect(formatConformance(report)).toBe(
    `smtp: ${CHANNEL_CASES.length} passed, 0 failed, 0 skipped`,
  );
});

test('the simulated channel passes what it can take part in', async () => {
  const report = await runChannelConformance(inMemory('simulated'));
  expect([report.failed, report.passed + report.skipped]).toEqual([0, CHANNEL_CASES.length]);
  expect(
    report.results.filter(({ status }) => status === 'skipped').map(({ rule }) => rule),
  ).toEqual(['EM-73', 'EM-73', 'EM-74']);
});

test.each<readonly [string, (channel: Channel) => Channel, readonly string[]]>([
  ['fresh keys', (channel) => channel, ['EM-70']],
  [
    'whole receipts',
    (channel) => ({
      ...channel,
      deliver: async (...given) =>
        (await channel.deliver(...given)).map(({ outcome }) => ({ outcome })),
    }),
    ['EM-71', 'EM-72'],
  ],
  [
    'one receipt',
    (channel) => ({
      ...channel,
      deliver: async (...given) => (await channel.deliver(...given)).slice(0, 1),
    }),
    ['EM-71'],
  ],
  [
    'twice',
    (channel) => ({
      ...channel,
      deliver: async (...given) => (await channel.deliver(...given), channel.deliver(...given)),
    }),
    ['EM-70'],
  ],
  [
    'telling',
    (channel) => ({
      ...channel,
      deliver: async (...given) =>
        (await channel.deliver(...given)).map((receipt) => ({
          ...receipt,
          reason: 'a-planted-secret',
        })),
    }),
    ['EM-76'],
  ],
])('cases find a channel with %s', async (name, fault, broken) => {
  expect((await runChannelConformance(inMemory(name, fault))).brokenRules).toEqual(broken);
});
