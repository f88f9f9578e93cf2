import { createReadStream } from 'node:fs';
import { parse, type Options } from 'csv-parse';
import { AccompanyError } from '../../kernel/errors.ts';
import { parseJson } from '../../kernel/json.ts';
import { recordOf } from './place.ts';
import type { SourceFile } from './files.ts';

/** One row, with the place behind it. */
export interface Row {
  readonly cells: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly lines: number;
}

/** Longest line in bytes; a file without line ends is no reason to run out of memory. */
const LONGEST = 4 * 1024 * 1024;

/**
 * The rows of a file behind a place, one at a time: memory does not grow with the file (DI-50).
 * @throws AccompanyError `INVALID_DOCUMENT` with file and line for a ragged row or a line that is no object (DI-51)
 */
export function rowsOf(
  file: SourceFile,
  from: { readonly bytes: number; readonly lines: number },
  signal: AbortSignal,
): AsyncGenerator<Row, void, void> {
  return file.format === 'csv' ? csvRows(file, from, signal) : jsonRows(file, from, signal);
}

async function* csvRows(
  file: SourceFile,
  from: { readonly bytes: number; readonly lines: number },
  signal: AbortSignal,
): AsyncGenerator<Row, void, void> {
  const options = {
    info: true,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST,
  } as const;
  let header: readonly string[] | null = null;
  if (from.bytes > 0) {
    for await (const { record } of records(file, 0, { ...options, to: 1 }, signal)) header = record;
    if (header === null) throw ragged(file, 1, 'the header is gone');
  }
  for await (const { record, info } of records(file, from.bytes, options, signal)) {
    const lines = from.lines + info.lines;
    if (header === null) {
      header = record;
      const doubled = record.find((name, index) => record.indexOf(name) !== index);
      if (doubled !== undefined)
        throw ragged(file, lines, `the column ${JSON.stringify(doubled)} stands there twice`);
      if (record.includes('__proto__'))
        throw ragged(file, lines, 'a column called __proto__ is not allowed');
      continue;
    }
    if (record.length !== header.length)
      throw ragged(file, lines, `${record.length} cells, but the header has ${header.length}`);
    const cells = Object.fromEntries(header.map((name, index) => [name, record[index]!]));
    yield { cells, bytes: from.bytes + info.bytes, lines };
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number; readonly lines: number };
}

async function* records(
  file: SourceFile,
  start: number,
  options: Options,
  signal: AbortSignal,
): AsyncGenerator<CsvRecord, void, void> {
  const input = createReadStream(file.path, { start, signal });
  const found: { fault: CsvFault | null } = { fault: null };
  const parser = parse({
    ...options,
    // A parser that fails drops the rows that it has read and not yet given: it goes on, and is stopped here.
    skip_records_with_error: true,
    on_skip: (error) => {
      found.fault ??= error ?? null;
      input.unpipe(parser);
      parser.end();
      return undefined;
    },
  });
  // An error of the file must end the parser, too.
  input.on('error', (error) => parser.destroy(error));
  let given = 0;
  try {
    for await (const record of input.pipe(parser)) {
      if (given === found.fault?.records) break;
      given += 1;
      yield record as CsvRecord;
    }
  } finally {
    input.destroy();
  }
  const { fault } = found;
  if (fault !== null) throw ragged(file, fault.lines ?? 0, fault.message, fault);
}

/** `records` are those that stand before the fault. */
type CsvFault = Error & { readonly lines?: number; readonly records?: number };

async function* jsonRows(
  file: SourceFile,
  from: { readonly bytes: number; readonly lines: number },
  signal: AbortSignal,
): AsyncGenerator<Row, void, void> {
  let { bytes, lines } = from;
  for await (const line of linesOf(file, bytes, lines, signal)) {
    bytes += line.length;
    lines += 1;
    const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(line).trim();
    if (text === '') continue;
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      throw ragged(file, lines, error instanceof Error ? error.message : String(error), error);
    }
    const cells = recordOf(value);
    if (cells === null) throw ragged(file, lines, 'this is no JSON object');
    yield { cells, bytes, lines };
  }
}

const LINE_END = 10;

/** Lines with their ends, as bytes: the place behind each is known exactly. */
async function* linesOf(
  file: SourceFile,
  start: number,
  before: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  let rest: Uint8Array[] = [];
  let length = 0;
  let lines = before;
  for await (const chunk of createReadStream(file.path, {
    start,
    signal,
  }) as AsyncIterable<Uint8Array>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      rest.push(chunk.subarray(from, end + 1));
      yield Buffer.concat(rest);
      rest = [];
      length = 0;
      lines += 1;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    rest.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST) throw ragged(file, lines + 1, `the line is longer than ${LONGEST} bytes`);
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

function ragged({ name }: SourceFile, line: number, what: string, cause?: unknown): AccompanyError {
  return new AccompanyError(
    'INVALID_DOCUMENT',
    `${name}, line ${line}: ${what}. What stands before it was read; correct the line and read again.`,
    { details: { file: name, line }, ...(cause !== undefined && { cause }) },
  );
}
