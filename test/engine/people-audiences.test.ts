import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { Journey } from '../../src/journey/journey.ts';
import { number, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { world } from '../../src/testing/harness/world.ts';
import { ENDS } from './tenant.ts';

/** People whose audiences at the platform stand in `segments`. */
const model = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text(), segments: texts() },
});
const { person, some } = conditions(model);
const INVITED = person('segments').is('webinar');

test('DI-17 a person who comes into an audience of the platform brings the account into a journey, and is led by it', async () => {
  const platform = memoryPlatform();
  platform.tell(
    { type: 'account', id: 'acme', attributes: { name: 'Acme' } },
    ...['ann', 'bob'].flatMap((id) => [
      { type: 'person', id, attributes: { email: `${id}@acme.example` } } as const,
      { type: 'relation', account: 'acme', person: id } as const,
    ]),
  );
  const options = {
    catalogue: model,
    integration: { sources: [platform], audiences: 'segments' },
  };
  await using tenant = await world<NonNullable<(typeof model)['shape']>>(options);
  const { engine } = tenant;
  const audience = Audience.accounts('invited', some('person', INVITED));
  await engine.publish(
    Journey.forAccounts('webinar', { audience, ends: ENDS, catalogue: model })
      .wait({ days: 1 })
      .splitPeople((paths) =>
        paths
          .when('VIPs', person('segments').is('vip'), (steps) => steps.sendEmail('box'))
          .when('Invited', INVITED, (steps) => steps.sendEmail('invitation')),
      ),
  );
  await engine.integration.synchronise();
  expect((await engine.counts('webinar')).entered).toBe(0);

  platform.tell(
    { type: 'audience', audience: 'webinar', person: 'ann', member: true },
    { type: 'audience', audience: 'webinar', person: 'bob', member: true },
    { type: 'audience', audience: 'vip', person: 'bob', member: true },
  );
  await engine.integration.synchronise();
  expect((await engine.counts('webinar')).entered).toBe(1);
  const segments = async (): Promise<readonly unknown[]> =>
    ((await engine.account('acme'))?.people ?? []).map(({ attributes }) => attributes['segments']);
  expect(await segments()).toEqual([['webinar'], ['vip', 'webinar']]);

  platform.tell({ type: 'audience', audience: 'webinar', person: 'ann', member: false });
  await engine.integration.synchronise();
  expect(await segments()).toEqual([undefined, ['vip', 'webinar']]);
  await tenant.when.after({ days: 1 });
  expect(tenant.seen.emails()).toEqual(['box to bob of acme']);
});
