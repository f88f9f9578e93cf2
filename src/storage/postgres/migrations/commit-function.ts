import { PLANNED } from './planned.ts';

/**
 * The whole commit as one statement on any connection, and so one round trip and one transaction.
 *
 * Every array has one entry for each key of the commit, in the order that all writers share. `mode` is 0 for a put, 1 for a
 * delete, 2 for an expectation; `stored` is the version that must be stored, 0 for none. `run_ends` cuts the keys into
 * runs that are locked alike, `run_shared` says which of them are only read. The answer is `ok`, `fenced`, or the
 * places of the keys in conflict.
 *
 * Why it is sound: `docs/decisions/0011-postgres-storage.md`.
 */
export function commitFunction(schema: string): string {
  const keys = `k.kind and r.id = k.id and r.rest = coalesce(k.rest, '')`;
  return `
    create function ${schema}.commit_v1(
      tenant text, lease_name text, lease_rest text, lease_fence bigint,
      kinds text[], ids text[], rests text[], modes smallint[], stored bigint[],
      dues bigint[], bodies text[], run_ends integer[], run_shared boolean[],
      existing bigint, updates bigint, inserts bigint, removals bigint,
      counter_names text[], counter_rests text[], counter_values bigint[], counter_slot smallint
    ) returns text language plpgsql ${PLANNED} as $commit$
    declare
      run integer;
      first integer := 1;
      last integer;
      fitting bigint;
      found_now bigint;
      all_fitting bigint := 0;
      all_found bigint := 0;
      versions bigint[];
      one record;
      changed bigint;
      conflicts text := '';
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

      for run in 1 .. cardinality(run_ends) loop
        last := run_ends[run];
        if run_shared[run] then
          with locked as materialized (
            select k.place, r.version
              from unnest(kinds[first:last], ids[first:last], rests[first:last])
                with ordinality as k(kind, id, rest, place)
              join ${schema}.record r
                on r.subscription = tenant and r.kind = ${keys}
              order by k.place for share of r
          )
          select count(*), count(*) filter (where l.version = stored[first + l.place - 1])
            into found_now, fitting from locked l;
        elsif first = 1 and last = cardinality(ids) then
          with locked as materialized (
            select k.place, r.version
              from unnest(kinds, ids, rests) with ordinality as k(kind, id, rest, place)
              join ${schema}.record r
                on r.subscription = tenant and r.kind = ${keys}
              order by k.place for update of r
          )
          select count(*), count(*) filter (where l.version = stored[l.place])
            into found_now, fitting from locked l;
        else
          with locked as materialized (
            select k.place, r.version
              from unnest(kinds[first:last], ids[first:last], rests[first:last])
                with ordinality as k(kind, id, rest, place)
              join ${schema}.record r
                on r.subscription = tenant and r.kind = ${keys}
              order by k.place for update of r
          )
          select count(*), count(*) filter (where l.version = stored[first + l.place - 1])
            into found_now, fitting from locked l;
        end if;
        all_found := all_found + found_now;
        all_fitting := all_fitting + fitting;
        first := last + 1;
      end loop;

      if all_found <> existing or all_fitting <> existing then
        versions := array_fill(0::bigint, array[cardinality(ids)]);
        for one in
          select k.place, r.version
            from unnest(kinds, ids, rests) with ordinality as k(kind, id, rest, place)
            join ${schema}.record r
              on r.subscription = tenant and r.kind = ${keys}
        loop
          versions[one.place] := one.version;
        end loop;
        for place in 1 .. cardinality(ids) loop
          if versions[place] <> stored[place] then
            conflicts := conflicts || ',' || place;
          end if;
        end loop;
        if conflicts = '' then
          raise exception 'the records changed while they were read' using errcode = '40001';
        end if;
        return substr(conflicts, 2);
      end if;

      if inserts > 0 then
        insert into ${schema}.record (version, due, subscription, kind, id, rest, body)
          select case when k.mode = 0 then 1 else 0 end, k.due, tenant, k.kind, k.id,
              coalesce(k.rest, ''), coalesce(k.body, '')
            from unnest(kinds, ids, rests, modes, stored, dues, bodies)
              with ordinality as k(kind, id, rest, mode, stored, due, body, place)
            where k.stored = 0
            order by k.place
          on conflict do nothing;
        get diagnostics changed = row_count;
        if changed <> inserts then
          raise exception 'another writer has put the same record' using errcode = '40001';
        end if;
      end if;

      if updates > 0 then
        update ${schema}.record r
          set version = k.stored + 1, due = k.due, body = k.body
          from unnest(kinds, ids, rests, modes, stored, dues, bodies)
            as k(kind, id, rest, mode, stored, due, body)
          where k.mode = 0 and k.stored > 0
            and r.subscription = tenant and r.kind = ${keys}
            and r.version = k.stored;
        get diagnostics changed = row_count;
        if changed <> updates then
          raise exception 'a locked record has changed' using errcode = '40001';
        end if;
      end if;

      if removals > 0 then
        delete from ${schema}.record r
          using unnest(kinds, ids, rests, modes, stored) as k(kind, id, rest, mode, stored)
          where (k.mode = 1 or (k.mode = 2 and k.stored = 0))
            and r.subscription = tenant and r.kind = ${keys}
            and r.version = k.stored;
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
