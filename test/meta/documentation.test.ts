import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/**/*.md'], { exclude: ['docs/api/**'] })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/** Files and folders that a page leads to by a link. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(page), target));
}

test('every link of a page leads to something', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page).flatMap((target) => (existsSync(target) ? [] : [`${page}: ${target}`])),
  );
  expect(broken).toEqual([]);
});

test('docs/README.md leads to every page of docs', () => {
  const linked = new Set(linksOf('docs/README.md'));
  const pagesOfDocs = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(pagesOfDocs.filter((page) => !linked.has(page))).toEqual([]);
});
