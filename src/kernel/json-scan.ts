import { AccompanyError } from './errors.ts';
import type { JsonLimits } from './json-value.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/**
 * One pass over a JSON text, before it is parsed: refuses what would exceed the limits. It looks at strings, brackets
 * and commas only and does not notice other faults.
 *
 * @throws AccompanyError `TOO_LARGE` or `TOO_DEEP`, with `details.position`
 */
export function scanJson(text: string, limits: JsonLimits): void {
  if (text.length > limits.characters) {
    const most = limits.characters;
    refuse('TOO_LARGE', `The JSON text has ${text.length} characters, more than ${most}.`, most);
  }
  let depth = 0;
  let nodes = 1;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= SPACE) continue;
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COMMA) {
      nodes++;
    } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      nodes++;
      if (++depth > limits.depth) {
        const most = limits.depth;
        refuse('TOO_DEEP', `The JSON text nests deeper than ${most} at character ${at}.`, at);
      }
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      depth--;
      if (last === OPEN_ARRAY || last === OPEN_OBJECT) nodes--;
    }
    // An empty array or object may take back the one value too many.
    if (nodes > limits.nodes + 1) {
      refuse('TOO_LARGE', `The JSON text has more than ${limits.nodes} values.`, at);
    }
    last = code;
  }
}

/** Where the closing quote of the string stands that opens at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

function refuse(code: 'TOO_LARGE' | 'TOO_DEEP', message: string, position: number): never {
  throw new AccompanyError(code, message, { details: { position } });
}
