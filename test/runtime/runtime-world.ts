import { compileAudiences } from '../../src/audience/membership.ts';
import type { AudienceCondition } from '../../src/audience/membership.ts';
import { compileGroup } from '../../src/buying-group/compile-group.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { compileProgram } from '../../src/runtime/program.ts';
import type { World, WorldJourney } from '../../src/runtime/world.ts';
import type { ReferenceWorld } from '../../src/testing/reference-journey.ts';
import { referencesOf } from '../../src/testing/reference/world.ts';

/** The world of the runtime for the documents of the reference. `plans` keeps what is compiled, by document. */
export function worldOf(given: ReferenceWorld, plans: Map<unknown, Plan>): World {
  const { catalogue } = given;
  const references = referencesOf(given);
  const context = { catalogue, references };
  const journeys = [...given.journeys]
    .sort((left, right) => left.order - right.order)
    .map(({ document, status, order }): WorldJourney => {
      const plan = plans.get(document) ?? compileJourney(document, context);
      plans.set(document, plan);
      return {
        id: document.id,
        program: compileProgram(plan, catalogue, references),
        status,
        order,
      };
    });
  const conditions: AudienceCondition[] = given.audiences
    .filter((audience) => audience.of === 'accounts')
    .map(({ id, condition }) => ({ id: `audience:${id}`, condition }));
  for (const { id, condition } of given.lists) {
    const member = { kind: 'list', lists: [id], member: true } as const;
    conditions.push({ id: `list:${id}`, condition: condition ?? member });
  }
  return {
    subscription: 'model',
    catalogue,
    limits: LIMITS,
    programs: new Map(journeys.map(({ program }) => [program.plan.hash, program])),
    journeys: new Map(journeys.map((journey) => [journey.id, journey])),
    open: journeys.filter(({ status }) => status === 'live'),
    audiences: compileAudiences(conditions, context),
    groups: given.groups.map((group) =>
      compileGroup(
        group,
        context,
        given.jobs?.filter(({ interest }) => interest === group.id),
      ),
    ),
    stageModels: new Map(given.stageModels?.map((model) => [model.id, model])),
    lists: new Set(
      given.lists
        .filter(({ type, status }) => type === 'static' && status === 'live')
        .map(({ id }) => id),
    ),
    actions: new Set(given.actions),
    services: new Set(given.carried),
    scoring: null,
    readsScores: false,
    evidence: false,
  };
}
