import { Engine } from '../engine/engine.ts';
import { virtualClock } from '../engine/virtual-clock.ts';
import { AccompanyError, invariant } from '../kernel/errors.ts';
import { formatIssue, hasErrors } from '../kernel/issue.ts';
import type { Storage } from '../ports/storage.ts';
import { memoryStorage } from '../storage/memory/memory-storage.ts';
import { readScenarioCatalogue } from './catalogue.ts';
import { checkScenario } from './check.ts';
import { collectResult } from './collect.ts';
import { play, type ScenarioProgress } from './play.ts';
import type { PlayedScenario } from './played-scenario.ts';
import { respondingChannel } from './responses.ts';
import type { ScenarioResult } from './result.ts';
import type { Scenario } from './scenario.ts';

/** The subscription that scenarios are played in. */
const SUBSCRIPTION = 'scenario';

/** What may be said about a simulation; none of it changes the result (SC-40). */
export interface ScenarioOptions {
  /** Missing: memory. It must not hold a scenario yet; it stays open. */
  readonly storage?: Storage;
  /** Subjects per batch; missing: the engine's default. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Called before each step of the timeline, and before the end. */
  readonly onProgress?: (progress: ScenarioProgress) => void;
}

/**
 * Plays a scenario on an engine of its own and returns what became of it, as plain data. Rules:
 * `docs/semantics/scenarios.md`; the format is specified in `docs/formats.md`.
 * @throws AccompanyError `INVALID_INPUT` with every issue in `details.issues`, and then nothing ran; `STORAGE_IN_USE`
 *   for a storage that holds a scenario already; `ABORTED`, `STORAGE_FAILED`
 */
export function runScenario(
  scenario: Scenario,
  options: ScenarioOptions = {},
): Promise<ScenarioResult> {
  return playScenario(scenario, options, collectResult);
}

/**
 * Plays a scenario and lets `look` ask the engine afterwards what the result does not say.
 * @throws AccompanyError like {@link runScenario}, and what `look` throws
 */
export async function playScenario<T>(
  scenario: Scenario,
  options: ScenarioOptions,
  look: (played: PlayedScenario) => Promise<T>,
): Promise<T> {
  refuseFaulty(scenario);
  const read = readScenarioCatalogue(scenario.catalogue);
  invariant(read.ok, 'A checked catalogue cannot be read.');
  const catalogue = read.value;
  const { storage = memoryStorage(), batchSize, signal, onProgress } = options;
  const subscription = SUBSCRIPTION;
  await refuseUsed(storage, subscription);
  const clock = virtualClock(scenario.start);
  const channel = respondingChannel(scenario.responses ?? [], catalogue);
  const actions = Object.fromEntries(Object.keys(catalogue.actions).map((name) => [name, channel]));
  const services = Object.fromEntries((scenario.services ?? []).map(({ id }) => [id, channel]));
  await using engine = await Engine.open({
    catalogue,
    storage,
    subscription,
    clock,
    channels: { email: channel, actions, services },
    ...(batchSize === undefined ? {} : { batchSize }),
  });
  const refusedCommands = await play({ engine, clock, signal, onProgress }, scenario);
  return await look({ scenario, catalogue, engine, storage, subscription, refusedCommands });
}

function refuseFaulty(scenario: Scenario): void {
  const issues = checkScenario(scenario);
  if (!hasErrors(issues)) return;
  const errors = issues.filter(({ severity }) => severity === 'error');
  throw new AccompanyError(
    'INVALID_INPUT',
    `The scenario is not valid: ${errors.map(formatIssue).join('; ')}`,
    {
      details: { issues },
    },
  );
}

async function refuseUsed(storage: Storage, subscription: string): Promise<void> {
  const held = await storage.scan(subscription, { kind: 'subscription', index: 'id', limit: 1 });
  if (held.length === 0) return;
  throw new AccompanyError(
    'STORAGE_IN_USE',
    'The storage holds a scenario already. Give an empty one.',
  );
}
