import type { Link } from './diagram.ts';
import type { PlacedLink, Point } from './layout.ts';
import { fullText, pill, round } from './svg-parts.ts';
import { cutText, textWidth } from './text.ts';

const RADIUS = 12;
const LABEL_WIDTH = 172;

/** Width that a link's label needs; 0 without one. */
export function labelWidth({ label }: Link): number {
  return label === '' ? 0 : textWidth(cutLabel(label), 11.5, true) + 18;
}

function cutLabel(label: string): string {
  return cutText(label, LABEL_WIDTH, 11.5, true);
}

/** A link as a line with round corners and an arrow head; dashed when it is taken for want of another. */
export function drawLink(link: Link, { points }: PlacedLink, marker: string): string {
  const late = link.fallback ? ' late' : '';
  return `<path class="edge${late}" marker-end="url(#${marker})" d="${roundedPath(points)}"/>`;
}

/** A link's label as a pill on the line. */
export function drawLabel(link: Link, { label }: PlacedLink): string {
  if (label === null || link.label === '') return '';
  const classes = link.fallback ? 's b m' : 's b t';
  return `<g>${fullText([link.label])}${pill(label.x, label.y, cutLabel(link.label), classes, 'class="card"')}</g>`;
}

function roundedPath(points: readonly Point[]): string {
  const last = points.length - 1;
  const steps = points.map((point, index) => {
    if (index === 0) return `M${at(point)}`;
    if (index === last) return `L${at(point)}`;
    const [before, after] = [points[index - 1]!, points[index + 1]!];
    const radius = Math.min(RADIUS, distance(before, point) / 2, distance(point, after) / 2);
    return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
  });
  return steps.join('');
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const all = distance(from, to);
  if (all === 0) return from;
  return {
    x: from.x + ((to.x - from.x) * length) / all,
    y: from.y + ((to.y - from.y) * length) / all,
  };
}
