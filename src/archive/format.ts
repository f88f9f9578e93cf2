import { canonicalJson, JSON_LIMITS } from '../kernel/json.ts';
import type { JsonLimits } from '../kernel/json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Counter, RecordKind } from '../ports/storage.ts';

/** Version of the form of an archive: its lines and their order. */
export const ARCHIVE_FORMAT = 1;

/** Version of the bodies in `src/records/bodies.ts`: what a reader must know to use them. */
export const RECORDS_FORMAT = 1;

/** Bounds of one line: a body within the limits of all JSON, and what stands around it. */
export const LINE_LIMITS: JsonLimits = {
  characters: 2 * JSON_LIMITS.characters,
  depth: JSON_LIMITS.depth + 16,
  nodes: 2 * JSON_LIMITS.nodes,
};

/** The first line of an archive: what it is, and of which subscription. */
export interface Head {
  readonly archive: 'accompany';
  readonly format: number;
  /** Version of the bodies. */
  readonly records: number;
  /** Every kind that may follow, in the order in which they follow. */
  readonly kinds: readonly string[];
  readonly subscription: string;
  readonly exportedAt: Instant;
}

/** One record; its version is not kept (AR-4). */
export interface RecordLine {
  readonly kind: RecordKind;
  readonly id: string;
  readonly due: Instant | null;
  readonly body: unknown;
}

/** One counter whose sum is not 0. */
export interface CounterLine {
  readonly counter: string;
  readonly value: number;
}

/** The last line of an archive: what must have been read by then, or a part is missing. */
export interface Tail {
  /** Lines in all, the first and this one included. */
  readonly lines: number;
  readonly records: number;
  readonly counters: number;
  readonly digest: string;
}

/** The one text of a record, in a line and in the digest. */
export function recordText({ kind, id, due, body }: RecordLine): string {
  return `{"kind":"${kind}","id":${JSON.stringify(id)},"due":${due},"body":${canonicalJson(body)}}`;
}

/** The one text of a counter, in a line and in the digest. */
export function counterText({ name, value }: Counter): string {
  return `{"counter":${JSON.stringify(name)},"value":${value}}`;
}

/** JSON as a line that every reader of lines takes for one: some end a line at U+2028 and U+2029 too. */
export function asLine(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
