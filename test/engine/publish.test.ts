import { expect, test } from 'vitest';
import type { Publication } from '../../src/records/bodies.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { b2bWorld, givenAcme, journey, large, nurture, START } from './tenant.ts';

test('EN-20 publish resolves with its record, whose steps and instants stay readable', async () => {
  await using tenant = await b2bWorld();
  const seen: Publication[] = [];
  tenant.engine.on('publication', (publication) => seen.push(publication));
  const publication = await tenant.engine.publish(nurture());
  expect(publication).toMatchObject({ journey: 'nurture', status: 'done', issues: [] });
  expect(publication.steps.map(({ step }) => step)).toEqual([
    'validated',
    'compiled',
    'segmented',
    'activated',
    'entered',
  ]);
  expect(publication.steps.every(({ at }) => at === START)).toBe(true);
  expect(publication.segments.length).toBeGreaterThan(0);
  expect(publication.plan).toBe((await tenant.engine.journey('nurture')).plan);
  expect(seen.at(-1)).toEqual(publication);
  await tenant.reopen();
  expect(await tenant.engine.publications('nurture')).toEqual([publication]);
});

test('EN-20 a journey whose start lies ahead becomes scheduled', async () => {
  await using tenant = await b2bWorld();
  await tenant.engine.publish(nurture('nurture', { starts: '2026-02-01' }));
  expect(await tenant.engine.journey('nurture')).toMatchObject({
    status: 'scheduled',
    startAt: Date.parse('2026-02-01'),
  });
});

test('EN-21 a journey with errors is refused with all of them; the draft stays as it was and unlocked', async () => {
  await using tenant = await b2bWorld();
  const wrong = journey('wrong', { ends: '2026-01-01' })
    .addToList('nowhere')
    .addToJourney('nobody');
  const refused = tenant.engine.publish(wrong);
  await expect(refused).rejects.toMatchObject({ code: 'PUBLISH_REFUSED' });
  const { details } = (await refused.catch((error: unknown) => error)) as {
    details: { issues: { code: string }[] };
  };
  expect(details.issues.length).toBeGreaterThanOrEqual(3);
  expect(await tenant.engine.journey('wrong')).toMatchObject({
    status: 'draft',
    document: wrong.document,
    plan: null,
  });
  expect(await tenant.engine.publications('wrong')).toMatchObject([
    { status: 'refused', issues: details.issues },
  ]);
  await tenant.engine.publish(nurture('wrong'));
  expect((await tenant.engine.publications('wrong')).map(({ status }) => status)).toEqual([
    'refused',
    'done',
  ]);
});

test('EN-21 what only the engine can know stands against publishing too', async () => {
  await using tenant = await b2bWorld();
  await tenant.reopen({ channels: {} });
  await expect(tenant.engine.publish(nurture())).rejects.toMatchObject({
    code: 'PUBLISH_REFUSED',
    message: expect.stringContaining('CHANNEL_MISSING'),
  });
});

test.each(['bad\u001fid', 'bad\u0000', '\u007f', ' '])(
  'EN-21 %j is the id of no journey, node or path',
  async (id) => {
    await using tenant = await b2bWorld();
    await expect(tenant.engine.publish(nurture(id))).rejects.toMatchObject({
      code: 'INVALID_DOCUMENT',
    });
    const wrong = [
      journey('node').sendEmail('intro', { id }),
      journey('path').split((paths) =>
        paths.when('Large', large.document.condition, (path) => path, { id }).otherwise(),
      ),
    ];
    for (const each of wrong)
      await expect(tenant.engine.publish(each)).rejects.toMatchObject({ code: 'PUBLISH_REFUSED' });
  },
);

test('EN-22 while a publication is open, the draft is neither changed nor published again', async () => {
  const storage = memoryStorage();
  // The process ends when the publication's record has been written.
  let commits = 0;
  let ended = false;
  const dying = faultyStorage(storage, {
    next({ method }) {
      if (ended) return 'crash';
      if (method === 'commit') commits += 1;
      ended = commits === 5;
      return ended ? 'crashAfter' : 'ok';
    },
  });
  const tenant = await b2bWorld({ storage: dying });
  await expect(tenant.engine.publish(nurture())).rejects.toBeInstanceOf(CrashSignal);
  const [publication] = await allOf<Publication>(storage, 'default', 'publication');
  expect(publication?.body.status).toBe('open');
  // Nobody opens the subscription any more without its going on: a second look is one at the running engine.
  const slow = await b2bWorld();
  const publishing = slow.engine.publish(nurture());
  const others = await Promise.allSettled([
    slow.engine.save(nurture().sendEmail('more')),
    slow.engine.publish('nurture'),
    publishing,
  ]);
  expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(await slow.engine.publications('nurture')).toHaveLength(1);
  await slow.engine.close();
});

test.each([1, 2, 500])(
  'EN-23 every account of the audience has entered, in batches of %i',
  async (batchSize) => {
    await using tenant = await b2bWorld({ batchSize });
    for (const id of ['a', 'b', 'c', 'd']) await givenAcme(tenant, id);
    await tenant.given.account('small', { name: 'Small', employees: 1 });
    await tenant.engine.publish(nurture());
    expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 4, inFlight: 4 });
  },
);

test('EN-24 an interrupted publication goes on when an engine opens the subscription, wherever it was, and takes nobody in twice', async () => {
  for (let number = 1; number < 100; number += 1) {
    const storage = memoryStorage();
    const before = await b2bWorld({ storage, batchSize: 2 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await givenAcme(before, id);
    await before.engine.save(nurture());
    await before.engine.close();
    let commits = 0;
    const dying = faultyStorage(storage, {
      next({ method }) {
        if (method === 'commit') commits += 1;
        return commits > number ? 'crash' : commits === number ? 'crashAfter' : 'ok';
      },
    });
    const crashed = await b2bWorld({ storage: dying, batchSize: 2 })
      .then((tenant) => tenant.engine.publish('nurture'))
      .then(
        () => false,
        (error: unknown) => error instanceof CrashSignal,
      );
    if (!crashed) {
      expect(number).toBeGreaterThan(7);
      return;
    }
    await using after = await b2bWorld({ storage, batchSize: 2 });
    const { status } = await after.engine.journey('nurture');
    // Before the first commit nothing had begun.
    if (status === 'draft') await after.engine.publish('nurture');
    expect(await after.engine.counts('nurture')).toMatchObject({ entered: 5, inFlight: 5 });
    expect(await after.engine.publications('nurture')).toMatchObject([{ status: 'done' }]);
    await after.when.after({ days: 4 });
    expect(after.seen.emails()).toHaveLength(10);
  }
  expect.unreachable();
});

test('EN-24 a publication that its host aborted goes on with the next call of the same engine', async () => {
  await using tenant = await b2bWorld({ batchSize: 1 });
  for (const id of ['a', 'b', 'c']) await givenAcme(tenant, id, {});
  const controller = new AbortController();
  await tenant.engine.save(nurture());
  const publishing = tenant.engine.publish('nurture', {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(publishing).rejects.toMatchObject({ code: 'ABORTED' });
  await tenant.engine.ingest({});
  expect(await tenant.engine.counts('nurture')).toMatchObject({ entered: 3 });
  expect(await tenant.engine.publications('nurture')).toMatchObject([{ status: 'done' }]);
});

test('EN-25 definitions that travel with a journey are kept', async () => {
  await using tenant = await b2bWorld();
  await givenAcme(tenant);
  await tenant.engine.save(nurture());
  expect(await tenant.engine.members({ audience: 'large' })).toEqual(['acme']);
  await tenant.engine.publish(
    journey('by-id', { audience: { audience: 'large' } }).sendEmail('intro'),
  );
});

test('EN-26 an equal journey under the same id has the same plan hash', async () => {
  await using tenant = await b2bWorld();
  const { plan } = await tenant.engine.publish(nurture());
  await tenant.engine.abort('nurture');
  await tenant.engine.delete('nurture');
  expect((await tenant.engine.publish(nurture())).plan).toBe(plan);
  await tenant.engine.abort('nurture');
  await tenant.engine.delete('nurture');
  expect((await tenant.engine.publish(nurture().sendEmail('more'))).plan).not.toBe(plan);
});
