import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import type { OpenSqlite } from '../../src/storage/sqlite/client.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { conflict, idsOf, only, put, write } from '../../src/testing/conformance/storage-case.ts';
import { openLikeBetterSqlite, temporaryFolder } from './sqlite-under-test.ts';

let temporary: ReturnType<typeof temporaryFolder>;
let file = '';

beforeEach(() => {
  temporary = temporaryFolder();
  file = join(temporary.folder, 'a.db');
});
afterEach(() => temporary[Symbol.dispose]());

test('SQ-1 a file in WAL mode is made, and what was answered is in it', async () => {
  const storage = await sqliteStorage({ file });
  await write(storage, 's', put('a', 1, { due: 5 }));
  await storage.close();
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect({
    ...database
      .prepare('select kind, id, version, due, body from record join space on space = space.number')
      .get(),
  }).toEqual({
    kind: 'account',
    id: 'a',
    version: 1,
    due: 5,
    body: '{"of":"a","version":1}',
  });
  database.close();
});

test('SQ-1 every commit is forced to the disk', async () => {
  const said: string[] = [];
  const storage = await sqliteStorage({
    file,
    open: (name) => {
      const database = new DatabaseSync(name);
      return {
        exec: (sql) => {
          said.push(sql);
          database.exec(sql);
        },
        prepare: (sql) => database.prepare(sql),
        close: () => database.close(),
      };
    },
  });
  expect(said).toContain('pragma journal_mode = wal');
  expect(said).toContain('pragma synchronous = full');
  expect(said).toContain('pragma busy_timeout = 5000');
  said.length = 0;
  await write(storage, 's', put('a'));
  expect(said).toEqual(['begin immediate', 'commit']);
  await storage.close();
});

test('ST-35 nothing is remembered of a refused commit that was the first of its subscription', async () => {
  const storage = await sqliteStorage({ file });
  expect(await storage.commit('s', only(put('a'), put('b', 9)))).toEqual(conflict('b'));
  await write(storage, 't', put('t'));
  await write(storage, 's', put('a'));
  await storage.close();
  const again = await sqliteStorage({ file });
  expect(await idsOf(again, 's')).toEqual(['a']);
  expect(await idsOf(again, 't')).toEqual(['t']);
  await again.close();
});

test('SQ-3 a database in memory declares that nothing survives, and has no lock', async () => {
  const one = await sqliteStorage({ file: ':memory:' });
  const two = await sqliteStorage({ file: ':memory:' });
  expect(one.capabilities).toEqual({ name: 'sqlite', durability: 'none', multiWriter: false });
  await write(one, 's', put('a'));
  expect(await idsOf(two, 's')).toEqual([]);
  await one.close();
  await two.close();
});

test('SQ-10 a second writer is refused by way of a link too, and let in after close', async () => {
  const first = await sqliteStorage({ file });
  const link = join(temporary.folder, 'link.db');
  symlinkSync(file, link);
  for (const path of [file, link]) {
    await expect(sqliteStorage({ file: path })).rejects.toMatchObject({
      code: 'STORAGE_IN_USE',
      message: expect.stringContaining('Close it first') as string,
    });
  }
  const other = sqliteStorage({ file, open: openLikeBetterSqlite });
  await expect(other).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
  await write(first, 's', put('a'));
  await first.close();
  const second = await sqliteStorage({ file });
  expect(await idsOf(second, 's')).toEqual(['a']);
  await second.close();
});

test('SQ-10 a link to a file that is not there yet leads to the same lock', async () => {
  const [link, further] = ['link.db', 'further.db'].map((name) => join(temporary.folder, name));
  symlinkSync('a.db', link!);
  symlinkSync(link!, further!);
  const first = await sqliteStorage({ file: further! });
  for (const path of [file, link!, further!])
    await expect(sqliteStorage({ file: path })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
  await first.close();
  const circle = join(temporary.folder, 'circle.db');
  symlinkSync('circle.db', circle);
  await expect(sqliteStorage({ file: circle })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
});

test('SQ-16 a hard link is no way to a second writer, and can be read and removed', async () => {
  const first = await sqliteStorage({ file });
  await write(first, 's', put('a'));
  const link = join(temporary.folder, 'hard.db');
  linkSync(file, link);
  for (const path of [link, file])
    await expect(sqliteStorage({ file: path })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
  await write(first, 's', put('b'));
  await first.close();
  for (const path of [link, file]) {
    await expect(sqliteStorage({ file: path })).rejects.toMatchObject({
      code: 'STORAGE_IN_USE',
      message: expect.stringContaining('Remove the other names') as string,
    });
  }
  const reader = await sqliteStorage({ file, readOnly: true });
  expect(await idsOf(reader, 's')).toEqual(['a', 'b']);
  await reader.close();
  rmSync(link);
  const again = await sqliteStorage({ file });
  expect(await idsOf(again, 's')).toEqual(['a', 'b']);
  await again.close();
});

/** The client as it is where the system lets the process only read the file. */
const openOnlyRead: OpenSqlite = (name) => new DatabaseSync(name, { readOnly: name === file });

test('SQ-17 a file that may not be written to is refused at opening, and can be read', async () => {
  const first = await sqliteStorage({ file });
  await write(first, 's', put('a'));
  await first.close();
  await expect(sqliteStorage({ file, open: openOnlyRead })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining('may not write to the file') as string,
  });
  const reader = await sqliteStorage({ file, readOnly: true, open: openOnlyRead });
  expect(await idsOf(reader, 's')).toEqual(['a']);
  await reader.close();
  const again = await sqliteStorage({ file });
  await write(again, 's', put('b'));
  await again.close();
});

/** An ordinary user; modes of files stop nobody who is root. */
const NOBODY = 65_534;

test('SQ-17 a file of mode 444 is refused at opening, and can be read', async () => {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined)
    return console.log('skipped: files have no modes on this system');
  await (await sqliteStorage({ file })).close();
  chmodSync(file, 0o444);
  const isRoot = geteuid() === 0;
  if (isRoot) {
    for (const path of [temporary.folder, file, `${file}.lock`]) chownSync(path, NOBODY, NOBODY);
    seteuid(NOBODY);
  }
  try {
    await expect(sqliteStorage({ file })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    const reader = await sqliteStorage({ file, readOnly: true });
    expect(await idsOf(reader, 's')).toEqual([]);
    await reader.close();
  } finally {
    if (isRoot) seteuid(0);
  }
});

test('SQ-10 the file of another process is refused, and free at once when that process is killed', async () => {
  const script = fileURLToPath(new URL('./sqlite-holder.ts', import.meta.url));
  const holder = spawn(process.execPath, [script, file]);
  try {
    await once(holder.stdout, 'data');
    await expect(sqliteStorage({ file })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    const reader = await sqliteStorage({ file, readOnly: true });
    expect(await idsOf(reader, 's')).toEqual(['held']);
    await reader.close();
  } finally {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  }
  const storage = await sqliteStorage({ file });
  expect(await idsOf(storage, 's')).toEqual(['held']);
  await storage.close();
});

test('SQ-11 a reader beside a writer sees what was committed, and may not write', async () => {
  const writer = await sqliteStorage({ file });
  const reader = await sqliteStorage({ file, readOnly: true });
  await write(writer, 's', put('a'), put('b', 1, { due: 1 }));
  expect(await idsOf(reader, 's')).toEqual(['a', 'b']);
  const keys = [{ kind: 'account', id: 'b' } as const];
  expect(await reader.load('s', keys)).toEqual(await writer.load('s', keys));
  const request = { name: 'l', owner: 'o', now: 0, ttl: 10 };
  const lease = (await writer.acquire('s', request))!;
  const writes: Readonly<Record<string, (storage: Storage) => Promise<unknown>>> = {
    commit: (storage) => storage.commit('s', only(put('c'))),
    acquire: (storage) => storage.acquire('s', request),
    renew: (storage) => storage.renew('s', lease, request),
    release: (storage) => storage.release('s', lease),
  };
  for (const [name, call] of Object.entries(writes)) {
    await expect(call(reader), name).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  }
  expect(await reader.leases('s', '')).toEqual([lease]);
  await writer.close();
  await reader.close();
});

test('SQ-11 a reader makes no file, and does not bring an empty one to a schema', async () => {
  await expect(sqliteStorage({ file, readOnly: true })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining('There is no file') as string,
  });
  expect(existsSync(file)).toBe(false);
  new DatabaseSync(file).close();
  await expect(sqliteStorage({ file, readOnly: true })).rejects.toMatchObject({
    code: 'STORAGE_SCHEMA',
    message: expect.stringContaining('Open the file once for writing') as string,
  });
  expect(readFileSync(file).length).toBe(0);
});

test.each([
  [{ file: '' }, 'file'],
  [{ file: '  ' }, 'file'],
  [{ file: 7 as unknown as string }, 'file'],
  [{ file: 'a\0b' }, 'file'],
  [{ file: 'file:a.db?mode=ro' }, 'file'],
  [{ file: ':memory:', readOnly: true }, 'readOnly'],
  [{ file: 'a.db', open: 'better-sqlite3' as unknown as () => never }, 'open'],
  [{ file: 'a.db', busyTimeout: -1 }, 'busyTimeout'],
  [{ file: 'a.db', busyTimeout: 0.5 }, 'busyTimeout'],
  [{ file: 'a.db', bodyLimit: 0 }, 'bodyLimit'],
  [{ file: 'a.db', bodyLimit: 2 ** 30 }, 'bodyLimit'],
])('SQ-12 options such as %j are refused', async (options, path) => {
  await expect(sqliteStorage(options)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path: [path],
  });
});

test.each([undefined, null, 'a.db'])('SQ-12 %j is no list of options', async (options) => {
  await expect(sqliteStorage(options as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('{ file:') as string,
  });
});

test.each([
  ['a folder', ''],
  ['a file in a folder that is not there', 'none/a.db'],
  ['a file in something that is no folder', 'letter.txt/a.db'],
])('SQ-31 %s is refused with what to do', async (_, path) => {
  writeFileSync(join(temporary.folder, 'letter.txt'), 'Dear');
  await expect(sqliteStorage({ file: join(temporary.folder, path) })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining('folder that exists') as string,
    cause: expect.any(Error) as Error,
  });
});

test('SQ-33 a call waits for another program that has locked the file, then fails and can be repeated', async () => {
  const storage = await sqliteStorage({ file, busyTimeout: 20 });
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expect(storage.commit('s', only(put('a')))).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining('Another program') as string,
  });
  other.exec('rollback');
  other.close();
  await write(storage, 's', put('a'));
  await storage.close();
});
