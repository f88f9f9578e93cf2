import { isPeopleSplit } from '../journey/people-split.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { hash32 } from '../kernel/hash.ts';
import type { CountsByNode } from './counts.ts';
import { drawDiagram } from './diagram.ts';
import type { Box, Diagram } from './diagram.ts';
import type { Size } from './layers.ts';
import { layOut } from './layout.ts';
import { cardSize, drawCard } from './svg-card.ts';
import { drawGroup, groupSize } from './svg-group.ts';
import { drawLabel, drawLink, labelWidth } from './svg-link.ts';
import { round } from './svg-parts.ts';
import { escapeXml } from './text.ts';
import { styleSheet } from './theme.ts';
import type { Theme } from './theme.ts';

/** What a picture shows besides the journey. */
export interface SvgOptions {
  /** Shown at the foot of each node that has counts (reference 4.4). */
  readonly counts?: CountsByNode;
  /** Missing: `auto`, which follows what the reader's system prefers. */
  readonly theme?: Theme;
}

/**
 * A journey as an SVG picture (PL-71 to PL-75): self-contained, with title and description, safe to stand in an HTML
 * page next to others. A document with mistakes is drawn as far as it goes.
 */
export function renderSvg(document: JourneyDocument, options: SvgOptions = {}): string {
  const { counts, theme = 'auto' } = options;
  const diagram = drawDiagram(document);
  const sizes = diagram.boxes.map((box) => sizeOf(box, counts));
  const layout = layOut(diagram, sizes, diagram.links.map(labelWidth));
  const width = round(layout.width);
  const height = round(layout.height);
  const scope = `journey-${hash32(`${document.id}\n${theme}\n${document.name}`).toString(36)}`;

  const late = diagram.links.filter((link) => link.fallback);
  const links = [...late, ...diagram.links.filter((link) => !link.fallback)].map((link) =>
    drawLink(link, layout.links[diagram.links.indexOf(link)]!, `${scope}-head`),
  );
  const labels = diagram.links.map((link, index) => drawLabel(link, layout.links[index]!));
  const boxes = diagram.boxes.map((box, index) => {
    const at = layout.boxes[index]!;
    return box.node !== null && isPeopleSplit(box.node)
      ? drawGroup(box, box.node, at, counts)
      : drawCard(box, at, counts);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${scope}" role="img" aria-labelledby="${scope}-title ${scope}-text" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${scope}-title">${escapeXml(document.name || document.id)}</title>`,
    `<desc id="${scope}-text">${escapeXml(description(document, diagram))}</desc>`,
    `<style>${styleSheet(theme, scope)}</style>`,
    '<defs>',
    `<marker id="${scope}-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 .6 9.6 5 0 9.4 2 5z"/></marker>`,
    `<pattern id="${scope}-dots" width="22" height="22" patternUnits="userSpaceOnUse"><circle class="dot" cx="11" cy="11" r="1"/></pattern>`,
    '</defs>',
    `<rect class="canvas" width="${width}" height="${height}" rx="16"/>`,
    `<rect fill="url(#${scope}-dots)" width="${width}" height="${height}" rx="16"/>`,
    ...links,
    ...labels.filter((label) => label !== ''),
    ...boxes,
    '</svg>',
  ].join('\n');
}

function sizeOf(box: Box, counts: CountsByNode | undefined): Size {
  return box.node !== null && isPeopleSplit(box.node)
    ? groupSize(box.node, counts)
    : cardSize(box, counts);
}

/** The picture in words: what the journey does, and every step with where it leads. */
function description(document: JourneyDocument, { boxes, links }: Diagram): string {
  const steps = boxes.flatMap((box, index) => {
    if (box.node === null) return [];
    const name = box.detail === '' ? box.title : `${box.title} (${box.detail})`;
    const targets = links
      .filter(({ from }) => from === index)
      .map(({ to, label }) => `${label === '' ? '' : `${label}: `}${boxes[to]!.title}`);
    return [targets.length === 0 ? `${name}.` : `${name}, then ${targets.join('; ')}.`];
  });
  const about = document.description ? `${document.description.trim()} ` : '';
  return `${about}Account journey with ${document.nodes.length} nodes. ${steps.join(' ')}`;
}
