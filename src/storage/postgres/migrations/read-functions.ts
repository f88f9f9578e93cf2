import { PLANNED } from './planned.ts';

/**
 * Reading. Each function is one snapshot. Bounds are pairs (id, rest): from `low` on, and before `high`. Whole numbers go out
 * as text, so that no client rounds them.
 */
export function readFunctions(schema: string): string {
  const fields = `r.version::text, r.due::text, r.body`;
  const within = `
          where r.subscription = tenant and r.kind = wanted
            and r.id >= low_id and r.id <= high_id
            and (r.id, r.rest) >= (low_id, low_rest) and (r.id, r.rest) < (high_id, high_rest)`;
  const named = (alias: string): string => `
          where ${alias}.subscription = tenant
            and ${alias}.name >= low_name and ${alias}.name <= high_name
            and (${alias}.name, ${alias}.rest) >= (low_name, low_rest)
            and (${alias}.name, ${alias}.rest) < (high_name, high_rest)`;
  return `
    create function ${schema}.load_v1(tenant text, kinds text[], ids text[], rests text[])
    returns table (place bigint, version text, due text, body text)
    language plpgsql stable ${PLANNED} as $load$
    begin
      return query
        select k.place, r.version::text, r.due::text, r.body
          from unnest(kinds, ids, rests) with ordinality as k(kind, id, rest, place)
          cross join lateral (
            select r.version, r.due, r.body from ${schema}.record r
              where r.subscription = tenant and r.kind = k.kind and r.id = k.id
                and r.rest = coalesce(k.rest, '')
              offset 0
          ) r;
    end
    $load$;

    create function ${schema}.scan_by_id_v1(
      tenant text, wanted text, low_id text, low_rest text, high_id text, high_rest text,
      backwards boolean, page bigint
    ) returns table (key text, version text, due text, body text)
    language plpgsql stable ${PLANNED} as $scan$
    begin
      if backwards then
        return query
          select r.id || r.rest, ${fields} from ${schema}.record r ${within}
          order by r.id desc, r.rest desc limit page;
      else
        return query
          select r.id || r.rest, ${fields} from ${schema}.record r ${within}
          order by r.id, r.rest limit page;
      end if;
    end
    $scan$;

    create function ${schema}.scan_by_due_v1(
      tenant text, wanted text, until bigint, low_due bigint, low_id text, low_rest text, page bigint
    ) returns table (key text, version text, due text, body text)
    language plpgsql stable ${PLANNED} as $scan$
    begin
      return query
        select r.id || r.rest, ${fields} from ${schema}.record r
          where r.subscription = tenant and r.kind = wanted
            and r.due <= until and (r.due, r.id) >= (low_due, low_id)
            and (r.due, r.id, r.rest) >= (low_due, low_id, low_rest)
          order by r.due, r.id, r.rest limit page;
    end
    $scan$;

    create function ${schema}.counters_v1(
      tenant text, low_name text, low_rest text, high_name text, high_rest text
    ) returns table (key text, total text)
    language plpgsql stable ${PLANNED} as $counters$
    begin
      return query
        select c.name || c.rest, sum(c.value)::text from ${schema}.counter c ${named('c')}
          group by c.name, c.rest order by c.name, c.rest;
    end
    $counters$;

    create function ${schema}.leases_v1(
      tenant text, low_name text, low_rest text, high_name text, high_rest text
    ) returns table (key text, owner text, fence text, expires_at text)
    language plpgsql stable ${PLANNED} as $leases$
    begin
      return query
        select l.name || l.rest, l.owner, l.fence::text, l.expires_at::text
          from ${schema}.lease l ${named('l')} and l.owner is not null
          order by l.name, l.rest;
    end
    $leases$;
  `;
}
