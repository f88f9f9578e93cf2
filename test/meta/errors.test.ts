import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/kernel/errors.ts';
import { parse, readSourceFiles, walk } from './source-files.ts';

const page = readFileSync('docs/errors.md', 'utf8');
const documented = new Set([...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code!));

/** Every text in the code that has the form. */
function codesInSource(form: RegExp): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of readSourceFiles('src/**/*.ts')) {
    if (file.path.startsWith('src/testing/')) continue;
    walk(parse(file), (node) => {
      if (ts.isStringLiteral(node) && form.test(node.text)) {
        codes.set(node.text, file.path);
      }
    });
  }
  return codes;
}

test('every code is documented in docs/errors.md', () => {
  const missing = [...codesInSource(/^[A-Z]+(_[A-Z]+)+$/)].filter(
    ([code]) => !documented.has(code),
  );
  expect(missing.map(([code, path]) => `${code} (${path})`)).toEqual([]);
  expect(Object.keys(ERROR_CODES).filter((code) => !documented.has(code))).toEqual([]);
});

test('no code is documented that does not exist', () => {
  const known = new Set([
    ...codesInSource(/^[A-Z]+(_[A-Z]+)*$/).keys(),
    ...Object.keys(ERROR_CODES),
  ]);
  expect([...documented].filter((code) => !known.has(code))).toEqual([]);
});
