import { needArguments } from '../kernel/needed-arguments.ts';
import { hasErrors, problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { parseStageModel } from './stage-schema.ts';
import { checkStages } from './check-stages.ts';
import type { StageModel } from './stage-model.ts';

/**
 * The model live, or every fault that stands against it (BG-83). `others` are the tenant's other models: one is live
 * at a time, so the one before has to go first, or with it (BG-127).
 */
export function publishStages(
  model: StageModel,
  others: readonly StageModel[] = [],
  limits: Limits = LIMITS,
): Result<StageModel> {
  needArguments('publishStages', { model: [model, 'object'] });
  const parsed = parseStageModel(model);
  if (!parsed.ok) return parsed;
  const issues = checkStages(model, limits);
  const live = [model, ...others].find(({ status }) => status === 'live');
  if (live !== undefined) {
    const message = `The stage model ${JSON.stringify(live.id)} is live already.`;
    const fix =
      'A tenant has one live model: let the old one go in the same define, with undefine.';
    issues.push(problem('STAGE_MODEL_LIVE', ['status'], message, fix));
  }
  if (hasErrors(issues)) return { ok: false, issues };
  return { ok: true, value: { ...model, status: 'live' }, issues };
}

/**
 * A changed draft: stages may be added, renamed and connected anew, but not taken out once they are saved; the model
 * keeps its id and name; a live model never changes (BG-84). The issues of the new form come along as they are.
 */
export function changeStages(
  before: StageModel,
  after: StageModel,
  limits: Limits = LIMITS,
): Result<StageModel> {
  needArguments('changeStages', { before: [before, 'object'], after: [after, 'object'] });
  const parsed = [parseStageModel(before), parseStageModel(after)];
  const wrong = parsed.find(({ ok }) => !ok);
  if (wrong !== undefined) return wrong;
  const refused: Issue[] = [];
  if (before.status === 'live') {
    const message = `The stage model ${JSON.stringify(before.id)} is live.`;
    refused.push(problem('STAGE_MODEL_LIVE', [], message, 'It never changes.'));
  }
  for (const part of ['id', 'name', 'status'] as const) {
    if (before[part] === after[part]) continue;
    const message = `The ${part} of a stage model is not changed by an edit.`;
    refused.push(problem('IMMUTABLE', [part], message, 'Keep it as it is.'));
  }
  const kept = new Set(after.stages.map(({ id }) => id));
  for (const { id } of before.stages) {
    if (kept.has(id)) continue;
    const message = `The stage ${JSON.stringify(id)} was saved and cannot be taken out.`;
    refused.push(problem('STAGE_REMOVED', ['stages'], message, 'Rename it, or leave it.'));
  }
  if (refused.length > 0) return { ok: false, issues: refused };
  return { ok: true, value: after, issues: checkStages(after, limits) };
}

/** What stands against deleting a model: that a solution interest names it while it is live (BG-85). */
export function checkStagesRemoval(
  model: StageModel,
  interests: readonly { readonly id: string; readonly stageModel?: string }[],
): Issue[] {
  const users = interests.filter(({ stageModel }) => stageModel === model.id);
  if (model.status === 'draft' || users.length === 0) return [];
  const message = `The stage model is used by ${users.map(({ id }) => id).join(', ')}.`;
  return [problem('IN_USE', [], message, 'Take it out of these solution interests first.')];
}
