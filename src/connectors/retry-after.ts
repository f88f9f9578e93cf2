/** Longest rest that a receiver may ask for: an hour. */
const LONGEST_REST = 3_600_000;

/** What a `Retry-After` asks for, in milliseconds, at most an hour; a date counts from now, and what is neither is 0. */
export function restOf(header: string | null): number {
  if (header === null) return 0;
  const rest = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(rest) ? Math.min(Math.max(0, Math.round(rest)), LONGEST_REST) : 0;
}
