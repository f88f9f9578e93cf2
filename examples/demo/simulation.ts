import { Engine, simulatedChannel, virtualClock } from '../../src/index.ts';
import type { Instant, Storage } from '../../src/index.ts';
import { ActivityLog } from './activity-log.ts';
import type { Behaviour } from './behaviour.ts';
import { demoCatalogue } from './demo-catalogue.ts';
import type { DemoInput, DemoShape } from './demo-catalogue.ts';
import { laterList, operationsGroup, platformGroup, technicalPeople } from './definitions.ts';
import { mailbox } from './mailbox.ts';
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
 * pass: every six hours the platform hands over what happened, and in between the engine settles what is due.
 */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { tenant, behaviour, days, storage, batchSize, onProgress } = options;
  const log = new ActivityLog();
  const unsubscribed: { readonly person: string; readonly at: Instant }[] = [];
  const engine = await Engine.open({
    catalogue: demoCatalogue,
    storage,
    clock: virtualClock(tenant.start),
    channels: {
      email: mailbox({
        behaviour,
        log,
        onUnsubscribe: (person, at) => unsubscribed.push({ person, at }),
      }),
      actions: { salesAlert: simulatedChannel() },
    },
    ...(batchSize !== undefined && { batchSize }),
  });
  const faults: unknown[] = [];
  engine.on('error', (error) => faults.push(error));
  // What sales does with an account that got its offers is not the engine's business: the host looks at the facts.
  engine.on('fact', ({ account, at, items }) => {
    for (const item of items) {
      if (item.type === 'run' && item.parked === 'offers-order') tenant.onOffer(account, at);
    }
  });

  const takeIn = async (input: DemoInput): Promise<void> => {
    for (const { person, type, at, fields } of input.events ?? []) {
      if (person === undefined) continue;
      const { page, form } = fields as { readonly page?: string; readonly form?: string };
      log.add(person, { at: Number(at), type, about: form ?? page ?? '' });
    }
    await engine.ingest(input);
  };

  try {
    await engine.define([platformGroup, operationsGroup, technicalPeople, laterList]);
    await engine.publish(storyJourney(tenant.story));
    await takeIn(tenant.initial);
    const end = tenant.start + days * DAY;
    for (let from = tenant.start; from < end; from += STEP) {
      const to = from + STEP;
      await engine.advanceTo(to);
      const left = unsubscribed
        .filter(({ at }) => at > from && at <= to)
        .map(({ person }) => person);
      const { people = [], ...arrived } = tenant.arrivals(from, to);
      const leaving = left.map((id) => ({ id, attributes: { unsubscribed: true } }));
      await takeIn({ ...arrived, people: [...people, ...leaving] });
      const day = (to - tenant.start) / DAY;
      if (Number.isInteger(day)) onProgress?.({ day, days, at: to });
    }
    if (faults.length > 0) throw new AggregateError(faults, 'The engine reported errors.');
    return { engine, log: log.until(end), end };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
