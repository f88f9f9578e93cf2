import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { digestSubscription } from '../../src/archive/digest.ts';
import { openStorage } from '../../src/cli/open-storage.ts';
import { call } from '../cli/fake-io.ts';
import { digestOf, importInto, linesOf } from '../archive/archives.ts';
import { b2bWorld, givenAcme, nurture } from '../engine/tenant.ts';
import { serverUrl, test } from './postgres-under-test.ts';

test('AR-10 AR-11 AR-40 AR-41 DR-30 a subscription moves from SQLite to PostgreSQL and back, on the command line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'accompany-move-'));
  try {
    await using tenant = await b2bWorld();
    await tenant.given.journey(nurture());
    for (let index = 0; index < 40; index += 1) await givenAcme(tenant, `acme-${index}`);
    await tenant.engine.settle();
    const digest = await digestOf(tenant.storage);
    const [first, last] = ['first', 'last'].map((name) => `sqlite:${join(folder, name)}`);
    const server = serverUrl();
    const other = ['--subscription', `moved ${process.pid}`];

    const storage = await openStorage(first!, 'write');
    await importInto(storage, await linesOf(tenant.storage));
    await storage.close();

    const out = await call(['export', '--storage', first!, '--out', 'a']);
    const files = { a: out.written.get('a') };
    expect(
      await call(['import', 'a', '--storage', server, '--rename', ...other], files),
    ).toMatchObject({ exit: 0, err: '', out: expect.stringContaining(digest) as string });
    const doctor = await call(['doctor', '--storage', server, '--json', ...other]);
    expect(JSON.parse(doctor.out)).toMatchObject({
      runs: { unfinished: 40 },
      storage: { multiWriter: true },
    });
    const back = await call(['export', '--storage', server, '--out', 'b', ...other]);
    const again = ['import', 'b', '--rename', '--storage', last!];
    expect((await call(again, { b: back.written.get('b') })).out).toContain(digest);
    const [here, there] = await Promise.all([
      openStorage(first!, 'read'),
      openStorage(last!, 'read'),
    ]);
    for (const each of [here, there]) {
      expect((await digestSubscription({ storage: each, subscription: 'default' })).digest).toBe(
        digest,
      );
      await each.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
