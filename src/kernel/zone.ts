import { tzOffset } from '@date-fns/tz/tzOffset';
import { MINUTE } from './duration.ts';
import { AccompanyError } from './errors.ts';
import { isInstant } from './instant.ts';
import type { Instant } from './instant.ts';

/** A stretch of time in which the offset of a zone stays the same: `start` <= t < `end`. */
export interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
  /** Milliseconds to add to an instant to get local time. */
  readonly offset: number;
}

/** The offset changes of one zone, found block by block as they are asked for. */
export interface Zone {
  readonly name: string;
  readonly blocks: Map<number, readonly Stretch[]>;
  /** The stretch that was asked for last; most questions stay in it. */
  recent: Stretch;
}

/** About 398 days; a power of two, so that blocks and probes fall on whole milliseconds. */
const BLOCK = 2 ** 35;
/** About 3.1 days: no zone has changed its offset twice in less. */
const PROBE = 2 ** 28;
const LAST: Instant = 8.64e15;

const NOWHERE: Stretch = { start: 0, end: 0, offset: 0 };
const ALWAYS: Stretch = { start: -Infinity, end: Infinity, offset: 0 };

/** Names may be spelled in any case; the bound keeps a flood of spellings from filling the memory. */
const MOST_ZONES = 2000;
const zones = new Map<string, Zone>();

/** True for the name of an IANA time zone that the platform knows; a bare offset such as `+02:00` is none. */
export function isZone(name: string): boolean {
  return zones.has(name) || isKnown(name);
}

/**
 * The table of a zone.
 * @throws AccompanyError `INVALID_ZONE`
 */
export function findZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!isKnown(name)) {
    throw new AccompanyError(
      'INVALID_ZONE',
      `${JSON.stringify(name)} is not a time zone. Give an IANA name, such as Europe/Berlin.`,
    );
  }
  if (zones.size >= MOST_ZONES) zones.clear();
  const zone = { name, blocks: new Map(), recent: name === 'UTC' ? ALWAYS : NOWHERE };
  zones.set(name, zone);
  return zone;
}

/**
 * The stretch that an instant lies in. It may be cut off at a block's border, where the offset does not change.
 * @throws AccompanyError `INVALID_INSTANT` outside the range of dates
 */
export function stretchAt(zone: Zone, at: Instant): Stretch {
  const { recent } = zone;
  if (at >= recent.start && at < recent.end) return recent;
  if (!isInstant(at)) throw outOfRange();
  const number = Math.floor(at / BLOCK);
  let block = zone.blocks.get(number);
  if (block === undefined) zone.blocks.set(number, (block = readBlock(zone.name, number)));
  let index = 0;
  while (at >= block[index]!.end) index++;
  zone.recent = block[index]!;
  return zone.recent;
}

/** What calendar arithmetic throws when it leaves the range of dates. */
export function outOfRange(): AccompanyError {
  return new AccompanyError(
    'INVALID_INSTANT',
    'The result is not an instant: it lies outside the range of dates, or what it was computed from does.',
  );
}

function isKnown(name: string): boolean {
  // Letters first: the platform takes raw offsets, too. The length keeps the message of the platform short.
  if (name.length > 64 || !/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function readBlock(name: string, number: number): readonly Stretch[] {
  const end = (number + 1) * BLOCK;
  const stretches: Stretch[] = [];
  let start = number * BLOCK;
  let offset = readOffset(name, start);
  for (let probe = start + PROBE; probe <= end; probe += PROBE) {
    // The last probe belongs to the next block.
    const to = probe === end ? end - 1 : probe;
    const next = readOffset(name, to);
    if (next === offset) continue;
    const change = findChange(name, probe - PROBE, to, next);
    stretches.push({ start, end: change, offset });
    [start, offset] = [change, next];
  }
  stretches.push({ start, end, offset });
  return stretches;
}

/** The first instant in (low, high] with the offset that holds at `high`. */
function findChange(name: string, low: Instant, high: Instant, offset: number): Instant {
  let [before, after] = [low, high];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (readOffset(name, middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

/** Milliseconds; beyond the range of dates, the offset at its end. */
function readOffset(name: string, at: Instant): number {
  const within = Math.min(LAST, Math.max(-LAST, at));
  return Math.round(tzOffset(name, new Date(within)) * MINUTE);
}
