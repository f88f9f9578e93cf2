import { stat } from 'node:fs/promises';
import { AccompanyError } from '../../kernel/errors.ts';
import type { Catalogue } from '../../model/definition.ts';
import type { DataChange, DataIntegration, DataPage } from '../../ports/data-integration.ts';
import { filesIn, markAt, type SourceFile } from './files.ts';
import { placeOfText, textOfPlace, type FilePlace, type Place } from './place.ts';
import { rowsOf } from './rows.ts';
import { statementOf } from './statement.ts';
import { writtenIn } from './written.ts';

/** What a directory is read with. */
export interface DirectoryOptions {
  readonly path: string;
  /** What the cells of CSV stand for. */
  readonly catalogue: Catalogue;
  /** Missing: `directory`. */
  readonly name?: string;
  /** Statements in one page; missing: 500. */
  readonly page?: number;
}

const PAGE = 500;
const START: FilePlace = { bytes: 0, lines: 0, mark: '' };

/**
 * A directory as a source: `accounts`, `people`, `relations`, `opportunities`, `audiences` and `events` as `.csv` or `.ndjson`,
 * and `changes.ndjson` with statements of every kind. A later reading goes on behind what was read of each file; a file that
 * was replaced is read anew. Rows without a `version` have the time of their file as one. What comes back is appended to
 * `written.ndjson` (DI-50 to DI-52).
 * @throws AccompanyError `INVALID_INPUT` for options that cannot be meant
 */
export function directorySource(options: DirectoryOptions): DataIntegration {
  const { path, catalogue, name = 'directory', page = PAGE } = options;
  if (typeof path !== 'string' || path === '') throw invalid('path must name a directory.');
  if (!Number.isSafeInteger(page) || page < 1)
    throw invalid('page must be a whole number of at least 1.');
  const written = writtenIn(path);

  async function* read(
    after: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<DataPage, void, void> {
    const place: Record<string, FilePlace> = { ...placeOfText(after) };
    for (const file of await filesIn(path)) {
      const from = await startOf(file, place);
      const version = Math.max(1, Math.floor((await stat(file.path)).mtimeMs));
      let changes: DataChange[] = [];
      let last = from;
      const turn = async (): Promise<DataPage> => {
        const mark = (await markAt(file.path, last.bytes)) ?? '';
        place[file.name] = { ...last, mark };
        const full = { changes, next: textOfPlace(place) };
        changes = [];
        return full;
      };
      try {
        for await (const row of rowsOf(file, from, signal)) {
          changes.push(statementOf(file, row, catalogue, version));
          last = { bytes: row.bytes, lines: row.lines, mark: '' };
          if (changes.length === page) yield await turn();
        }
      } catch (error) {
        // What stands before the fault counts.
        if (changes.length > 0 && !signal.aborted) yield await turn();
        throw error;
      }
      if (changes.length > 0) yield await turn();
    }
  }

  return {
    name,
    read: ({ after, signal }) => read(after, signal),
    write: (changes, context) => written.take(changes, context),
  };
}

/** Where a file is read on; from the start when what was read of it is not there any more. */
async function startOf(file: SourceFile, place: Place): Promise<FilePlace> {
  const known = Object.hasOwn(place, file.name) ? place[file.name] : undefined;
  if (known === undefined) return START;
  return (await markAt(file.path, known.bytes)) === known.mark ? known : START;
}

function invalid(message: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', message);
}
