import { checkAccountList, checkAudience } from '../audience/check.ts';
import type { CheckContext } from '../audience/check.ts';
import { checkBuyingGroup } from '../buying-group/check.ts';
import type { BuyingGroupDocument } from '../buying-group/definition.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import { checkService } from '../service/check-service.ts';
import { publishStages } from '../stage/stage-lifecycle.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { Scenario } from './scenario.ts';

/** Services, audiences, lists, buying groups and stage models, as `define` would check them (SC-15). */
export function checkDefinitions(
  { audiences = [], lists = [], groups = [], stages = [], services = [] }: Scenario,
  context: CheckContext,
): Issue[] {
  return [
    ...stages.flatMap((document, index) => {
      const others = stages.slice(0, index);
      return under(['stages', index], checkModel(document, others, context));
    }),
    ...services.flatMap((document, index) => {
      const { catalogue, limits = LIMITS } = context;
      const others = services.slice(0, index).filter(({ id }) => id !== document.id);
      return under(['services', index], checkService(document, { catalogue, limits, others }));
    }),
    ...audiences.flatMap((document, index) =>
      under(['audiences', index], checkAudience(document, context)),
    ),
    ...lists.flatMap(({ members: _members, ...document }, index) =>
      under(['lists', index], checkAccountList(document, context)),
    ),
    ...groups.flatMap((document, index) =>
      under(
        ['groups', index],
        [...checkBuyingGroup(document, context), ...checkStageModel(document, stages)],
      ),
    ),
  ];
}

function checkModel(
  model: StageModel,
  others: readonly StageModel[],
  { limits }: CheckContext,
): readonly Issue[] {
  if (model.status === 'draft') return [];
  return publishStages({ ...model, status: 'draft' }, others, limits).issues;
}

function checkStageModel(
  { stageModel }: BuyingGroupDocument,
  stages: readonly StageModel[],
): readonly Issue[] {
  const isLive = stages.some(({ id, status }) => id === stageModel && status === 'live');
  if (stageModel === undefined || isLive) return [];
  const message = `There is no live stage model ${JSON.stringify(stageModel)}.`;
  return [problem('NOT_LIVE', ['stageModel'], message, 'Put a live one among the stages.')];
}
