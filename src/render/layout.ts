import { placeColumns } from './columns.ts';
import type { Diagram } from './diagram.ts';
import { cutLayers } from './layers.ts';
import type { Layering, Segment, Size } from './layers.ts';
import { orderLayers } from './order.ts';

/** Pixels from the left and from the top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with its place; `x` and `y` are the upper left corner. */
export interface PlacedBox extends Point, Size {}

/** A link with its corners from start to end, and the middle of its label. */
export interface PlacedLink {
  readonly points: readonly Point[];
  readonly label: Point | null;
}

/** Where everything stands. Boxes and links are in the order of the diagram. */
export interface Layout extends Size {
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

const MARGIN = 32;
const STUB = 20;
const LABEL = 30;
const TRACK = 12;
const HEAD = 22;

/** Gives every box, link and label a place: layers from top to bottom, right-angled links between them. */
export function layOut(
  diagram: Diagram,
  sizes: readonly Size[],
  labels: readonly number[],
): Layout {
  const layering = cutLayers(diagram, sizes, labels);
  const layers = orderLayers(layering);
  const middles = placeColumns(layering, layers);
  const { slots, segments, turned } = layering;

  const left = Math.min(...slots.map(({ width }, slot) => middles[slot]! - width / 2));
  const right = Math.max(...slots.map(({ width }, slot) => middles[slot]! + width / 2));
  const xs = middles.map((middle) => middle - Math.floor(left) + MARGIN);

  const gaps = layers.map((_, layer) => {
    const inGap = segments.filter(({ from }) => slots[from]!.layer === layer);
    return planGap(layering, inGap, xs, labels);
  });
  const tops: number[] = [];
  const bottoms: number[] = [];
  let y = MARGIN;
  for (const [layer, members] of layers.entries()) {
    tops.push(y);
    y += Math.max(...members.map((slot) => slots[slot]!.height));
    bottoms.push(y);
    y += layer === layers.length - 1 ? MARGIN : gaps[layer]!.height;
  }

  const boxes = diagram.boxes.map((_, box) => {
    const { width, height } = sizes[box]!;
    return { x: xs[box]! - width / 2, y: tops[slots[box]!.layer]!, width, height };
  });
  const links = diagram.links.map(() => ({ points: [] as Point[], label: null as Point | null }));
  for (const segment of segments) {
    const { from, to, link } = segment;
    const { layer, box, height } = slots[from]!;
    const gap = gaps[layer]!;
    const [x1, x2] = [xs[from]!, xs[to]!];
    const placed = links[link]!;
    if (box !== null) placed.points.push({ x: x1, y: tops[layer]! + height });
    const turn = bottoms[layer]! + gap.turnOf(segment);
    if (isTurn(x1, x2)) placed.points.push({ x: x1, y: turn }, { x: x2, y: turn });
    if (slots[to]!.box !== null) placed.points.push({ x: x2, y: tops[layer + 1]! });
    if (box !== null && labels[link]! > 0) {
      placed.label = { x: x2, y: bottoms[layer]! + gap.labelAt };
    }
  }
  for (const link of turned) links[link]!.points.reverse();
  return { boxes, links, width: Math.ceil(right - left) + 2 * MARGIN, height: y };
}

/** A link that is out of line by rounding only goes straight. */
function isTurn(x1: number, x2: number): boolean {
  return Math.abs(x1 - x2) > 2;
}

/** The room between a layer and the next: forks turn first, then come labels, then junctions turn. */
interface Gap {
  readonly height: number;
  /** Where a segment turns, from the top of the gap. */
  readonly turnOf: (segment: Segment) => number;
  /** The middle of labels, from the top of the gap. */
  readonly labelAt: number;
}

function planGap(
  { slots, segments }: Layering,
  inGap: readonly Segment[],
  xs: readonly number[],
  labels: readonly number[],
): Gap {
  const outgoing = new Map<number, number>();
  for (const { from } of segments) outgoing.set(from, (outgoing.get(from) ?? 0) + 1);
  const forks = inGap.filter(({ from }) => outgoing.get(from)! > 1);
  const others = inGap.filter(({ from }) => outgoing.get(from)! === 1);
  const forkTracks = assignTracks(forks, xs, (segment) => segment.from);
  const otherTracks = assignTracks(others, xs, (segment) => segment.to);
  const labelled = inGap.some(({ from, link }) => slots[from]!.box !== null && labels[link]! > 0);

  const afterForks = forkTracks.count === 0 ? 0 : STUB + TRACK * (forkTracks.count - 1);
  const afterLabels = afterForks + (labelled ? LABEL + 8 : 0);
  const afterOthers =
    otherTracks.count === 0 ? afterLabels : afterLabels + STUB + TRACK * (otherTracks.count - 1);
  return {
    height: Math.max(38, afterOthers + HEAD),
    labelAt: afterForks + 8 + LABEL / 2,
    turnOf: (segment) => {
      const fork = forkTracks.trackOf.get(segment);
      if (fork !== undefined) return STUB + TRACK * fork;
      return afterLabels + STUB + TRACK * (otherTracks.trackOf.get(segment) ?? 0);
    },
  };
}

/** Segments of one fork or junction turn at one height; those that would lie on others get another one. */
function assignTracks(
  segments: readonly Segment[],
  xs: readonly number[],
  ownerOf: (segment: Segment) => number,
): { readonly count: number; readonly trackOf: ReadonlyMap<Segment, number> } {
  const spans = new Map<number, { low: number; high: number; readonly members: Segment[] }>();
  for (const segment of segments) {
    const [low, high] = [xs[segment.from]!, xs[segment.to]!].toSorted((a, b) => a - b);
    if (!isTurn(low!, high!)) continue;
    const span = spans.get(ownerOf(segment)) ?? { low: low!, high: high!, members: [] };
    span.low = Math.min(span.low, low!);
    span.high = Math.max(span.high, high!);
    span.members.push(segment);
    spans.set(ownerOf(segment), span);
  }
  const trackOf = new Map<Segment, number>();
  const ends: number[] = [];
  for (const { low, high, members } of [...spans.values()].toSorted((a, b) => a.low - b.low)) {
    const free = ends.findIndex((end) => end < low - TRACK);
    const track = free === -1 ? ends.length : free;
    ends[track] = high;
    for (const segment of members) trackOf.set(segment, track);
  }
  return { count: ends.length, trackOf };
}
