const NARROW = new Set("iljtfrI.,:;'|!()[]{} -·");
const WIDE = new Set('mwMW@%&');

/** About the width of text in a system sans-serif font, in pixels; a little too wide rather than too narrow. */
export function textWidth(text: string, size: number, bold = false): number {
  let ems = 0;
  for (const character of text) {
    if (NARROW.has(character)) ems += 0.33;
    else if (WIDE.has(character)) ems += 0.89;
    else if (character.codePointAt(0)! >= 0x2e80) ems += 1;
    else if (character >= 'A' && character <= 'Z') ems += 0.69;
    else ems += 0.56;
  }
  return ems * size * (bold ? 1.13 : 1);
}

/** Breaks text into at most `limit` lines of a width; what does not fit ends in an ellipsis. */
export function wrapText(
  text: string,
  width: number,
  size: number,
  limit: number,
  bold = false,
): readonly string[] {
  const lines: string[] = [];
  let rest = text.trim().split(/\s+/);
  while (rest.length > 0) {
    let count = 1;
    const fits = (words: number): boolean =>
      textWidth(rest.slice(0, words).join(' '), size, bold) <= width;
    while (count < rest.length && fits(count + 1)) count += 1;
    const cut = lines.length === limit - 1 || !fits(1);
    const line = (cut ? rest : rest.slice(0, count)).join(' ');
    lines.push(cutText(line, width, size, bold));
    rest = cut ? [] : rest.slice(count);
  }
  return lines;
}

/** Text that fits into a width, with an ellipsis when it had to be cut. */
export function cutText(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size, bold) > width) {
    characters.pop();
  }
  return `${characters.join('').trimEnd()}…`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text as it may stand in XML, in content and in attributes; characters that XML forbids become U+FFFD. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const escape = ESCAPES.get(character);
    escaped += escape ?? (isXmlCharacter(character.codePointAt(0)!) ? character : '\uFFFD');
  }
  return escaped;
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
