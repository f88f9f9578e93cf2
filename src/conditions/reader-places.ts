import type { Attributes } from '../model/value.ts';
import type { Entity } from './condition.ts';
import type { Predicate } from './predicate.ts';

/** Makes a test of one attribute: it holds when `holds` says `wanted` of the value. */
export type Reader = (
  name: string,
  holds: Predicate,
  wanted: boolean,
) => (record: Attributes) => boolean;

/**
 * JavaScript engines learn at each place in the source which property is read there and which function is called.
 * A place that has read two names looks each of them up anew, at several times the cost. So these are alike on
 * purpose: the first attributes that conditions read have a place each.
 */
const PLACES: readonly Reader[] = [
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
  (name, holds, wanted) => (record) => holds(record[name]) === wanted,
];

/** The last place. */
const SHARED = PLACES.length - 1;

const taken = new Map<string, number>();

/** The place of an attribute: its own for the first ones of the process, one that several share for those that follow. */
export function readerAt(entity: Entity, attribute: string): Reader {
  const key = `${entity}:${attribute}`;
  const place = taken.get(key) ?? taken.size;
  if (place < SHARED) taken.set(key, place);
  return PLACES[place]!;
}
