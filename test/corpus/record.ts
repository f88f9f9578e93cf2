/**
 * Makes a folder of the corpus: `node test/corpus/record.ts <version> [seed]`. The seed is printed, and gives the same
 * recordings again with the same behaviour. With `nights` or `asking` for the seed only the tenant that scores, or the one
 * that asks services, is recorded again.
 */
import fc from 'fast-check';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { NAMES, type Names } from '../../src/testing/arbitraries/names.ts';
import { tenantArbitrary } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { timelineArbitrary } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { recorder } from '../../src/testing/recording/recorder.ts';
import type { Recording } from '../../src/testing/recording/recording.ts';
import { askingTenant } from './asking.ts';
import { coverageOf, EVERYTHING } from './coverage.ts';
import { choose, type Candidate } from './choose.ts';
import { live, type Life } from './live.ts';
import { nights } from './nights.ts';
import { tour } from './tour.ts';

/** Generated lives to choose from, tenants of one corpus, and of one file. */
const POOL = 400;
const TENANTS = 50;
const PER_FILE = 5;
/** How many tenants should come to each thing. */
const TIMES = 2;
/** Small tenants with short lives: the corpus is kept in the repository. */
const NAMED: Names = {
  ...NAMES,
  accounts: ['acme'],
  people: ['ann', 'bob'],
  journeys: ['nurture', 'onboard'],
};
const MOMENTS = 6;

const [, , version, given] = process.argv;
if (version === undefined || !/^v\d+\.\d+$/.test(version))
  throw new Error('Say for which version: node test/corpus/record.ts v0.1 [seed]');
const folder = new URL(`${version}/`, import.meta.url);
const byHand = {
  nights: await recordingOf([nights()]),
  asking: await recordingOf([askingTenant()]),
};
if (given === 'nights' || given === 'asking') {
  keep(given);
  process.exit();
}
const seed = given === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(given);
console.log(`seed ${seed}`);

const lives = fc
  .sample(fc.record({ tenant: tenantArbitrary(NAMED), timeline: timelineArbitrary(NAMED) }), {
    numRuns: POOL,
    seed,
  })
  .map(({ tenant, timeline }, index): Life => {
    return { tenant, timeline: timeline.slice(0, MOMENTS), toTheEnd: index % 4 === 0 };
  });
const candidates: (Candidate & { life: Life })[] = [];
for (const life of [tour('abort'), tour('close'), ...lives]) {
  const made = await recordingOf([life]);
  const covers = new Set(coverageOf(made).keys());
  candidates.push({ life, covers, size: JSON.stringify(made).length });
}
const chosen = choose(candidates, TENANTS, TIMES).map(({ life }, index): Life => {
  return { ...life, subscription: `tenant ${index + 1}` };
});
const files: string[] = [];
const total = new Map<string, number>();
for (const made of Object.values(byHand)) addUp(made);
for (let first = 0; first < TENANTS; first += PER_FILE) {
  const made = await recordingOf(chosen.slice(first, first + PER_FILE));
  addUp(made);
  files.push(textOf(made));
}
const missing = EVERYTHING.filter((what) => !total.has(what));
if (missing.length > 0)
  throw new Error(
    `Nothing was written: seed ${seed} never comes to ${missing.join(', ')}. Take another.`,
  );
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(new URL(name, folder));
files.forEach((text, index) => {
  const name = `tenants-${String(index * PER_FILE + 1).padStart(2, '0')}.json`;
  writeFileSync(new URL(name, folder), text);
});
keep('nights');
keep('asking');
console.log(
  Array.from(total, ([what, count]) => `${what}: ${count}`)
    .toSorted()
    .join('\n'),
);
console.log(`${files.length} files, ${files.join('').length} characters`);

function keep(name: keyof typeof byHand): void {
  writeFileSync(new URL(`${name}.json`, folder), textOf(byHand[name]));
}

function addUp(made: Recording): void {
  for (const [what, count] of coverageOf(made)) total.set(what, (total.get(what) ?? 0) + count);
}

async function recordingOf(some: readonly Life[]): Promise<Recording> {
  const { observe, recording } = recorder();
  for (const life of some) await live(life, observe);
  return recording();
}

/** One document, world or advance a line, so that changes can be read. */
function textOf({ format, documents, worlds, advances }: Recording): string {
  const members = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  const list = advances.map((each) => JSON.stringify(each)).join(',\n');
  return `{"format":${format},\n"documents":{\n${members(documents)}\n},\n"worlds":{\n${members(worlds)}\n},\n"advances":[\n${list}\n]}\n`;
}
