import { isRecord } from '../../model/is-record.ts';
import { parseJson } from '../../kernel/json.ts';

/** How far one file was read: bytes and lines, and what stands before that place. */
export interface FilePlace {
  readonly bytes: number;
  readonly lines: number;
  readonly mark: string;
}

/** How far each file was read, by name. */
export type Place = Readonly<Record<string, FilePlace>>;

/** The place as a cursor. */
export function textOfPlace(place: Place): string {
  return JSON.stringify(
    Object.entries(place).map(([name, { bytes, lines, mark }]) => [name, bytes, lines, mark]),
  );
}

/** The place that a cursor stands for; the start when it is none of ours. */
export function placeOfText(after: string | null): Place {
  if (after === null) return {};
  let entries: unknown;
  try {
    entries = parseJson(after);
  } catch {
    return {};
  }
  if (!Array.isArray(entries)) return {};
  const place: Record<string, FilePlace> = {};
  for (const entry of entries) {
    if (!Array.isArray(entry)) continue;
    const [name, bytes, lines, mark] = entry as readonly unknown[];
    if (
      typeof name === 'string' &&
      typeof bytes === 'number' &&
      typeof lines === 'number' &&
      typeof mark === 'string'
    )
      place[name] = { bytes, lines, mark };
  }
  return place;
}

/** An object from outside, or `null`. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return isRecord(value) ? value : null;
}
