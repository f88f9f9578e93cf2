/**
 * The tables. Ids, names and subscriptions are order keys (`src/storage/sql/order-key.ts`), compared byte by byte.
 *
 * An entry of a b-tree holds at most 2,704 bytes, and an id may have more. So an id is kept as its first 250
 * characters (`id`, at most 1,000 bytes) and what follows (`rest`, nearly always empty); order is by both, and the unique
 * indexes hold a digest of `rest`. Two rests of one beginning with the same digest could not be stored together: the second
 * is refused, never taken for the first.
 */
export function tables(schema: string): string {
  const digest = `(case when rest = '' then '' else
      hashtextextended(rest, 0)::text || hashtextextended(rest, 1)::text end)`;
  return `
    create table ${schema}.record (
      version bigint not null,
      due bigint,
      subscription text collate "C" not null,
      kind text collate "C" not null,
      id text collate "C" not null,
      rest text collate "C" not null,
      body text not null
    ) with (
      fillfactor = 90,
      autovacuum_vacuum_scale_factor = 0.05,
      autovacuum_analyze_scale_factor = 0.05
    );
    create unique index record_key on ${schema}.record (subscription, kind, id, ${digest});
    create index record_due on ${schema}.record (subscription, kind, due, id)
      where due is not null;

    create table ${schema}.counter (
      value bigint not null,
      slot smallint not null,
      subscription text collate "C" not null,
      name text collate "C" not null,
      rest text collate "C" not null
    ) with (
      fillfactor = 50,
      autovacuum_vacuum_scale_factor = 0.05
    );
    create unique index counter_key on ${schema}.counter (subscription, name, ${digest}, slot);
    create sequence ${schema}.slot minvalue 0 maxvalue 15 start 0 cycle;

    create table ${schema}.lease (
      fence bigint not null,
      expires_at bigint not null,
      subscription text collate "C" not null,
      name text collate "C" not null,
      rest text collate "C" not null,
      owner text collate "C"
    ) with (fillfactor = 50);
    create unique index lease_key on ${schema}.lease (subscription, name, ${digest});

    revoke all on all tables in schema ${schema} from public;
  `;
}

/** The table of the steps that were taken. It is made before the first one. */
export function migrationTable(schema: string): string {
  return `
    create table ${schema}.migration (
      number integer primary key,
      name text not null,
      lowest_writer integer not null,
      applied_at timestamptz not null default now()
    );
    revoke all on ${schema}.migration from public;
  `;
}
