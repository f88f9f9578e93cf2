import type { JourneyNode, PeopleSplitNode } from '../journey/document.ts';
import { lanesOf } from '../journey/people-split.ts';
import type { PeopleLane } from '../journey/people-split.ts';
import { countsOf, formatCount } from './counts.ts';
import type { CountsByNode } from './counts.ts';
import { describeNode } from './describe.ts';
import type { Box } from './diagram.ts';
import { iconOf } from './icons.ts';
import type { Size } from './layers.ts';
import type { PlacedBox } from './layout.ts';
import { COUNTS_HEIGHT, drawCounts, frame } from './svg-card.ts';
import { badge, fullText, rectangle, textLine } from './svg-parts.ts';
import { cutText } from './text.ts';
import { KIND_COLOURS } from './theme.ts';

const LANE_WIDTH = 188;
const LANES_IN_ROW = 4;
const GAP = 12;
const PADDING = 14;
const HEAD = 60;
const LANE_HEAD = 34;
const ACTION = 46;
const MINIMUM_WIDTH = 336;

function laneRows(node: PeopleSplitNode): readonly (readonly PeopleLane[])[] {
  const lanes = lanesOf(node);
  const inRow = Math.ceil(lanes.length / Math.max(1, Math.ceil(lanes.length / LANES_IN_ROW)));
  const rows: PeopleLane[][] = [];
  for (let at = 0; at < lanes.length; at += inRow) rows.push(lanes.slice(at, at + inRow));
  return rows;
}

function rowHeight(lanes: readonly PeopleLane[]): number {
  return LANE_HEAD + Math.max(1, ...lanes.map(({ actions }) => actions.length)) * ACTION + 4;
}

/** Size of a split by people: a box with a lane for each path, at most four in a row. */
export function groupSize(node: PeopleSplitNode, counts: CountsByNode | undefined): Size {
  const rows = laneRows(node);
  const widest = Math.max(0, ...rows.map((row) => row.length));
  const height = rows.reduce((sum, row) => sum + rowHeight(row) + GAP, HEAD - GAP + PADDING);
  return {
    width: Math.max(MINIMUM_WIDTH, widest * (LANE_WIDTH + GAP) - GAP + 2 * PADDING),
    height: height + (countsOf(counts, node.id) ? COUNTS_HEIGHT : 0),
  };
}

/** A split by people with its lanes and their actions. */
export function drawGroup(
  box: Box,
  node: PeopleSplitNode,
  at: PlacedBox,
  counts: CountsByNode | undefined,
): string {
  const { x, y, width } = at;
  const colour = KIND_COLOURS[node.kind];
  const room = width - PADDING - 59;
  const head = [
    badge(x + PADDING, y + 13, 34, colour, iconOf(box.kind, node)),
    textLine(x + PADDING + 45, y + 27, 'b t', cutText(box.title, room, 13, true)),
    textLine(x + PADDING + 45, y + 43, 's m', cutText(box.detail, room, 11.5)),
  ];
  const lanes: string[] = [];
  let top = y + HEAD;
  for (const row of laneRows(node)) {
    const height = rowHeight(row);
    const laneWidth = (width - 2 * PADDING + GAP) / row.length - GAP;
    for (const [index, lane] of row.entries()) {
      const left = x + PADDING + index * (laneWidth + GAP);
      lanes.push(drawLane(lane, { x: left, y: top, width: laneWidth, height }, counts));
    }
    top += height + GAP;
  }
  const found = countsOf(counts, node.id);
  const foot = found ? drawCounts(at, found, colour) : '';
  const outline = rectangle(
    x,
    y,
    width,
    at.height,
    16,
    `fill="${colour}" fill-opacity=".05" stroke="${colour}" stroke-opacity=".45"`,
  );
  return `<g>${fullText([box.title, box.detail])}${frame(at, 16)}${outline}${head.join('')}${lanes.join('')}${foot}</g>`;
}

function drawLane(lane: PeopleLane, at: PlacedBox, counts: CountsByNode | undefined): string {
  const { x, y, width, height } = at;
  const label = textLine(x + 12, y + 22, 's b t', cutText(lane.label, width - 24, 11.5, true));
  const actions = lane.actions.map((node, index) =>
    drawAction(node, x + 8, y + LANE_HEAD + index * ACTION, width - 16, counts),
  );
  const none =
    actions.length === 0 ? textLine(x + 12, y + LANE_HEAD + 22, 's m', 'No actions') : '';
  return `<g>${fullText([lane.label])}${rectangle(x, y, width, height, 10, 'class="lane"')}${label}${actions.join('')}${none}</g>`;
}

function drawAction(
  node: JourneyNode,
  x: number,
  y: number,
  width: number,
  counts: CountsByNode | undefined,
): string {
  const { title, detail } = describeNode(node);
  const found = countsOf(counts, node.id);
  const second = found ? `${formatCount(found.entered)} entered` : detail;
  const room = width - 46;
  return [
    `<g>${fullText([title, detail])}`,
    rectangle(x, y, width, ACTION - 6, 9, 'class="card"'),
    badge(x + 8, y + 8, 24, KIND_COLOURS[node.kind], iconOf(node.kind, node)),
    textLine(x + 40, y + 17, 's b t', cutText(title, room, 11.5, true)),
    textLine(x + 40, y + 32, 's m', cutText(second, room, 11.5)),
    '</g>',
  ].join('');
}
