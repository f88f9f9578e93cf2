import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import type { IntentSignal } from '../../src/model/intent.ts';
import { b2b, b2bWorld } from './tenant.ts';

const { all, any, hasIntent, person, some } = conditions(b2b);

const cloudHigh: IntentSignal = { signal: 'solution', name: 'Cloud', level: 'high' };
const cloudLow: IntentSignal = { signal: 'solution', name: 'Cloud', level: 'low' };

const wantCloud = hasIntent('account', 'solution', { names: ['Cloud'] });
const keenPerson = hasIntent('person', 'solution', { levels: ['high'] });

test('BG-146 conditions on intent hold as soon as it was taken in', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define([
    Audience.accounts('cloudy', wantCloud),
    Audience.accounts('keen', some('person', keenPerson)),
    BuyingGroup.define('cloud', { roles: [{ role: 'Champion', when: keenPerson }] }),
  ]);
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
    people: [{ id: 'ann' }],
    relations: [{ account: 'acme', person: 'ann' }],
  });
  expect(await engine.members({ audience: 'cloudy' })).toEqual([]);

  await engine.ingest({ intent: [{ account: 'acme', signals: [cloudHigh] }] });
  expect(await engine.members({ audience: 'cloudy' })).toEqual(['acme']);
  expect(await engine.members({ audience: 'keen' })).toEqual([]);

  await engine.ingest({ intent: [{ person: 'ann', signals: [cloudLow, cloudHigh] }] });
  expect(await engine.members({ audience: 'keen' })).toEqual(['acme']);
  const acme = await engine.account('acme');
  expect(acme?.people[0]?.intent).toEqual([cloudHigh]);
  expect(acme?.groups[0]?.members).toMatchObject([{ person: 'ann', role: 'Champion' }]);

  // Who joins later brings it along.
  await engine.ingest({
    accounts: [{ id: 'beta', attributes: { name: 'Beta' } }],
    relations: [{ account: 'beta', person: 'ann' }],
  });
  expect(await engine.members({ audience: 'keen' })).toEqual(['acme', 'beta']);

  await engine.ingest({
    intent: [
      { account: 'acme', signals: [] },
      { person: 'ann', signals: [] },
    ],
  });
  expect(await engine.members({ audience: 'cloudy' })).toEqual([]);
  expect(await engine.members({ audience: 'keen' })).toEqual([]);
});

test('BG-146 what was told already changes nothing; a subject that is not known comes into being', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define(
    Audience.accounts('either', any(wantCloud, all(some('person', person('score').atLeast(5))))),
  );
  await engine.ingest({ intent: [{ account: 'new', signals: [cloudLow] }] });
  expect(await engine.members({ audience: 'either' })).toEqual(['new']);
  const before = await tenant.seen.everything();
  await engine.ingest({ intent: [{ account: 'new', signals: [cloudLow] }] });
  expect(await tenant.seen.everything()).toEqual(before);
  const told = { intent: [{ person: 'ann', signals: [cloudLow] }] };
  await engine.ingest(told);
  const once = await tenant.seen.everything();
  await engine.ingest(told);
  expect(await tenant.seen.everything()).toEqual(once);
  expect((await engine.exportPerson('ann')).profile?.intent).toEqual([cloudLow]);
});

test('BG-146 wrong intent is refused as a whole', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await expect(
    engine.ingest({
      intent: [
        { account: 'acme', signals: [cloudHigh] },
        { account: 'acme', signals: [{ ...cloudHigh, level: 'huge' as 'high' }] },
      ],
    }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['intent', 1, 'signals', 0, 'level'] });
  expect(await engine.account('acme')).toBeUndefined();
});
