/**
 * Read-only views for people and for BI. They show what their owner may read, so that a role needs the views alone.
 *
 * Order keys and bodies hold what PostgreSQL would not take as text or JSON: the functions turn the former back and put U+FFFD
 * in the place of NUL and of unpaired surrogates.
 */
export function views(schema: string): string {
  return `
    create function ${schema}.plain_v1(key text) returns text language sql immutable
    as $plain$
      select case when strpos(key, chr(1114111)) = 0 then key else
        replace(
          regexp_replace(key, chr(1114111) || '([' || chr(57344) || '-' || chr(65535) || '])', '\\1', 'g'),
          chr(1114111) || chr(1), chr(1114111)
        ) end
    $plain$;

    create function ${schema}.json_v1(body text) returns json language sql immutable
    as $json$
      select case when strpos(body, '\\u') = 0 then body else
        regexp_replace(body, '(?<!\\\\)((?:\\\\\\\\)*)\\\\u(?:0000|d[89a-f][0-9a-f]{2})', '\\1\\ufffd', 'g')
        end::json
    $json$;

    create function ${schema}.instant_v1(ms bigint) returns timestamptz language sql immutable
    as $instant$
      select case when ms < -210866803200000 then '-infinity'::timestamptz
        else timestamptz '1970-01-01 00:00:00+00' + ms * interval '0.001 second' end
    $instant$;

    create view ${schema}.v_runs as
      select ${schema}.plain_v1(r.subscription) as subscription,
          ${schema}.plain_v1(r.id || r.rest) as account,
          run ->> 'journey' as journey, run ->> 'plan' as plan, (run ->> 'entry')::bigint as entry,
          ${schema}.instant_v1((run ->> 'enteredAt')::bigint) as entered_at,
          ${schema}.instant_v1((run ->> 'arrivedAt')::bigint) as arrived_at,
          ${schema}.instant_v1((run ->> 'due')::bigint) as due,
          (run ->> 'campaign')::integer as campaign
        from ${schema}.record r
          cross join lateral json_array_elements(${schema}.json_v1(r.body) -> 'runs') as run
        where r.kind = 'progress';

    create view ${schema}.v_counters as
      select ${schema}.plain_v1(c.subscription) as subscription,
          split_part(c.name, chr(31), 1) as level,
          split_part(c.name, chr(31), 2) as journey,
          split_part(c.name, chr(31), 3) as plan,
          case split_part(c.name, chr(31), 1) when 'node' then split_part(c.name, chr(31), 4) end
            as node,
          case split_part(c.name, chr(31), 1) when 'node' then split_part(c.name, chr(31), 5)
            else split_part(c.name, chr(31), 4) end as what,
          c.value
        from (
          select subscription, ${schema}.plain_v1(name || rest) as name, sum(value) as value
            from ${schema}.counter group by subscription, counter.name, rest
        ) c;

    create view ${schema}.v_effects as
      select ${schema}.plain_v1(r.subscription) as subscription,
          e.effect ->> 'account' as account, e.effect ->> 'journey' as journey,
          e.effect ->> 'plan' as plan, (e.effect ->> 'entry')::bigint as entry,
          e.effect ->> 'node' as node, (e.effect ->> 'ordinal')::integer as ordinal,
          e.effect -> 'action' ->> 'type' as action,
          coalesce(e.effect -> 'action' ->> 'email', e.effect -> 'action' ->> 'name') as name,
          e.body ->> 'state' as state, (e.body ->> 'attempts')::integer as attempts,
          case json_typeof(e.body -> 'people') when 'array'
            then json_array_length(e.body -> 'people') end as people,
          ${schema}.instant_v1((e.effect ->> 'asked')::bigint) as asked,
          ${schema}.instant_v1(r.due) as due
        from ${schema}.record r
          cross join lateral (
            select b.body, b.body -> 'effect' as effect from (select ${schema}.json_v1(r.body) as body) b
          ) e
        where r.kind = 'effect';

    create view ${schema}.v_facts as
      select ${schema}.plain_v1(r.subscription) as subscription,
          (f.body ->> 'shard')::integer as shard, (f.body ->> 'sequence')::bigint as sequence,
          ${schema}.instant_v1((f.body ->> 'at')::bigint) as at, f.body ->> 'account' as account,
          item ->> 'type' as type, item
        from ${schema}.record r
          cross join lateral (select ${schema}.json_v1(r.body) as body) f
          cross join lateral json_array_elements(f.body -> 'items') as item
        where r.kind = 'fact';

    revoke all on ${schema}.v_runs, ${schema}.v_counters, ${schema}.v_effects, ${schema}.v_facts
      from public;
    revoke execute on all functions in schema ${schema} from public;
    grant execute on function ${schema}.plain_v1(text), ${schema}.json_v1(text),
      ${schema}.instant_v1(bigint) to public;
  `;
}
