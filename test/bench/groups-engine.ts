import { heapUsed, secondsOf } from './measure.ts';
import { b2b, committee, DAY, HOUR, NIGHTS, NOON, PEOPLE, TODAY } from './groups-tenant.ts';
import type { Happened, Outcome, Tenant } from './groups-tenant.ts';
import { Engine, memory, simulatedChannel, virtualClock } from './ours.ts';

const CHUNK = 500;

/** The same tenant, through the engine on memory storage. */
export async function byEngine({ titles, history, on }: Tenant): Promise<Omit<Outcome, 'touched'>> {
  const count = titles.length / PEOPLE;
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memory(),
    clock: virtualClock(NOON),
    channels: { email: simulatedChannel() },
    facts: false,
    evidence: false,
  });
  for (let from = 0; from < count; from += CHUNK) {
    const ids = Array.from({ length: Math.min(CHUNK, count - from) }, (_, index) => from + index);
    const places = ids.flatMap((id) =>
      Array.from({ length: PEOPLE }, (_, place) => id * PEOPLE + place),
    );
    await engine.ingest({
      accounts: ids.map((id) => ({ id: `a${id}`, attributes: { name: `a${id}` } })),
      people: places.map((at) => ({ id: personAt(at), attributes: { jobTitle: titles[at]! } })),
      relations: places.map((at) => ({ account: accountAt(at), person: personAt(at) })),
      events: places.flatMap((at) => eventsOf(at, history[at]!)),
    } as never);
  }
  heapUsed();
  const full = await secondsOf(async () => {
    await engine.define(committee);
    await engine.scoring.define({});
  });
  const maxima: Outcome['maxima'][number][] = [];
  const keep = async (): Promise<void> => {
    const epoch = (await engine.scoring.epoch())!;
    maxima.push([epoch.personMax, epoch.groupMax]);
  };
  await keep();
  const nights: number[] = [];
  for (let night = 0; night < NIGHTS; night += 1) {
    const at = NOON + night * DAY;
    const events = [...on(TODAY + night)].flatMap(([place, happened]) => eventsOf(place, happened));
    // What the night before has left for the next second is done by now.
    await engine.advanceTo(at + HOUR);
    await engine.ingest({ events } as never);
    heapUsed();
    nights.push(await secondsOf(() => engine.advanceTo((TODAY + night + 1) * DAY + HOUR)));
    await keep();
  }
  await engine.close();
  return { full, nights, maxima };
}

function accountAt(at: number): string {
  return `a${Math.floor(at / PEOPLE)}`;
}

function personAt(at: number): string {
  return `${accountAt(at)}-p${at % PEOPLE}`;
}

function eventsOf(at: number, happened: readonly Happened[]) {
  const person = personAt(at);
  return happened.map(({ type, day }, index) => ({
    id: `${person}-${day}-${index}`,
    type,
    at: day * DAY + index,
    person,
  }));
}
