import type { RequestPlace } from '../ports/external.ts';

/** What a callback token stands for. */
export interface TokenContent extends RequestPlace {
  readonly subscription: string;
  /** The person that was asked about; `null` for a request about the account, with or without its people. */
  readonly person: string | null;
  /** Id of the effect for that recipient. */
  readonly effect: string;
  /** Milliseconds since 1970 after which it is worth nothing. */
  readonly expires: number;
}

/** Signs tokens and reads them again; whoever lacks the secret can do neither (XA-73, XA-81). */
export interface TokenMint {
  sign(content: TokenContent): Promise<string>;
  /** `null` for what was not signed with the secret. */
  read(token: string): Promise<TokenContent | null>;
}

/** Longest token that is looked at; ids have at most 255 characters. */
const LONGEST = 8_192;

/** @param secret at least 32 bytes of the host's, the same for the channel and for the receiver */
export function tokenMint(secret: string | Uint8Array): TokenMint {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = crypto.subtle.importKey('raw', new Uint8Array(bytes), algorithm, false, [
    'sign',
    'verify',
  ]);
  return {
    async sign({ subscription, account, journey, entry, node, person, effect, expires }) {
      const parts = [subscription, account, journey, entry, node, person, effect, expires];
      const text = new TextEncoder().encode(JSON.stringify(parts));
      const mark = await crypto.subtle.sign('HMAC', await key, text);
      return `${encode(text)}.${encode(new Uint8Array(mark))}`;
    },
    async read(token) {
      const [content, mark, ...rest] = token.split('.').map(decode);
      if (token.length > LONGEST || !content || !mark || rest.length > 0) return null;
      // Compared by the platform in constant time, before anything in it is looked at.
      if (!(await crypto.subtle.verify('HMAC', await key, mark, content))) return null;
      const parts = JSON.parse(new TextDecoder().decode(content)) as readonly never[];
      const [subscription, account, journey, entry, node, person, effect, expires] =
        parts as never as [string, string, string, number, string, string | null, string, number];
      return { subscription, account, journey, entry, node, person, effect, expires };
    },
  };
}

function encode(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
