import type { NeededTests } from '../conditions/needed-tests.ts';
import type { Predicate } from '../conditions/predicate.ts';
import type { Reads } from '../conditions/reads.ts';
import type { Attributes, Value } from '../model/value.ts';

/** What is known of conditions without testing them, after one attribute changed. Bits are by position. */
export interface Narrowed {
  /** The conditions that read the attribute. Those neither `holding` nor in `open` do not hold. */
  readonly reading: Uint32Array;
  /** Those that are known to hold. */
  readonly holding: Uint32Array;
  /** Those that must be tested. Ascends. */
  readonly open: readonly number[];
}

/** A condition that reads the attribute, and what the value must satisfy; `null`: nothing that is known. */
interface Reader {
  readonly position: number;
  readonly needs: Predicate | null;
}

/** The conditions that read one attribute. */
interface Readers {
  readonly name: string;
  readonly bits: Uint32Array;
  /** All conditions but those that fail by this value; `null` when that is not worth finding out. */
  readonly passing: (value: Value | undefined) => Uint32Array | null;
}

/** What is remembered for one attribute at most: words of bits, 256 KiB of them, and values. */
const MOST_WORDS = 65_536;
const MOST_VALUES = 2_048;

/**
 * Narrows down, by the values of attributes alone, which conditions hold. `needs` has what each condition needs, by
 * position; `null` where it must be tested in any case. The bits are overwritten by the next call; `null`
 * when no condition reads the attribute.
 */
export function indexReaders(
  reads: readonly Reads[],
  needs: readonly (NeededTests | null)[],
): (name: string, attributes: Attributes) => Narrowed | null {
  const words = (reads.length + 31) >>> 5;
  const whole = bitsOf(
    positionsWhere(needs, (need) => need?.whole === true),
    words,
  );
  const byName = readersByName(reads, needs, words);
  const maybe = new Uint32Array(words);
  const unsure = new Uint32Array(words);
  const holding = new Uint32Array(words);

  function narrowBy({ bits, name, passing }: Readers, attributes: Attributes): void {
    const passed = passing(attributes[name]);
    for (let word = 0; word < words; word += 1) {
      if (passed === null) unsure[word]! |= bits[word]!;
      else maybe[word]! &= passed[word]!;
    }
  }

  return (name, attributes) => {
    const found = byName.get(name);
    if (found === undefined) return null;
    const { readers, others } = found;
    maybe.set(readers.bits);
    unsure.fill(0);
    narrowBy(readers, attributes);
    for (let index = 0; index < others.length; index += 1) narrowBy(others[index]!, attributes);
    const open: number[] = [];
    for (let word = 0; word < words; word += 1) {
      const sure = whole[word]! & ~unsure[word]!;
      holding[word] = maybe[word]! & sure;
      for (let rest = maybe[word]! & ~sure; rest !== 0; rest &= rest - 1) {
        open.push((word << 5) + 31 - Math.clz32(rest & -rest));
      }
    }
    return { reading: readers.bits, holding, open };
  };
}

/** The readers of each attribute, and those of the other attributes that these conditions need. */
function readersByName(
  reads: readonly Reads[],
  needs: readonly (NeededTests | null)[],
  words: number,
): ReadonlyMap<string, { readonly readers: Readers; readonly others: readonly Readers[] }> {
  const names = new Set(reads.flatMap(({ attributes }) => attributes.account));
  const byName = new Map<string, Readers>();
  const needed = new Map<string, Set<string>>();
  for (const name of names) {
    const at = positionsWhere(reads, ({ attributes }) => attributes.account.includes(name));
    const list = at.map((position): Reader => {
      return { position, needs: needs[position]?.tests.get(name) ?? null };
    });
    byName.set(name, readersOf(name, list, words));
    needed.set(name, new Set(at.flatMap((position) => [...(needs[position]?.tests.keys() ?? [])])));
  }
  return new Map(
    [...byName].map(([name, readers]) => {
      const others = [...needed.get(name)!].filter((other) => other !== name);
      return [name, { readers, others: others.map((other) => byName.get(other)!) }];
    }),
  );
}

/**
 * Attributes that audiences ask for mostly have few values, so that what passes with each of them is worth remembering:
 * for the values that come first, until there is no more room.
 */
function readersOf(name: string, readers: readonly Reader[], words: number): Readers {
  const bits = bitsOf(
    readers.map(({ position }) => position),
    words,
  );
  const known = new Map<Value | undefined, Uint32Array>();
  const most = Math.min(MOST_VALUES, Math.floor(MOST_WORDS / words));

  function passing(value: Value | undefined): Uint32Array | null {
    const remembered = known.get(value);
    if (remembered !== undefined) return remembered;
    // A list is another one each time that it is written.
    if (known.size >= most || typeof value === 'object') return null;
    const passed = new Uint32Array(words).fill(0xffff_ffff);
    for (const { position, needs } of readers) {
      if (needs !== null && !needs(value)) passed[position >>> 5]! &= ~(1 << (position & 31));
    }
    known.set(value, passed);
    return passed;
  }

  return { name, bits, passing };
}

function bitsOf(positions: readonly number[], words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (const position of positions) bits[position >>> 5]! |= 1 << (position & 31);
  return bits;
}

function positionsWhere<T>(all: readonly T[], holds: (one: T) => boolean): number[] {
  return all.flatMap((one, position) => (holds(one) ? [position] : []));
}
