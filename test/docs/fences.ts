import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import ts from 'typescript';

/** One code example, from Markdown or from a doc comment. */
export interface Fence {
  /** Where it starts, as `path:line`. */
  readonly place: string;
  readonly language: string;
  /** What follows the language on the opening line. */
  readonly note: string;
  readonly code: string;
}

type MarkdownNode = ReturnType<typeof fromMarkdown> | MarkdownChild;
type MarkdownChild = ReturnType<typeof fromMarkdown>['children'][number];

export function fencesOfMarkdown(path: string): Fence[] {
  return fencesOf(readFileSync(path, 'utf8'), path, 1);
}

/** The fences in all doc comments of a source file. */
export function fencesOfComments(path: string): Fence[] {
  const text = readFileSync(path, 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const starts = new Set<number>();
  const fences: Fence[] = [];
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      if (starts.has(pos) || !text.startsWith('/**', pos)) continue;
      starts.add(pos);
      const line = tree.getLineAndCharacterOfPosition(pos).line + 1;
      fences.push(...fencesOf(plainText(text.slice(pos, end)), path, line));
    }
    for (const child of node.getChildren(tree)) visit(child);
  };
  visit(tree);
  return fences;
}

/** What is wrong with the opening line of a fence, if anything. */
export function faultOf({ language, note, code }: Fence): string | undefined {
  if (['typescript', 'js', 'javascript', 'mts', 'tsx'].includes(language)) {
    return `write \`ts\` instead of \`${language}\``;
  }
  if (language !== 'ts') return undefined;
  if (note === '') return hasImport(code) ? undefined : 'without an import it cannot run';
  if (/^no-run\s+\S/.test(note)) return undefined;
  if (note === 'no-run') return 'give the reason after `no-run`';
  return `"${note}" is unknown; only \`no-run <reason>\` may follow \`ts\``;
}

export function hasImport(code: string): boolean {
  return /^import\s/m.test(code);
}

/** The lines that an example says it prints, from its `// => text` comments. */
export function expectedOutput(code: string): string[] {
  return [...code.matchAll(/(?:^|\s)\/\/ => ?(.*)$/gm)].map(([, text = '']) => text.trimEnd());
}

function fencesOf(markdown: string, path: string, firstLine: number): Fence[] {
  const fences: Fence[] = [];
  const visit = (node: MarkdownNode): void => {
    if (node.type === 'code') {
      fences.push({
        place: `${path}:${firstLine - 1 + (node.position?.start.line ?? 1)}`,
        language: node.lang ?? '',
        note: node.meta ?? '',
        code: node.value,
      });
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(markdown));
  return fences;
}

function plainText(comment: string): string {
  return comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n');
}
