import fc from 'fast-check';

// One seed for all properties of a test file. A failing run is repeated with `SEED=<n> npm test`,
// a longer one is made with `RUNS=<n> npm test`.
const seed = wholeNumber('SEED') ?? Math.floor(Math.random() * 0x7fffffff);
const numRuns = wholeNumber('RUNS') ?? 100;

fc.configureGlobal({ seed, numRuns });
console.log(`seed ${seed}`);

function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return value;
}
