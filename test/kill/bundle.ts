import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The program of an engine's process in one file: processes that live for parts of a second must start at once. */
export interface Bundle extends AsyncDisposable {
  readonly file: string;
}

/** Bundles the sources as they are now, below the project's folder, so that `pg` is found. */
export async function bundleEngine(): Promise<Bundle> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await mkdtemp(join(root, 'node_modules', '.kill-'));
  const file = join(folder, 'engine.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./engine-process.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg'],
    logLevel: 'warning',
  });
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
