import { expect, test } from 'vitest';
import { readSourceFiles } from './source-files.ts';

const MOST_LINES = 320;

const EMPTY_WORDS = /^(?:utils?|helpers?|types?|common|misc|shared)$/;
const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const files = readSourceFiles('src/**/*.ts').map(({ path, text }) => ({
  path,
  names: path.replace(/\.ts$/, '').split('/'),
  lines: text.replace(/\n$/, '').split('\n').length,
}));

test('a file or folder is named for what it holds', () => {
  const empty = files.filter(({ names }) => names.some((name) => EMPTY_WORDS.test(name)));
  expect(empty.map(({ path }) => path)).toEqual([]);
});

test('names are kebab-case', () => {
  const odd = files.filter(({ names }) => names.some((name) => !KEBAB_CASE.test(name)));
  expect(odd.map(({ path }) => path)).toEqual([]);
});

test(`a file has at most ${MOST_LINES} lines`, () => {
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`src: ${files.length} files, median ${median} lines, longest ${sorted.at(-1) ?? 0}`);
  const long = files.filter(({ lines }) => lines > MOST_LINES);
  expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
});
