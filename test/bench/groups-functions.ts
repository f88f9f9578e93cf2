import { heapUsed, seconds } from './measure.ts';
import { b2b, committee, NIGHTS, NOON, PEOPLE, TODAY } from './groups-tenant.ts';
import type { Happened, Outcome, Tenant } from './groups-tenant.ts';
import {
  advanceTally,
  adjustMaximum,
  assignMembers,
  compileGroup,
  joinMaxima,
  maximumOf,
  NO_REFERENCES,
  presetModel,
  valueOfGroup,
  weightsOf,
  type BuyingGroupRecord,
  type Maximum,
  type PersonTally,
} from './ours.ts';

const SHARDS = 256;
/** Positions of people in their account, by id. */
const PLACES = new Map(Array.from({ length: PEOPLE }, (_, place) => [`p${place}`, place]));

/** The functions alone, over plain arrays. */
export function byFunctions({ titles, history, on }: Tenant): Outcome {
  const count = titles.length / PEOPLE;
  const group = compileGroup(committee.document, { catalogue: b2b, references: NO_REFERENCES });
  const weights = weightsOf(presetModel());
  const views = Array.from({ length: count }, (_, index) => ({
    id: `a${index}`,
    attributes: { name: `a${index}` },
    people: Array.from({ length: PEOPLE }, (_none, place) => ({
      id: `p${place}`,
      attributes: { jobTitle: titles[index * PEOPLE + place]! },
      roles: [],
      since: NOON,
      events: [],
      objects: {},
    })),
    opportunities: [],
    objects: {},
    events: [],
    lists: [],
    groups: [],
  }));
  const activity = history.map(counted);
  const tallies: (PersonTally | null)[] = [];
  const points = new Float64Array(count * PEOPLE);
  const records: BuyingGroupRecord[] = [];
  const values: number[] = [];
  const dues = new Map<number, number[]>();
  const wait = (due: number | null, person: number): void => {
    if (due === null) return;
    const known = dues.get(due);
    if (known === undefined) dues.set(due, [person]);
    else known.push(person);
  };
  const advance = (
    at: number,
    through: number,
    activity: ReturnType<typeof counted>,
  ): PersonTally => {
    const known = tallies[at] ?? null;
    const result = advanceTally(known, { through, today: through + 1, activity, weights });
    if (!result.ok) throw new Error(result.issues[0]!.message);
    tallies[at] = result.value.tally;
    points[at] = result.value.tally.points;
    wait(result.value.dueThrough, at);
    return result.value.tally;
  };
  const valueOf = (index: number): number =>
    valueOfGroup(
      records[index]!.members,
      group.weights,
      (id) => points[index * PEOPLE + PLACES.get(id)!]!,
    );
  const persons = maxima((at) => points[at]!, count * PEOPLE);
  const groups = maxima((index) => values[index]!, count);
  heapUsed();
  const full = seconds(() => {
    for (let index = 0; index < count; index += 1) {
      records.push(assignMembers(group, views[index]!, null, NOON).record!);
      for (let at = index * PEOPLE; at < (index + 1) * PEOPLE; at += 1)
        advance(at, TODAY - 1, activity[at]!);
      values.push(valueOf(index));
    }
    persons.find();
    groups.find();
  });
  const greatest = [[persons.value(), groups.value()] as const];
  const nights: number[] = [];
  let all = 0;
  for (let through = TODAY; through < TODAY + NIGHTS; through += 1) {
    const news = new Map([...on(through)].map(([at, events]) => [at, counted(events)]));
    // In order, as a storage gives them.
    const touched = Int32Array.from(
      new Set([...news.keys(), ...(dues.get(through) ?? [])]),
    ).toSorted();
    all += touched.length;
    heapUsed();
    nights.push(seconds(() => passNight(through, touched, (at) => news.get(at) ?? [])));
    greatest.push([persons.value(), groups.value()]);
  }
  return { full, nights, maxima: greatest, touched: all / NIGHTS };

  function passNight(
    through: number,
    touched: Int32Array,
    newsOf: (at: number) => ReturnType<typeof counted>,
  ): void {
    const concerned = new Set<number>();
    for (const at of touched) {
      const previous = points[at]!;
      persons.move(at, previous, advance(at, through, newsOf(at)).points);
      concerned.add(Math.floor(at / PEOPLE));
    }
    for (const index of concerned) {
      const previous = values[index]!;
      values[index] = valueOf(index);
      groups.move(index, previous, values[index]);
    }
    persons.adjust();
    groups.adjust();
  }
}

/** The greatest of many values, by shard: when a holder goes down only its shard is gone through again . */
function maxima(valueOf: (at: number) => number, size: number) {
  const length = Math.ceil(size / SHARDS);
  const kept: Maximum[] = [];
  const moves = new Map<number, { previous: number; next: number }[]>();
  const find = (shard: number): Maximum => {
    const found: number[] = [];
    const end = Math.min(size, (shard + 1) * length);
    for (let at = shard * length; at < end; at += 1) found.push(valueOf(at));
    return maximumOf(found);
  };
  return {
    find(): void {
      for (let shard = 0; shard < SHARDS; shard += 1) kept[shard] = find(shard);
    },
    move(at: number, previous: number, next: number): void {
      const shard = Math.floor(at / length);
      const known = moves.get(shard);
      if (known === undefined) moves.set(shard, [{ previous, next }]);
      else known.push({ previous, next });
    },
    adjust(): void {
      for (const [shard, changes] of moves)
        kept[shard] = adjustMaximum(kept[shard]!, changes) ?? find(shard);
      moves.clear();
    },
    value: (): number => joinMaxima(kept).value,
  };
}

function counted(events: readonly Happened[]): { activity: string; day: number }[] {
  return events.map(({ type, day }) => ({ activity: type, day }));
}
