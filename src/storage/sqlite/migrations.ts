import { VIEWS } from './views.ts';

/**
 * One step of the schema. Steps only expand what an older library may still use; what nobody uses any more is taken
 * away by a later step, which then raises `lowestWriter` (SQ-21).
 */
export interface Migration {
  /** The number of the schema that the step leads to. */
  readonly schema: number;
  /** The lowest schema number that a library must know to write to the result. */
  readonly lowestWriter: number;
  readonly statements: readonly string[];
}

/**
 * Records have a rowid, so that bodies lie in the order in which they came and a commit of scattered ids writes few
 * pages: more than twice the speed of a table that is ordered by id. Ids and names are order keys.
 */
const FIRST: readonly string[] = [
  `create table meta (name text primary key, value integer not null) without rowid`,
  `create table space (
    number integer primary key,
    subscription text not null,
    kind text not null,
    unique (subscription, kind)
  )`,
  `create table record (
    number integer primary key,
    space integer not null,
    id text not null,
    version integer not null,
    due integer,
    body text not null
  )`,
  `create unique index record_by_id on record (space, id)`,
  `create index record_by_due on record (space, due, id) where due is not null`,
  `create table counter (
    subscription text not null,
    name text not null,
    value integer not null,
    primary key (subscription, name)
  ) without rowid`,
  `create table lease (
    subscription text not null,
    name text not null,
    owner text,
    fence integer not null,
    expires_at integer not null,
    primary key (subscription, name)
  ) without rowid`,
  ...VIEWS,
];

/** Every step, in order. A step that was ever released never changes. */
export const MIGRATIONS: readonly Migration[] = [{ schema: 1, lowestWriter: 1, statements: FIRST }];

/** What must be in a file with the current schema or a later one. */
export const PARTS: readonly string[] = [
  'counter',
  'lease',
  'meta',
  'record',
  'record_by_due',
  'record_by_id',
  'space',
  'v_counters',
  'v_effects',
  'v_facts',
  'v_runs',
];
