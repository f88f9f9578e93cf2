import type { Condition } from '../conditions/condition.ts';
import type { Exit, Plan, Step } from './plan.ts';

/** Every condition of a plan, from the entry on. Segments repeat them and are left out. */
export function planConditions({ entry, campaigns }: Plan): readonly Condition[] {
  return [
    entry.condition,
    ...campaigns.flatMap(({ steps, exit }) => [...steps.flatMap(ofStep), ...ofExit(exit)]),
  ];
}

function ofStep(step: Step): readonly Condition[] {
  return step.op === 'group' ? step.paths.map(({ condition }) => condition) : [];
}

function ofExit(exit: Exit): readonly Condition[] {
  if (exit.op === 'branch') return exit.paths.map(({ condition }) => condition);
  if (exit.op !== 'await' || exit.listen === null) return [];
  const { events, filter } = exit.listen;
  return [...events.map(({ condition }) => condition), filter].filter(
    (condition) => condition !== null,
  );
}
