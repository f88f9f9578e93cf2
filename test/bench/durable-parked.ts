import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  Engine,
  Journey,
  Audience,
  conditions,
  catalogue,
  number,
  sqliteStorage,
  text,
} from './ours.ts';

const b2b = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text() },
});
const everybody = Audience.accounts('everybody', conditions(b2b).account('employees').atLeast(1));
const wait = Journey.forAccounts('wait', {
  audience: everybody,
  ends: new Date(Date.now() + 700 * 86_400_000),
}).wait({
  days: 300,
});
const AT_ONCE = 5_000;

/** Fills a file with accounts that stand at a wait. */
export async function parkAccounts(file: string, count: number): Promise<void> {
  const storage = await sqliteStorage({ file });
  const engine = await Engine.open({
    catalogue: b2b,
    storage,
    facts: false,
    evidence: false,
    batchSize: AT_ONCE,
  });
  await engine.publish(wait);
  for (let from = 0; from < count; from += AT_ONCE) {
    await engine.ingest({
      accounts: Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => ({
        id: `account-${from + at}`,
        attributes: { name: `Company ${from + at}`, employees: 10 },
      })),
    });
  }
  await engine.close();
  await storage.close();
}

/** Opens the file in a process of its own, takes one event in, and tells how long that took and what memory it needed. */
export function serveParked(file: string): {
  readonly seconds: number;
  readonly megabytes: number;
} {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), file], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as { seconds: number; megabytes: number };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const start = performance.now();
  const storage = await sqliteStorage({ file: process.argv[2]! });
  const engine = await Engine.open({ catalogue: b2b, storage, facts: false, evidence: false });
  await engine.ingest({ accounts: [{ id: 'account-0', attributes: { employees: 11 } }] });
  const seconds = (performance.now() - start) / 1_000;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  await engine.close();
  await storage.close();
  process.stdout.write(JSON.stringify({ seconds, megabytes }));
}
