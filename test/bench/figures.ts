/** One measured figure. Rates: larger is better. Bytes: smaller is better. `null` where nothing was measured. */
export interface Figure {
  readonly bench: string;
  readonly unit: string;
  readonly ours: number;
  readonly limit: number | null;
  readonly peer: string | null;
  readonly peerRate: number | null;
  /** What the limit is, where a bench has two of them, and whatever else explains the figure. */
  readonly note?: string;
}

/** A figure with its ratios, as it stands in the output. */
export interface FigureLine extends Figure {
  /** ours / limit */
  readonly toLimit: number | null;
  /** ours / peerRate */
  readonly toPeer: number | null;
}

/** Writes one figure as a line of JSON, and returns it. */
export function print(figure: Figure): FigureLine {
  const { bench, unit, ours, limit, peer, peerRate, note } = figure;
  const line: FigureLine = {
    bench,
    unit,
    ours: rounded(ours),
    limit: limit === null ? null : rounded(limit),
    peer,
    peerRate: peerRate === null ? null : rounded(peerRate),
    toLimit: limit === null ? null : rounded(ours / limit),
    toPeer: peerRate === null ? null : rounded(ours / peerRate),
    ...(note !== undefined && { note }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return line;
}

/** Four significant digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** The lines as columns for people. */
export function table(lines: readonly FigureLine[]): string {
  const head = [
    'bench',
    'unit',
    'ours',
    'limit',
    'peer',
    'peer rate',
    'to limit',
    'to peer',
    'note',
  ];
  const rows = lines.map((line) => [
    line.bench,
    line.unit,
    shown(line.ours),
    shown(line.limit),
    line.peer ?? '-',
    shown(line.peerRate),
    line.toLimit === null ? '-' : line.toLimit.toFixed(2),
    line.toPeer === null ? '-' : line.toPeer.toFixed(1),
    line.note ?? '',
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length)),
  );
  return [head, widths.map((width) => '-'.repeat(width)), ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(value: number | null): string {
  if (value === null) return '-';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}
