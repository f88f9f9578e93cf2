/** An id for a path, made of its label, that no other path has: `Large accounts` gives `large-accounts`. */
export function pathId(label: string, paths: readonly { readonly id: string }[]): string {
  const taken = new Set(['other', ...paths.map(({ id }) => id)]);
  const words = label
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const base = words.join('-').slice(0, 60);
  if (base !== '' && !taken.has(base)) return base;
  const prefix = base === '' ? 'path' : base;
  for (let number = base === '' ? 1 : 2; ; number += 1) {
    const id = `${prefix}-${number}`;
    if (!taken.has(id)) return id;
  }
}
