import { AccompanyError } from '../kernel/errors.ts';

/**
 * The lines of a text that comes in pieces, without their ends. No more than one line and one piece is held.
 * @throws AccompanyError `TOO_LARGE` for a line of more than `most` UTF-16 units, before all of it has been read
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  most: number,
): AsyncGenerator<string, void, void> {
  let parts: string[] = [];
  let [length, line] = [0, 1];
  const add = (part: string): void => {
    length += part.length;
    if (length > most) {
      throw new AccompanyError(
        'TOO_LARGE',
        `Line ${line} of the archive: more than ${most} characters. This is no archive of accompany, or it is damaged.`,
        { details: { line } },
      );
    }
    parts.push(part);
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      add(piece.slice(from, end));
      yield parts.join('').replace(/\r$/, '');
      [parts, length, line, from] = [[], 0, line + 1, end + 1];
    }
    add(piece.slice(from));
  }
  if (length > 0) yield parts.join('');
}
