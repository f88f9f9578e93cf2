// Compares the public surface of every entry with its report in this folder; `--local` writes the reports anew.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url).pathname;
const configs = readdirSync(folder).filter((name) => name.endsWith('.json'));
for (const config of configs) {
  const given = ['run', ...process.argv.slice(2), '-c', `${folder}${config}`];
  const { status } = spawnSync('api-extractor', given, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
