/** Elements that begin and end a line of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** Elements whose content is not shown. */
const HIDDEN: ReadonlySet<string> = new Set(['head', 'script', 'style', 'title']);

/** Elements without an end tag. */
const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: '©',
  euro: '€',
  gt: '>',
  hellip: '…',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  reg: '®',
};

/**
 * The text part of a message that has none (EM-5): tags go, blocks and `<br>` begin new lines, list items get a dash, a
 * link's address follows its text in brackets, and what is not shown is left out: `head`, `style`, `script`, comments, and
 * elements with the attribute `hidden`. Reads the HTML once from front to back.
 */
export function plainText(html: string): string {
  let text = '';
  let hidden: { readonly name: string; depth: number } | null = null;
  const links: string[] = [];
  for (let at = 0; at < html.length;) {
    const open = tagFrom(html, at);
    const end = open < 0 ? html.length : open;
    if (hidden === null) text += decoded(html.slice(at, end)).replace(/[\s]+/gu, ' ');
    if (open < 0) break;
    const close = html.startsWith('<!--', open)
      ? html.indexOf('-->', open) + 2
      : html.indexOf('>', open);
    if (close < open) break;
    const tag = html.slice(open + 1, close);
    at = close + 1;
    const name = /^\/?([a-z][a-z0-9]*)/iu.exec(tag)?.[1]?.toLowerCase() ?? '';
    const isEnd = tag.startsWith('/');
    if (hidden !== null) {
      if (name === hidden.name) hidden.depth += isEnd ? -1 : tag.endsWith('/') ? 0 : 1;
      if (hidden.depth === 0) hidden = null;
    } else if (!isEnd && (HIDDEN.has(name) || isHidden(name, tag))) {
      hidden = { name, depth: 1 };
    } else if (name === 'br' || BLOCKS.has(name)) {
      if (name === 'li') text += isEnd ? '' : '\n- ';
      else text += isParagraph(name) ? '\n\n' : '\n';
    } else if (name === 'td' && isEnd) text += ' ';
    else if (name === 'a' && !isEnd) links.push(decoded(attributeOf(tag, 'href')));
    else if (name === 'a') text += suffix(links.pop() ?? '', text);
  }
  return text
    .replace(/ {2,}/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** Where the next tag or comment begins; -1 when there is none. */
function tagFrom(html: string, from: number): number {
  TAG.lastIndex = from;
  return TAG.exec(html)?.index ?? -1;
}

const TAG = /<[a-z/!?]/giu;

function isHidden(name: string, tag: string): boolean {
  return !VOID.has(name) && /\shidden(\s|=|$)/iu.test(tag);
}

function isParagraph(name: string): boolean {
  return name === 'p' || /^h[1-6]$/u.test(name);
}

/** The address of a link, unless the text says it already or there is none. */
function suffix(href: string, text: string): string {
  return href === '' || href.startsWith('#') || text.endsWith(href) ? '' : ` [${href}]`;
}

/** The value of an attribute in the inside of a tag; empty when it has none. */
export function attributeOf(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s"'>]+)`, 'iu').exec(tag);
  return match?.[1]?.replace(/^["']|["']$/gu, '').trim() ?? '';
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = Number(name[1]?.toLowerCase() === 'x' ? `0${name.slice(1)}` : name.slice(1));
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
