import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const run = promisify(execFile);

interface Result {
  readonly error?: string;
  readonly names: readonly string[];
  readonly agent: string;
}

const chromium = findChromium();
const reason = chromium === undefined ? 'chromium is not installed' : undefined;

test(`the root entry runs in Chromium${reason ? ` (skipped: ${reason})` : ''}`, async (context) => {
  if (chromium === undefined) return context.skip(reason);

  const folder = await mkdtemp(join(tmpdir(), 'accompany-browser-'));
  try {
    const result = await runPage(chromium, folder);
    expect(result.error).toBeUndefined();
    expect(result.names.length).toBeGreaterThan(0);
    expect(result.agent).toContain('Chrome');
  } finally {
    // The browser may still be writing its profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

async function runPage(chromium: string, folder: string): Promise<Result> {
  const bundle = await build({
    entryPoints: ['test/browser/page.ts'],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    write: false,
    logLevel: 'silent',
  });
  const script = (bundle.outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const page = join(folder, 'page.html');
  await writeFile(
    page,
    `<!doctype html><meta charset="utf-8"><body><script>${script}</script></body>`,
  );

  const { stdout } = await run(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--virtual-time-budget=30000',
      '--dump-dom',
      pathToFileURL(page).href,
    ],
    { timeout: 50_000, maxBuffer: 64 * 1024 * 1024 },
  );
  const text = /<pre id="result">([^<]*)<\/pre>/.exec(stdout)?.[1];
  if (text === undefined) throw new Error(`the page wrote no result:\n${stdout.slice(0, 2000)}`);
  return JSON.parse(decodeURIComponent(text)) as Result;
}

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser'].map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
