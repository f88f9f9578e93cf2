// import/cold: milliseconds to load the built root entry in a new process. Smaller is better.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { print } from './figures.ts';
import { median } from './measure.ts';
import { QUICK } from './options.ts';

const entry = new URL('../../dist/index.js', import.meta.url).href;
const ROUNDS = QUICK ? 5 : 15;

const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  times.ours.push(timeOf(entry) ?? fail());
  const peer = timeOf('xstate');
  if (peer !== null) times.peer.push(peer);
}
const peer = times.peer.length === 0 ? null : 'xstate';
print({
  bench: 'import/cold',
  unit: 'ms',
  ours: median(times.ours),
  limit: null,
  peer,
  peerRate: peer === null ? null : median(times.peer),
  note: 'smaller is better',
});

function timeOf(specifier: string): number | null {
  const code = `const start = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - start)`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
  return status === 0 ? Number(stdout) : null;
}

function fail(): never {
  throw new Error('dist cannot be loaded. Run npm run build first.');
}
