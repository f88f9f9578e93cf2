import { isRecord } from '../model/is-record.ts';

/** Bounds of a service's document and of its definition, before anything else looks at them (XA-58). */
export const DOCUMENT_LIMITS: Readonly<Record<'characters' | 'nodes' | 'depth', number>> = {
  characters: 2 * 1024 * 1024,
  nodes: 20_000,
  depth: 64,
};

/** Arrays and objects inside each other once references are followed. */
const EXPANDED_DEPTH = 200;
/** References that lead to references, one after the other. */
const HOPS = 20;

/**
 * Why a document is too much to be looked at, or `null`: with its references followed it must not have more values than
 * it may have without them. The validator follows every reference at every place where it stands, so that ten lines can
 * make millions of values. This counts them in the same way and stops at the bound, whatever the document is.
 */
export function tooMuch(document: unknown): string | null {
  const open = new Set<object>();
  let nodes = 0;

  function look(value: unknown): string | null {
    nodes += 1;
    if (nodes > DOCUMENT_LIMITS.nodes)
      return `With its references followed it has more than ${DOCUMENT_LIMITS.nodes} values.`;
    // Whatever contains itself is followed no further; so does the validator.
    if (typeof value !== 'object' || value === null || open.has(value)) return null;
    if (open.size >= EXPANDED_DEPTH)
      return `With its references followed, more than ${EXPANDED_DEPTH} arrays and objects are inside each other.`;
    open.add(value);
    const found = inside(value);
    open.delete(value);
    return found;
  }

  function inside(value: object): string | null {
    const reference = isRecord(value) ? referenceOf(value) : null;
    if (reference !== null) {
      const target = resolve(document, reference);
      if (target === NOWHERE) return 'A reference in it leads nowhere.';
      const found = look(target);
      if (found !== null) return found;
    }
    for (const part of Object.values(value)) {
      const found = look(part);
      if (found !== null) return found;
    }
    return null;
  }

  return look(document);
}

const NOWHERE: unique symbol = Symbol('nowhere');

/** The reference within the document that an object is; `null` for none. Others are not followed (XA-63). */
function referenceOf(value: Readonly<Record<string, unknown>>): string | null {
  const reference = Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
  if (typeof reference !== 'string') return null;
  return reference === '#' || reference.startsWith('#/') ? reference : null;
}

/**
 * What a reference leads to. Stricter than a JSON pointer in a URL: what could be read in two ways leads nowhere, so that
 * what is counted is what the validator follows.
 */
function resolve(document: unknown, reference: string, hops = 0): unknown {
  const pointer = decoded(reference.slice(1));
  if (pointer === null || hops > HOPS) return NOWHERE;
  let value = document;
  for (const step of pointer === '' ? [] : pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const through = isRecord(value) ? referenceOf(value) : null;
    const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    if (!isOwn && through !== null) value = resolve(document, through, hops + 1);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return NOWHERE;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function decoded(pointer: string): string | null {
  try {
    const text = decodeURIComponent(pointer);
    return /[\s\p{Cc}%#?\\]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
