// Interleavings of two tenants in memory: `npm run tenants -- --runs 100000 --seed 7`.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { findLeak } from './interleavings.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const began = performance.now();
console.log(`seed ${seed}, ${runs} interleavings`);
const leak = await findLeak({
  runs,
  seed,
  open: () => memoryStorage(),
  lists: 200,
  onProgress: (done) => {
    if (done % 5_000 === 0)
      console.log(`${done} after ${Math.round((performance.now() - began) / 1_000)} s`);
  },
});
console.log(leak === null ? 'each trace is what it is alone' : JSON.stringify(leak, null, 2));
process.exitCode = leak === null ? 0 : 1;
