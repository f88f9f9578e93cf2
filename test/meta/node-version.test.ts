import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** What `package.json` says users need, such as 22.13. */
const { engines } = JSON.parse(read('package.json')) as {
  readonly engines: { readonly node: string };
};
const lowest = engines.node.replace('>=', '');

test('the lowest Node is the first one with node:sqlite, and the same wherever it is named', () => {
  expect(lowest).toBe('22.13');
  for (const path of ['docs/getting-started.md', 'CONTRIBUTING.md', 'src/storage/sqlite/client.ts'])
    expect(read(path), path).toContain(`Node ${lowest} or `);
});
