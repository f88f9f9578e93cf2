import ts from 'typescript';
import { lineOf, parse, walk } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

export interface Mention {
  readonly id: string;
  readonly place: string;
}

const RULE_ID =
  /\b(?:TM|MO|CO|AU|BG|EG|JD|PL|RT|ST|EN|SC|SQ|PG|PV|AR|DR|RL|CN|EM|DI|SU|HT|XA|AI|OB|AM|WH)-\d+\b/g;
const RULE_START = /^\s*(?:[-*+]|\d+\.|#{1,6})\s+\*\*([A-Z]{2}-\d+)\*\*/;
const FENCE = /^\s*(?:```|~~~)/;

/** The rules that a Markdown text states: list items and headings that start with a bold id. */
export function statedRules({ path, text }: SourceFile): Mention[] {
  return outsideFences(text).flatMap(({ line, number }) => {
    const id = RULE_START.exec(line)?.[1];
    return id === undefined || !isRuleId(id) ? [] : [{ id, place: `${path}:${number}` }];
  });
}

/** All rule ids in a Markdown text, stated or only referred to. */
export function mentionedRules({ path, text }: SourceFile): Mention[] {
  return outsideFences(text).flatMap(({ line, number }) =>
    idsIn(line).map((id) => ({ id, place: `${path}:${number}` })),
  );
}

/** The rule ids in the titles of `test`, `it` and `describe`, including `test.each(...)(title)`. */
export function citedInTitles(file: SourceFile): Mention[] {
  const found: Mention[] = [];
  const tree = parse(file);
  walk(tree, (node) => {
    if (!ts.isCallExpression(node) || !isTestCall(node.expression)) return;
    const title = node.arguments[0];
    if (title === undefined || !isText(title)) return;
    add(found, file, tree, title);
  });
  return found;
}

/** The rule ids in any string of a file, for test cases that are kept as data. */
export function citedInStrings(file: SourceFile): Mention[] {
  const found: Mention[] = [];
  const tree = parse(file);
  walk(tree, (node) => {
    if (isText(node)) add(found, file, tree, node);
  });
  return found;
}

function add(found: Mention[], { path }: SourceFile, tree: ts.SourceFile, text: ts.Node): void {
  const place = `${path}:${lineOf(tree, text)}`;
  for (const id of idsIn(text.getText(tree))) found.push({ id, place });
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function isTestCall(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return ['test', 'it', 'describe'].includes(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return isTestCall(callee.expression);
  if (ts.isCallExpression(callee)) return isTestCall(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return isTestCall(callee.tag);
  return false;
}

function isRuleId(text: string): boolean {
  return idsIn(text)[0] === text;
}

function idsIn(text: string): string[] {
  return [...text.matchAll(RULE_ID)].map(([id]) => id);
}

function outsideFences(text: string): { line: string; number: number }[] {
  let inside = false;
  return text.split('\n').flatMap((line, index) => {
    const fence = FENCE.test(line);
    if (fence) inside = !inside;
    return inside || fence ? [] : [{ line, number: index + 1 }];
  });
}
