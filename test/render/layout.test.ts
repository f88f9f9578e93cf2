import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JourneyDocument } from '../../src/journey/document.ts';
import { drawDiagram } from '../../src/render/diagram.ts';
import type { Diagram } from '../../src/render/diagram.ts';
import { layOut } from '../../src/render/layout.ts';
import type { Layout, PlacedBox, Point } from '../../src/render/layout.ts';
import { journeys } from '../plan/random-journey.ts';

test('PL-73 boxes do not overlap and links run through no foreign box, in any journey', () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const { diagram, layout } = place(document);
      expect(faults(diagram, layout)).toEqual([]);
    }),
  );
});

test('PL-73 a split into 25 paths is as wide as its paths', () => {
  const { diagram, layout } = place(wide(25));
  expect(faults(diagram, layout)).toEqual([]);
  expect(layout.width).toBeLessThan(25 * 280);
});

test('PL-73 the paths of a split stand in their order', () => {
  const { diagram, layout } = place(wide(7));
  const split = diagram.boxes.findIndex((box) => box.kind === 'splitAccounts');
  const xs = diagram.links.flatMap(({ from, to }) => (from === split ? [layout.boxes[to]!.x] : []));
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
});

test('PL-73 two paths that join again stand evenly on both sides', () => {
  const { diagram, layout } = place({
    ...wide(2),
    nodes: [
      { kind: 'audience', id: 'a', audience: 'x', next: 's' },
      {
        kind: 'splitAccounts',
        id: 's',
        paths: [
          { id: '1', next: 'l' },
          { id: '2', next: 'r' },
        ],
      },
      { kind: 'wait', id: 'l', next: 'm' },
      { kind: 'wait', id: 'r', next: 'm' },
      { kind: 'merge', id: 'm' },
    ],
  });
  const [split, left, right, merge] = ['s', 'l', 'r', 'm'].map((id) => {
    const { x, width } = layout.boxes[diagram.boxes.findIndex((box) => box.node?.id === id)]!;
    return x + width / 2;
  });
  expect(Math.abs((left! + right!) / 2 - split!)).toBeLessThan(2);
  expect(Math.abs(split! - merge!)).toBeLessThan(2);
});

function wide(paths: number): JourneyDocument {
  const each = Array.from({ length: paths }, (_, index) => index);
  return {
    format: 1,
    type: 'account',
    id: 'wide',
    name: 'Wide',
    nodes: [
      { kind: 'audience', id: 'a', audience: 'x', next: 's' },
      {
        kind: 'splitAccounts',
        id: 's',
        paths: each.map((index) => ({ id: `p${index}`, next: `w${index}` })),
      },
      ...each.map((index) => ({
        kind: 'wait' as const,
        id: `w${index}`,
        ...(index % 3 === 0 ? { next: 'm' } : {}),
      })),
      { kind: 'merge', id: 'm' },
    ],
  };
}

function place(document: JourneyDocument): { readonly diagram: Diagram; readonly layout: Layout } {
  const diagram = drawDiagram(document);
  const sizes = diagram.boxes.map((box) => ({
    width: box.kind === 'splitPeople' ? 420 : box.node === null ? 80 : 236,
    height: box.kind === 'splitPeople' ? 180 : box.node === null ? 34 : 60,
  }));
  const labels = diagram.links.map(({ label }) => (label === '' ? 0 : 90));
  return { diagram, layout: layOut(diagram, sizes, labels) };
}

function faults({ boxes, links }: Diagram, layout: Layout): string[] {
  const found: string[] = [];
  for (const [a, first] of layout.boxes.entries()) {
    if (!inside(first, layout)) found.push(`${boxes[a]!.title} stands outside`);
    for (const [b, second] of layout.boxes.entries()) {
      if (a < b && overlap(first, second)) found.push(`${boxes[a]!.title} over ${boxes[b]!.title}`);
    }
  }
  for (const [index, { points }] of layout.links.entries()) {
    const { from, to } = links[index]!;
    if (points.length < 2) found.push(`link ${index} is not drawn`);
    for (const [at, point] of points.entries()) {
      const next = points[at + 1];
      if (next === undefined) continue;
      for (const [box, placed] of layout.boxes.entries()) {
        if (box === from || box === to) continue;
        if (overlap(around(point, next), placed)) found.push(`link ${index} through box ${box}`);
      }
    }
  }
  return found;
}

function inside({ x, y, width, height }: PlacedBox, picture: Layout): boolean {
  return x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function around(a: Point, b: Point): PlacedBox {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.abs(a.x - b.x) || 0.01, height: Math.abs(a.y - b.y) || 0.01 };
}
