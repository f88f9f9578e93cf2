import { PLANNED } from './planned.ts';

/** Leases change in single statements, which the server makes one after the other for one row. */
export function leaseFunctions(schema: string): string {
  const row = `held.subscription = tenant and held.name = wanted and held.rest = wanted_rest`;
  return `
    create function ${schema}.acquire_v1(
      tenant text, wanted text, wanted_rest text, asking text, at bigint, until bigint
    ) returns table (fence text, expires_at text) language plpgsql ${PLANNED} as $acquire$
    #variable_conflict use_column
    begin
      return query
        insert into ${schema}.lease as held (fence, expires_at, subscription, name, rest, owner)
          values (1, until, tenant, wanted, wanted_rest, asking)
          on conflict (subscription, name, (case when rest = '' then '' else
            hashtextextended(rest, 0)::text || hashtextextended(rest, 1)::text end))
          do update set
            owner = excluded.owner,
            expires_at = excluded.expires_at,
            fence = case when held.owner = excluded.owner then held.fence else held.fence + 1 end
          where held.rest = excluded.rest
            and (held.owner is null or held.owner = excluded.owner or held.expires_at <= at)
          returning held.fence::text, held.expires_at::text;
    end
    $acquire$;

    create function ${schema}.renew_v1(
      tenant text, wanted text, wanted_rest text, holder text, held_fence bigint, asking text,
      at bigint, until bigint
    ) returns table (fence text, expires_at text) language plpgsql ${PLANNED} as $renew$
    #variable_conflict use_column
    begin
      return query
        update ${schema}.lease held set expires_at = until
          where ${row} and held.owner = holder and held.owner = asking
            and held.fence = held_fence and held.expires_at > at
          returning held.fence::text, held.expires_at::text;
    end
    $renew$;

    create function ${schema}.release_v1(
      tenant text, wanted text, wanted_rest text, holder text, held_fence bigint
    ) returns boolean language plpgsql ${PLANNED} as $release$
    begin
      update ${schema}.lease held set owner = null
        where ${row} and held.owner = holder and held.fence = held_fence;
      return found;
    end
    $release$;
  `;
}
