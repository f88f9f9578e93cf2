import { checkModel } from '../../engagement/check-model.ts';
import type { WeightingModels } from '../../engagement/model-lifecycle.ts';
import type { ScoringDocument } from '../../engagement/scoring.ts';
import type { WeightingModel } from '../../engagement/weighting-model.ts';
import { nearest } from '../../conditions/nearest.ts';
import { problem, under, type Issue } from '../../kernel/issue.ts';
import { deepEqual } from '../../kernel/json.ts';
import { isZone } from '../../kernel/zone.ts';
import { checkUnique } from '../../model/check-naming.ts';
import type { Limits } from '../../model/limits.ts';

/** Every fault of a scoring that is to come after another one (EG-54, EG-61). */
export function checkScoring(
  before: ScoringDocument,
  after: ScoringDocument,
  limits: Limits,
): Issue[] {
  const issues: Issue[] = [];
  const { zone, models } = after;
  if (!isZone(zone))
    issues.push(
      problem('INVALID_ZONE', ['zone'], 'The zone is unknown.', 'Give an IANA zone such as UTC.'),
    );
  if (models.length > limits.weightingModels) {
    const message = `There are ${models.length} models.`;
    const fix = `Keep at most ${limits.weightingModels}; archived ones may be left out.`;
    issues.push(problem('TOO_MANY', ['models'], message, fix));
    return issues;
  }
  const bands = namedBands(before.models);
  for (const [index, model] of models.entries()) {
    const path = ['models', index];
    const faults = checkModel(model, limits);
    issues.push(...under(path, faults), ...under(path, unknownBands(model, bands)));
    issues.push(...under(path, checkUnique(model, models.slice(0, index))));
  }
  const active = models.filter(({ status }) => status === 'active');
  if (active.length !== 1) {
    const message = `${active.length} models are active.`;
    issues.push(problem('MODEL_ACTIVE', ['models'], message, 'Let exactly one be active.'));
  }
  return issues;
}

/** What was active once never changes (EG-13, EG-14). */
export function checkKept(before: WeightingModels, after: WeightingModels): Issue[] {
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
  return deepEqual({ ...model, status: next.status }, next);
}

/** Bands that the tenant knows or knew: what is left of a band that was taken out weighs nothing (EG-12). */
function namedBands(models: WeightingModels): ReadonlySet<string> {
  return new Set(
    models.flatMap(({ bands, activities }) => [
      ...bands.map(({ name }) => name),
      ...activities.map(({ band }) => band),
    ]),
  );
}

function unknownBands({ bands, activities }: WeightingModel, known: ReadonlySet<string>): Issue[] {
  const names = new Set(bands.map(({ name }) => name));
  return activities.flatMap(({ band }, index) => {
    if (names.has(band) || known.has(band)) return [];
    const message = `There never was a band ${JSON.stringify(band)}.`;
    const path = ['activities', index, 'band'];
    return [problem('UNKNOWN_BAND', path, message, nearest(band, [...names]))];
  });
}
