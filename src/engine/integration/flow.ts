import { AccompanyError } from '../../kernel/errors.ts';
import { redact } from '../../kernel/redact.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DataFlow, FlowAnswer } from '../../ports/data-integration.ts';
import type { Operation } from '../../ports/storage.ts';
import type { FlowBody, Publication } from '../../records/bodies.ts';
import { flowKey, integrationPrefix } from '../../records/integration-rows.ts';
import type { Held } from '../../records/store.ts';
import { joinIds } from '../../runtime/effect.ts';
import { now, type Core } from '../core.ts';
import { saveJourney } from '../save-journey.ts';
import { put } from '../../records/put.ts';
import { callPlatform } from './port-call.ts';

/** What became of asking the platform: it runs, or why not, and whether it is certain that nothing runs. */
export type FlowOutcome =
  | { readonly started: true }
  | { readonly started: false; readonly reason: string; readonly stopped: boolean };

const STARTED: FlowAnswer = Object.freeze({ started: true });

/** Whether the platform takes part in publishing at all. */
export function hasFlows(core: Core): boolean {
  const platform = core.settings.integration?.platform;
  return platform?.startFlow !== undefined || platform?.createSegments !== undefined;
}

/** The flow of a plan, by name: enough to stop it. */
export function flowNamed(core: Core, journey: string, plan: string): DataFlow {
  return { id: joinIds(core.store.subscription, journey, plan), journey, plan, segments: [] };
}

/** What a plan needs of the platform. */
export function flowOf(core: Core, journey: string, plan: Plan): DataFlow {
  return {
    ...flowNamed(core, journey, plan.hash),
    segments: plan.segments.map(({ name, of, condition }) => ({ name, of, condition })),
  };
}

/**
 * Has the segments made and the flow started. When the platform refuses or does not answer, the flow is stopped, since it may
 * run all the same (EN-102 to EN-104). Never rejects but for the end of the process.
 */
export async function startFlow(core: Core, flow: DataFlow): Promise<FlowOutcome> {
  const reason = await tryToStart(core, flow);
  if (reason === null) return { started: true };
  return stopped(core, flow, reason);
}

/** A flow that is not wanted any more: what became of stopping it. */
export async function stopped(
  core: Core,
  flow: DataFlow,
  reason: string,
): Promise<Extract<FlowOutcome, { started: false }>> {
  return { started: false, reason, stopped: (await tryToStop(core, flow)) === null };
}

async function tryToStart(core: Core, flow: DataFlow): Promise<string | null> {
  try {
    await callPlatform(core, 'createSegments', (platform, context) =>
      platform.createSegments?.(flow, context),
    );
    const answer = await callPlatform(core, 'startFlow', (platform, context) =>
      platform.startFlow === undefined ? STARTED : platform.startFlow(flow, context),
    );
    if (answer?.started === true) return null;
    return answer?.started === false ? redact(String(answer.reason)) : 'startFlow gave no answer';
  } catch (error) {
    return reasonOf(error);
  }
}

/** Why the flow could not be stopped; `null` when it is stopped. */
async function tryToStop(core: Core, flow: DataFlow): Promise<string | null> {
  try {
    await callPlatform(core, 'stopFlow', (platform, context) => platform.stopFlow?.(flow, context));
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'CrashSignal') throw error;
  return error instanceof Error ? error.message : String(error);
}

/**
 * Stops the flow of a publication that needs attention, and unlocks the draft (EN-104).
 * @throws AccompanyError `NOT_FOUND`, `NOT_ALLOWED` when the journey needs no attention, `INTEGRATION_FAILED`
 */
export async function stopFlowOf(
  core: Core,
  journey: string,
  byHand: boolean,
): Promise<Publication> {
  const { publication } = core.registry.journey(journey).body;
  const record =
    publication === null ? undefined : await core.store.get('publication', publication);
  if (record?.body.status !== 'attention')
    throw new AccompanyError('NOT_ALLOWED', `No publication of ${journey} needs attention.`);
  if (!byHand) {
    const flow = flowNamed(core, journey, record.body.plan ?? '');
    await callPlatform(core, 'stopFlow', (platform, context) => platform.stopFlow?.(flow, context));
  }
  const steps = [...record.body.steps, { step: 'stopped', at: now(core) } as const];
  const body: Publication = { ...record.body, status: 'refused', steps };
  const next: Held<'publication'> = { ...record, version: record.version + 1, body };
  await saveJourney(core, journey, { publication: null }, [put(next)]);
  core.notifications.publication(body);
  return body;
}

/** The write that says that a flow runs, in the commit that makes the journey live. */
export async function noteFlow(
  core: Core,
  journey: string,
  plan: string,
): Promise<readonly Operation[]> {
  if (!hasFlows(core)) return [];
  const key = flowKey(journey, plan);
  if ((await core.store.get('integration', key.id)) !== undefined) return [];
  const body: FlowBody = { type: 'flow', journey, plan };
  return [put({ ...key, version: 1, due: null, body })];
}

/**
 * Stops the flows of journeys that have ended or are gone (EN-105).
 * @throws AccompanyError `INTEGRATION_FAILED`; the next call goes on with the rest
 */
export async function stopEndedFlows(
  core: Core,
  inTurn: <T>(run: () => Promise<T>) => Promise<T>,
): Promise<number> {
  const ended = await inTurn(async () => {
    const found: FlowBody[] = [];
    for await (const { body } of core.store.all('integration', integrationPrefix('flow')))
      if (body.type === 'flow' && hasEnded(core, body)) found.push(body);
    return found;
  });
  for (const { journey, plan } of ended) {
    const flow = flowNamed(core, journey, plan);
    await callPlatform(core, 'stopFlow', (platform, context) => platform.stopFlow?.(flow, context));
    await inTurn(async () => {
      const key = flowKey(journey, plan);
      const known = await core.store.get('integration', key.id);
      if (known === undefined) return;
      const operation = { op: 'delete', key, version: known.version } as const;
      await core.store.commit({ operations: [operation], counters: [] });
    });
  }
  return ended.length;
}

function hasEnded(core: Core, { journey, plan }: FlowBody): boolean {
  const body = core.registry.journeys.get(journey)?.body;
  if (body === undefined || (body.plan !== plan && body.publication === null)) return true;
  return body.status === 'aborted' || body.status === 'finished';
}
