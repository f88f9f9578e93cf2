/** A keyed hash of a list of texts: 64 lower-case hexadecimal digits, the same for the same key and texts (PV-20). */
export type KeyedHash = (...parts: readonly string[]) => Promise<string>;

/** Hashes with the host's key and, behind it, with the keys that it has replaced (PV-29); empty without a key. */
export type KeyedHashes = readonly KeyedHash[];

/** Least length of the host's secret key, in bytes: that of the hash itself. */
export const KEY_BYTES = 32;

/** The bytes of a key; text counts in UTF-8. */
export function bytesOfKey(key: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof key === 'string' ? new TextEncoder().encode(key) : new Uint8Array(key);
}

/** HMAC-SHA-256 with the host's key. The parts are written as JSON, so that no two lists of them are written alike. */
export function keyedHash(key: string | Uint8Array): KeyedHash {
  const bytes = bytesOfKey(key);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let imported: ReturnType<typeof crypto.subtle.importKey> | null = null;
  return async (...parts) => {
    imported ??= crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
    const text = new TextEncoder().encode(JSON.stringify(parts));
    return hexOf(await crypto.subtle.sign('HMAC', await imported, text));
  };
}

function hexOf(buffer: ArrayBuffer): string {
  let hex = '';
  for (const byte of new Uint8Array(buffer)) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
