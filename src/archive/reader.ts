import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import type { JsonValue } from '../kernel/json.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import { IMPORT_MARKER } from '../records/import-marker.ts';
import { Digest } from './digest.ts';
import {
  ARCHIVE_FORMAT,
  counterText,
  LINE_LIMITS,
  recordText,
  RECORDS_FORMAT,
  type CounterLine,
  type Head,
  type RecordLine,
  type Tail,
} from './format.ts';
import { counterSchema, headSchema, recordSchema, tailSchema } from './line-schema.ts';

/** How a gzip file begins, read as UTF-8 or byte by byte. */
const GZIP = ['\u001f\u008b', '\u001f\ufffd'];

/** What a line brings. */
export type Taken =
  | { readonly head: Head }
  | { readonly record: RecordLine; readonly characters: number }
  | { readonly counter: CounterLine }
  | { readonly tail: Tail };

/** Reads an archive line by line and remembers only where it stands: form, order, numbers and digest (AR-30 to AR-36). */
export class Reader {
  private readonly digest = new Digest();
  private line = 0;
  private head: Head | null = null;
  private tail: Tail | null = null;
  private last: { readonly place: number; readonly id: string } = { place: -1, id: '' };
  private records = 0;
  private counters = 0;

  /** Takes the next line. @throws AccompanyError with the number of the line in `details.line` */
  async take(text: unknown): Promise<Taken> {
    this.line += 1;
    if (typeof text !== 'string')
      throw this.fault('INVALID_INPUT', `a line must be text, not ${typeof text}`);
    if (this.tail !== null) throw this.fault('INVALID_DOCUMENT', 'something follows the last line');
    const json = this.parse(text);
    if (this.head === null) return { head: (this.head = this.readHead(json)) };
    if (has(json, 'kind')) return this.readRecord(json, text.length);
    if (has(json, 'counter')) return this.readCounter(json);
    return { tail: (this.tail = await this.readTail(json)) };
  }

  /** What the last line says. @throws AccompanyError `INVALID_DOCUMENT` when there was none (AR-33) */
  end(): Tail {
    if (this.tail !== null) return this.tail;
    this.line += 1;
    throw this.fault(
      'INVALID_DOCUMENT',
      'the archive ends here, without its last line. Fetch it again, or export again',
    );
  }

  private parse(text: string): JsonValue {
    if (this.head === null && GZIP.some((start) => text.startsWith(start)))
      throw this.fault('INVALID_JSON', 'this is compressed by gzip. Decompress it first: gunzip');
    try {
      return parseJson(text, LINE_LIMITS);
    } catch (cause) {
      if (!isAccompanyError(cause)) throw cause;
      throw this.fault(cause.code, cause.message, cause);
    }
  }

  private readHead(json: JsonValue): Head {
    if (!has(json, 'archive') || json['archive'] !== 'accompany')
      throw this.fault('INVALID_DOCUMENT', 'this is no archive of a subscription');
    for (const [name, known] of [
      ['format', ARCHIVE_FORMAT],
      ['records', RECORDS_FORMAT],
    ] as const) {
      const given = json[name];
      if (typeof given !== 'number' || given <= known) continue;
      throw this.fault(
        'STORAGE_SCHEMA',
        `the archive has ${name} ${given}, and this version reads ${name} ${known}. Use the version that wrote it, or a newer one`,
      );
    }
    const head = this.fit(headSchema, json);
    const unknown = head.kinds.find((kind) => !(RECORD_KINDS as readonly string[]).includes(kind));
    if (unknown === undefined) return head;
    throw this.fault(
      'STORAGE_SCHEMA',
      `the archive has records of kind ${JSON.stringify(unknown)}, which this version does not know. Use the version that wrote it, or a newer one`,
    );
  }

  private async readRecord(json: JsonValue, characters: number): Promise<Taken> {
    const record = this.fit(recordSchema, json);
    if (record.kind === IMPORT_MARKER.kind && record.id === IMPORT_MARKER.id)
      throw this.fault('INVALID_DOCUMENT', 'the marker of an import is never exported');
    this.follow(RECORD_KINDS.indexOf(record.kind), record.id);
    this.records += 1;
    await this.digest.add(recordText(record));
    return { record, characters };
  }

  private async readCounter(json: JsonValue): Promise<Taken> {
    const counter = this.fit(counterSchema, json);
    this.follow(RECORD_KINDS.length, counter.counter);
    this.counters += 1;
    await this.digest.add(counterText({ name: counter.counter, value: counter.value }));
    return { counter };
  }

  private async readTail(json: JsonValue): Promise<Tail> {
    const tail = this.fit(tailSchema, json);
    const found = {
      lines: this.line,
      records: this.records,
      counters: this.counters,
      digest: await this.digest.end(),
    };
    for (const name of ['lines', 'records', 'counters', 'digest'] as const) {
      if (tail[name] === found[name]) continue;
      throw this.fault(
        'INVALID_DOCUMENT',
        `the archive says ${name} ${tail[name]} and has ${found[name]}. It was changed or damaged; fetch it again, or export again`,
      );
    }
    return tail;
  }

  /** Kinds, and ids within a kind, only rise; counters stand behind all kinds (AR-32). */
  private follow(place: number, id: string): void {
    const { last } = this;
    if (place === last.place && id === last.id)
      throw this.fault('DUPLICATE_ID', `${JSON.stringify(id)} stands in the archive twice`);
    if (place < last.place || (place === last.place && id < last.id))
      throw this.fault(
        'INVALID_DOCUMENT',
        `${JSON.stringify(id)} is out of order. Give the lines as they were exported`,
      );
    this.last = { place, id };
  }

  private fit<T>(schema: Schema<T>, json: JsonValue): T {
    const read = schema.safeParse(json);
    if (read.success) return read.data;
    const [{ path, message } = { path: [], message: 'wrong form' }] = read.error.issues;
    throw this.fault('INVALID_DOCUMENT', `${path.map(String).join('.') || 'the line'}: ${message}`);
  }

  private fault(code: ErrorCode, reason: string, cause?: unknown): AccompanyError {
    const { line } = this;
    const position = isAccompanyError(cause) ? cause.details : {};
    return new AccompanyError(code, `Line ${line} of the archive: ${reason.replace(/\.$/, '')}.`, {
      cause,
      details: { ...position, line },
    });
  }
}

/** As much of a schema as is needed here. */
interface Schema<T> {
  safeParse(json: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly {
            readonly path: readonly PropertyKey[];
            readonly message: string;
          }[];
        };
      };
}

function has(json: JsonValue, name: string): json is { readonly [key: string]: JsonValue } {
  return (
    typeof json === 'object' && json !== null && !Array.isArray(json) && Object.hasOwn(json, name)
  );
}
