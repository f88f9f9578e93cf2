import { describe, expect, test } from 'vitest';
import { citedInStrings, citedInTitles, mentionedRules, statedRules } from './rule-citations.ts';
import type { Mention } from './rule-citations.ts';
import { readSourceFiles } from './source-files.ts';

const documents = readSourceFiles('docs/semantics/*.md');
const stated = documents.flatMap(statedRules);
const cited = [
  ...readSourceFiles('test/**/*.test.ts')
    .filter(({ path }) => !path.startsWith('test/meta/'))
    .flatMap(citedInTitles),
  // The table that repeats the rules for reports shows none of them.
  ...readSourceFiles('src/testing/**/*.ts')
    .filter(({ path }) => path !== 'src/testing/conformance/storage-rules.ts')
    .flatMap(citedInStrings),
];

test('a rule is stated once', () => {
  const places = Object.groupBy(stated, ({ id }) => id);
  const twice = Object.values(places).filter((mentions) => (mentions?.length ?? 0) > 1);
  expect(twice.flatMap((mentions) => print(mentions ?? []))).toEqual([]);
});

test('every stated rule is cited by a test', () => {
  expect(print(without(stated, cited))).toEqual([]);
});

test('every rule that a test cites is stated', () => {
  expect(print(without(cited, stated))).toEqual([]);
});

test('every rule that a rule refers to is stated', () => {
  expect(print(without(documents.flatMap(mentionedRules), stated))).toEqual([]);
});

describe('the check itself', () => {
  const ids = (mentions: Mention[]): string[] => mentions.map(({ id }) => id);

  test('reads rules from list items and headings', () => {
    const text = [
      '- **CO-1** one, see CO-9',
      '### **TM-2** two',
      '2. **RT-3** three',
      'not **ST-4**',
      '```',
      '- **EN-5** in a fence',
      '```',
      '* **XX-6** no such prefix',
    ].join('\n');
    const file = { path: 'a.md', text };
    expect(ids(statedRules(file))).toEqual(['CO-1', 'TM-2', 'RT-3']);
    expect(ids(mentionedRules(file))).toEqual(['CO-1', 'CO-9', 'TM-2', 'RT-3', 'ST-4']);
  });

  test('reads citations from titles, not from comments and bodies', () => {
    const text = [
      `describe('AU-1', () => {`,
      `  // AU-2`,
      `  test('AU-3 and AU-4', () => expect('AU-5'));`,
      `  test.each(['AU-6'])('AU-7 %s', () => {});`,
      '  it.skip(`AU-8 ${x}`, () => {});',
      `});`,
    ].join('\n');
    const file = { path: 'a.test.ts', text };
    expect(ids(citedInTitles(file))).toEqual(['AU-1', 'AU-3', 'AU-4', 'AU-7', 'AU-8']);
  });

  test('reads citations from strings of test data', () => {
    const text = `// BG-1\nexport const cases = [{ rule: 'BG-2' }];`;
    expect(ids(citedInStrings({ path: 'a.ts', text }))).toEqual(['BG-2']);
  });
});

function without(mentions: readonly Mention[], known: readonly Mention[]): Mention[] {
  const ids = new Set(known.map(({ id }) => id));
  return mentions.filter(({ id }) => !ids.has(id));
}

function print(mentions: readonly Mention[]): string[] {
  return mentions.map(({ id, place }) => `${id} at ${place}`);
}
