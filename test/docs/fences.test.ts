import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  expectedOutput,
  faultOf,
  fencesOfComments,
  fencesOfMarkdown,
  hasImport,
} from './fences.ts';

const run = promisify(execFile);
const top = process.cwd();
const folder = join(top, 'temp/fences');

const documents = globSync(['README.md', 'docs/**/*.md'], { exclude: ['docs/api/**'] }).sort();
const sources = globSync('src/**/*.ts').sort();
const examples = globSync('examples/*.ts').sort();

const fences = [...documents.flatMap(fencesOfMarkdown), ...sources.flatMap(fencesOfComments)];
const programs = fences
  .filter((fence) => fence.language === 'ts' && faultOf(fence) === undefined)
  .filter(({ code }) => hasImport(code))
  .map((fence) => ({
    ...fence,
    file: join(folder, `${fence.place.replace(/[^a-z0-9]+/gi, '-')}.ts`),
    expected: expectedOutput(fence.code),
  }));
const runnable = programs.filter(({ note }) => note === '');

beforeAll(async () => {
  if (!existsSync('dist/index.js')) throw new Error('run `npm run build` first');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { file, code } of programs) await writeFile(file, `${code}\n\nexport {};\n`);
});

test('every example can run, or says why not', () => {
  const faults = fences.flatMap((fence) => {
    const fault = faultOf(fence);
    return fault === undefined ? [] : [`${fence.place}: ${fault}`];
  });
  expect(faults).toEqual([]);
});

test('the examples agree with the published types', () => {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      // Without the paths, `accompany` means the built package.
      paths: {},
      declaration: false,
      isolatedDeclarations: false,
    },
    top,
  );
  const program = ts.createProgram([...programs.map(({ file }) => file), ...examples], options);
  const faults = [...errors, ...ts.getPreEmitDiagnostics(program)];
  const printed = ts.formatDiagnostics(faults, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => top,
    getNewLine: () => '\n',
  });
  expect(printed).toBe('');
});

describe.concurrent('the examples in the text', () => {
  test.each(runnable)('$place', async ({ file, expected }) => {
    const { stdout } = await run(process.execPath, [file], { timeout: 30_000 });
    if (expected.length > 0) expect(stdout.trimEnd().split('\n')).toEqual(expected);
  });
});

describe.concurrent('the example files', () => {
  test.each(examples)('%s', async (file) => {
    await run(process.execPath, [file], { timeout: 60_000 });
  });
});

describe('the check itself', () => {
  const faultFor = (opening: string, code: string): string | undefined => {
    const [language = '', ...note] = opening.split(' ');
    return faultOf({ place: '', language, note: note.join(' '), code });
  };

  test('a fence must run or give a reason', () => {
    expect(faultFor('ts', `import 'a';`)).toBeUndefined();
    expect(faultFor('json', '{}')).toBeUndefined();
    expect(faultFor('ts no-run needs a database', 'a();')).toBeUndefined();
    expect(faultFor('ts', 'a();')).toContain('import');
    expect(faultFor('ts no-run', 'a();')).toContain('reason');
    expect(faultFor('ts skip', `import 'a';`)).toContain('unknown');
    expect(faultFor('typescript', `import 'a';`)).toContain('instead');
  });

  test('the comments give the output', () => {
    expect(expectedOutput('console.log(a); // => 1\nb(\n  c,\n); // => two words\n// =>')).toEqual([
      '1',
      'two words',
      '',
    ]);
  });
});
