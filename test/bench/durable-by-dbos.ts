import { performance } from 'node:perf_hooks';

/** Workflows a second. */
export interface Rate {
  readonly rate: number;
}

const AT_ONCE = 64;
const STEPS = 8;

/** Workflows of eight steps a second on a database of the peer's own; `null` when the peer is not installed. */
export async function dbosRate(url: string, count: number): Promise<Rate | null> {
  const library = await import('@dbos-inc/dbos-sdk').catch(() => null);
  if (library === null) return null;
  const { DBOS } = library;
  const database = new URL(url);
  database.pathname = '/dbos_bench';
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: database.href, logLevel: 'error' });
  const journey = DBOS.registerWorkflow(
    async (account: string): Promise<string> => {
      for (let step = 0; step < STEPS; step += 1)
        await DBOS.runStep(() => Promise.resolve(`${account} ${step}`), { name: `step-${step}` });
      return account;
    },
    { name: 'journey' },
  );
  await DBOS.launch();
  const pass = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += AT_ONCE) {
      const ids = Array.from(
        { length: Math.min(AT_ONCE, to - at) },
        (_, index) => `a${at + index}`,
      );
      await Promise.all(ids.map((id) => journey(id)));
    }
  };
  await pass(0, AT_ONCE);
  const start = performance.now();
  await pass(AT_ONCE, AT_ONCE + count);
  const seconds = (performance.now() - start) / 1_000;
  await DBOS.shutdown();
  return { rate: count / seconds };
}
