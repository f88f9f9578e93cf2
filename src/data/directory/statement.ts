import type { Catalogue, AttributeDefinitions } from '../../model/definition.ts';
import type { AttributeKind } from '../../model/value.ts';
import type { DataChange } from '../../ports/data-integration.ts';
import type { SourceFile } from './files.ts';
import type { Row } from './rows.ts';

/** Columns that are no attributes, with what their cells stand for. */
const COLUMNS: Readonly<
  Record<DataChange['type'], Readonly<Record<string, (cell: string) => unknown>>>
> = {
  account: { id: text, version: number, removed: truth },
  person: { id: text, version: number, removed: truth },
  relation: {
    account: text,
    person: text,
    version: number,
    roles: list,
    since: text,
    removed: truth,
  },
  opportunity: { id: text, account: text, version: number, removed: truth },
  audience: { audience: text, account: text, person: text, version: number, member: truth },
  merge: { account: text, into: text, version: number },
  event: { id: text, event: text, at: text, account: text, person: text },
};

/**
 * The statement that a row makes. What the cells of CSV hold is text: the catalogue says what the values are; an empty cell of
 * an attribute says that there is no value, and an empty cell of another column nothing. What cannot be read stays text, for
 * the engine to put aside. `version`: of rows that have none.
 */
export function statementOf(
  file: SourceFile,
  { cells }: Row,
  catalogue: Catalogue,
  version: number,
): DataChange {
  const given =
    file.format === 'csv'
      ? fromCells(file.type!, cells as Readonly<Record<string, string>>, catalogue)
      : cells;
  const statement = { ...(file.type !== null && { type: file.type }), ...given } as Readonly<
    Record<string, unknown>
  >;
  if (statement['type'] === 'event' || 'version' in statement)
    return statement as unknown as DataChange;
  return { ...statement, version } as unknown as DataChange;
}

function fromCells(
  type: DataChange['type'],
  cells: Readonly<Record<string, string>>,
  catalogue: Catalogue,
): Record<string, unknown> {
  const statement: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  const definitions = definitionsOf(type, cells['event'] ?? '', catalogue);
  for (const [column, cell] of Object.entries(cells)) {
    const read = Object.hasOwn(COLUMNS[type], column) ? COLUMNS[type][column] : undefined;
    if (read !== undefined) {
      if (cell !== '') statement[column] = read(cell);
    } else if (type === 'person' && column === 'consent') {
      if (cell !== '') statement['consent'] = { email: cell };
    } else if (cell !== '') values[column] = valueOf(definitions?.[column]?.kind, cell);
    else if (type !== 'event') values[column] = null;
  }
  if (Object.keys(values).length > 0)
    statement[type === 'event' ? 'fields' : 'attributes'] = values;
  return statement;
}

function definitionsOf(
  type: DataChange['type'],
  event: string,
  catalogue: Catalogue,
): AttributeDefinitions | undefined {
  if (type === 'account' || type === 'person' || type === 'opportunity') return catalogue[type];
  return type === 'event' && Object.hasOwn(catalogue.events, event)
    ? catalogue.events[event]!.fields
    : undefined;
}

function valueOf(kind: AttributeKind | 'any' | undefined, cell: string): unknown {
  if (kind === 'number') return number(cell);
  if (kind === 'boolean') return truth(cell);
  return kind === 'texts' ? list(cell) : cell;
}

function text(cell: string): string {
  return cell;
}

function number(cell: string): unknown {
  return cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}

function truth(cell: string): unknown {
  return cell === 'true' ? true : cell === 'false' ? false : cell;
}

function list(cell: string): readonly string[] {
  return cell.split('|');
}
