import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const top = process.cwd();
const local = (name: string): string => join(top, 'node_modules/.bin', name);

/** What the entries beside the root need. */
const PEERS = [
  'zod@4',
  'fast-check@4',
  '@opentelemetry/api@1',
  '@readme/openapi-parser@9',
  'csv-parse@7',
  'ipaddr.js@2',
  'liquidjs@10',
  'nodemailer@10',
  'standardwebhooks@1',
  'undici@8',
];

/** Bytes of a bundle at most, minified, gzip, packages included: what docs/performance.md says, and little room. */
const BUNDLES = [
  ['the whole root entry', `export * from 'accompany';`, 205_000],
  [
    'an engine on memory storage',
    `export { Engine, Journey, memoryStorage } from 'accompany';`,
    166_500,
  ],
  ['conditions', `export { compileCondition } from 'accompany';`, 35_000],
  ['nothing', `import 'accompany';`, 100],
] as const;

const { version, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  exports: Record<string, unknown>;
};
const entries = Object.keys(exports)
  .filter((path) => path !== './package.json')
  .map((path) => path.replace('.', 'accompany'));

let folder = '';
let tarball = '';

beforeAll(async () => {
  if (!existsSync('dist/index.js')) throw new Error('run `npm run build` first');
  folder = await mkdtemp(join(tmpdir(), 'accompany-package-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  tarball = join(folder, `accompany-${version}.tgz`);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...PEERS], {
    cwd: folder,
  });
  await writeFile(
    join(folder, 'consumer.mjs'),
    [
      `const entries = ${JSON.stringify(entries)};`,
      `const counts = {};`,
      `for (const entry of entries) counts[entry] = Object.keys(await import(entry)).length;`,
      `console.log(JSON.stringify({ node: process.version, counts }));`,
    ].join('\n'),
  );
});

afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

test('the package file and the tarball agree (publint)', async () => {
  await command(local('publint'), ['run', tarball, '--strict']);
});

test('the types resolve for every consumer that can load ESM (attw)', async () => {
  await command(local('attw'), [tarball, '--profile', 'esm-only', '--no-color']);
});

test.each([22, 24, 26])('every entry loads on Node %i', async (major) => {
  const output =
    major === 24
      ? await command(process.execPath, ['consumer.mjs'])
      : await command('npm', [
          'exec',
          '--yes',
          '--prefer-offline',
          `--package=node@${major}`,
          '--',
          'node',
          'consumer.mjs',
        ]);
  const { node, counts } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as {
    node: string;
    counts: Record<string, number>;
  };
  expect(node).toMatch(new RegExp(`^v${major}\\.`));
  expect(Object.keys(counts)).toEqual(entries);
  for (const entry of entries) expect(counts[entry], entry).toBeGreaterThan(0);
});

test('the command line starts', async () => {
  await command(process.execPath, ['node_modules/accompany/dist/cli/main.js', '--help']);
});

test('the types hold without skipLibCheck', async () => {
  const source = entries.map((entry, index) => `export * as e${index} from '${entry}';`).join('\n');
  await writeFile(join(folder, 'consumer.mts'), source);
  await command(process.execPath, [
    join(top, 'node_modules/typescript/bin/tsc'),
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
    'false',
    '--target',
    'ES2023',
    '--lib',
    'ES2024,ESNext.Disposable,DOM',
    '--module',
    'NodeNext',
    'consumer.mts',
  ]);
});

test.each(BUNDLES)(
  '%s can be bundled for a browser and stays small',
  async (name, contents, most) => {
    const { metafile, outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2023',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const imports = [...Object.values(metafile.inputs), ...Object.values(metafile.outputs)]
      .flatMap((part) => part.imports)
      .filter(({ path, external }) => external === true || path.startsWith('node:'));
    expect(imports).toEqual([]);
    const bytes = gzipSync(outputFiles[0]?.contents ?? '').length;
    console.log(`${name}, with its packages: ${bytes} bytes gzip`);
    expect(bytes).toBeLessThanOrEqual(most);
  },
);

/** Runs a command in the consumer's folder; a failure shows what the command printed. */
async function command(file: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(file, [...args], { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${file} failed\n${stdout}${stderr}`, { cause: error });
  }
}
