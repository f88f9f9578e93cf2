/** `Did you mean …?` for the nearest of the known names, else a list of some of them. */
export function nearest(name: string, known: readonly string[]): string {
  const candidates = known
    .slice(0, 1_000)
    .map((candidate) => ({ candidate, far: distance(name, candidate) }));
  candidates.sort((left, right) => left.far - right.far);
  const [best] = candidates;
  if (best !== undefined && best.far <= Math.max(2, name.length / 3))
    return `Did you mean ${best.candidate}?`;
  return known.length === 0
    ? 'None is defined.'
    : `Known: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`;
}

/** Levenshtein distance without regard to case, of at most the first 64 characters. */
function distance(left: string, right: string): number {
  const [a, b] = [left.slice(0, 64).toLowerCase(), right.slice(0, 64).toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length]!;
}
