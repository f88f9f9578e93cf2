import { expect, test } from 'vitest';
import type { EmailFact, EmailStep } from '../../src/insights/email-fact.ts';
import { emailPerformance } from '../../src/insights/email-performance.ts';
import { emailRows } from '../../src/insights/rows.ts';

const PERIOD = { from: 100, to: 200 };

function happened(
  what: EmailStep,
  at: number,
  person: string,
  parts: Partial<EmailFact> = {},
): EmailFact {
  return { what, at, person, email: 'guide', journey: 'j', node: 'n', ...parts };
}

const FACTS: readonly EmailFact[] = [
  happened('sent', 100, 'ann'),
  happened('sent', 110, 'bob'),
  happened('sent', 120, 'cy'),
  happened('sent', 130, 'dee'),
  happened('sent', 150, 'ann'),
  happened('bounced', 131, 'dee'),
  happened('opened', 105, 'ann'),
  happened('clicked', 106, 'ann'),
  happened('clicked', 107, 'ann'),
  happened('clicked', 108, 'ann'),
  happened('opened', 250, 'bob'),
  happened('unsubscribed', 251, 'bob'),
  happened('sent', 99, 'early'),
  happened('opened', 150, 'early'),
  happened('sent', 200, 'late'),
];

test('BG-132 e-mails that were sent in the period, with what came back later', () => {
  const { emails, all } = emailPerformance(FACTS, { period: PERIOD });
  expect(emails.map(({ email }) => email)).toEqual(['guide']);
  expect(all.total).toEqual({
    sent: 5,
    delivered: 4,
    opened: 2,
    clicked: 3,
    bounced: 1,
    unsubscribed: 1,
  });
  // The opening at 250 counts, and is no activity of the period.
  expect([all.first, all.last]).toEqual([100, 150]);
  const other = emailPerformance(FACTS, { period: PERIOD, journeys: ['other'] });
  expect(other).toMatchObject({ emails: [], all: { first: null, last: null } });
});

test('BG-133 people once per e-mail, or every message and event', () => {
  const { all } = emailPerformance(FACTS, { period: PERIOD });
  expect(all.unique).toEqual({
    sent: 4,
    delivered: 3,
    opened: 2,
    clicked: 1,
    bounced: 1,
    unsubscribed: 1,
  });
  const two = [...FACTS, happened('sent', 160, 'ann', { email: 'webinar' })];
  expect(emailPerformance(two, { period: PERIOD }).all.unique.sent).toBe(5);
});

test('BG-134 answers belong to the latest message before, from the place that they name', () => {
  const facts = [
    happened('sent', 100, 'ann', { node: 'first' }),
    happened('sent', 120, 'ann', { node: 'second' }),
    happened('opened', 130, 'ann', { node: 'first' }),
    happened('opened', 131, 'ann', { node: null, journey: null }),
    happened('opened', 90, 'ann'),
    happened('opened', 140, 'ann', { journey: 'elsewhere' }),
    happened('opened', 140, 'nobody'),
  ];
  const opened = (from: number, to: number) =>
    emailPerformance(facts, { period: { from, to } }).all.total.opened;
  expect([opened(100, 101), opened(120, 121), opened(0, 999)]).toEqual([1, 1, 2]);
});

test('BG-135 delivered is what is told, or what did not bounce', () => {
  const soft = [happened('sent', 100, 'ann'), happened('bouncedSoft', 101, 'ann')];
  const told = [
    ...soft,
    happened('sent', 102, 'bob'),
    happened('sent', 103, 'cy'),
    happened('delivered', 104, 'cy'),
  ];
  const delivered = (facts: readonly EmailFact[], deliveries?: 'told' | 'assumed') =>
    emailPerformance(facts, { period: PERIOD, ...(deliveries && { deliveries }) }).all.total
      .delivered;
  expect(delivered(soft)).toBe(0);
  expect(delivered(told)).toBe(1);
  expect(delivered(told, 'assumed')).toBe(2);
  expect(delivered(soft, 'told')).toBe(0);
});

test('BG-136 rates of people, or of totals; nothing of nothing is no rate', () => {
  const { all } = emailPerformance(FACTS, { period: PERIOD });
  expect(all.rates).toEqual({
    delivery: 3 / 4,
    open: 2 / 3,
    click: 1 / 3,
    bounce: 1 / 4,
    clickToOpen: 1 / 2,
    unsubscribe: 1 / 3,
  });
  const table = emailPerformance(FACTS, { period: PERIOD, rates: 'total' });
  expect(table.emails[0]!.rates).toMatchObject({ delivery: 4 / 5, clickToOpen: 3 / 2 });
  expect(emailPerformance([], { period: PERIOD }).all.rates).toEqual({
    delivery: null,
    open: null,
    click: null,
    bounce: null,
    clickToOpen: null,
    unsubscribe: null,
  });
});

test('BG-140 one row for each e-mail, of totals', () => {
  const rows = emailRows(
    emailPerformance(FACTS, { period: PERIOD }),
    new Map([['guide', 'Guide']]),
  );
  expect(rows).toEqual([
    {
      email: 'Guide',
      sent: 5,
      delivered: 4,
      deliveryRate: 80,
      opens: 2,
      openRate: 50,
      clicks: 3,
      clickRate: 75,
      clickToOpenRate: 150,
      bounces: 1,
      bounceRate: 20,
      unsubscribeRate: 25,
      firstActivity: '1970-01-01T00:00:00.100Z',
      lastActivity: '1970-01-01T00:00:00.150Z',
    },
  ]);
});
