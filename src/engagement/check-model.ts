import { nameKey } from '../model/check-naming.ts';
import { isNamedId } from '../kernel/id.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { nearest } from '../conditions/nearest.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { GREATEST_WEIGHT } from './weighting-model.ts';
import type { WeightingModel } from './weighting-model.ts';

/** Every fault of a weighting model (EG-10, EG-11). A band that is missing is none: its activities weigh nothing. */
export function checkModel(model: WeightingModel, limits: Limits = LIMITS): Issue[] {
  const issues: Issue[] = [];
  if (!isNamedId(model.id, limits.idLength)) {
    const fix = `Use 1 to ${limits.idLength} characters, none of them a control character.`;
    issues.push(problem('INVALID_ID', ['id'], 'The id is blank or too long.', fix));
  }
  if (model.name.trim() === '' || model.name.length > limits.nameLength) {
    const fix = `Use 1 to ${limits.nameLength} characters.`;
    issues.push(problem('INVALID_NAME', ['name'], 'The name is blank or too long.', fix));
  }
  const { bands, activities } = model;
  const counts = [
    ['bands', bands.length, GREATEST_WEIGHT + 1],
    ['activities', activities.length, limits.activitiesPerModel],
  ] as const;
  for (const [part, count, most] of counts) {
    if (count <= most) continue;
    const message = `There are ${count} ${part}.`;
    return [...issues, problem('TOO_MANY', [part], message, `Use at most ${most}.`)];
  }
  return [...issues, ...checkBands(model), ...checkActivities(model)];
}

function checkBands({ bands }: WeightingModel): Issue[] {
  const issues: Issue[] = [];
  const names = new Set<string>();
  const values = new Set<number>();
  for (const [index, { name, value }] of bands.entries()) {
    const key = nameKey(name);
    if (key === '') {
      const path = ['bands', index, 'name'];
      issues.push(problem('INVALID_NAME', path, 'The band has no name.', 'Give it one.'));
    }
    if (!Number.isInteger(value) || value < 0 || value > GREATEST_WEIGHT) {
      const fix = `Use a whole number from 0 to ${GREATEST_WEIGHT}.`;
      const path = ['bands', index, 'value'];
      issues.push(problem('INVALID_WEIGHT', path, `${value} is no weight.`, fix));
    }
    if (names.has(key) || values.has(value)) {
      const message = `Another band has the same ${names.has(key) ? 'name' : 'value'}.`;
      const fix = 'Give every band a name and a value of its own.';
      issues.push(problem('DUPLICATE_BAND', ['bands', index], message, fix));
    }
    names.add(key);
    values.add(value);
  }
  return issues;
}

function checkActivities({ activities, bands }: WeightingModel): Issue[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  for (const [index, { activity }] of activities.entries()) {
    const path = ['activities', index, 'activity'];
    if (activity.trim() === '') {
      issues.push(problem('UNKNOWN_EVENT', path, 'No activity is named.', 'Name an event type.'));
    }
    if (seen.has(activity)) {
      const message = `${JSON.stringify(activity)} is named twice.`;
      issues.push(problem('DUPLICATE_ACTIVITY', path, message, 'Keep one of them.'));
    }
    seen.add(activity);
  }
  return issues.length > 0 || bands.length > 0 || activities.length === 0
    ? issues
    : [problem('NO_BANDS', ['bands'], 'There is no band.', 'Add one, such as Normal 60.')];
}

/** The fault of a band that an edit names and the model lacks. */
export function unknownBand({ bands }: WeightingModel, band: string): Issue {
  const names = bands.map(({ name }) => name);
  const message = `The model has no band ${JSON.stringify(band)}.`;
  return problem('UNKNOWN_BAND', ['band'], message, nearest(band, names));
}
