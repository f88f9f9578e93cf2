import type { CompiledCondition } from '../conditions/compile.ts';
import type { ConditionScope } from '../conditions/scope.ts';
import type { Explanation } from '../conditions/explain.ts';

/** What a decision saw (architecture decision 9). Record kind `evidence`, at most 2 KiB. */
export interface Evidence {
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
  /** The path that was taken, `''` for none. */
  readonly path: string;
  /** Per condition that was looked at, in order: what it saw. */
  readonly saw: readonly Explanation[];
}

/** Greatest size of what one decision saw, in bytes of JSON. */
export const EVIDENCE_SIZE = 2_048;

/** Room that is kept for the explanation that no longer fits as a whole. */
const SHORT = 256;

/** Gathers what the conditions up to and including the one that held saw; parts are dropped beyond the size. */
export function gather(
  base: Omit<Evidence, 'saw'>,
  conditions: readonly CompiledCondition[],
  scope: ConditionScope,
): Evidence {
  const saw: Explanation[] = [];
  let size = 0;
  for (const condition of conditions) {
    const explanation = condition.explain(scope);
    const length = bytesOf(JSON.stringify(explanation)) + 1;
    if (size + length > EVIDENCE_SIZE - SHORT) {
      saw.push(short(explanation));
      break;
    }
    size += length;
    saw.push(explanation);
  }
  return { ...base, saw };
}

/** Says at least whether the condition held, in at most {@link SHORT} bytes. */
function short({ text, holds }: Explanation): Explanation {
  for (let length = 200; ; length >>= 1) {
    const cut: Explanation = { text: text.slice(0, length).toWellFormed(), holds };
    if (bytesOf(JSON.stringify(cut)) + 2 <= SHORT) return cut;
  }
}

/** Bytes of the UTF-8 form of well-formed text. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x800) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2;
    else if (code >= 0x80) bytes += 1;
  }
  return bytes;
}
