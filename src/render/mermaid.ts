import type { JourneyDocument, PeopleSplitNode } from '../journey/document.ts';
import { isPeopleSplit, lanesOf } from '../journey/people-split.ts';
import { describeNode } from './describe.ts';
import { drawDiagram } from './diagram.ts';
import type { Box } from './diagram.ts';
import { KIND_COLOURS } from './theme.ts';

/** The brackets around a node's text, which give it its shape. */
const SHAPES: Readonly<
  Record<Exclude<Box['kind'], PeopleSplitNode['kind']>, readonly [string, string]>
> = {
  start: ['((', '))'],
  stop: ['((', '))'],
  audience: ['([', '])'],
  action: ['[', ']'],
  listen: ['{{', '}}'],
  wait: ['(', ')'],
  splitAccounts: ['{', '}'],
  externalAction: ['[/', '/]'],
  externalSplitAccounts: ['{', '}'],
  merge: ['((', '))'],
  end: ['([', '])'],
};

/**
 * A journey as the text of a Mermaid flowchart (PL-70), for Markdown pages. Splits by people become subgraphs with a
 * node for each path and action. Ends without a line break.
 */
export function renderMermaid(document: JourneyDocument): string {
  const { boxes, links } = drawDiagram(document);
  const lines = ['flowchart TD', `  accTitle: ${plain(document.name || document.id)}`];
  for (const [index, box] of boxes.entries()) {
    if (box.node !== null && isPeopleSplit(box.node))
      lines.push(...group(`n${index}`, box, box.node));
    else lines.push(`  ${shaped(`n${index}`, box.kind as keyof typeof SHAPES, box)}`);
  }
  for (const { from, to, label, fallback } of links) {
    const line = fallback ? '-.->' : '-->';
    lines.push(`  n${from} ${line}${label === '' ? '' : `|"${escapeMermaid(label)}"|`} n${to}`);
  }
  for (const [kind, colour] of Object.entries(KIND_COLOURS)) {
    lines.push(`  classDef ${kind}Node fill:${colour}22,stroke:${colour}`);
  }
  return lines.join('\n');
}

function group(key: string, box: Box, node: PeopleSplitNode): string[] {
  const lines = [`  subgraph ${key}["${text(box)}"]`];
  for (const [index, { label, actions }] of lanesOf(node).entries()) {
    const start = `${key}p${index}`;
    lines.push(`    ${start}["${escapeMermaid(label)}"]:::${node.kind}Node`);
    let last = start;
    for (const [place, action] of actions.entries()) {
      const next = `${start}a${place}`;
      lines.push(`    ${shaped(next, 'action', describeNode(action))}`, `    ${last} --> ${next}`);
      last = next;
    }
  }
  return [...lines, '  end', `  class ${key} ${node.kind}Node`];
}

function shaped(
  key: string,
  kind: keyof typeof SHAPES,
  box: { readonly title: string; readonly detail: string },
): string {
  const [left, right] = SHAPES[kind];
  return `${key}${left}"${text(box)}"${right}:::${kind}Node`;
}

function text({ title, detail }: { readonly title: string; readonly detail: string }): string {
  const first = escapeMermaid(title);
  return detail === '' ? first : `${first}<br/>${escapeMermaid(detail)}`;
}

/** Mermaid's own entity codes: inside quotes only these characters have a meaning. */
function escapeMermaid(label: string): string {
  return plain(label).replace(/[&<>"#;`\\]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** One line without control characters. */
function plain(label: string): string {
  return label.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
