import murmurHash3 from 'murmurhash3js-revisited';

const encoder = new TextEncoder();

/**
 * MurmurHash3 x86 128 (seed 0) over the UTF-8 form of a text: 32 lower-case hexadecimal digits. Stable across
 * releases, since stored ids depend on it; not for secrets.
 */
export function hash128(text: string): string {
  return murmurHash3.x86.hash128(encoder.encode(text));
}

/** MurmurHash3 x86 32 (seed 0) over the UTF-8 form of a text: a whole number from 0 to 2^32 - 1. */
export function hash32(text: string): number {
  return murmurHash3.x86.hash32(encoder.encode(text));
}

/**
 * One id for a list of ids: `hash128` of the parts, each behind its length, so that no two different lists are
 * written alike. Used for run and effect ids.
 */
export function hashIds(...parts: string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return hash128(text);
}
