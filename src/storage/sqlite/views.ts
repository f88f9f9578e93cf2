/**
 * Views for people and for reporting (SQ-20): stable columns over private tables, documented in `docs/storage/sqlite.md`.
 * Instants are milliseconds since 1970. Names of counters are ids joined with U+001F, which no id holds.
 */
const RUNS = `
create view v_runs as
select
  space.subscription,
  record.id as account,
  run.value ->> '$.journey' as journey,
  run.value ->> '$.plan' as plan,
  run.value ->> '$.entry' as entry,
  run.value ->> '$.enteredAt' as entered_at,
  run.value ->> '$.arrivedAt' as arrived_at,
  run.value ->> '$.due' as due,
  run.value ->> '$.campaign' as campaign,
  run.value ->> '$.stalledAt' as stalled_at
from space
join record on record.space = space.number
join json_each(record.body, '$.runs') as run
where space.kind = 'progress'`;

/** Cuts the first part off \`rest\`, one step of taking a joined name apart. */
function cut(from: string, to: string, part: string, kept: string): string {
  return `${to} as (
  select ${kept}, substr(rest, 1, instr(rest, char(31)) - 1) as ${part},
    substr(rest, instr(rest, char(31)) + 1) as rest
  from ${from}
)`;
}

const COUNTERS = `
create view v_counters as
with
named as (select subscription, value, name as rest from counter),
${cut('named', 'levelled', 'level', 'subscription, value')},
${cut('levelled', 'of_journey', 'journey', 'subscription, value, level')},
${cut('of_journey', 'of_plan', 'plan', 'subscription, value, level, journey')}
select
  subscription, level, journey, plan,
  case level when 'node' then substr(rest, 1, instr(rest, char(31)) - 1) end as node,
  case level when 'node' then substr(rest, instr(rest, char(31)) + 1) else rest end as what,
  value
from of_plan
where level in ('journey', 'node')`;

const EFFECTS = `
create view v_effects as
select
  subscription,
  body ->> '$.effect.account' as account,
  body ->> '$.effect.journey' as journey,
  body ->> '$.effect.plan' as plan,
  body ->> '$.effect.entry' as entry,
  body ->> '$.effect.node' as node,
  body ->> '$.effect.ordinal' as ordinal,
  coalesce(body ->> '$.effect.action.name', body ->> '$.effect.action.type') as action,
  body ->> '$.state' as state,
  body ->> '$.attempts' as attempts,
  json_array_length(body, '$.effect.people') as people,
  body ->> '$.effect.asked' as asked,
  due
from space
join record on record.space = space.number
where kind = 'effect'`;

const FACTS = `
create view v_facts as
select
  space.subscription,
  record.body ->> '$.shard' as shard,
  record.body ->> '$.sequence' as sequence,
  record.body ->> '$.at' as at,
  record.body ->> '$.account' as account,
  item.key as position,
  item.value ->> '$.type' as type,
  item.value as item
from space
join record on record.space = space.number
join json_each(record.body, '$.items') as item
where space.kind = 'fact'`;

/** The statements that make the views. */
export const VIEWS: readonly string[] = [RUNS, COUNTERS, EFFECTS, FACTS];
