// groups: accounts of ten people with activity of thirty days get a buying group: members are assigned and both scores
// computed, in groups per second; then nights with 1 % of the people changed, and with those whose activity leaves the
// window. First with the functions alone, then through the engine on memory storage. `night` is what a night costs as a
// part of the whole computation, the median of several.
import { print } from './figures.ts';
import { heapUsed, median, same, seconds, secondsOf } from './measure.ts';
import { countOf, option } from './options.ts';
import {
  advanceTally,
  adjustMaximum,
  assignMembers,
  BuyingGroup,
  catalogue,
  compileGroup,
  conditions,
  Engine,
  joinMaxima,
  maximumOf,
  memory,
  NO_REFERENCES,
  simulatedChannel,
  text,
  valueOfGroup,
  virtualClock,
  weightsOf,
  presetModel,
  type BuyingGroupRecord,
  type Maximum,
  type PersonTally,
} from './ours.ts';
import { pick, random, whole, type Random } from './random.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-02T12:00:00Z');
const TODAY = Math.floor(NOON / DAY);
const PEOPLE = 10;
const CHANGED = 0.01;
const NIGHTS = 5;
const SHARDS = 256;
/** Positions of people in their account, by id. */
const PLACES = new Map(Array.from({ length: PEOPLE }, (_, place) => [`p${place}`, place]));
const TYPES = ['emailOpened', 'emailClicked', 'pageViewed', 'formFilledOut'] as const;
const TITLES = ['Owner', 'Purchasing Manager', 'Purchasing Agent', 'Sales Manager', 'Clerk'];

const name = option('groups', '10k');
const count = countOf(name);

const b2b = catalogue({
  account: { name: text() },
  person: { jobTitle: text() },
  events: Object.fromEntries(TYPES.map((type) => [type, { of: 'person' as const, fields: {} }])),
});
const { person } = conditions(b2b);
const committee = BuyingGroup.define('committee', {
  roles: [
    { role: 'Decision Maker', weighting: 'vital', when: person('jobTitle').is('Owner') },
    { role: 'Influencer', weighting: 'important', when: person('jobTitle').contains('Manager') },
    { role: 'Practitioner', when: person('jobTitle').contains('Agent') },
  ],
});

interface Happened {
  readonly type: string;
  readonly day: number;
}

/** What the people of one account did; most of them nothing, some a lot. */
function peopleOf(next: Random): { title: string; events: Happened[] }[] {
  return Array.from({ length: PEOPLE }, () => ({
    title: pick(next, TITLES),
    events: Array.from({ length: pick(next, [0, 0, 0, 1, 1, 2, 3, 5, 9]) }, () => ({
      type: pick(next, TYPES, 2),
      day: TODAY - whole(next, 1, 30),
    })),
  }));
}

/** Positions of the people who do something on the day before a night. */
function changedBy(night: number): number[] {
  const changed: number[] = [];
  for (let at = (7 * night) % (1 / CHANGED); at < count * PEOPLE; at += 1 / CHANGED)
    changed.push(at);
  return changed;
}

const alone = byFunctions();
const run = await byEngine();
same('maxima', run.maxima, alone.maxima);
figure(`groups/${name}/functions`, alone);
figure(`groups/${name}`, run);

interface Result {
  /** Seconds. */
  readonly full: number;
  readonly nights: readonly number[];
  /** After the whole computation and after each night. */
  readonly maxima: readonly (readonly [person: number, group: number])[];
  /** People a night. */
  readonly touched: number;
}

function figure(bench: string, { full, nights, touched }: Result): void {
  const share = `${((100 * touched) / (count * PEOPLE)).toFixed(1)} % of the people`;
  const base = { limit: null, peer: null, peerRate: null };
  const cost = `${((1e6 * full) / count).toFixed(1)} us a group`;
  print({ bench, unit: 'groups/s', ours: count / full, ...base, note: cost });
  const ours = median(nights) / full;
  print({ bench: `${bench}/night`, unit: 'x the whole', ours, ...base, note: share });
}

/** The functions alone, over plain arrays. */
function byFunctions(): Result {
  const next = random(1);
  const group = compileGroup(committee.document, { catalogue: b2b, references: NO_REFERENCES });
  const weights = weightsOf(presetModel());
  const accounts = Array.from({ length: count }, (_, index) => {
    const people = peopleOf(next);
    const view = {
      id: `a${index}`,
      attributes: { name: `a${index}` },
      people: people.map(({ title }, place) => ({
        id: `p${place}`,
        attributes: { jobTitle: title },
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
    };
    return { view, activity: people.map(({ events }) => counted(events)) };
  });
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
  const persons = maxima((at) => points[at]!, PEOPLE);
  const groups = maxima((index) => values[index]!, 1);
  heapUsed();
  const full = seconds(() => {
    for (let index = 0; index < count; index += 1) {
      const { view, activity } = accounts[index]!;
      records.push(assignMembers(group, view, null, NOON).record!);
      for (let place = 0; place < PEOPLE; place += 1)
        advance(index * PEOPLE + place, TODAY - 1, activity[place]!);
      values.push(valueOf(index));
    }
    persons.find();
    groups.find();
  });
  const greatest = [[persons.value(), groups.value()] as const];
  const nights: number[] = [];
  let all = 0;
  for (let through = TODAY; through < TODAY + NIGHTS; through += 1) {
    const fresh = new Set(changedBy(through - TODAY));
    // In order, as a storage gives them.
    const touched = Int32Array.from(new Set([...fresh, ...(dues.get(through) ?? [])])).toSorted();
    all += touched.length;
    const news = [{ activity: TYPES[0], day: through }];
    heapUsed();
    nights.push(seconds(() => passNight(through, touched, (at) => (fresh.has(at) ? news : []))));
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
function maxima(valueOf: (at: number) => number, per: number) {
  const size = count * per;
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

/** The same tenant, through the engine. */
async function byEngine(): Promise<Result> {
  const next = random(1);
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memory(),
    clock: virtualClock(NOON),
    channels: { email: simulatedChannel() },
    facts: false,
    evidence: false,
  });
  for (let from = 0; from < count; from += 500) {
    const chunk = Array.from({ length: Math.min(500, count - from) }, (_, index) => ({
      id: from + index,
      people: peopleOf(next),
    }));
    const of = (id: number, place: number): string => `a${id}-p${place}`;
    await engine.ingest({
      accounts: chunk.map(({ id }) => ({ id: `a${id}`, attributes: { name: `a${id}` } })),
      people: chunk.flatMap(({ id, people }) =>
        people.map(({ title }, place) => ({
          id: of(id, place),
          attributes: { jobTitle: title },
        })),
      ),
      relations: chunk.flatMap(({ id, people }) =>
        people.map((_, place) => ({ account: `a${id}`, person: of(id, place) })),
      ),
      events: chunk.flatMap(({ id, people }) =>
        people.flatMap(({ events }, place) =>
          events.map(({ type, day }, index) => ({
            id: `${of(id, place)}-${index}`,
            type,
            at: day * DAY + index,
            person: of(id, place),
          })),
        ),
      ),
    } as never);
  }
  heapUsed();
  const full = await secondsOf(async () => {
    await engine.define(committee);
    await engine.scoring.define({});
  });
  const maxima: Result['maxima'][number][] = [];
  const keep = async (): Promise<void> => {
    const epoch = (await engine.scoring.epoch())!;
    maxima.push([epoch.personMax, epoch.groupMax]);
  };
  await keep();
  const nights: number[] = [];
  for (let night = 0; night < NIGHTS; night += 1) {
    const at = NOON + night * DAY;
    const events = changedBy(night).map((place) => {
      const who = `a${Math.floor(place / PEOPLE)}-p${place % PEOPLE}`;
      return { id: `${who}-${night}-new`, type: TYPES[0], at, person: who };
    });
    // What the night before has left for the next second is done by now.
    await engine.advanceTo(at + HOUR);
    await engine.ingest({ events } as never);
    heapUsed();
    nights.push(await secondsOf(() => engine.advanceTo((TODAY + night + 1) * DAY + HOUR)));
    await keep();
  }
  await engine.close();
  return { full, nights, maxima, touched: alone.touched };
}
