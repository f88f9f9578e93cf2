import { expect, test } from 'vitest';
import {
  CHANNEL_CASES,
  formatConformance,
  runChannelConformance,
  type ChannelUnderTest,
  type ReceiverAnswer,
} from '../../src/testing/index.ts';
import { channelTo, receiver } from './receiver.ts';

const TOKEN = 'Bearer a-planted-secret';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const webhook: ChannelUnderTest = {
  name: 'webhook',
  can: ['fail', 'refuse', 'lose', 'hang'],
  async create() {
    const arranged = new Map<string, ReceiverAnswer>();
    const received: { person: string; key: string }[] = [];
    const crm = await receiver(({ body, headers }, response) => {
      const { person } = JSON.parse(body) as { person: { id: string } };
      const answer = arranged.get(person.id) ?? 'accept';
      if (answer === 'lose') response.destroy();
      else if (answer === 'fail') response.writeHead(503).end(TOKEN);
      else if (answer === 'refuse') response.writeHead(422).end(TOKEN);
      else if (answer === 'accept') {
        received.push({ person: person.id, key: String(headers['webhook-id']) });
        response.end();
      }
    });
    const action = { type: 'custom', name: 'tell', input: {} } as const;
    return {
      channel: channelTo(`${crm.url}/planted-path`, {
        secret: SECRET,
        headers: { authorization: TOKEN },
        maxBytes: 1_000,
        limits: { timeout: 3_000 },
      }),
      action,
      oversized: { ...action, input: { text: 'x'.repeat(1_000) } },
      arrange: (person, answer) => void arranged.set(person, answer),
      received: () => received,
      secrets: [TOKEN, SECRET, 'planted-path', '127.0.0.1'],
      close: async () => crm[Symbol.asyncDispose](),
    };
  },
};

test('WH-26 a webhook passes every published case for channels', async () => {
  const report = await runChannelConformance(webhook);
  expect(formatConformance(report)).toBe(
    `webhook: ${CHANNEL_CASES.length} passed, 0 failed, 0 skipped`,
  );
});
