import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { copyGiven, copyJson } from '../../src/kernel/copy-given.ts';
import { b2bWorld, collect, givenAcme, journey, named, person, START } from './tenant.ts';

test('EN-106 what a host changes after a call is not changed for the call', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  const given = {
    template: {
      id: 't',
      name: 'T',
      status: 'live' as const,
      roles: [{ role: 'Champion', when: person('jobTitle').is('VP') }],
    },
  };
  const interest = { id: 'i', name: 'I', template: 't', updateExisting: true };
  const activities = [{ activity: 'webVisit', band: 'Normal' }];
  const scoring = { zone: 'Europe/Berlin', models: [{ ...presetModel(), activities }] };
  const change = { account: 'acme', group: 'i', assign: { bob: 'Champion' } };
  const status = { account: 'acme', group: 'i', status: 'Hot' };
  const list = { add: ['acme'] };
  const calls = [
    engine.define([given, named]),
    engine.define({ interest }),
    engine.scoring.define(scoring),
    givenAcme(tenant),
    engine.ingest({ people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }] }),
    engine.groups.changeMembers(change),
    engine.groups.setStatus(status),
    engine.changeList('named', list),
  ];
  given.template.roles.push({ role: 'Influencer', when: person('jobTitle').is('x') });
  interest.name = 'Another one';
  scoring.zone = 'UTC';
  activities.length = 0;
  change.assign = { bob: 'Nobody' };
  status.status = '';
  list.add.push('beta');
  await Promise.all(calls);
  const { templates, interests } = await engine.definitions();
  expect(templates[0]!.roles.map(({ role }) => role)).toEqual(['Champion']);
  expect(interests[0]!.name).toBe('I');
  expect((await engine.scoring.models())[0]!.activities).toHaveLength(1);
  const [group] = (await engine.account('acme'))!.groups;
  expect(group).toMatchObject({ status: 'Hot', members: [{ person: 'ann' }, { person: 'bob' }] });
  expect(await engine.members({ list: 'named' })).toEqual(['acme']);
});

test('EN-106 copies hold what was there, whatever its names are, and leave alone what is no data', () => {
  const { signal } = new AbortController();
  const given = {
    list: [{ a: 1 }],
    signal,
    none: null,
    at: new Date(0),
    ...JSON.parse('{"__proto__":1}'),
  };
  const copy = copyGiven(given) as typeof given;
  expect(copy).toEqual(given);
  expect([copy.list === given.list, copy.list[0] === given.list[0]]).toEqual([false, false]);
  expect([copy.signal, copy.at]).toEqual([signal, given.at]);
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  const round: { self?: unknown } = {};
  round.self = round;
  const ring = copyGiven(round);
  expect(ring.self).toBe(ring);
  const map = new Map();
  expect(copyGiven(map)).toBe(map);
  const json: unknown = JSON.parse('{"__proto__":{"a":[1,null,"x"]},"b":true}');
  expect(copyJson(json)).toEqual(json);
  expect(Object.getPrototypeOf(copyJson(json))).toBe(Object.prototype);
});

/** Spoils everything that can be. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  for (const [name, part] of Object.entries(value)) {
    spoil(part);
    if (typeof part !== 'object') (value as Record<string, unknown>)[name] = 'spoilt';
  }
  if (Array.isArray(value)) value.push('spoilt');
  else (value as Record<string, unknown>)['spoilt'] = 'spoilt';
}

test('EN-107 what the engine hands out is the host’s: spoiling it changes nothing that is kept', async () => {
  await using tenant = await b2bWorld({
    answer: () => ({ outcome: 'unknown' }),
    privacy: { key: 'k'.repeat(32) },
  });
  const { engine } = tenant;
  engine.on('fact', spoil);
  engine.on('publication', spoil);
  await engine.define(
    BuyingGroup.define('deal', { roles: [{ role: 'VP', when: person('jobTitle').is('VP') }] }),
  );
  await givenAcme(tenant);
  await engine.publish(journey('nurture').sendEmail('intro'));
  await engine.advanceTo(START + 60_000);
  await engine.erase({ person: 'bob' });
  const reads = {
    account: () => engine.account('acme'),
    facts: () => collect(engine.facts()),
    own: () => collect(engine.facts({ account: 'acme' })),
    story: () => engine.explain({ journey: 'nurture', account: 'acme' }),
    publications: () => engine.publications('nurture'),
    journeys: () => engine.journeys(),
    counts: () => engine.counts('nurture'),
    letters: () => engine.deadLetters(),
    certificates: () => engine.certificates(),
    person: () => engine.exportPerson('ann'),
    definitions: () => engine.definitions(),
  };
  for (const [name, read] of Object.entries(reads)) {
    const before = JSON.stringify(await read());
    expect([name, before.includes('spoilt')]).toEqual([name, false]);
    spoil(await read());
    expect([name, JSON.stringify(await read())]).toEqual([name, before]);
  }
});

test('EN-36 a call whose turn comes after the host has given up does nothing', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  const gone = { signal: AbortSignal.abort() };
  const calls: readonly Promise<unknown>[] = [
    engine.define(named, gone),
    engine.scoring.define({ zone: 'UTC' }, gone),
    engine.publish(journey('nurture').sendEmail('intro'), gone),
    engine.erase({ account: 'acme' }, gone),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await engine.definitions()).toMatchObject({ lists: [] });
  expect(await engine.scoring.models()).toEqual([]);
  expect(await engine.journeys()).toEqual([]);
});

test('EN-4 nobody listens to an event that there is none of', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  expect(() => engine.on('facts' as 'fact', () => undefined)).toThrow(/one of fact, status/);
  expect(() => engine.on('fact', undefined as never)).toThrow(/give a function/);
});

test('EN-106 what is nested beyond all bounds is refused as before, not by an overflow of the stack', async () => {
  await using tenant = await b2bWorld();
  let deep: object = {};
  for (let level = 0; level < 200_000; level += 1) deep = { of: [deep] };
  await expect(tenant.engine.define(deep as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(tenant.engine.scoring.define(deep as never)).rejects.toMatchObject({
    code: 'INVALID_DOCUMENT',
  });
  await expect(tenant.engine.changeList('named', deep as never)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
