// Interleavings of two tenants: `npm run tenants -- --storage memory --runs 100000 --seed 7`.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { findLeak } from './interleavings.ts';
import { openers, type Opener } from './openers.ts';

const { values } = parseArgs({
  options: {
    storage: { type: 'string', default: 'memory' },
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    beside: { type: 'string', default: '1' },
  },
});
const [runs, seed, from, beside] = [values.runs, values.seed, values.from, values.beside].map(
  Number,
) as [number, number, number, number];
if (!Object.hasOwn(openers, values.storage))
  throw new Error(`--storage is one of ${Object.keys(openers).join(', ')}`);
const opener: Opener = await openers[values.storage as keyof typeof openers]();
const began = performance.now();
const seconds = (): number => Math.round((performance.now() - began) / 1_000);
console.log(`seed ${seed}, ${runs} interleavings from ${from} on ${values.storage}`);
try {
  const leak = await findLeak({
    runs,
    seed,
    from,
    beside,
    open: opener.open,
    lives: 400,
    share: 100,
    onProgress: (done) => {
      if (done % 5_000 === 0) console.log(`${done} after ${seconds()} s`);
    },
  });
  console.log(
    leak === null
      ? `each trace is what it is alone, ${seconds()} s`
      : JSON.stringify(leak, null, 2),
  );
  process.exitCode = leak === null ? 0 : 1;
} finally {
  await opener.end();
}
