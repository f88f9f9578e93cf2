import { AccompanyError } from '../../kernel/errors.ts';
import { formatInstant, toInstant, type Instant } from '../../kernel/instant.ts';
import { joinIds } from '../../runtime/effect.ts';
import { now, type Core } from '../core.ts';
import { readCounts } from '../counters.ts';
import { saveJourney } from '../save-journey.ts';
import type { JourneyBody, JourneyStatus } from '../../records/bodies.ts';
import type { CallOptions } from '../rounds.ts';
import { sweepJourney } from '../sweep.ts';

/** What can be asked of a journey, and in which statuses (EN-10 to EN-13, reference 4.1). */
export const ALLOWED = {
  publish: ['draft'],
  close: ['live'],
  abort: ['scheduled', 'live', 'closed'],
  delete: ['draft', 'aborted', 'finished'],
  edit: ['draft'],
  setEndDate: ['draft', 'scheduled', 'live', 'closed'],
  setStartDate: ['draft'],
  duplicate: ['draft', 'scheduled', 'live', 'closed', 'aborted', 'finished'],
} as const;

/** One of the things that can be asked of a journey. */
export type JourneyVerb = keyof typeof ALLOWED;

/**
 * Refuses what the journey's status does not allow.
 * @throws AccompanyError `NOT_ALLOWED` (EN-11), `NOT_FOUND`
 */
export function allow(core: Core, id: string, verb: JourneyVerb): JourneyBody {
  const { body } = core.registry.journey(id);
  const statuses: readonly JourneyStatus[] = ALLOWED[verb];
  if (!statuses.includes(body.status)) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `Journey ${id} is ${body.status}; ${verb} is possible only when it is ${statuses.join(' or ')}.`,
      { details: { journey: id, status: body.status, verb } },
    );
  }
  if (body.publication !== null) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `Journey ${id} is being published. Wait until publication ${body.publication} has ended; when it needs attention, stop its flow: engine.integration.stopFlow.`,
    );
  }
  return body;
}

/** Lets nobody in any more (EN-14). */
export async function closeJourney(core: Core, id: string): Promise<void> {
  allow(core, id, 'close');
  await saveJourney(core, id, { status: 'closed' });
  await finishIfEmpty(core, id);
}

/** Stops everything of the journey at once (EN-15). */
export async function abortJourney(
  core: Core,
  id: string,
  options: CallOptions = {},
): Promise<void> {
  allow(core, id, 'abort');
  await saveJourney(core, id, {
    status: 'aborted',
    finishedAt: now(core),
    sweep: { kind: 'leave', reason: 'aborted', after: null, by: core.members.self },
  });
  await sweepJourney(core, id, options);
}

/** Removes a journey for good; its facts and counters stay (EN-12). */
export async function deleteJourney(core: Core, id: string): Promise<void> {
  allow(core, id, 'delete');
  const { version } = core.registry.journey(id);
  await core.registry.write([{ op: 'delete', key: { kind: 'journey', id }, version }], now(core));
  core.registry.forget('journey', id);
}

/** Changes the end date (EN-13); it must lie ahead. */
export async function setEndDate(
  core: Core,
  id: string,
  end: string | Date | Instant,
): Promise<void> {
  const body = allow(core, id, 'setEndDate');
  const endAt = toInstant(end);
  if (body.status !== 'draft' && endAt <= now(core)) {
    throw new AccompanyError(
      'INVALID_INPUT',
      `The end date ${formatInstant(endAt)} is not ahead of now, ${formatInstant(now(core))}.`,
    );
  }
  const document = { ...body.document, endDate: formatInstant(endAt) };
  await saveJourney(core, id, body.status === 'draft' ? { document } : { document, endAt });
}

/** The earliest instant at which a journey starts or ends by its dates; `null` for never. */
export function nextDate(core: Core): Instant | null {
  let next: Instant | null = null;
  if (!core.members.leads) return null;
  for (const { body } of core.registry.journeys.values()) {
    const at =
      body.status === 'scheduled'
        ? body.startAt
        : isRunning(body) && !isDraining(core, body)
          ? body.endAt
          : null;
    if (at !== null && (next === null || at < next)) next = at;
  }
  return next;
}

/** Starts and ends the journeys whose dates have come (EN-16, EN-17). True when there were any. */
export async function keepDates(core: Core): Promise<boolean> {
  let any = false;
  if (!core.members.leads) return false;
  for (const { id, body } of core.registry.byOrder()) {
    if (body.status === 'scheduled' && body.startAt !== null && body.startAt <= now(core)) {
      any = true;
      const sweep = { kind: 'evaluate', after: null, by: core.members.self } as const;
      await saveJourney(core, id, { status: 'live', sweep });
      await sweepJourney(core, id);
    }
    const current = core.registry.journeys.get(id)?.body;
    if (
      current === undefined ||
      !isRunning(current) ||
      current.endAt === null ||
      current.endAt > now(core)
    )
      continue;
    if (isDraining(core, current)) continue;
    any = true;
    await end(core, id, current);
  }
  return any;
}

async function end(core: Core, id: string, body: JourneyBody): Promise<void> {
  if (body.document.endDateBehavior === 'drain') {
    await saveJourney(core, id, { status: 'closed' });
    await finishIfEmpty(core, id);
    return;
  }
  const by = core.members.self;
  const sweep = { kind: 'leave', reason: 'journey_ended', after: null, by } as const;
  await saveJourney(core, id, { status: 'finished', finishedAt: now(core), sweep });
  await sweepJourney(core, id);
}

/** Finishes closed journeys in which no run is left (EN-14). */
export async function finishEmpty(core: Core): Promise<void> {
  if (!core.members.leads) return;
  for (const { id, body } of core.registry.journeys.values()) {
    if (body.status === 'closed') await finishIfEmpty(core, id);
  }
}

async function finishIfEmpty(core: Core, id: string): Promise<void> {
  // Other engines let accounts in and out that this one does not know of.
  if (!core.members.several && core.registry.runsInFlight(id) > 0) return;
  if (readCounts(id, await core.store.counters(joinIds('journey', id, ''))).inFlight > 0) return;
  await saveJourney(core, id, { status: 'finished', finishedAt: now(core) });
}

/** Goes on with work over all accounts that another engine left behind (EN-1, EN-24). */
export async function resumeSweeps(core: Core): Promise<void> {
  for (const { id, body } of core.registry.byOrder()) {
    const { sweep, publication } = body;
    if (sweep === null || publication !== null || !core.members.isOrphan(sweep.by)) continue;
    await sweepJourney(core, id);
  }
}

function isRunning({ status }: JourneyBody): boolean {
  return status === 'live' || status === 'closed';
}

/** A closed journey past its end that waits for its last runs. */
function isDraining(core: Core, { status, endAt, document }: JourneyBody): boolean {
  return (
    status === 'closed' &&
    document.endDateBehavior === 'drain' &&
    endAt !== null &&
    endAt <= now(core)
  );
}
