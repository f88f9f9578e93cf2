import { needArguments } from '../kernel/needed-arguments.ts';
import { deepFreeze } from '../kernel/json.ts';
import { EXPERIENCE_ACTIVITIES } from './experience-activities.ts';
import { PRIME_ACTIVITIES } from './prime-activities.ts';
import { STANDARD_ACTIVITIES } from './standard-activities.ts';
import { ACTIVITY_BANDS } from './weighting-model.ts';
import type { WeightedActivity, WeightingModel } from './weighting-model.ts';

/** The three lists of activities that a tenant may start with. */
export type Preset = 'standard' | 'experienceEvents' | 'prime';

const PRESETS: Readonly<
  Record<Preset, readonly [name: string, list: readonly WeightedActivity[]]>
> = {
  standard: ['Activity weighting model', STANDARD_ACTIVITIES],
  experienceEvents: ['Activity weighting model 1', EXPERIENCE_ACTIVITIES],
  prime: ['Inbound activity model', PRIME_ACTIVITIES],
};

/** The active model that a tenant starts with (EG-15), frozen. */
export function presetModel(preset: Preset = 'standard'): WeightingModel {
  needArguments('presetModel', { preset: [preset, Object.keys(PRESETS)] });
  const [name, activities] = PRESETS[preset];
  return deepFreeze<WeightingModel>({
    id: preset,
    name,
    status: 'active',
    bands: ACTIVITY_BANDS,
    activities,
  });
}
