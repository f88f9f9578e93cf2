/** The order of UTF-16 code units, the same everywhere: -1, 0 or 1. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
