import { FORBIDDEN_KEYS } from './json-value.ts';

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/** What may stand next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'separator';
type Container = '[' | '{';

/** Why a JSON text is refused, and the index of the character at fault. */
export interface JsonFault {
  readonly position: number;
  /** The forbidden key; absent where the text is not JSON. */
  readonly key?: string;
}

/**
 * The first place where a JSON text stops being JSON or names a forbidden key; `undefined` for a sound text. Runs only
 * after a parser refused the text, because parsers do not always say where.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: Container[] = [];
  let expected: Expected = 'value';
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  for (;;) {
    at = endOfBlanks(text, at);
    const container = open.at(-1);
    if (expected === 'separator' && container === undefined) {
      return at === text.length ? undefined : { position: at };
    }
    const character = text[at];
    const mayClose = expected === 'separator' || expected.endsWith('end');
    if (mayClose && character === (container === '[' ? ']' : '}')) {
      open.pop();
      expected = 'separator';
      at++;
    } else if (expected === 'separator') {
      if (character !== ',') return { position: at };
      expected = container === '[' ? 'value' : 'key';
      at++;
    } else if (expected.startsWith('key')) {
      if (character !== '"') return { position: at };
      const end = endOfText(text, at);
      if (!end.sound) return { position: end.at };
      const key = JSON.parse(text.slice(at, end.at)) as string;
      if (FORBIDDEN_KEYS.has(key)) return { position: at, key };
      const colon = endOfBlanks(text, end.at);
      if (text[colon] !== ':') return { position: colon };
      expected = 'value';
      at = colon + 1;
    } else if (character === '[' || character === '{') {
      open.push(character);
      expected = character === '[' ? 'value or end' : 'key or end';
      at++;
    } else {
      const end = character === '"' ? endOfText(text, at) : endOfScalar(text, at);
      if (!end.sound) return { position: end.at };
      expected = 'separator';
      at = end.at;
    }
  }
}

/** The index behind a token, or the index of what is wrong with it. */
interface End {
  readonly sound: boolean;
  readonly at: number;
}

function endOfScalar(text: string, start: number): End {
  SCALAR.lastIndex = start;
  return SCALAR.test(text) ? { sound: true, at: SCALAR.lastIndex } : { sound: false, at: start };
}

function endOfText(text: string, start: number): End {
  let at = start + 1;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '"') return { sound: true, at: at + 1 };
    if (character < ' ') return { sound: false, at };
    if (character === '\\') {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return { sound: false, at };
      at = ESCAPE.lastIndex;
    } else {
      at++;
    }
  }
  return { sound: false, at: text.length };
}

function endOfBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && '\t\n\r '.includes(text[at]!)) at++;
  return at;
}
