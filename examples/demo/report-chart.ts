import type { DayCount } from './days.ts';
import { Html, html } from './html.ts';
import { formatNumber } from './wording.ts';

const WIDTH = 960;
const HEIGHT = 220;
const LEFT = 48;
const BOTTOM = 24;

/** The layers of the chart, from the ground up. */
const LAYERS: readonly {
  readonly name: string;
  readonly label: string;
  readonly of: (day: DayCount) => number;
}[] = [
  { name: 'customer-left', label: 'Customers, journey completed', of: ({ left }) => left.customer },
  { name: 'customer', label: 'Phase 3: customer', of: ({ inside }) => inside.customer },
  { name: 'offers', label: 'Phase 2: offers', of: ({ inside }) => inside.offers },
  { name: 'general', label: 'Phase 1: general content', of: ({ inside }) => inside.general },
  {
    name: 'nurture',
    label: 'Left for now',
    of: ({ left, inside }) => left.nurture + left.general + left.offers + inside.nurture,
  },
];

/** Where the accounts were, day by day: a stacked area chart with a legend. */
export function dailyChart(days: readonly DayCount[]): Html {
  const last = days.at(-1);
  if (last === undefined) return html``;
  const heights = days.map((day) => LAYERS.map(({ of }) => of(day)));
  const most = Math.max(
    1,
    ...heights.map((layers) => layers.reduce((sum, value) => sum + value, 0)),
  );
  const x = (index: number): number =>
    LEFT + ((WIDTH - LEFT) * index) / Math.max(1, days.length - 1);
  const y = (value: number): number => 8 + (HEIGHT - BOTTOM - 8) * (1 - value / most);
  const level = (index: number, layers: number): number =>
    heights[index]!.slice(0, layers).reduce((sum, value) => sum + value, 0);
  const areas = LAYERS.map(({ name }, layer) => {
    const upper = days.map(
      (_, index) => `${x(index).toFixed(1)},${y(level(index, layer + 1)).toFixed(1)}`,
    );
    const lower = days.map(
      (_, index) => `${x(index).toFixed(1)},${y(level(index, layer)).toFixed(1)}`,
    );
    return html`<polygon
      class="area ${name}"
      points="${[...upper, ...lower.toReversed()].join(' ')}"
    />`;
  });
  const ticks = [0, most / 2, most].map(
    (value) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}" />
        <text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end"
          >${formatNumber(Math.round(value))}</text
        >`,
  );
  const dayTicks = days.flatMap(({ day }, index) =>
    day === 1 || day % 10 === 0
      ? [
          html`<text x="${x(index)}" y="${HEIGHT - 4}" text-anchor="${anchor(index, days.length)}"
            >day ${day}</text
          >`,
        ]
      : [],
  );
  return html`<figure>
    <svg
      class="chart"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="Accounts by phase, day by day"
    >
      ${ticks}${areas}${dayTicks}
    </svg>
    <figcaption class="legend">
      ${LAYERS.toReversed().map(
        ({ name, label, of }) =>
          html`<span><i class="${name}"></i>${label} <b>${formatNumber(of(last))}</b></span>`,
      )}
    </figcaption>
  </figure>`;
}

function anchor(index: number, length: number): string {
  if (index === 0) return 'start';
  return index === length - 1 ? 'end' : 'middle';
}

/** One horizontal bar with its label and number. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  /** Class of its colour. */
  readonly tone?: string;
}

/** Horizontal bars, each against the largest. */
export function bars(items: readonly Bar[]): Html {
  const most = Math.max(1, ...items.map(({ count }) => count));
  return html`<table class="bars">
    ${items.map(
      ({ label, count, tone = 'general' }) =>
        html`<tr>
          <th scope="row">${label}</th>
          <td class="bar">
            ${count === 0 ? null : html`<i class="${tone}" style="width:${((100 * count) / most).toFixed(2)}%"></i>`}
          </td>
          <td class="number">${formatNumber(count)}</td>
        </tr>`,
    )}
  </table>`;
}
