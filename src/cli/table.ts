/** One column of a table: its title, and the side on which its cells are aligned. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/**
 * Rows as aligned text, two blanks between columns, without blanks at the ends of lines. Of more than `limit` rows the
 * first are shown, and how many there are besides; 0 shows all.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  limit = 0,
): string {
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  const cells = [columns.map(({ title }) => title), ...shown];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => lengthOf(cellOf(row[index])))),
  );
  const lines = cells.map((row) =>
    columns
      .map(({ right }, index) => {
        const text = cellOf(row[index]);
        const padding = ' '.repeat(widths[index]! - lengthOf(text));
        return right === true ? padding + text : text + padding;
      })
      .join('  ')
      .trimEnd(),
  );
  const rest = rows.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more (--limit 0 shows all)`);
  return lines.map((line) => `  ${line}`).join('\n');
}

/** Characters, not code units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** A cell is one line. */
function cellOf(text = ''): string {
  return text.replaceAll('\n', ' ');
}
