import { checkText } from '../request-checks.ts';
import { orderKey } from '../sql/order-key.ts';

/** Most characters of a subscription that is kept as it is. */
const MOST_KEPT = 240;
const HEAD = 170;
/** Begins what no order key holds, so that no digest is ever another subscription's name. */
const DIGEST = '\u{10ffff}\u0002';
const MOST_KNOWN = 10_000;

/**
 * Gives the text under which the tables hold a subscription: its order key, or for one of more than 240 characters the
 * beginning and the SHA-256 of all of it. Throws `INVALID_INPUT` for what is no subscription (ST-70).
 */
export function tenants(): (subscription: string) => string | Promise<string> {
  const known = new Map<string, string>();
  return (subscription) => {
    const found = known.get(subscription);
    if (found !== undefined) return found;
    checkText(subscription, 'a subscription');
    const key = orderKey(subscription);
    if (Array.from(key).length > MOST_KEPT) return shortened(key);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(subscription, key);
    return key;
  };
}

async function shortened(key: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  const digest = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0'));
  return Array.from(key).slice(0, HEAD).join('') + DIGEST + digest.join('');
}
