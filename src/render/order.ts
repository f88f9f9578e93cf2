import type { Layering, Segment } from './layers.ts';

const SWEEPS = 12;

/**
 * The layers with their slots in order: first as the paths of the document go, then, where that lets fewer links cross,
 * by the middle of their neighbours (the barycentre heuristic of layered drawing). The paths of one node always stand
 * in their order, because that is the order in which they are tried.
 */
export function orderLayers(layering: Layering): readonly (readonly number[])[] {
  const { slots, segments } = layering;
  const below: number[][] = slots.map(() => []);
  const above: number[][] = slots.map(() => []);
  for (const { from, to } of segments) {
    below[from]!.push(to);
    above[to]!.push(from);
  }
  let layers: readonly (readonly number[])[] = asWritten(layering, below, above);
  let best = layers;
  let fewest = countCrossings(best, segments);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    layers = sweep % 2 === 0 ? sweepDown(layers, above) : sweepUp(layers, below);
    layers = inPathOrder(layers, below, above);
    const crossings = countCrossings(layers, segments);
    if (crossings < fewest) [best, fewest] = [layers, crossings];
  }
  return best;
}

/** Depth first, paths in their order. */
function asWritten(
  { slots, layers }: Layering,
  below: readonly number[][],
  above: readonly number[][],
): number[][] {
  const ordered: number[][] = layers.map(() => []);
  const seen = new Set<number>();
  const roots = slots.flatMap((_, slot) => (above[slot]!.length === 0 ? [slot] : []));
  const open = roots.toReversed();
  for (let slot = open.pop(); slot !== undefined; slot = open.pop()) {
    if (seen.has(slot)) continue;
    seen.add(slot);
    ordered[slots[slot]!.layer]!.push(slot);
    open.push(...below[slot]!.toReversed());
  }
  return ordered;
}

function sweepDown(layers: readonly (readonly number[])[], above: readonly number[][]): number[][] {
  const result: number[][] = [];
  for (const layer of layers) result.push(byMiddle(layer, result.at(-1) ?? [], above));
  return result;
}

function sweepUp(layers: readonly (readonly number[])[], below: readonly number[][]): number[][] {
  const result: number[][] = [];
  for (const layer of layers.toReversed()) result.push(byMiddle(layer, result.at(-1) ?? [], below));
  return result.toReversed();
}

/** Puts the slots that a node leads to, and nothing else does, back into the order of its paths. */
function inPathOrder(
  layers: readonly (readonly number[])[],
  below: readonly number[][],
  above: readonly number[][],
): number[][] {
  const result = layers.map((layer) => [...layer]);
  for (const [depth, layer] of layers.entries()) {
    const target = result[depth + 1];
    if (target === undefined) break;
    for (const slot of layer) {
      const own = below[slot]!.filter((other) => above[other]!.length === 1);
      const places = own.map((other) => target.indexOf(other)).toSorted((a, b) => a - b);
      for (const [index, other] of own.entries()) target[places[index]!] = other;
    }
  }
  return result;
}

/** Slots without neighbours in the fixed layer keep their place. */
function byMiddle(
  layer: readonly number[],
  fixed: readonly number[],
  neighbours: readonly number[][],
): number[] {
  const place = new Map(fixed.map((slot, index) => [slot, index]));
  const middle = new Map<number, number>();
  for (const [index, slot] of layer.entries()) {
    const places = neighbours[slot]!.flatMap((other) => place.get(other) ?? []);
    const sum = places.reduce((total, at) => total + at, 0);
    middle.set(slot, places.length === 0 ? index : sum / places.length);
  }
  return layer.toSorted((a, b) => middle.get(a)! - middle.get(b)!);
}

/** How many pairs of segments cross. */
export function countCrossings(
  layers: readonly (readonly number[])[],
  segments: readonly Segment[],
): number {
  const place = new Map<number, number>();
  const layerOf = new Map<number, number>();
  for (const [layer, slots] of layers.entries()) {
    for (const [index, slot] of slots.entries()) {
      place.set(slot, index);
      layerOf.set(slot, layer);
    }
  }
  const gaps: Segment[][] = layers.map(() => []);
  for (const segment of segments) gaps[layerOf.get(segment.from)!]!.push(segment);
  let crossings = 0;
  for (const gap of gaps) {
    for (const [index, a] of gap.entries()) {
      for (let other = index + 1; other < gap.length; other += 1) {
        const b = gap[other]!;
        const upper = place.get(a.from)! - place.get(b.from)!;
        const lower = place.get(a.to)! - place.get(b.to)!;
        if (upper * lower < 0) crossings += 1;
      }
    }
  }
  return crossings;
}
