import { checkModel } from '../engagement/check-model.ts';
import type { WeightingModel } from '../engagement/weighting-model.ts';
import type { WeightingModels } from '../engagement/model-lifecycle.ts';
import { presetModel } from '../engagement/presets.ts';
import type { EpochDocument, ScoringDocument } from '../engagement/scoring.ts';
import type { Strategy } from '../engagement/strategy.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue, problem, type Issue } from '../kernel/issue.ts';
import { deepEqual, type JsonValue } from '../kernel/json.ts';
import { isZone } from '../kernel/zone.ts';
import type { Held } from '../records/store.ts';
import { now, type Core } from './core.ts';
import { put } from './journeys.ts';
import { scoreNightly } from './night.ts';
import { definitionId } from './registry.ts';
import type { CallOptions } from './rounds.ts';

/** How a tenant scores engagement. */
export interface ScoringOptions {
  /** IANA zone of the tenant's calendar days (EG-2); missing: as it is, first `UTC`. */
  readonly zone?: string;
  /** Missing: as it is, first `normalized`. */
  readonly strategy?: Strategy;
  /** All weighting models, one of them active; missing: as they are, first the standard preset. */
  readonly models?: WeightingModels;
}

const ID = definitionId('scoring', 'scoring');
const STRATEGIES: readonly Strategy[] = ['normalized', 'strictMinMax', 'rawCountV1'];

/**
 * Begins to score, or changes how (EG-54); every value is computed again before the call resolves.
 * @throws AccompanyError `INVALID_DOCUMENT` with all issues in `details`; nothing was changed
 */
export async function defineScoring(
  core: Core,
  options: ScoringOptions,
  call: CallOptions,
): Promise<void> {
  const known = core.registry.definitions.get(ID);
  const before = core.registry.definition('scoring', 'scoring')?.document ?? FIRST;
  const document: ScoringDocument = {
    id: 'scoring',
    zone: options.zone ?? before.zone,
    strategy: options.strategy ?? before.strategy,
    models: options.models ?? before.models,
    revision: before.revision,
  };
  const issues = issuesOf(before, document, known !== undefined);
  if (issues.length > 0)
    throw new AccompanyError(
      'INVALID_DOCUMENT',
      `The scoring is not valid: ${issues.map(formatIssue).join('; ')}`,
      { details: { issues } },
    );
  if (known !== undefined && deepEqual(asJson(before), asJson(document))) return;
  const record: Held<'definition'> = {
    kind: 'definition',
    id: ID,
    version: (known?.version ?? 0) + 1,
    due: null,
    body: { type: 'scoring', document: { ...document, revision: before.revision + 1 } },
  };
  await core.registry.write([put(record)], now(core));
  core.registry.adopt(record);
  await scoreNightly(core, call);
}

/** The last nightly run; `undefined` before the first. */
export function epochOf(core: Core): EpochDocument | undefined {
  return core.registry.definition('epoch', 'epoch')?.document;
}

/** All weighting models; none while the tenant scores nothing. */
export function modelsOf(core: Core): WeightingModels {
  return core.registry.definition('scoring', 'scoring')?.document.models ?? [];
}

const FIRST: ScoringDocument = {
  id: 'scoring',
  zone: 'UTC',
  strategy: 'normalized',
  models: [presetModel()],
  revision: 0,
};

function issuesOf(before: ScoringDocument, after: ScoringDocument, isKnown: boolean): Issue[] {
  const issues: Issue[] = [];
  if (typeof after.zone !== 'string' || !isZone(after.zone))
    issues.push(
      problem('INVALID_ZONE', ['zone'], 'The zone is unknown.', 'Give an IANA zone such as UTC.'),
    );
  if (!STRATEGIES.includes(after.strategy)) {
    const fix = `Choose one of ${STRATEGIES.join(', ')}.`;
    issues.push(problem('INVALID_VALUE', ['strategy'], 'The strategy is unknown.', fix));
  }
  if (!Array.isArray(after.models)) {
    const fix = 'Give a list of weighting models.';
    return [...issues, problem('INVALID_VALUE', ['models'], 'There are no models.', fix)];
  }
  for (const [index, model] of after.models.entries())
    for (const issue of checkModel(model))
      issues.push({ ...issue, path: ['models', index, ...issue.path] });
  const active = after.models.filter(({ status }) => status === 'active');
  if (active.length !== 1) {
    const message = `${active.length} models are active.`;
    issues.push(problem('MODEL_ACTIVE', ['models'], message, 'Let exactly one be active.'));
  }
  return isKnown ? [...issues, ...changes(before.models, after.models)] : issues;
}

/** What was active once never changes (EG-13, EG-14). */
function changes(before: WeightingModels, after: WeightingModels): Issue[] {
  return before.flatMap((model) => {
    if (model.status === 'draft') return [];
    const next = after.find(({ id }) => id === model.id);
    if (next === undefined ? model.status === 'archived' : isAllowed(model, next)) return [];
    const message = `The model ${JSON.stringify(model.id)} is ${model.status} and cannot change.`;
    return [problem('NOT_A_DRAFT', ['models'], message, 'Duplicate it, and go on with the copy.')];
  });
}

function isAllowed(model: WeightingModel, next: WeightingModel): boolean {
  const isArchived = model.status === 'archived';
  if (isArchived && next.status !== 'archived') return false;
  if (next.status === 'draft') return false;
  return deepEqual(asJson({ ...model, status: next.status }), asJson(next));
}

function asJson(value: unknown): JsonValue {
  return value as JsonValue;
}
