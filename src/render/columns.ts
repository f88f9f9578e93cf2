import type { Layering, Segment } from './layers.ts';
import { separate } from './separate.ts';
import type { Separation } from './separate.ts';

const ROUNDS = 240;
const STILL = 0.02;
const GAP = 36;
const PASSAGE_GAP = 22;

/** How much more a node wants to stand in the middle of its paths than near to each neighbour. */
const CENTRED = 10;

/** A wish that a weighted sum of places be zero; wishes are weighed against each other by least squares. */
interface Wish {
  readonly parts: readonly (readonly [column: number, factor: number])[];
  readonly weight: number;
}

/**
 * The horizontal middle of every slot. Slots that follow each other share a column, and so stand exactly below each
 * other, where there is no fork or junction between them, and on the middle one of an odd number of paths. Columns
 * stand as near to their neighbours, and as much in the middle of them, as widths allow.
 */
export function placeColumns(
  { slots, segments }: Layering,
  layers: readonly (readonly number[])[],
): readonly number[] {
  const { columnOf, count } = findColumns(layers, segments, slots.length);
  const gapBetween = (a: number, b: number): number => {
    const gap = slots[a]!.box === null || slots[b]!.box === null ? PASSAGE_GAP : GAP;
    return (slots[a]!.width + slots[b]!.width) / 2 + gap;
  };
  const separations = findSeparations(layers, columnOf, gapBetween);
  const wishes = findWishes(segments, columnOf);
  const weights = Array.from({ length: count }, () => Number.EPSILON);
  for (const { parts, weight } of wishes) {
    const reach = parts.reduce((sum, [, factor]) => sum + Math.abs(factor), 0);
    for (const [column, factor] of parts) weights[column]! += weight * Math.abs(factor) * reach;
  }
  // Projected descent: a step towards what is wished, then back to what the widths allow.
  let places: readonly number[] = leftmost(count, separations);
  for (let round = 0; round < ROUNDS; round += 1) {
    const pull = places.map(() => 0);
    for (const { parts, weight } of wishes) {
      const amiss = parts.reduce((sum, [column, factor]) => sum + factor * places[column]!, 0);
      for (const [column, factor] of parts) pull[column]! += weight * factor * amiss;
    }
    const wanted = places.map((place, column) => place - pull[column]! / weights[column]!);
    const next = separate(wanted, weights, separations);
    const move = Math.max(0, ...next.map((place, column) => Math.abs(place - places[column]!)));
    places = next;
    if (move < STILL) break;
  }
  return slots.map((_, slot) => Math.round(places[columnOf[slot]!]!));
}

function findWishes(segments: readonly Segment[], columnOf: readonly number[]): readonly Wish[] {
  const wishes: Wish[] = [];
  const paths = new Map<string, { readonly own: number; readonly others: number[] }>();
  const add = (key: string, slot: number, other: number): void => {
    const known = paths.get(key) ?? { own: columnOf[slot]!, others: [] };
    known.others.push(columnOf[other]!);
    paths.set(key, known);
  };
  for (const { from, to } of segments) {
    const [upper, lower] = [columnOf[from]!, columnOf[to]!];
    if (upper !== lower)
      wishes.push({
        parts: [
          [upper, 1],
          [lower, -1],
        ],
        weight: 1,
      });
    add(`below ${from}`, from, to);
    add(`above ${to}`, to, from);
  }
  for (const { own, others } of paths.values()) {
    if (others.length < 2) continue;
    const parts = others.map((other) => [other, -1 / others.length] as const);
    wishes.push({ parts: [[own, 1], ...parts], weight: CENTRED });
  }
  return wishes;
}

function findColumns(
  layers: readonly (readonly number[])[],
  segments: readonly Segment[],
  slotCount: number,
): { readonly columnOf: readonly number[]; readonly count: number } {
  const place: number[] = [];
  for (const layer of layers) for (const [index, slot] of layer.entries()) place[slot] = index;
  const below: number[][] = Array.from({ length: slotCount }, () => []);
  const above: number[][] = Array.from({ length: slotCount }, () => []);
  for (const { from, to } of segments) {
    below[from]!.push(to);
    above[to]!.push(from);
  }
  const columnOf = Array.from({ length: slotCount }, () => -1);
  let count = 0;
  for (const layer of layers) {
    for (const slot of layer) {
      if (columnOf[slot] === -1) columnOf[slot] = count++;
    }
    let last = -1;
    for (const slot of layer) {
      const next = middleOf(below[slot]!, place);
      if (next === undefined || middleOf(above[next]!, place) !== slot) continue;
      // Columns do not cross: what stands further left above stands further left below.
      if (place[next]! < last) continue;
      last = place[next]!;
      columnOf[next] = columnOf[slot]!;
    }
  }
  return { columnOf, count };
}

/** The slot in the middle of an odd number of slots. */
function middleOf(slots: readonly number[], place: readonly number[]): number | undefined {
  if (slots.length % 2 === 0) return undefined;
  return slots.toSorted((a, b) => place[a]! - place[b]!)[(slots.length - 1) / 2];
}

function findSeparations(
  layers: readonly (readonly number[])[],
  columnOf: readonly number[],
  gapBetween: (a: number, b: number) => number,
): readonly Separation[] {
  const widest = new Map<string, Separation>();
  for (const layer of layers) {
    for (let index = 1; index < layer.length; index += 1) {
      const [a, b] = [layer[index - 1]!, layer[index]!];
      const [left, right] = [columnOf[a]!, columnOf[b]!];
      const key = `${left}:${right}`;
      const gap = Math.max(gapBetween(a, b), widest.get(key)?.gap ?? 0);
      widest.set(key, { left, right, gap });
    }
  }
  return [...widest.values()];
}

/** Every column as far to the left as it may stand. */
function leftmost(count: number, separations: readonly Separation[]): number[] {
  const places = Array.from({ length: count }, () => 0);
  for (let round = 0, moved = true; moved && round <= count; round += 1) {
    moved = false;
    for (const { left, right, gap } of separations) {
      if (places[right]! >= places[left]! + gap) continue;
      places[right] = places[left]! + gap;
      moved = true;
    }
  }
  return places;
}
