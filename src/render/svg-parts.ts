import { escapeXml, textWidth } from './text.ts';

/** The picture's texts in full, for readers that ask for them. */
export function fullText(parts: readonly string[]): string {
  return `<title>${escapeXml(parts.filter((part) => part !== '').join(' · '))}</title>`;
}

/** One line of text; `y` is its base line. */
export function textLine(x: number, y: number, classes: string, text: string, anchor = ''): string {
  const at = anchor === '' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" class="${classes}"${at}>${escapeXml(text)}</text>`;
}

/** A rounded rectangle. */
export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  attributes: string,
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" ${attributes}/>`;
}

/** An icon of 20 by 20 in a coloured square of a given size. */
export function badge(x: number, y: number, size: number, colour: string, icon: string): string {
  const scale = (size * 0.58) / 20;
  const inset = (size - 20 * scale) / 2;
  const place = `translate(${round(x + inset)} ${round(y + inset)}) scale(${round(scale)})`;
  return `${rectangle(x, y, size, size, Math.round(size / 3.6), `fill="${colour}"`)}<path class="icon" transform="${place}" d="${icon}"/>`;
}

/** A pill with a text in its middle. */
export function pill(x: number, y: number, text: string, classes: string, fill: string): string {
  const width = textWidth(text, 11.5, true) + 18;
  return `${rectangle(x - width / 2, y - 11, width, 22, 11, fill)}${textLine(x, y + 4, classes, text, 'middle')}`;
}

/** At most two digits after the point. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
