import { needArguments } from '../kernel/needed-arguments.ts';
/** How much each kind of activity counts, as one tenant sees it (reference 12.6). */
export interface WeightingModel {
  readonly id: string;
  readonly name: string;
  /** One model of a tenant is active; archived ones are kept. */
  readonly status: 'draft' | 'active' | 'archived';
  readonly bands: readonly Band[];
  /** Activities that are not named weigh nothing. */
  readonly activities: readonly WeightedActivity[];
}

/** A name for a weight. */
export interface Band {
  readonly name: string;
  /** A whole number from 0 to 100; 0 leaves an activity out. */
  readonly value: number;
}

/** The band of one kind of activity. */
export interface WeightedActivity {
  /** Event type. */
  readonly activity: string;
  /** Name of a band; an activity whose band is not there weighs nothing (correction 14). */
  readonly band: string;
  readonly label?: string;
  /** What it is grouped under, such as `Email`. */
  readonly category?: string;
}

/** The bands that a model starts with (reference 12.6). They are not those of roles. */
export const ACTIVITY_BANDS: readonly Band[] = Object.freeze([
  { name: 'No Weight', value: 0 },
  { name: 'Trivial', value: 30 },
  { name: 'Minor', value: 40 },
  { name: 'Normal', value: 60 },
  { name: 'Important', value: 90 },
  { name: 'Vital', value: 100 },
]);

/** The greatest value of a band. */
export const GREATEST_WEIGHT = 100;

/** Weight of each activity that has one above 0. */
export type Weights = ReadonlyMap<string, number>;

/** The weights that a model gives (EG-12). */
export function weightsOf(model: WeightingModel): Weights {
  needArguments('weightsOf', { model: [model, 'object'] });
  const { bands, activities } = model;
  const values = new Map(bands.map(({ name, value }) => [name, value]));
  const weights = new Map<string, number>();
  for (const { activity, band } of activities) {
    const value = values.get(band) ?? 0;
    if (value > 0) weights.set(activity, value);
  }
  return weights;
}
