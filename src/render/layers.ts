import type { Diagram } from './diagram.ts';

/** Width and height of a box, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What takes room in a layer: a box, or a link that passes through to a lower layer. */
export interface Slot extends Size {
  /** Position in the diagram's boxes; `null` for a link that passes through. */
  readonly box: number | null;
  readonly layer: number;
}

/** The part of a link between two neighbouring layers; `from` and `to` are positions of slots. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly link: number;
}

/** A diagram cut into layers: every segment leads from a layer to the next one. */
export interface Layering {
  readonly slots: readonly Slot[];
  readonly segments: readonly Segment[];
  /** Slots of each layer; `orderLayers` puts them in order. */
  readonly layers: readonly (readonly number[])[];
  /** Links that would close a circle and have been turned around. */
  readonly turned: ReadonlySet<number>;
}

const PASSAGE = 10;

/**
 * Puts every box into the layer of its longest way from a source, and gives long links a slot in each layer that they
 * pass, so that no link runs through a box. `labels` are the widths of the links' labels.
 */
export function cutLayers(
  { boxes, links }: Diagram,
  sizes: readonly Size[],
  labels: readonly number[],
): Layering {
  const turned = linksThatCloseCircles(boxes.length, links);
  const ways = links.map(({ from, to }, link) =>
    turned.has(link) ? { from: to, to: from, link } : { from, to, link },
  );
  const incoming = boxes.map(() => 0);
  for (const { to } of ways) incoming[to]! += 1;
  const lengthOf = ({ to, link }: Segment): number =>
    labels[link]! > 0 && incoming[to]! > 1 ? 2 : 1;
  const depth = longestWays(boxes.length, ways, lengthOf);

  const slots: Slot[] = boxes.map((_, box) => ({ box, layer: depth[box]!, ...sizes[box]! }));
  const segments: Segment[] = [];
  for (const way of ways) {
    let from = way.from;
    const last = depth[way.to]!;
    for (let layer = depth[way.from]! + 1; layer < last; layer += 1) {
      const label = from === way.from ? labels[way.link]! : 0;
      slots.push({ box: null, layer, width: Math.max(PASSAGE, label), height: 0 });
      segments.push({ from, to: slots.length - 1, link: way.link });
      from = slots.length - 1;
    }
    segments.push({ from, to: way.to, link: way.link });
    const end = slots[way.to]!;
    const label = from === way.from ? labels[way.link]! : 0;
    slots[way.to] = { ...end, width: Math.max(end.width, label) };
  }
  const layers: number[][] = Array.from({ length: Math.max(0, ...depth) + 1 }, () => []);
  for (const [slot, { layer }] of slots.entries()) layers[layer]!.push(slot);
  return { slots, segments, layers, turned };
}

/** Depth-first search from every box; a link to a box that is still open closes a circle. */
function linksThatCloseCircles(count: number, links: Diagram['links']): ReadonlySet<number> {
  const outgoing: number[][] = Array.from({ length: count }, () => []);
  for (const [link, { from }] of links.entries()) outgoing[from]!.push(link);
  const state = new Uint8Array(count);
  const closing = new Set<number>();
  for (let root = 0; root < count; root += 1) {
    const open: { readonly box: number; next: number }[] = [];
    const enter = (box: number): void => {
      state[box] = 1;
      open.push({ box, next: 0 });
    };
    if (state[root] === 0) enter(root);
    while (open.length > 0) {
      const top = open.at(-1)!;
      const link = outgoing[top.box]![top.next];
      top.next += 1;
      if (link === undefined) {
        state[top.box] = 2;
        open.pop();
        continue;
      }
      const { to } = links[link]!;
      if (state[to] === 1) closing.add(link);
      else if (state[to] === 0) enter(to);
    }
  }
  return closing;
}

function longestWays(
  count: number,
  ways: readonly Segment[],
  lengthOf: (way: Segment) => number,
): readonly number[] {
  const depth = Array.from({ length: count }, () => 0);
  const waiting = depth.map(() => 0);
  const outgoing: Segment[][] = Array.from({ length: count }, () => []);
  for (const way of ways) {
    waiting[way.to]! += 1;
    outgoing[way.from]!.push(way);
  }
  const open = depth.flatMap((_, box) => (waiting[box] === 0 ? [box] : []));
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    for (const way of outgoing[box]!) {
      depth[way.to] = Math.max(depth[way.to]!, depth[box]! + lengthOf(way));
      waiting[way.to]! -= 1;
      if (waiting[way.to] === 0) open.push(way.to);
    }
  }
  return depth;
}
