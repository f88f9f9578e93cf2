/** Which of an index's audiences hold one account: their ids and the same as bits, one per position. */
export interface MemberSet {
  /** Frozen, in order of UTF-16 code units. */
  readonly ids: readonly string[];
  readonly bits: Uint32Array;
}

/** Equal sets are one object, so that a million accounts share a few thousand arrays. */
export interface MemberSets {
  /** The set that a list of ids stands for; ids that the index does not know count for nothing. */
  readonly of: (ids: readonly string[]) => MemberSet;
  /** The one set with these bits. `bits` is copied when it is kept. */
  readonly with: (bits: Uint32Array) => MemberSet;
}

/** A set, and those that have the same hash. */
interface Kept {
  readonly set: MemberSet;
  readonly next: Kept | undefined;
}

/** Sets that are kept at most; when there are more, all are forgotten and sharing starts anew. */
const MOST = 8_192;

/** Sets over `ids`, which are sorted; position in `ids` is position in the bits. */
export function memberSets(ids: readonly string[]): MemberSets {
  const words = (ids.length + 31) >>> 5;
  const positions = new Map(ids.map((id, position) => [id, position]));
  const byHash = new Map<number, Kept>();
  let size = 0;
  const byIds = new Map<readonly string[], MemberSet>();
  const scratch = new Uint32Array(words);

  function withBits(bits: Uint32Array): MemberSet {
    const hash = hashOf(bits);
    const first = byHash.get(hash);
    for (let kept = first; kept !== undefined; kept = kept.next) {
      if (areEqual(kept.set.bits, bits)) return kept.set;
    }
    const set: MemberSet = { ids: Object.freeze(idsOf(ids, bits)), bits: bits.slice() };
    if (size >= MOST) {
      byHash.clear();
      size = 0;
    }
    byHash.set(hash, { set, next: size === 0 ? undefined : first });
    size += 1;
    remember(set.ids, set);
    return set;
  }

  function remember(given: readonly string[], set: MemberSet): void {
    if (byIds.size >= MOST) byIds.clear();
    byIds.set(given, set);
  }

  function of(given: readonly string[]): MemberSet {
    const known = byIds.get(given);
    if (known !== undefined) return known;
    scratch.fill(0);
    for (const id of given) {
      const position = positions.get(id);
      if (position !== undefined) scratch[position >>> 5]! |= 1 << (position & 31);
    }
    const set = withBits(scratch);
    if (Object.isFrozen(given)) remember(given, set);
    return set;
  }

  return { of, with: withBits };
}

/** The ids at the positions of the bits that are set, and that `but` does not have. */
export function idsOf(
  ids: readonly string[],
  bits: Uint32Array,
  but: Uint32Array | null = null,
): string[] {
  const found: string[] = [];
  for (let word = 0; word < bits.length; word += 1) {
    let rest = but === null ? bits[word]! : bits[word]! & ~but[word]!;
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest & -rest);
      found.push(ids[(word << 5) + bit]!);
      rest &= rest - 1;
    }
  }
  return found;
}

/** FNV-1a over words. */
function hashOf(bits: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let word = 0; word < bits.length; word += 1) {
    hash = Math.imul(hash ^ bits[word]!, 0x01000193);
    // Multiplying moves bits up only.
    hash ^= hash >>> 15;
  }
  return hash;
}

function areEqual(left: Uint32Array, right: Uint32Array): boolean {
  for (let word = 0; word < left.length; word += 1) {
    if (left[word] !== right[word]) return false;
  }
  return true;
}
