import { describe, expect, test } from 'vitest';
import type { ErasureCertificate } from '../../src/privacy/tombstone.ts';
import { DAY } from '../../src/kernel/duration.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { countersAddUp } from '../engine/simulation.ts';
import {
  ACME,
  ANN,
  BETA,
  BOB,
  everything,
  findMarks,
  grow,
  stage,
  START,
  synchronise,
  unsettle,
} from './rich.ts';

async function grown(): Promise<ReturnType<typeof stage>> {
  const at = stage();
  await grow(at);
  await unsettle(at);
  return at;
}

test('the history is rich: everything that can name a person does', async () => {
  const at = await grown();
  const found = await findMarks(at.storage, ANN.marks);
  const kinds = new Set(found.map((text) => (JSON.parse(text) as { kind?: string }).kind));
  expect([...kinds].map(String).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'account',
    'effect',
    'evidence',
    'fact',
    'input',
    'message',
    'person',
    'progress',
    'quarantine',
    'suppression',
  ]);
  const states = (await allOf<EffectBody>(at.storage, 'default', 'effect')).map(
    ({ body }) => body.state,
  );
  expect([...new Set(states)].map(String).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'answered',
    'claimed',
    'dead',
    'pending',
  ]);
});

describe.each([
  ['person', { person: ANN.id }, ANN.marks],
  ['account', { account: ACME.id }, ACME.marks],
] as const)('erasing a whole %s', (kind, of, marks) => {
  test('PV-20 PV-24 nothing of the subject is left in the storage, and counters are what facts add up to', async () => {
    const at = await grown();
    await countersAddUp(at.storage);
    await using engine = await at.open();
    const certificate = await engine.erase(of);
    expect(await findMarks(at.storage, marks)).toEqual([]);
    await countersAddUp(at.storage);
    expect(certificate).toMatchObject({ kind, complete: true, at: START + DAY + 300_000 });
    await engine.advanceTo(START + 120 * DAY);
    expect(await findMarks(at.storage, marks)).toEqual([]);
    await countersAddUp(at.storage);
  });

  test('PV-21 the next synchronisation does not bring it back, and takes everything else in', async () => {
    const at = await grown();
    await using engine = await at.open();
    await engine.erase(of);
    const left: number[] = [];
    engine.on('erased', ({ records }) => left.push(records));
    await synchronise(engine);
    await engine.ingest({ people: [{ id: BOB.id, attributes: { score: 77 } }] });
    if (kind === 'account') await engine.changeList('vip', { add: [ACME.id, BETA] });
    expect(left).toEqual(kind === 'person' ? [4, 1] : [5, 1, 1]);
    expect(await findMarks(at.storage, marks)).toEqual([]);
    const bob = (await allOf<object>(at.storage, 'default', 'person')).find(
      ({ id }) => id === BOB.id,
    );
    expect(bob!.body).toMatchObject({ attributes: { score: 77 } });
    await engine.advanceTo(START + 120 * DAY);
    expect(await findMarks(at.storage, marks)).toEqual([]);
    await countersAddUp(at.storage);
  });

  test('PV-22 PV-26 a repetition changes nothing, and the certificate is kept', async () => {
    const at = await grown();
    const first = await at.open();
    const certificate = await first.erase(of);
    const before = await everything(at.storage);
    expect(await first.erase(of)).toEqual(certificate);
    await first.close();
    await using second = await at.open();
    expect(await second.erase(of)).toEqual(certificate);
    expect(await everything(at.storage)).toEqual(before);
    expect(await second.certificates()).toEqual([certificate]);
    expect(certificate.tombstone).toMatch(/^[0-9a-f]{64}$/);
    expect(certificate.touched).toMatchObject(
      kind === 'person'
        ? { person: 1, account: 2, quarantine: 2, suppression: 1, input: 1 }
        : { account: 3, progress: 1, person: 2, input: 1 },
    );
  });
});

test('PV-28 an erased person leaves groups and accounts; colleagues stay and get what they are to get', async () => {
  const at = await grown();
  await using engine = await at.open();
  await engine.erase({ person: ANN.id });
  const acme = (await engine.account(ACME.id))!;
  expect(acme.people.map(({ id }) => id)).toEqual([BOB.id]);
  expect(acme.groups.flatMap(({ members }) => members.map(({ person }) => person))).toEqual([
    BOB.id,
  ]);
  expect((await engine.account(BETA))!.people.map(({ id }) => id)).toEqual(['person-cid-0817']);
  at.clock.set(START + 110 * DAY);
  await engine.settle();
  const late = at.email.received.filter(({ at: when }) => when > START + 2 * DAY);
  expect(late.length).toBeGreaterThan(0);
  expect(late.flatMap(({ people }) => people ?? [])).not.toContain(ANN.id);
  expect(late.flatMap(({ people }) => people ?? [])).toContain(BOB.id);
});

test('PV-28 the runs of an erased account end as account_deleted; its people stay without it', async () => {
  const at = await grown();
  await using engine = await at.open();
  const before = await engine.counts('story');
  await engine.erase({ account: ACME.id });
  const after = await engine.counts('story');
  expect(before.inFlight - after.inFlight).toBe(1);
  expect(after.exits).toEqual({ ...before.exits, account_deleted: 1 });
  expect(after.entered).toBe(before.entered);
  expect(await engine.account(ACME.id)).toBeUndefined();
  const people = await allOf<{ accounts: string[] }>(at.storage, 'default', 'person');
  expect(people.map(({ id, body }) => [id, body.accounts])).toEqual([
    [ANN.id, [BETA]],
    [BOB.id, ['small']],
    ['person-cid-0817', [BETA]],
  ]);
});

test('PV-23 open effects go on for the others, and what was open for the person is refused as erased', async () => {
  const at = await grown();
  await using engine = await at.open();
  await engine.erase({ person: ANN.id });
  const facts = (await allOf<Fact>(at.storage, 'default', 'fact')).flatMap(
    ({ body }) => body.items,
  );
  const refused = facts.flatMap((item) =>
    item.type === 'settled' && item.outcomes.some(({ reason }) => reason === 'erased')
      ? [item]
      : [],
  );
  expect(refused.map(({ closed }) => closed).toSorted((a, b) => Number(a) - Number(b))).toEqual([
    false,
    false,
    true,
  ]);
  const pseudonyms = new Set(
    refused.flatMap(({ outcomes }) => outcomes.flatMap(({ people }) => people)),
  );
  expect([...pseudonyms]).toEqual([expect.stringMatching(/^erased-[0-9a-f]{32}$/)]);
  const effects = await allOf<EffectBody>(at.storage, 'default', 'effect');
  const open = effects.filter(({ body }) => body.state === 'claimed' || body.state === 'pending');
  expect(open.map(({ body }) => body.people)).toEqual(open.map(() => [BOB.id]));
  expect(open.length).toBe(2);
});

test('PV-23 dead letters forget the person, and are gone when nobody is left', async () => {
  const at = stage();
  await grow(at);
  await using engine = await at.open();
  await engine.advanceTo(START + 2 * DAY);
  const letters = await engine.deadLetters();
  expect(JSON.stringify(letters)).toContain(ANN.id);
  await engine.erase({ person: ANN.id });
  const after = await engine.deadLetters();
  expect(after.length).toBeLessThanOrEqual(letters.length);
  expect(JSON.stringify(after)).toContain(BOB.id);
  expect(await findMarks(at.storage, ANN.marks)).toEqual([]);
  await countersAddUp(at.storage);
});

test('PV-25 a suppressed address stays suppressed for whoever has it', async () => {
  const at = await grown();
  await using engine = await at.open();
  await engine.erase({ person: ANN.id });
  await engine.ingest({
    accounts: [{ id: 'new', attributes: { name: 'New', employees: 9_000 } }],
    people: [{ id: 'heir', attributes: { email: ANN.email.toUpperCase() } }],
    relations: [{ account: 'new', person: 'heir' }],
  });
  await engine.settle();
  const reasons: (string | null)[] = [];
  for await (const { items } of engine.facts({ account: 'new' }))
    for (const item of items)
      if (item.type === 'settled') reasons.push(...item.outcomes.map(({ reason }) => reason));
  expect(reasons).toContain('suppressed');
  expect(at.email.received.flatMap(({ people }) => people ?? [])).not.toContain('heir');
  expect(await engine.exportPerson('heir')).toMatchObject({
    suppression: { reason: 'asked by ***' },
  });
  // Somebody says it again, not knowing.
  await engine.suppress(ANN.email);
  const kept = await allOf(at.storage, 'default', 'suppression');
  expect(JSON.stringify(kept)).not.toContain(ANN.email);
});

test('PV-27 erasing needs the key, and an engine with another one is not opened', async () => {
  const at = await grown();
  const without = await at.open({ privacy: undefined as never });
  await expect(without.erase({ person: ANN.id })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await without.close();
  await using engine = await at.open();
  for (const wrong of [{}, { person: '' }, { person: 'a', account: 'b' }, { journey: 'x' }])
    await expect(engine.erase(wrong as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await engine.erase({ person: ANN.id });
  for (const privacy of [undefined, { key: 'another secret that is long enough for a hash' }])
    await expect(at.open({ privacy: privacy as never })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['privacy', 'key'],
    });
  const bytes = await at.open({
    privacy: { key: new TextEncoder().encode('a secret of the host, long enough for a hash') },
  });
  await bytes.close();
});

test('PV-29 a new key with the former ones keeps out whom each of them erased, and none may be left out', async () => {
  const at = await grown();
  const first = 'a secret of the host, long enough for a hash';
  const second = 'the next secret of the host, as long as the first';
  const third = new TextEncoder().encode('and the third one, in bytes for a change, of 50 or so');
  {
    await using engine = await at.open();
    await engine.erase({ person: ANN.id });
  }
  {
    await using engine = await at.open({ privacy: { key: second, formerKeys: [first] } });
    await engine.erase({ person: BOB.id });
    // What is complete stays so, under the tombstone of its time.
    const before = await engine.certificates();
    const again = await engine.erase({ person: ANN.id });
    expect(again).toEqual(before.find(({ tombstone }) => tombstone === again.tombstone));
    expect(await engine.certificates()).toEqual(before);
    expect(before).toHaveLength(2);
  }
  for (const privacy of [
    { key: first },
    { key: second },
    { key: third, formerKeys: [second] },
    { key: third, formerKeys: [first] },
  ])
    await expect(at.open({ privacy })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['privacy', 'key'],
    });
  for (const privacy of [
    { key: third, formerKeys: [first, second] },
    { key: second, formerKeys: [third, first] },
    { key: first, formerKeys: [second, third] },
  ]) {
    await using engine = await at.open({ privacy });
    await synchronise(engine);
    expect(await engine.exportPerson(ANN.id)).toMatchObject({ profile: null, accounts: [] });
    expect(await engine.exportPerson(BOB.id)).toMatchObject({ profile: null, accounts: [] });
    await engine.ingest({
      people: [{ id: `heir-${String(privacy.key)}`, attributes: { email: ANN.email } }],
    });
    const heir = await engine.exportPerson(`heir-${String(privacy.key)}`);
    expect(heir.suppression).toMatchObject({ reason: 'asked by ***' });
  }
  await countersAddUp(at.storage);
});

test('PV-20 PV-21 somebody who was never known is kept out from then on', async () => {
  const at = stage();
  await using engine = await at.open();
  const certificate: ErasureCertificate = await engine.erase({ person: ANN.id });
  expect(certificate).toMatchObject({ complete: true, touched: {} });
  await synchronise(engine);
  expect(await findMarks(at.storage, ANN.marks)).toEqual([]);
  expect((await engine.account(ACME.id))!.people.map(({ id }) => id)).toEqual([BOB.id]);
});
