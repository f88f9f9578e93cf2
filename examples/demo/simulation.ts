import { Engine, simulatedChannel, virtualClock } from '../../src/index.ts';
import type { Instant, Storage } from '../../src/index.ts';
import type { ActivityLog } from './activity-log.ts';
import type { Behaviour } from './behaviour.ts';
import { demoCatalogue } from './demo-catalogue.ts';
import type { DemoInput, DemoShape } from './demo-catalogue.ts';
import { groupParts } from './buying-groups.ts';
import { newCustomers, laterList, technicalPeople } from './definitions.ts';
import { HostMemory } from './host-memory.ts';
import { Logbook } from './logbook.ts';
import { mailbox } from './mailbox.ts';
import { handoverJourney } from './handover-journey.ts';
import { storyJourney } from './story-journey.ts';
import type { Tenant } from './tenant.ts';

const DAY = 86_400_000;
/** The platform hands over what happened every six hours. */
const STEP = DAY / 4;

/** How far a simulation is: whole days that have passed. */
export interface Progress {
  readonly day: number;
  readonly days: number;
  readonly at: Instant;
}

/** What a simulation needs. */
export interface SimulationOptions {
  readonly tenant: Tenant;
  readonly behaviour: Behaviour;
  readonly days: number;
  readonly storage: Storage;
  /** What the demo was started with, as on a command line; a storage holds one run. */
  readonly asked: string;
  readonly batchSize?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** A simulation that has come to its end. */
export interface Simulated {
  /** Open; whoever asked for the simulation closes it. */
  readonly engine: Engine<DemoShape>;
  /** What people had done by the end. */
  readonly log: ActivityLog;
  readonly end: Instant;
}

/**
 * Opens an engine on virtual time, defines who is meant, publishes the story, takes in the tenant, and lets the days
 * pass: every six hours the platform hands over what happened, and in between the engine settles what is due. On a
 * storage that holds a part of the same run, it goes on from there.
 */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { tenant, behaviour, days, storage, asked, batchSize, onProgress } = options;
  const memory = new HostMemory(behaviour, tenant);
  const logbook = await Logbook.open(storage, asked);
  const place = logbook.place ?? { doing: 'takingIn', at: tenant.start };
  const engine = await Engine.open({
    catalogue: demoCatalogue,
    storage,
    subscription: 'demo',
    // Nothing that was due before is open any more; what was left half done at a later instant is settled there.
    clock: virtualClock(place.at),
    channels: {
      email: mailbox(behaviour.chance, memory),
      actions: { salesAlert: simulatedChannel() },
    },
    ...(batchSize !== undefined && { batchSize }),
  });
  const faults: unknown[] = [];
  engine.on('error', (error) => faults.push(error));

  const inputAt = (at: Instant): DemoInput => {
    if (at === tenant.start) return tenant.initial;
    const { people = [], ...arrived } = tenant.arrivals(at - STEP, at);
    const leaving = memory
      .leavers(at - STEP, at)
      .map((id) => ({ id, attributes: { unsubscribed: true } }));
    return { ...arrived, people: [...people, ...leaving] };
  };
  const takeIn = async (at: Instant): Promise<void> => {
    const input = inputAt(at);
    memory.note(input);
    await engine.ingest(input);
    await logbook.write({ doing: 'waiting', at });
  };

  try {
    const story = storyJourney(tenant.story);
    const journeys = [story, handoverJourney(tenant.story)];
    await memory.recall(
      engine,
      journeys.map(({ document }) => document),
    );
    engine.on('fact', (fact) => memory.hear(fact));
    const end = tenant.start + days * DAY;
    if (logbook.place === null) {
      await engine.define([...groupParts, technicalPeople, newCustomers, laterList]);
      await engine.scoring.define();
      for (const journey of journeys)
        if (!(await isPublished(engine, journey.id))) await engine.publish(journey);
      await takeIn(tenant.start);
    } else {
      const done = place.doing === 'waiting' ? place.at : place.at - STEP;
      for (let at = tenant.start; at <= done; at += STEP) memory.note(inputAt(at));
      if (place.doing === 'takingIn') await takeIn(place.at);
    }
    for (let to = place.at + STEP; to <= end; to += STEP) {
      await engine.advanceTo(to);
      await logbook.write({ doing: 'takingIn', at: to });
      await takeIn(to);
      const day = (to - tenant.start) / DAY;
      if (Number.isInteger(day)) onProgress?.({ day, days, at: to });
    }
    if (faults.length > 0) throw new AggregateError(faults, 'The engine reported errors.');
    return { engine, log: memory.log.until(end), end };
  } catch (error) {
    await engine.close();
    throw error;
  } finally {
    await logbook.close();
  }
}

/** Whether the journey is there already, and no draft. */
async function isPublished(engine: Engine<DemoShape>, journey: string): Promise<boolean> {
  return (await engine.journeys()).some(({ id, status }) => id === journey && status !== 'draft');
}
