import murmurHash3 from 'murmurhash3js-revisited';

const encoder = new TextEncoder();

/**
 * MurmurHash3 x86 128 (seed 0) over the UTF-8 form of a text: 32 lower-case hexadecimal digits. Stable across
 * releases, since stored ids depend on it; not for secrets.
 */
export function hash128(text: string): string {
  return murmurHash3.x86.hash128(bytesOf(text));
}

/** MurmurHash3 x86 32 (seed 0) over the UTF-8 form of a text: a whole number from 0 to 2^32 - 1. */
export function hash32(text: string): number {
  return murmurHash3.x86.hash32(bytesOf(text));
}

/** UTF-8. The encoder takes five times as long for short texts of ASCII, which most ids are, as copying them by hand. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return encoder.encode(text);
    bytes[index] = unit;
  }
  return bytes;
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
