import type { Plan } from '../../plan/plan.ts';
import type { Held } from '../../records/store.ts';
import type { Program } from '../../runtime/program.ts';
import type { WorldDocuments } from './build-world.ts';
import type { Settings } from '../settings.ts';

/** What the world of an engine is built from: all that is defined, and the plans of journeys that are no drafts. */
export function worldDocuments(
  { limits, actions, services, elsewhere, evidence, integration }: Settings,
  definitions: ReadonlyMap<string, Held<'definition'>>,
  known: ReadonlyMap<string, Held<'journey'>>,
  programs: ReadonlyMap<string, Program>,
  isTold: boolean,
): WorldDocuments {
  const plans = new Map<string, Plan>();
  const journeys: WorldDocuments['journeys'][number][] = [];
  for (const { id, body } of known.values()) {
    const { plan, status, order } = body;
    const program = plan === null ? undefined : programs.get(plan);
    if (program === undefined || status === 'draft') continue;
    plans.set(program.plan.hash, program.plan);
    journeys.push({ id, status, order, plan: program.plan.hash });
  }
  return {
    definitions: [...definitions.values()].map(({ body }) => body),
    journeys: journeys.sort((left, right) => left.order - right.order),
    plans: [...plans.values()],
    actions: [...new Set([...actions.keys(), ...elsewhere.actions])],
    ...(services.size + elsewhere.services.size > 0 && {
      services: [...new Set([...services.keys(), ...elsewhere.services])],
    }),
    limits,
    evidence,
    ...(!isTold && { untold: true }),
    ...(integration?.flowsBack === true && { flowsBack: true }),
  };
}
