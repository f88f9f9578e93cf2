import { countsOf, formatCount } from './counts.ts';
import type { CountsByNode, NodeCounts } from './counts.ts';
import type { Box } from './diagram.ts';
import { iconOf } from './icons.ts';
import type { Size } from './layers.ts';
import type { PlacedBox } from './layout.ts';
import { badge, fullText, rectangle, textLine } from './svg-parts.ts';
import { textWidth, wrapText } from './text.ts';
import { KIND_COLOURS } from './theme.ts';

const WIDTH = 248;
const ICON = 34;
const PADDING = 13;
const TEXT_X: number = PADDING + ICON + 11;
const TEXT_WIDTH: number = WIDTH - TEXT_X - PADDING;
const TITLE = 17;
const DETAIL = 15;

/** Height of the strip with counts at the foot of a card. */
export const COUNTS_HEIGHT = 28;

const MARKERS: ReadonlySet<Box['kind']> = new Set(['start', 'stop', 'end', 'merge']);

/** Size of a card, of a marker, or of the pill of an end or merge node. */
export function cardSize(box: Box, counts: CountsByNode | undefined): Size {
  const foot = box.node !== null && countsOf(counts, box.node.id) ? COUNTS_HEIGHT : 0;
  if (MARKERS.has(box.kind)) {
    const width = Math.min(WIDTH, 48 + textWidth(box.title, 12.5, true));
    return { width: Math.max(foot > 0 ? 170 : 0, width), height: 34 + foot };
  }
  const { titles, details } = cardLines(box);
  const text = titles.length * TITLE + details.length * DETAIL;
  return { width: WIDTH, height: Math.max(ICON, text) + 2 * PADDING + foot };
}

function cardLines(box: Box): {
  readonly titles: readonly string[];
  readonly details: readonly string[];
} {
  return {
    titles: wrapText(box.title, TEXT_WIDTH, 13, 2, true),
    details: box.detail === '' ? [] : wrapText(box.detail, TEXT_WIDTH, 11.5, 2),
  };
}

/** A node as a card with icon, title and detail; markers, ends and merges as pills. */
export function drawCard(box: Box, at: PlacedBox, counts: CountsByNode | undefined): string {
  const found = box.node === null ? undefined : countsOf(counts, box.node.id);
  const body = MARKERS.has(box.kind) ? drawPill(box, at, found) : drawBody(box, at, found);
  return `<g>${fullText([box.title, box.detail])}${body}${found ? drawCounts(at, found, KIND_COLOURS[box.kind]) : ''}</g>`;
}

function drawPill(box: Box, at: PlacedBox, counts: NodeCounts | undefined): string {
  const { x, y, width, height } = at;
  const colour = KIND_COLOURS[box.kind];
  const [title = ''] = wrapText(box.title, width - 46, 12.5, 1, true);
  const textAt = x + (width - 40 - textWidth(title, 12.5, true)) / 2 + 30;
  const middle = y + 17;
  if (box.kind === 'merge' || counts) {
    return `${frame(at, height > 34 ? 14 : 17)}${badge(textAt - 25, middle - 10, 20, colour, iconOf(box.kind, box.node))}${textLine(textAt, middle + 4.5, 'b t', title)}`;
  }
  const icon = `<path class="icon" transform="translate(${textAt - 22} ${middle - 8}) scale(.8)" d="${iconOf(box.kind, box.node)}"/>`;
  return `${rectangle(x, y, width, height, 17, `fill="${colour}"`)}${icon}${textLine(textAt, middle + 4.5, 'b on', title)}`;
}

function drawBody(box: Box, at: PlacedBox, counts: NodeCounts | undefined): string {
  const { x, y, height } = at;
  const { titles, details } = cardLines(box);
  const inner = height - (counts ? COUNTS_HEIGHT : 0);
  const icon = badge(
    x + PADDING,
    y + (inner - ICON) / 2,
    ICON,
    KIND_COLOURS[box.kind],
    iconOf(box.kind, box.node),
  );
  let line = y + (inner - titles.length * TITLE - details.length * DETAIL) / 2 - 4.5;
  const texts = [
    ...titles.map((text) => textLine(x + TEXT_X, (line += TITLE), 'b t', text)),
    ...details.map((text) => textLine(x + TEXT_X, (line += DETAIL), 's m', text)),
  ];
  return `${frame(at, 14)}${icon}${texts.join('')}`;
}

/** The card with a soft shadow. */
export function frame({ x, y, width, height }: PlacedBox, radius: number): string {
  const shadow = [
    rectangle(x - 1, y + 1, width + 2, height + 3, radius + 2, 'fill="#101828" opacity=".04"'),
    rectangle(x, y + 1, width, height + 1, radius, 'fill="#101828" opacity=".05"'),
  ];
  return `${shadow.join('')}${rectangle(x, y, width, height, radius, 'class="card"')}`;
}

/** *Entered* on the left, *here now* in colour on the right, unless nobody is there. */
export function drawCounts(at: PlacedBox, { entered, here }: NodeCounts, colour: string): string {
  const { x, y, width, height } = at;
  const top = y + height - COUNTS_HEIGHT;
  const rule = `<path class="rule" d="M${x} ${top}h${width}"/>`;
  const left = textLine(x + PADDING, top + 18, 's m', `${formatCount(entered)} entered`);
  if (here === 0) return `${rule}${left}`;
  const now = `${formatCount(here)} here now`;
  const room = textWidth(now, 11.5, true) + 16;
  const spot = rectangle(x + width - 8 - room, top + 4, room, 20, 10, `fill="${colour}"`);
  return `${rule}${left}${spot}${textLine(x + width - 8 - room / 2, top + 18, 's b on', now, 'middle')}`;
}
