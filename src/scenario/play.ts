import { AccountList } from '../audience/account-list.ts';
import { Audience } from '../audience/audience.ts';
import { BuyingGroup } from '../buying-group/buying-group.ts';
import type { Engine } from '../engine/engine.ts';
import { Journey } from '../journey/journey.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { formatInstant, toInstant, type Instant } from '../kernel/instant.ts';
import type { VirtualClock } from '../ports/clock.ts';
import { publishedLater } from './check-journeys.ts';
import type { RefusedCommand } from './result.ts';
import { scheduleOf, type ScheduledStep } from './schedule.ts';
import type { Scenario, ScenarioCommand } from './scenario.ts';

/** Where a scenario is played. */
export interface Stage {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: ScenarioProgress) => void) | undefined;
}

/** How far a simulation has come. */
export interface ScenarioProgress {
  /** ISO instant that is played next. */
  readonly at: string;
  /** Steps of the timeline that were played, and all there are. */
  readonly done: number;
  readonly total: number;
}

/** Plays a checked scenario from start to end (SC-20 to SC-26) and returns the commands that the engine refused. */
export async function play(stage: Stage, scenario: Scenario): Promise<readonly RefusedCommand[]> {
  const { engine } = stage;
  const { starting, steps } = scheduleOf(scenario);
  const refused: RefusedCommand[] = [];
  await define(stage, scenario);
  await engine.ingest(starting, call(stage));
  for (const { id, members = [] } of scenario.lists ?? []) {
    if (members.length > 0) await engine.changeList(id, { add: members }, call(stage));
  }
  const { journeys = [] } = scenario;
  const later = publishedLater(scenario);
  for (const document of journeys) await engine.save(Journey.fromJSON(document));
  for (const { id } of journeys) {
    if (!later.has(id)) await command(stage, { publish: id }, null, refused);
  }
  for (const [done, step] of steps.entries()) {
    stage.onProgress?.({ at: formatInstant(step.at), done, total: steps.length });
    await reach(stage, step.at);
    if ('ingest' in step.what) await engine.ingest(step.what.ingest, call(stage));
    else await command(stage, step.what.command, step, refused);
  }
  stage.onProgress?.({ at: scenario.end, done: steps.length, total: steps.length });
  await engine.advanceTo(scenario.end, call(stage));
  return refused;
}

async function define(
  stage: Stage,
  { audiences = [], lists = [], groups = [], stages = [], services = [] }: Scenario,
): Promise<void> {
  const definitions = [
    ...audiences.map((document) => Audience.fromJSON(document)),
    ...lists.map(({ members: _members, ...document }) => AccountList.fromJSON(document)),
    ...services.map((document) => ({ service: document })),
    ...stages.map((document) => ({ stages: document })),
    ...groups.map((document) => BuyingGroup.fromJSON(document)),
  ];
  await stage.engine.define(definitions, call(stage));
}

/**
 * Moves time on to an instant without settling what is due at it: what the scenario says of an instant comes before
 * what is due then (SC-22). Instants are whole milliseconds, so that nothing lies between the last one and this one.
 */
async function reach(stage: Stage, at: Instant): Promise<void> {
  const { engine, clock } = stage;
  if (at === clock.now()) return;
  await engine.advanceTo(at - 1, call(stage));
  clock.set(at);
}

/** Carries out a command; what the engine refuses is kept, and the scenario goes on (SC-26). */
async function command(
  stage: Stage,
  given: ScenarioCommand,
  step: ScheduledStep | null,
  refused: RefusedCommand[],
): Promise<void> {
  try {
    await carryOut(stage, given);
  } catch (error) {
    if (!isAccompanyError(error) || error.kind !== 'refused' || error.code === 'ABORTED')
      throw error;
    const { code, message } = error;
    refused.push({
      at: formatInstant(stage.clock.now()),
      entry: step?.entry ?? null,
      code,
      message,
    });
  }
}

async function carryOut(stage: Stage, given: ScenarioCommand): Promise<void> {
  const { engine } = stage;
  if ('publish' in given) await engine.publish(given.publish, call(stage));
  else if ('close' in given) await engine.closeEntries(given.close);
  else if ('abort' in given) await engine.abort(given.abort, call(stage));
  else if ('endDate' in given)
    await engine.setEndDate(given.endDate.journey, toInstant(given.endDate.date));
  else if ('suppress' in given) await engine.suppress(given.suppress);
  else {
    const { id, ...change } = given.list;
    await engine.changeList(id, change, call(stage));
  }
}

function call({ signal }: Stage): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
