import { plant } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

// Looks for one planted bug, seed by seed, and says with which it was found.
Error.stackTraceLimit = 0;
const [index = '0', most = '500', known] = process.argv.slice(2);
const bug = PLANTED_BUGS[Number(index)]!;
plant(bug);
const { runSeed } = await import('./run-seeds.ts');

let found: object = { bug: bug.name, seed: null, seeds: Number(most) };
const seeds = [
  ...(known === 'known' ? bug.seeds : []),
  ...Array.from({ length: Number(most) }, (_, at) => at + 1),
];
for (const [at, seed] of seeds.entries()) {
  const { breaches } = await runSeed(seed);
  const [breach] = breaches;
  if (breach === undefined) continue;
  found = { bug: bug.name, seed, seeds: at + 1, ...breach };
  break;
}
console.log(JSON.stringify(found));
