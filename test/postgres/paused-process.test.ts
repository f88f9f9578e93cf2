import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { Lease } from '../../src/ports/storage.ts';
import { dropSchema, freshSchema, test, openOwn, serverUrl } from './postgres-under-test.ts';

test('PG-36 a process that was stopped while it held a lease writes nothing when it wakes', async () => {
  const schema = freshSchema();
  const storage = await openOwn(schema);
  const file = 'test/postgres/paused-writer.ts';
  const child = spawn(process.execPath, [file, serverUrl(), schema], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string);
    const held = (await next()) as Lease;
    child.kill('SIGSTOP');
    const request = { name: 'shard', owner: 'other', ttl: 60_000 };
    expect(await storage.acquire('s', { ...request, now: held.expiresAt - 1 })).toBeUndefined();
    await new Promise((resolve) => void setTimeout(resolve, held.expiresAt - Date.now()));
    const taken = await storage.acquire('s', { ...request, now: held.expiresAt });
    expect(taken?.fence).toBeGreaterThan(held.fence);
    child.stdin.write('go on\n');
    child.kill('SIGCONT');
    expect(await next()).toEqual({ ok: false, reason: 'fenced' });
    await once(child, 'exit');
    expect(await storage.load('s', [{ kind: 'account', id: 'late' }])).toEqual([undefined]);
    expect(await storage.counters('s', '')).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await storage.close();
    await dropSchema(schema);
  }
});
