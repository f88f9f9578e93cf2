import type { Issue } from '../kernel/issue.ts';
import { checkAnswers } from './check-answers.ts';
import { checkDefinitions } from './check-definitions.ts';
import { checkIds } from './check-ids.ts';
import { checkInstants } from './check-instants.ts';
import { checkJourneys } from './check-journeys.ts';
import { checkNames } from './check-names.ts';
import { checkRecords } from './check-records.ts';
import { checkResponses } from './check-responses.ts';
import { readScenarioCatalogue } from './catalogue.ts';
import { scenarioReferences } from './references.ts';
import type { Scenario } from './scenario.ts';

/**
 * Everything that stands against a scenario besides its form: ids, names, attributes, instants, definitions and
 * journeys, all at once, with paths into the scenario (SC-10 to SC-18). What needs the catalogue is looked at when the
 * catalogue is sound.
 */
export function checkScenario(scenario: Scenario): readonly Issue[] {
  const catalogue = readScenarioCatalogue(scenario.catalogue);
  const issues = [
    ...catalogue.issues,
    ...checkInstants(scenario),
    ...checkIds(scenario),
    ...checkNames(scenario),
  ];
  if (!catalogue.ok) return issues;
  const context = { catalogue: catalogue.value, references: scenarioReferences(scenario) };
  return [
    ...issues,
    ...checkRecords(scenario, catalogue.value),
    ...checkDefinitions(scenario, context),
    ...checkResponses(scenario, catalogue.value),
    ...checkAnswers(scenario, catalogue.value),
    ...checkJourneys(scenario, context),
  ];
}
