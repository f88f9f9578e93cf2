import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DOORS, findCircles, findImpurities, findLayerBreaks } from './layer-rules.ts';
import { readSourceFiles } from './source-files.ts';

const files = readSourceFiles('src/**/*.ts');

test('src has files', () => {
  expect(files.length).toBeGreaterThan(0);
});

test('every import goes down, and every package comes in through its door', () => {
  expect(files.flatMap(findLayerBreaks)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(findCircles(files)).toEqual([]);
});

test('the pure rooms do not wait, read a clock, draw chance or do input and output', () => {
  expect(files.flatMap(findImpurities)).toEqual([]);
});

test('the table of doors lists the packages that the package file allows', () => {
  expect(existsSync('package.json')).toBe(true);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: object;
    peerDependencies: object;
  };
  const allowed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  expect(Object.keys(DOORS).sort()).toEqual(allowed.sort());
});

describe('the check itself', () => {
  test('a circle is found once, also one of types and one inside a chain', () => {
    const circles = findCircles([
      { path: 'src/plan/a.ts', text: `import { b } from './b.ts';` },
      { path: 'src/plan/b.ts', text: `import type { c } from './c.ts';` },
      { path: 'src/plan/c.ts', text: `export { b } from './b.ts'; import { d } from './d.ts';` },
      { path: 'src/plan/d.ts', text: '' },
    ]);
    expect(circles).toEqual(['src/plan/b.ts > src/plan/c.ts > src/plan/b.ts']);
  });

  const layerCases: [path: string, text: string, breaks: number][] = [
    ['src/plan/plan.ts', `import { a } from '../kernel/a.ts';`, 0],
    ['src/plan/plan.ts', `import { a } from './a.ts';`, 0],
    ['src/plan/plan.ts', `import type { a } from '../journey/a.ts';`, 1],
    ['src/plan/plan.ts', `export * from '../journey/a.ts';`, 1],
    ['src/plan/plan.ts', `type A = import('../journey/a.ts').A;`, 1],
    ['src/plan/plan.ts', `const a = import('../journey/a.ts');`, 1],
    ['src/plan/plan.ts', `// import { a } from '../journey/a.ts';`, 0],
    ['src/plan/plan.ts', `import { a } from './a.js';`, 1],
    ['src/journey/a.ts', `import { a } from '../runtime/a.ts';`, 1],
    ['src/audience/a.ts', `import { a } from '../buying-group/a.ts';`, 1],
    ['src/cli/a.ts', `import { a } from '../index.ts';`, 0],
    ['src/cli/a.ts', `import { a } from 'node:fs';`, 0],
    ['src/cli/a.ts', `import { a } from '../testing/index.ts';`, 1],
    ['src/testing/a.ts', `import { a } from '../index.ts';`, 0],
    ['src/testing/a.ts', `import { a } from '../cli/main.ts';`, 1],
    ['src/engine/a.ts', `import { a } from 'node:fs';`, 1],
    ['src/storage/sqlite/a.ts', `import { a } from 'node:sqlite';`, 0],
    ['src/nowhere/a.ts', ``, 1],
    ['src/nowhere.ts', ``, 1],
    ['src/model/schema.ts', `import { z } from 'zod/mini';`, 0],
    ['src/model/event-schema.ts', `import { z } from 'zod/mini';`, 0],
    ['src/model/event.ts', `import { z } from 'zod/mini';`, 1],
    ['src/kernel/zone.ts', `import { a } from '@date-fns/tz';`, 0],
    ['src/kernel/duration.ts', `import { a } from 'date-fns/addDays';`, 0],
    ['src/kernel/other.ts', `import { a } from 'date-fns/addDays';`, 1],
    ['src/kernel/other.ts', `import a from 'left-pad';`, 1],
  ];
  test.each(layerCases)('%s with %j has %i breaks', (path, text, breaks) => {
    expect(findLayerBreaks({ path, text })).toHaveLength(breaks);
  });

  const pureCases: [text: string, found: number][] = [
    ['export async function f() {}', 1],
    ['await a;', 1],
    ['for await (const a of b) {}', 1],
    ['Date.now();', 1],
    ['new Date();', 1],
    ['new Date(0);', 0],
    ['Date.UTC(2020, 1);', 0],
    ['Math.random();', 1],
    ['Math.max(1, 2);', 0],
    ['setTimeout(f, 1);', 1],
    ['crypto.randomUUID();', 1],
    ['globalThis.fetch;', 1],
    ['console.log(process.env);', 2],
    ['a.process(); const b = { fetch: 1 };', 0],
    ['interface A { console: string }', 0],
    ['// await fetch\nconst a = "await fetch";', 0],
  ];
  test.each(pureCases)('%j has %i impurities', (text, found) => {
    expect(findImpurities({ path: 'src/runtime/a.ts', text })).toHaveLength(found);
    expect(findImpurities({ path: 'src/engine/a.ts', text })).toEqual([]);
  });
});
