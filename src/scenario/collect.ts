import { formatInstant, toInstant } from '../kernel/instant.ts';
import { countsOf } from './counts.ts';
import { collectHistory } from './history.ts';
import { collectMemberships } from './memberships.ts';
import type { JourneyResult, ScenarioResult } from './result.ts';
import type { PlayedScenario } from './played-scenario.ts';
import { collectRuns } from './runs.ts';
import { collectState } from './state.ts';
import { readItems } from './items.ts';

/** Everything that a played scenario has brought about, in a fixed order (SC-40 to SC-46). */
export async function collectResult(played: PlayedScenario): Promise<ScenarioResult> {
  const { scenario, engine, refusedCommands } = played;
  const items = await readItems(engine);
  const runs = collectRuns(items);
  const journeys: JourneyResult[] = [];
  for (const document of scenario.journeys ?? []) {
    const { id } = document;
    const { status } = await engine.journey(id);
    const counts = countsOf(document, await engine.counts(id));
    journeys.push({ id, status, counts, runs: runs.get(id) ?? [] });
  }
  const history = collectHistory(items, played);
  return {
    format: 1,
    name: scenario.name ?? null,
    start: formatInstant(toInstant(scenario.start)),
    end: formatInstant(toInstant(scenario.end)),
    journeys,
    ...history,
    ...(await collectState(played, history.changes)),
    ...(await collectMemberships(played)),
    refusedCommands,
  };
}
