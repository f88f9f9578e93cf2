import { PLANNED } from './planned.ts';

/**
 * The whole commit as one statement on any connection, and so one round trip and one transaction.
 *
 * Every array has one entry for each key of the commit, in the order that all writers share. `mode` is 0 for a put, 1 for a
 * delete, 2 for an expectation; `stored` is the version that must be stored, 0 for none. `run_ends` cuts the keys into
 * runs that are locked alike, `run_shared` says which of them are only read; `turns` are advisory locks. The answer is `ok`, `fenced`, the
 * places of the keys in conflict, or `again` when another writer put one of the records meanwhile: nothing has changed
 * then. That is no error, since pools throw connections with errors away.
 *
 * Rows are found once, when they are locked, and written by their place in the table, which a locked row keeps. Why the
 * locks suffice: `docs/decisions/0011-postgres-storage.md`.
 */
export function commitFunction(schema: string): string {
  const read = (
    kinds: string,
    ids: string,
    rests: string,
    stored: string,
    lock: string,
  ): string => `
          select count(*) filter (where coalesce(r.version, 0) <> k.stored),
              array_agg(r.ctid), array_agg(coalesce(r.version, 0))
            into differing, run_rows, run_versions
            from unnest(${kinds}, ${ids}, ${rests}, ${stored}) as k(kind, id, rest, stored)
            left join lateral (
              select r.ctid, r.version from ${schema}.record r
                where r.subscription = tenant and r.kind = k.kind and r.id = k.id
                  and r.rest = coalesce(k.rest, '')
                ${lock}
            ) r on true;`;
  const slice = ['kinds', 'ids', 'rests', 'stored'].map((all) => `${all}[first:last]`) as [
    string,
    string,
    string,
    string,
  ];
  return `
    create function ${schema}.commit_v1(
      tenant text, lease_name text, lease_rest text, lease_fence bigint,
      kinds text[], ids text[], rests text[], modes smallint[], stored bigint[],
      dues bigint[], bodies text[], turns bigint[], turn_shared boolean[], run_ends integer[], run_shared boolean[],
      updates bigint, inserts bigint, removals bigint,
      counter_names text[], counter_rests text[], counter_values bigint[], counter_slot smallint
    ) returns text language plpgsql ${PLANNED} as $commit$
    declare
      first integer := 1;
      last integer;
      differing bigint;
      all_differing bigint := 0;
      run_rows tid[];
      found_rows tid[];
      run_versions bigint[];
      versions bigint[];
      changed bigint;
      put_rows tid[];
      passing tid[];
    begin
      if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
      end if;

      if lease_fence is not null then
        perform 1 from ${schema}.lease l
          where l.subscription = tenant and l.name = lease_name and l.rest = lease_rest
            and l.fence = lease_fence and l.owner is not null
          for share;
        if not found then return 'fenced'; end if;
      end if;

      if cardinality(turns) > 0 then
        perform case when k.shared then pg_advisory_xact_lock_shared(k.turn)
            else pg_advisory_xact_lock(k.turn) end
          from unnest(turns, turn_shared) as k(turn, shared);
      end if;

      for run in 1 .. cardinality(run_ends) loop
        last := run_ends[run];
        if run_shared[run] then ${read(...slice, 'for share')}
        elsif cardinality(run_ends) > 1 then ${read(...slice, 'for update')}
        else ${read('kinds', 'ids', 'rests', 'stored', 'for update')}
        end if;
        all_differing := all_differing + differing;
        found_rows := found_rows || run_rows;
        versions := versions || run_versions;
        first := last + 1;
      end loop;

      if all_differing > 0 then
        return (
          select string_agg(k.place::text, ',')
            from unnest(versions, stored) with ordinality as k(found, stored, place)
            where k.found <> k.stored
        );
      end if;

      if inserts > 0 then
        with put as (
          insert into ${schema}.record (version, due, subscription, kind, id, rest, body)
            select case when k.mode = 0 then 1 else 0 end, k.due, tenant, k.kind, k.id,
                coalesce(k.rest, ''), coalesce(k.body, '')
              from unnest(kinds, ids, rests, modes, stored, dues, bodies)
                as k(kind, id, rest, mode, stored, due, body)
              where k.stored = 0
            on conflict do nothing
            returning record.ctid, record.version
        )
        select count(*), array_agg(put.ctid), array_agg(put.ctid) filter (where put.version = 0)
          into changed, put_rows, passing from put;
        if changed <> inserts then
          delete from ${schema}.record r where r.ctid = any (put_rows);
          return 'again';
        end if;
        if passing is not null then
          delete from ${schema}.record r where r.ctid = any (passing);
        end if;
      end if;

      if updates > 0 then
        update ${schema}.record r
          set version = k.stored + 1, due = k.due, body = k.body
          from unnest(found_rows, ids, modes, stored, dues, bodies)
            as k(place, id, mode, stored, due, body)
          where k.mode = 0 and k.stored > 0
            and r.ctid = k.place and r.id = k.id and r.version = k.stored;
        get diagnostics changed = row_count;
        if changed <> updates then
          raise exception 'a locked record has changed' using errcode = '40001';
        end if;
      end if;

      if removals > 0 then
        delete from ${schema}.record r
          using unnest(found_rows, ids, modes, stored) as k(place, id, mode, stored)
          where k.mode = 1 and r.ctid = k.place and r.id = k.id and r.version = k.stored;
        get diagnostics changed = row_count;
        if changed <> removals then
          raise exception 'a locked record has changed' using errcode = '40001';
        end if;
      end if;

      if cardinality(counter_names) > 0 then
        insert into ${schema}.counter as held (value, slot, subscription, name, rest)
          select c.value, counter_slot, tenant, c.name, coalesce(c.rest, '')
            from unnest(counter_names, counter_rests, counter_values) as c(name, rest, value)
            order by c.name collate "C", coalesce(c.rest, '') collate "C"
          on conflict (subscription, name, (case when rest = '' then '' else
            hashtextextended(rest, 0)::text || hashtextextended(rest, 1)::text end), slot)
          do update set value = held.value + excluded.value;
      end if;

      return 'ok';
    end
    $commit$;
  `;
}
