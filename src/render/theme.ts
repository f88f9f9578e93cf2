import type { Box } from './diagram.ts';

/** Light, dark, or as the reader's system prefers. */
export type Theme = 'light' | 'dark' | 'auto';

/** The colour of each kind of node, the same in every theme. */
export const KIND_COLOURS: Readonly<Record<Box['kind'], string>> = {
  start: '#0d9373',
  audience: '#0d9373',
  action: '#2f6fed',
  listen: '#8746d9',
  wait: '#d18700',
  splitAccounts: '#d6336c',
  splitPeople: '#e0590b',
  externalAction: '#0b7285',
  externalSplitAccounts: '#0b7285',
  externalSplitPeople: '#0b7285',
  merge: '#5b6b82',
  stop: '#7b879a',
  end: '#475467',
};

interface Palette {
  readonly canvas: string;
  readonly dot: string;
  readonly card: string;
  readonly lane: string;
  readonly line: string;
  readonly edge: string;
  readonly text: string;
  readonly muted: string;
}

const LIGHT: Palette = {
  canvas: '#f8f9fb',
  dot: '#e3e7ee',
  card: '#ffffff',
  lane: '#f5f6f9',
  line: '#dfe3ea',
  edge: '#98a2b3',
  text: '#1b2333',
  muted: '#5f6b80',
};

const DARK: Palette = {
  canvas: '#12161f',
  dot: '#232a38',
  card: '#1c2230',
  lane: '#161b27',
  line: '#343d50',
  edge: '#6b778d',
  text: '#eef1f6',
  muted: '#a3aec0',
};

const FONT =
  "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, system-ui, sans-serif";

/** The style sheet of a picture; `scope` keeps several pictures of one page apart. */
export function styleSheet(theme: Theme, scope: string): string {
  const base = `.${scope} text{font-family:${FONT};font-size:13px}
.${scope} .b{font-weight:600}
.${scope} .s{font-size:11.5px}
.${scope} .edge{fill:none;stroke-width:1.75}
.${scope} .late{stroke-dasharray:5 4}
.${scope} .icon{fill:none;stroke:#fff;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.${scope} .on{fill:#fff}`;
  if (theme !== 'auto') return `${base}\n${colours(theme === 'dark' ? DARK : LIGHT, scope)}`;
  const dark = colours(DARK, scope);
  return `${base}\n${colours(LIGHT, scope)}\n@media (prefers-color-scheme:dark){\n${dark}\n}`;
}

function colours(palette: Palette, scope: string): string {
  const { canvas, dot, card, lane, line, edge, text, muted } = palette;
  return `.${scope} .canvas{fill:${canvas}}
.${scope} .dot{fill:${dot}}
.${scope} .card{fill:${card};stroke:${line}}
.${scope} .lane{fill:${lane};stroke:${line}}
.${scope} .rule{stroke:${line}}
.${scope} .edge{stroke:${edge}}
.${scope} .head{fill:${edge}}
.${scope} .t{fill:${text}}
.${scope} .m{fill:${muted}}`;
}
