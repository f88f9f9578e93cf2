/** An element of an XML document, as far as tests need it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Text directly in the element, entities resolved. */
  readonly text: string;
}

const TOKEN = /<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w:-]+)="([^"<]*)"/g;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d+));|&/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Reads one XML element without declarations, comments and CDATA; throws at the first fault. */
export function readXml(xml: string): Element {
  const root = { name: '', attributes: new Map(), children: [] as Element[], text: '' };
  const open: {
    name: string;
    attributes: Map<string, string>;
    children: Element[];
    text: string;
  }[] = [root];
  TOKEN.lastIndex = 0;
  let read = 0;
  for (let match = TOKEN.exec(xml); match !== null; match = TOKEN.exec(xml)) {
    const [, closed, opened, attributes = '', empty, text] = match;
    const top = open.at(-1)!;
    if (text !== undefined) top.text += resolve(text);
    if (closed !== undefined) {
      if (top.name !== closed) throw new Error(`</${closed}> ends <${top.name}> at ${match.index}`);
      open.pop();
    }
    if (opened !== undefined) {
      const element = {
        name: opened,
        attributes: readAttributes(attributes),
        children: [],
        text: '',
      };
      top.children.push(element);
      if (empty === '') open.push(element);
    }
    read = TOKEN.lastIndex;
  }
  if (read !== xml.length) throw new Error(`not XML at ${read}: ${xml.slice(read, read + 60)}`);
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  if (root.children.length !== 1 || root.text.trim() !== '') throw new Error('not one element');
  return root.children[0]!;
}

/** The element and all elements inside it. */
export function elements(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap(elements)];
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, value] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name!)) throw new Error(`the attribute ${name} stands twice`);
    attributes.set(name!, resolve(value!));
  }
  return attributes;
}

function resolve(text: string): string {
  if (Array.from(text).some((character) => character < ' ' && !'\t\n\r'.includes(character))) {
    throw new Error('a control character');
  }
  return text.replace(ENTITY, (whole, named: string | undefined, code: string | undefined) => {
    if (named !== undefined) return NAMED[named]!;
    if (code !== undefined) return String.fromCodePoint(Number(code));
    throw new Error(`a bare ${whole}`);
  });
}
