import { isNamedId } from '../kernel/id.ts';
import { problem, warning } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { nearest } from '../conditions/nearest.ts';
import { fits, nameKey } from '../model/check-naming.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { Stage, StageModel } from './stage-model.ts';

/** Every fault of a stage model: its names first, and when they are right its graph (BG-80 to BG-82). */
export function checkStages(model: StageModel, limits: Limits = LIMITS): Issue[] {
  const issues = [...checkNames(model, limits), ...checkTransitions(model)];
  if (issues.length > 0) return issues;
  return [...checkEnds(model), ...checkPaths(model)];
}

function checkNames({ id, name, description, stages }: StageModel, limits: Limits): Issue[] {
  const issues: Issue[] = [];
  const idFix = `Use 1 to ${limits.idLength} characters, none of them a control character.`;
  const nameFix = `Use 1 to ${limits.nameLength} characters.`;
  if (!isNamedId(id, limits.idLength)) {
    issues.push(problem('INVALID_ID', ['id'], 'The id is blank or too long.', idFix));
  }
  if (!fits(name, limits.nameLength)) {
    issues.push(problem('INVALID_NAME', ['name'], 'The name is blank or too long.', nameFix));
  }
  for (const [path, text] of [
    [['description'], description],
    ...stages.map((stage, index) => [['stages', index, 'description'], stage.description] as const),
  ] as const) {
    if (text === undefined || text.length <= limits.descriptionLength) continue;
    const fix = `Use at most ${limits.descriptionLength} characters.`;
    issues.push(problem('INVALID_DESCRIPTION', path, 'The description is too long.', fix));
  }
  if (stages.length === 0) {
    issues.push(problem('NO_STAGES', ['stages'], 'There is no stage.', 'Add an entry stage.'));
  }
  if (stages.length > limits.stages) {
    const fix = `Use at most ${limits.stages}.`;
    issues.push(problem('TOO_MANY', ['stages'], `There are ${stages.length} stages.`, fix));
  }
  const [ids, names] = [new Set<string>(), new Set<string>()];
  for (const [index, stage] of stages.entries()) {
    const shown = stage.name ?? stage.id;
    const [idKey, shownKey] = [nameKey(stage.id), nameKey(shown)];
    if (!isNamedId(stage.id, limits.idLength)) {
      const path = ['stages', index, 'id'];
      issues.push(problem('INVALID_ID', path, 'The id is blank or too long.', idFix));
    } else if (!fits(shown, limits.nameLength)) {
      const path = ['stages', index, 'name'];
      issues.push(problem('INVALID_NAME', path, 'The name is blank or too long.', nameFix));
    } else if (ids.has(idKey) || names.has(shownKey)) {
      const message = `There is another stage ${JSON.stringify(shown)}.`;
      issues.push(problem('DUPLICATE_STAGE', ['stages', index], message, 'Choose another name.'));
    }
    ids.add(idKey);
    names.add(shownKey);
  }
  return issues;
}

function checkTransitions({ stages }: StageModel): Issue[] {
  const known = stages.map(({ id }) => id);
  return stages.flatMap(({ to = [] }, index) =>
    to.flatMap((target, place) => {
      const path = ['stages', index, 'to', place];
      if (!known.includes(target)) {
        const message = `There is no stage ${JSON.stringify(target)}.`;
        return [problem('UNKNOWN_STAGE', path, message, nearest(target, known))];
      }
      if (to.indexOf(target) === place) return [];
      return [problem('DUPLICATE_STAGE', path, `${target} is named twice.`, 'Keep one of them.')];
    }),
  );
}

function checkEnds({ stages }: StageModel): Issue[] {
  const issues: Issue[] = [];
  const successes = stages.filter(({ destination }) => destination === 'success');
  if (!stages.some(({ entry }) => entry)) {
    const fix = 'Mark at least one stage as entry point.';
    issues.push(problem('NO_ENTRY_STAGE', ['stages'], 'No group can take a first stage.', fix));
  }
  if (successes.length !== 1) {
    const message = `There are ${successes.length} stages of success.`;
    const fix = 'Make exactly one stage the destination of success.';
    issues.push(problem('SUCCESS_STAGES', ['stages'], message, fix));
  }
  for (const [index, { id, destination, to = [] }] of stages.entries()) {
    if (destination === 'success' && to.length > 0) {
      const message = `${id} is the success, and goes on.`;
      const fix = 'Take its transitions out.';
      issues.push(problem('SUCCESS_GOES_ON', ['stages', index, 'to'], message, fix));
    }
    if (destination === undefined && !to.some((target) => target !== id)) {
      const message = `${id} is a dead end.`;
      const fix = 'Let it go on, or make it a destination.';
      issues.push(problem('DEAD_END_STAGE', ['stages', index, 'to'], message, fix));
    }
  }
  return issues;
}

function checkPaths({ stages }: StageModel): Issue[] {
  const issues: Issue[] = [];
  const isEnd = ({ destination }: Stage): boolean => destination !== undefined;
  const ending = spread(stages.filter(isEnd), (reached) =>
    stages.filter(({ to = [] }) => to.some((id) => reached.has(id))),
  );
  const entered = spread(
    stages.filter(({ entry }) => entry),
    (reached) => {
      const next = stages.filter(({ id }) => reached.has(id)).flatMap(({ to = [] }) => to);
      return stages.filter(({ id }) => next.includes(id));
    },
  );
  for (const [index, stage] of stages.entries()) {
    const path = ['stages', index];
    const isDeadEnd = !isEnd(stage) && !(stage.to ?? []).some((id) => id !== stage.id);
    if (!ending.has(stage.id) && !isDeadEnd) {
      const message = `No way leads from ${stage.id} to a destination.`;
      const fix = 'Let it, or a stage after it, go on to a destination.';
      issues.push(problem('NO_WAY_OUT', path, message, fix));
    }
    if (!entered.has(stage.id)) {
      const message = `No way leads from an entry stage to ${stage.id}.`;
      const fix = 'Let a stage go on to it, or mark it as entry point.';
      issues.push(warning('UNREACHABLE_STAGE', path, message, fix));
    }
  }
  return issues;
}

/** Everything that can be got to from the first ones. */
function spread(
  first: readonly Stage[],
  next: (reached: ReadonlySet<string>) => readonly Stage[],
): ReadonlySet<string> {
  const reached = new Set(first.map(({ id }) => id));
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const { id } of next(reached)) reached.add(id);
  }
  return reached;
}
