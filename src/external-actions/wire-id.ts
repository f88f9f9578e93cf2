import { hashIds } from '../kernel/hash.ts';

/**
 * Services answer with whole numbers for ids, so each id needs one: its own digits, or 48 bits of its hash, which are the
 * same at every call (XA-74).
 */
export function wireId(id: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  return Number.parseInt(hashIds(id).slice(0, 12), 16);
}

/** Whether a service means the id, by its number or by itself. */
export function isWireId(given: unknown, id: string): boolean {
  return String(given) === String(wireId(id)) || given === id;
}
