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

/** Sets that are kept at most; when there are more, all are forgotten and sharing starts anew. */
const MOST = 8_192;

/** Sets over `ids`, which are sorted; position in `ids` is position in the bits. */
export function memberSets(ids: readonly string[]): MemberSets {
  const words = (ids.length + 31) >>> 5;
  const positions = new Map(ids.map((id, position) => [id, position]));
  const byBits = new Map<string, MemberSet>();
  const byIds = new Map<readonly string[], MemberSet>();
  const scratch = new Uint32Array(words);

  function withBits(bits: Uint32Array): MemberSet {
    const key = keyOf(bits);
    const known = byBits.get(key);
    if (known !== undefined) return known;
    const set: MemberSet = { ids: Object.freeze(idsOf(bits, ids)), bits: bits.slice() };
    if (byBits.size >= MOST) byBits.clear();
    byBits.set(key, set);
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

/** The ids at the positions of the bits that are set. */
function idsOf(bits: Uint32Array, ids: readonly string[]): string[] {
  const found: string[] = Array(countBits(bits));
  let next = 0;
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word]!;
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest & -rest);
      found[next++] = ids[(word << 5) + bit]!;
      rest &= rest - 1;
    }
  }
  return found;
}

function countBits(bits: Uint32Array): number {
  let count = 0;
  for (let rest of bits) for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Sixteen bits a character; a spread over code points would cost ten times as much. */
function keyOf(bits: Uint32Array): string {
  const units = new Uint16Array(bits.buffer, bits.byteOffset, bits.length * 2);
  return String.fromCharCode.apply(null, units as unknown as number[]);
}
