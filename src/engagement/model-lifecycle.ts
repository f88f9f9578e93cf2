import { needArguments } from '../kernel/needed-arguments.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { checkUnique } from '../model/check-naming.ts';
import { checkModel, unknownBand } from './check-model.ts';
import type { Band, WeightingModel } from './weighting-model.ts';

/** All weighting models of a tenant; exactly one is active. */
export type WeightingModels = readonly WeightingModel[];

/** What an edit of a draft may change. */
export interface ModelPatch {
  readonly name?: string;
  readonly bands?: readonly Band[];
  /** Band by activity; activities that are not named stay as they are. */
  readonly assign?: Readonly<Record<string, string>>;
}

/** A copy of any model as a draft, the only way in which models come into being (EG-13). */
export function duplicateModel(
  models: WeightingModels,
  id: string,
  copy: { readonly id: string; readonly name: string },
): Result<WeightingModels> {
  const source = find(models, id);
  if (source === undefined) return refuse([unknown(id)]);
  const draft: WeightingModel = { ...source, ...copy, status: 'draft' };
  return settle([...models, draft], [...checkModel(draft), ...checkUnique(draft, models)]);
}

/** Changes a draft; other models are not changed (EG-13). */
export function editModel(
  models: WeightingModels,
  id: string,
  patch: ModelPatch,
): Result<WeightingModels> {
  const model = find(models, id);
  if (model === undefined) return refuse([unknown(id)]);
  if (model.status !== 'draft') return refuse([notADraft(model, 'changed')]);
  const { assign = {}, ...rest } = patch;
  const merged = { ...model, ...rest };
  const wrong = Object.values(assign).filter(
    (band) => !merged.bands.some(({ name }) => name === band),
  );
  const known = new Set(merged.activities.map(({ activity }) => activity));
  const added = Object.keys(assign).filter((activity) => !known.has(activity));
  const next: WeightingModel = {
    ...merged,
    activities: [
      ...merged.activities.map((one) => {
        const band = Object.hasOwn(assign, one.activity) ? assign[one.activity] : undefined;
        return band === undefined ? one : { ...one, band };
      }),
      ...added.map((activity) => ({ activity, band: assign[activity]! })),
    ],
  };
  const others = models.filter((one) => one !== model);
  const issues = [
    ...wrong.map((band) => unknownBand(merged, band)),
    ...checkModel(next),
    ...checkUnique(next, others),
  ];
  return settle(
    models.map((one) => (one === model ? next : one)),
    issues,
  );
}

/** Makes a draft the active model and archives the one before it (EG-14). Scores follow with the next full run. */
export function activateModel(models: WeightingModels, id: string): Result<WeightingModels> {
  const model = find(models, id);
  if (model === undefined) return refuse([unknown(id)]);
  if (model.status !== 'draft') return refuse([notADraft(model, 'activated')]);
  const next = models.map((one): WeightingModel => {
    if (one === model) return { ...one, status: 'active' };
    return one.status === 'active' ? { ...one, status: 'archived' } : one;
  });
  return settle(next, checkModel(model));
}

/** Takes a model away; the active one stays (EG-14). */
export function removeModel(models: WeightingModels, id: string): Result<WeightingModels> {
  const model = find(models, id);
  if (model === undefined) return refuse([unknown(id)]);
  if (model.status === 'active') {
    const message = `${JSON.stringify(id)} is the active model.`;
    return refuse([problem('MODEL_ACTIVE', [], message, 'Activate another one first.')]);
  }
  return settle(
    models.filter((one) => one !== model),
    [],
  );
}

/** The active model, by which scores are computed. */
export function activeModel(models: WeightingModels): WeightingModel | undefined {
  return models.find(({ status }) => status === 'active');
}

function find(models: WeightingModels, id: string): WeightingModel | undefined {
  needArguments('A change of weighting models', { models: [models, 'objects'], id: [id, 'text'] });
  return models.find((model) => model.id === id);
}

function unknown(id: string): Issue {
  const message = `There is no weighting model ${JSON.stringify(id)}.`;
  return problem('UNKNOWN_MODEL', [], message, 'Name one that exists.');
}

function notADraft({ id, status }: WeightingModel, what: string): Issue {
  const message = `${JSON.stringify(id)} is ${status}, and only drafts can be ${what}.`;
  return problem('NOT_A_DRAFT', [], message, 'Duplicate it, and go on with the copy.');
}

function settle<T>(value: T, issues: readonly Issue[]): Result<T> {
  return issues.length === 0 ? { ok: true, value, issues } : refuse(issues);
}

function refuse(issues: readonly Issue[]): {
  readonly ok: false;
  readonly issues: readonly Issue[];
} {
  return { ok: false, issues };
}
