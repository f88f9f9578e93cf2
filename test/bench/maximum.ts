/** The greatest of many stored values, and how many have it. */
export interface Maximum {
  readonly value: number;
  readonly holders: number;
}

/** What happened to one of the values; `null` stands for not being there. */
export interface ValueChange {
  readonly previous: number | null;
  readonly next: number | null;
}

const NONE: Maximum = Object.freeze({ value: 0, holders: 0 });

/** The greatest of the values, 0 when there is none. */
export function maximumOf(values: Iterable<number>): Maximum {
  let [value, holders] = [0, 0];
  for (const one of values) {
    if (one > value) [value, holders] = [one, 1];
    else if (one === value && one > 0) holders += 1;
  }
  return { value, holders };
}

/**
 * The maximum after some of the values changed, without looking at the others. `null` when the last holder
 * went down and no other took its place: then the values have to be gone through again, those of one shard when a
 * maximum is kept for each.
 */
export function adjustMaximum(maximum: Maximum, changes: Iterable<ValueChange>): Maximum | null {
  const { value } = maximum;
  let { holders } = maximum;
  let [best, count] = [0, 0];
  for (const { previous, next } of changes) {
    if (previous !== null && previous === value && value > 0) holders -= 1;
    if (next === null || next <= 0) continue;
    if (next > best) [best, count] = [next, 1];
    else if (next === best) count += 1;
  }
  if (best > value) return { value: best, holders: count };
  if (best === value) holders += count;
  if (value === 0) return NONE;
  return holders > 0 ? { value, holders } : null;
}

/** The greatest of several maxima, as of all shards. */
export function joinMaxima(maxima: Iterable<Maximum>): Maximum {
  let joined = NONE;
  for (const one of maxima) {
    if (one.value > joined.value) joined = one;
    else if (one.value === joined.value && one.value > 0) {
      joined = { value: one.value, holders: joined.holders + one.holders };
    }
  }
  return joined;
}
