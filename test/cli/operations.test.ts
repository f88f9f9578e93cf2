import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLines } from '../../src/cli/line-files.ts';
import { openStorage, withoutSecret } from '../../src/cli/open-storage.ts';
import { splitLines } from '../../src/cli/split-lines.ts';
import { b2bWorld, givenAcme, nurture } from '../engine/tenant.ts';
import { digestOf, importInto, linesOf } from '../archive/archives.ts';
import { call } from './fake-io.ts';

let folder: string;
let lines: string[];
let digest: string;
let count = 0;

/** A new file name. */
const fresh = (): string => join(folder, `${(count += 1)}.db`);

/** A SQLite file with the tenant. */
async function filled(): Promise<string> {
  const file = fresh();
  const storage = await openStorage(`sqlite:${file}`, 'write');
  await importInto(storage, lines);
  await storage.close();
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-cli-'));
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  await tenant.engine.settle();
  lines = await linesOf(tenant.storage);
  digest = await digestOf(tenant.storage);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('export and import', () => {
  test('AR-40 AR-41 move a subscription from one file to another', async () => {
    const from = await filled();
    const exported = await call(['export', '--storage', `sqlite:${from}`, '--out', 'backup']);
    expect([exported.exit, exported.err]).toEqual([0, '']);
    expect(exported.out).toBe(`${lines.length} lines of default in backup\n`);
    const text = exported.written.get('backup')!;
    const to = fresh();
    const imported = await call(['import', 'backup', '--storage', `sqlite:${to}`], {
      backup: text,
    });
    expect([imported.exit, imported.err]).toEqual([0, '']);
    expect(imported.out).toContain(`read back\ndigest ${digest}\n`);
    const storage = await openStorage(`sqlite:${to}`, 'read');
    expect(await digestOf(storage)).toBe(digest);
    await storage.close();
  });

  test('AR-40 AR-41 say what is wrong, with an exit code that fits', async () => {
    const file = await filled();
    const text = lines.join('\n');
    const long = `${lines[0]}\n${'x'.repeat(40_000_000)}`;
    for (const [exit, message, args] of [
      [2, '--storage is missing', ['export', '--out', 'x']],
      [2, '--out is missing', ['export', '--storage', `sqlite:${file}`]],
      [2, 'what was given is neither', ['export', '--storage', 'tape', '--out', 'x']],
      [2, 'path of a file', ['export', '--storage', 'sqlite:', '--out', 'x']],
      [2, 'FILE is missing', ['import', '--storage', `sqlite:${file}`]],
      [1, 'does not exist', ['import', 'none', '--storage', `sqlite:${fresh()}`]],
      [1, 'not empty', ['import', 'whole', '--storage', `sqlite:${file}`]],
      [1, 'INVALID_DOCUMENT: Line 3 of', ['import', 'short', '--storage', `sqlite:${fresh()}`]],
      [1, 'TOO_LARGE: Line 2 of', ['import', 'long', '--storage', `sqlite:${fresh()}`]],
      [
        1,
        'say rename',
        ['import', 'whole', '--subscription', 'b', '--storage', `sqlite:${fresh()}`],
      ],
      [
        0,
        '',
        ['import', 'whole', '--subscription', 'b', '--rename', '--storage', `sqlite:${fresh()}`],
      ],
    ] as const) {
      const files = { whole: text, short: lines.slice(0, 2).join('\n'), long };
      const { exit: actual, err } = await call(args, files);
      expect([args.join(' '), actual, err]).toEqual([
        args.join(' '),
        exit,
        expect.stringContaining(message),
      ]);
    }
  });

  test('AR-41 an import that is refused leaves no file where there was none', async () => {
    const files = {
      whole: lines.join('\n'),
      cut: lines.slice(0, -1).join('\n'),
      other: '{"format":1}',
      empty: '',
    };
    for (const [archive, extra] of [
      ['none', []],
      ['empty', []],
      ['other', []],
      ['cut', []],
      ['whole', ['--subscription', 'b']],
    ] as const) {
      const to = fresh();
      const name = to.slice(folder.length + 1);
      const { exit } = await call(
        ['import', archive, '--storage', `sqlite:${to}`, ...extra],
        files,
      );
      const left = (await readdir(folder)).filter((one) => one.startsWith(name));
      expect([archive, exit, left]).toEqual([archive, 1, []]);
    }
    // What was there stays, also when it is empty or is somebody else's.
    const kept = await filled();
    const bytes = await readFile(kept);
    const { exit } = await call(['import', 'cut', '--storage', `sqlite:${kept}`], files);
    expect([exit, existsSync(kept)]).toEqual([1, true]);
    expect((await readFile(kept)).equals(bytes)).toBe(true);
    const engine = await openStorage(`sqlite:${kept}`, 'write');
    const held = await call(['import', 'whole', '--storage', `sqlite:${kept}`], files);
    expect([held.exit, held.err]).toEqual([1, expect.stringContaining('STORAGE_IN_USE')]);
    await engine.close();
    expect(existsSync(kept)).toBe(true);
    // And a refusal does not stand in the way of the next import.
    const to = fresh();
    for (const [archive, expected] of [
      ['cut', 1],
      ['whole', 0],
    ] as const)
      expect((await call(['import', archive, '--storage', `sqlite:${to}`], files)).exit).toBe(
        expected,
      );
  });

  test('AR-40 an export that fails leaves no file', async () => {
    const path = join(folder, 'cut');
    async function* broken(): AsyncGenerator<string> {
      yield 'one';
      throw new Error('gone');
    }
    await expect(writeLines(path, broken())).rejects.toThrow('gone');
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
    await writeLines(
      path,
      (async function* (): AsyncGenerator<string> {
        yield* ['ä', 'b'.repeat(600_000)];
      })(),
    );
    expect((await readFile(path, 'utf8')).length).toBe(600_003);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('AR-41 lines are taken from a file piece by piece', async () => {
    async function* pieces(...texts: string[]): AsyncGenerator<string> {
      yield* texts;
    }
    const split = (most: number, ...texts: string[]): Promise<string[]> =>
      Array.fromAsync(splitLines(pieces(...texts), most));
    expect(await split(9, 'a', 'b\nc', '', '\r', '\n\nd')).toEqual(['ab', 'c', '', 'd']);
    expect(await split(9, '\n')).toEqual(['']);
    expect(await split(9)).toEqual([]);
    await expect(split(3, 'abc\n', 'ab', 'cd')).rejects.toMatchObject({
      code: 'TOO_LARGE',
      details: { line: 2 },
    });
  });
});

describe('files that are not there', () => {
  test('AR-40 an export into a folder that is not there says so', async () => {
    const [file, folderless] = [await filled(), join(folder, 'nodir', 'x')];
    const letter = join(folder, 'letter.txt');
    await writeFile(letter, 'Dear');
    for (const [out, why] of [
      [folderless, 'Make the folder first'],
      [join(letter, 'x'), 'its folder is a file'],
      [folder, 'it is a folder'],
    ] as const) {
      const { exit, err } = await call(
        ['export', '--storage', `sqlite:${file}`, '--out', out],
        {},
        { writeLines },
      );
      expect([exit, err]).toEqual([1, expect.stringContaining(why)]);
      expect(err).toMatch(/^The file .* cannot be written: .*\.\n$/);
    }
    expect(existsSync(join(folder, 'nodir'))).toBe(false);
  });

  test('AR-9 AR-40 an export of a subscription that is not there touches no file', async () => {
    const [file, out] = [await filled(), join(folder, 'kept.ndjson')];
    for (const path of [out, `${out}.part`]) await writeFile(path, 'kept');
    const { exit, err } = await call(
      ['export', '--storage', `sqlite:${file}`, '--subscription', 'none', '--out', out],
      {},
      { writeLines },
    );
    expect([exit, err]).toEqual([1, expect.stringContaining('There is no subscription "none"')]);
    for (const path of [out, `${out}.part`]) expect(await readFile(path, 'utf8')).toBe('kept');
  });

  test('AR-40 DR-30 SQ-11 a storage that is not there is neither made nor called something else', async () => {
    const missing = fresh();
    for (const args of [['doctor'], ['export', '--out', join(folder, 'none.ndjson')]]) {
      const { exit, err } = await call(
        [...args, '--storage', `sqlite:${missing}`],
        {},
        { writeLines },
      );
      expect([exit, err]).toEqual([3, expect.stringContaining('There is no file')]);
    }
    for (const name of [missing, `${missing}.lock`, join(folder, 'none.ndjson')])
      expect(existsSync(name)).toBe(false);
  });
});

describe('doctor', () => {
  test('DR-30 exit code 0 without an error, 1 with one', async () => {
    const file = await filled();
    const sick = await call(['doctor', '--storage', `sqlite:${file}`]);
    expect([sick.exit, sick.err]).toEqual([1, '']);
    expect(sick.out).toContain('error    Overdue: 1 account');
    expect(sick.out).toContain('1 in nurture at wait-1 wait for time');
    const json = await call(['doctor', '--storage', `sqlite:${file}`, '--json', '--examples', '0']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'error', runs: { unfinished: 1 } });
    const other = await call(['doctor', '--storage', `sqlite:${file}`, '--subscription', 'none']);
    expect([other.exit, other.out]).toEqual([
      1,
      expect.stringContaining('There is no subscription none'),
    ]);
  });

  test('DR-30 says what is wrong', async () => {
    const text = join(folder, 'text');
    await writeFile(text, 'This is no database.'.repeat(1_000));
    for (const [exit, args] of [
      [2, ['doctor']],
      [2, ['doctor', 'x', '--storage', 'sqlite:x']],
      [2, ['doctor', '--storage', 'memory']],
      [2, ['doctor', '--storage', 'sqlite:x', '--examples', '-1']],
    ] as const)
      expect((await call(args)).exit).toBe(exit);
    const corrupt = await call(['doctor', '--storage', `sqlite:${text}`]);
    expect([corrupt.exit, corrupt.err]).toEqual([3, expect.stringContaining('STORAGE_CORRUPT')]);
    const none = await call(['doctor', '--storage', `sqlite:${fresh()}`]);
    expect(none.exit).not.toBe(0);
  });
});

describe('where a storage is', () => {
  test('DR-31 no password is ever shown', async () => {
    for (const [name, shown] of [
      ['postgres://ann:secret@host:5432/db?sslpassword=secret', 'postgres://host:5432/db'],
      ['postgresql://ann:se@cr@et@host/db', 'postgresql://host/db'],
      ['tape://ann:secret@host', 'tape://host'],
    ] as const)
      expect(withoutSecret(name)).toBe(shown);
    for (const name of [
      'postgres://ann:secret@127.0.0.1:1/db',
      'tape://ann:secret@host',
      'postgres://ann:secret@[/db',
    ]) {
      const { exit, out, err } = await call(['doctor', '--storage', name, '--debug']);
      expect(exit).toBeGreaterThan(1);
      expect(out + err).not.toContain('secret');
    }
  });
});

describe('the real command', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const run = promisify(execFile);
  const node = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    run('node', ['--disable-warning=ExperimentalWarning', main, ...args]);

  test('AR-40 AR-41 DR-30 exports, imports and diagnoses files', async () => {
    const [from, to, backup] = [await filled(), fresh(), join(folder, 'backup.ndjson')];
    await node('export', '--storage', `sqlite:${from}`, '--out', backup);
    const { stdout } = await node('import', backup, '--storage', `sqlite:${to}`);
    expect(stdout).toContain(digest);
    await expect(node('doctor', '--storage', `sqlite:${to}`)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Overdue') as string,
    });
  }, 180_000);
});
