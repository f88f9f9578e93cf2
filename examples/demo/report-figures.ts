import { Html, html } from './html.ts';
import { formatNumber } from './wording.ts';

/** A share of a whole, with its colour. */
export interface Slice {
  readonly label: string;
  readonly count: number;
  /** Class of its colour. */
  readonly tone: string;
}

const RADIUS = 54;
const AROUND = 2 * Math.PI * RADIUS;

/** A ring of shares with the total in the middle, and a legend. */
export function ring(title: string, slices: readonly Slice[]): Html {
  const total = slices.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  const arcs = slices.map(({ count, tone }) => {
    if (count === 0) return null;
    const length = (AROUND * count) / total;
    const arc = html`<circle
      class="ring ${tone}"
      r="${RADIUS}"
      cx="70"
      cy="70"
      stroke-dasharray="${length.toFixed(2)} ${(AROUND - length).toFixed(2)}"
      stroke-dashoffset="${(-before).toFixed(2)}"
      transform="rotate(-90 70 70)"
    />`;
    before += length;
    return arc;
  });
  return html`<figure class="donut">
    <svg viewBox="0 0 140 140" role="img" aria-label="${title}">
      <circle class="ring empty" r="${RADIUS}" cx="70" cy="70" />
      ${arcs}
      <text x="70" y="76" text-anchor="middle">${formatNumber(total)}</text>
    </svg>
    <figcaption>
      <b>${title}</b>
      ${slices.map(
        ({ label, count, tone }) =>
          html`<span><i class="${tone}"></i>${label} <b>${formatNumber(count)}</b></span>`,
      )}
    </figcaption>
  </figure>`;
}

/** Two values that stand side by side. */
export interface Pair {
  readonly label: string;
  readonly first: number;
  readonly last: number;
}

const COLUMN = 120;
const HIGH = 120;

/** Pairs of columns, each against the greatest of all. */
export function pairs(title: string, items: readonly Pair[]): Html {
  const most = Math.max(1, ...items.flatMap(({ first, last }) => [first, last]));
  const height = (value: number): number => (HIGH * value) / most;
  const column = (value: number, x: number, tone: string): Html =>
    html`<rect
        class="${tone}"
        x="${x}"
        y="${(20 + HIGH - height(value)).toFixed(1)}"
        width="34"
        height="${height(value).toFixed(1)}"
        rx="3"
      />
      <text x="${x + 17}" y="${(14 + HIGH - height(value)).toFixed(1)}" text-anchor="middle"
        >${formatNumber(value)}</text
      >`;
  return html`<figure>
    <svg
      class="chart pairs"
      viewBox="0 0 ${items.length * COLUMN} ${HIGH + 44}"
      role="img"
      aria-label="${title}"
    >
      ${items.map(
        ({ label, first, last }, index) =>
          html`${column(first, index * COLUMN + 22, 'nurture')}
            ${column(last, index * COLUMN + 62, 'general')}
            <text x="${index * COLUMN + 60}" y="${HIGH + 38}" text-anchor="middle">${label}</text>`,
      )}
    </svg>
  </figure>`;
}

/** A number for each month, of one thing. */
export interface Series {
  readonly label: string;
  readonly counts: readonly number[];
}

const TONES = ['general', 'offers', 'customer', 'bad', 'left', 'nurture'] as const;

/** Columns by month, stacked, with a legend. */
export function stacks(title: string, months: readonly string[], series: readonly Series[]): Html {
  const sums = months.map((_, index) =>
    series.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
  );
  const most = Math.max(1, ...sums);
  const height = (value: number): number => (HIGH * value) / most;
  const columns = months.map((month, index) => {
    let top = 20 + HIGH;
    const parts = series.map(({ counts }, layer) => {
      const value = height(counts[index] ?? 0);
      top -= value;
      return html`<rect
        class="${TONES[layer % TONES.length] ?? 'general'}"
        x="${index * COLUMN + 30}"
        y="${top.toFixed(1)}"
        width="60"
        height="${value.toFixed(1)}"
      />`;
    });
    return html`${parts}
      <text x="${index * COLUMN + 60}" y="${(top - 6).toFixed(1)}" text-anchor="middle"
        >${formatNumber(sums[index] ?? 0)}</text
      >
      <text x="${index * COLUMN + 60}" y="${HIGH + 38}" text-anchor="middle">${month}</text>`;
  });
  return html`<figure>
    <svg
      class="chart pairs"
      viewBox="0 0 ${months.length * COLUMN} ${HIGH + 44}"
      role="img"
      aria-label="${title}"
    >
      ${columns}
    </svg>
    <figcaption class="legend">
      ${series.map(
        ({ label, counts }, layer) =>
          html`<span
            ><i class="${TONES[layer % TONES.length] ?? 'general'}"></i>${label}
            <b>${formatNumber(counts.reduce((sum, count) => sum + count, 0))}</b></span
          >`,
      )}
    </figcaption>
  </figure>`;
}
