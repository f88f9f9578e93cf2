import { expect, test } from 'vitest';
import { DAY } from '../../src/kernel/duration.ts';
import type { PersonExport } from '../../src/privacy/person-export.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { ACME, ANN, BETA, BOB, grow, stage, START, unsettle } from './rich.ts';

async function exported(
  id: string,
): Promise<{ found: PersonExport; at: ReturnType<typeof stage> }> {
  const at = stage();
  await grow(at);
  await unsettle(at);
  await using engine = await at.open();
  return { found: await engine.exportPerson(id), at };
}

test('PV-30 everything that is held about a person', async () => {
  const { found } = await exported(ANN.id);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found).toMatchObject({
    format: 1,
    subscription: 'default',
    person: ANN.id,
    exportedAt: START + DAY + 300_000,
    profile: {
      attributes: { email: ANN.email, jobTitle: 'VP MARK-VP 2', score: 9 },
      objects: { device: [{ id: 'd1', attributes: { serial: 'MARK-SERIAL' } }] },
      consent: 'y',
      version: 3,
      accounts: [ACME.id, BETA],
    },
    inputs: [{ id: 'MARK-EVENT-1', at: START }],
    suppression: { reason: `asked by ${ANN.email}` },
  });
  expect(found.accounts).toMatchObject([
    {
      account: ACME.id,
      roles: ['Buyer'],
      since: START,
      groups: [{ group: 'cloud', role: 'Decision Maker', removed: false, by: 'user-eve' }],
      lists: ['vip'],
      runs: [{ journey: 'story', entry: 1, heard: 2 }, { journey: 'watch' }],
    },
    { account: BETA, roles: [] },
  ]);
  expect(found.events.map(({ type }) => type)).toContain('webVisit');
  expect(new Set(found.effects.map(({ state }) => state))).toEqual(
    new Set(['settled', 'answered', 'claimed', 'pending']),
  );
  expect(found.facts.flatMap(({ items }) => items.map(({ type }) => type))).toEqual(
    expect.arrayContaining(['changed', 'member', 'blocked', 'settled']),
  );
  expect(found.effects.map(({ action }) => action)).toContain('sendSalesAlert');
  expect(found.evidence.length).toBeGreaterThan(0);
  expect(found.messages).toMatchObject([{ to: 'person', subject: ANN.id }, { to: 'person' }]);
  expect(found.quarantine.map(({ subject }) => subject.kind)).toEqual(['account', 'person']);
});

test('PV-30 the keys are those that the channel saw', async () => {
  const { found, at } = await exported(ANN.id);
  const seen = at.email.received.flatMap(({ people, keys }) =>
    // Sales alerts have no people: what they say is of the account's group.
    keys.filter((_key, index) => people === null || people[index] === ANN.id),
  );
  const settled = found.effects.filter(({ outcome }) => outcome === 'sent' || outcome === 'failed');
  expect(settled.length).toBeGreaterThan(3);
  for (const { key } of settled) expect(seen).toContain(key);
  expect(new Set(found.effects.map(({ key }) => key)).size).toBe(found.effects.length);
});

test.each([
  [ANN.id, [...BOB.marks, 'person-cid-0817']],
  [BOB.id, [...ANN.marks, 'person-cid-0817']],
  ['person-cid-0817', [...ANN.marks, ...BOB.marks]],
] as const)('PV-31 nothing of colleagues is in the export of %s', async (id, marks) => {
  const { found } = await exported(id);
  const text = JSON.stringify(found).toLowerCase();
  expect(marks.filter((mark) => text.includes(mark.toLowerCase()))).toEqual([]);
  expect(text).toContain(id);
});

test('PV-30 of somebody who was erased or never known, nothing is held', async () => {
  const at = stage();
  await grow(at);
  await using engine = await at.open();
  await engine.erase({ person: ANN.id });
  const { exportedAt, ...rest } = await engine.exportPerson(ANN.id);
  const never = await engine.exportPerson('nobody');
  expect({ ...rest, person: 'nobody', exportedAt }).toEqual(never);
  expect(never).toMatchObject({ profile: null, accounts: [], effects: [], facts: [], events: [] });
  await expect(engine.exportPerson('')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await allOf(at.storage, 'default', 'person')).toHaveLength(2);
});
