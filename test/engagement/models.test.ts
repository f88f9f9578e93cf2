import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/engagement/check-model.ts';
import {
  activateModel,
  activeModel,
  duplicateModel,
  editModel,
  removeModel,
} from '../../src/engagement/model-lifecycle.ts';
import type { WeightingModels } from '../../src/engagement/model-lifecycle.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { ACTIVITY_BANDS, weightsOf } from '../../src/engagement/weighting-model.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import type { Result } from '../../src/kernel/issue.ts';

const STANDARD = presetModel();

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.issues.map(({ code }) => code).join());
}

function codes(result: Result<unknown>): string[] {
  return result.issues.map(({ code }) => code);
}

function faults(parts: Partial<WeightingModel>): string[] {
  return checkModel({ ...STANDARD, ...parts }).map(({ code, path }) => `${code} ${path.join('.')}`);
}

describe('models', () => {
  test('EG-15 three lists to start with', () => {
    expect(Object.fromEntries(weightsOf(STANDARD))).toEqual({
      attendEvent: 60,
      registerForEvent: 60,
      interestingMoment: 60,
      formFilledOut: 40,
      linkClicked: 40,
      pageViewed: 40,
      emailClicked: 30,
      emailOpened: 30,
    });
    expect(presetModel('experienceEvents').activities).toHaveLength(87);
    expect(weightsOf(presetModel('experienceEvents')).size).toBe(0);
    const inbound = presetModel('prime');
    expect([...weightsOf(inbound).values()].map(String).sort().join()).toBe(
      [...Array<string>(11).fill('30'), '40', '40', ...Array<string>(5).fill('60')].join(),
    );
    for (const preset of ['standard', 'experienceEvents', 'prime'] as const) {
      expect(checkModel(presetModel(preset))).toEqual([]);
    }
  });

  test('EG-10 EG-11 bands, activities, id and name', () => {
    const bands = (...values: [string, number][]) =>
      faults({ bands: values.map(([name, value]) => ({ name, value })) });
    expect(bands(['A', 0], ['B', 100])).toEqual([]);
    expect(bands(['A', 1], ['a ', 2])).toEqual(['DUPLICATE_BAND bands.1']);
    expect(bands(['A', 1], ['B', 1])).toEqual(['DUPLICATE_BAND bands.1']);
    for (const value of [-1, 101, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(bands(['A', value])).toEqual(['INVALID_WEIGHT bands.0.value']);
    }
    expect(bands([' ', 1])).toEqual(['INVALID_NAME bands.0.name']);
    expect(bands()).toEqual(['NO_BANDS bands']);
    const twice = { activity: 'open', band: 'Normal' };
    expect(faults({ activities: [twice, twice] })).toEqual([
      'DUPLICATE_ACTIVITY activities.1.activity',
    ]);
    expect(faults({ activities: [{ activity: ' ', band: 'Normal' }] })).toEqual([
      'UNKNOWN_EVENT activities.0.activity',
    ]);
    expect(faults({ id: '', name: ' ' })).toEqual(['INVALID_ID id', 'INVALID_NAME name']);
  });

  test('EG-12 a band that is gone weighs nothing', () => {
    const bands = ACTIVITY_BANDS.filter(({ name }) => name !== 'Minor');
    const weights = weightsOf({ ...STANDARD, bands });
    expect(weights.has('pageViewed')).toBe(false);
    expect(weights.get('emailOpened')).toBe(30);
    expect(weights.has('nobodyNamesIt')).toBe(false);
  });
});

describe('their life', () => {
  const copied = valueOf(duplicateModel([STANDARD], 'standard', { id: 'mine', name: 'Mine' }));

  test('EG-13 a copy is a draft, and only drafts change', () => {
    expect(copied[1]).toEqual({ ...STANDARD, id: 'mine', name: 'Mine', status: 'draft' });
    const edited = valueOf(
      editModel(copied, 'mine', { assign: { emailOpened: 'Vital', webinar: 'Minor' } }),
    );
    expect(weightsOf(edited[1]!).get('emailOpened')).toBe(100);
    expect(weightsOf(edited[1]!).get('webinar')).toBe(40);
    expect(edited[0]).toBe(copied[0]);
    expect(codes(editModel(copied, 'standard', { name: 'Other' }))).toEqual(['NOT_A_DRAFT']);
    expect(codes(editModel(copied, 'mine', { assign: { emailOpened: 'Huge' } }))).toEqual([
      'UNKNOWN_BAND',
    ]);
    expect(codes(editModel(copied, 'mine', { bands: [{ name: 'A', value: -5 }] }))).toEqual([
      'INVALID_WEIGHT',
    ]);
    expect(codes(editModel(copied, 'none', {}))).toEqual(['UNKNOWN_MODEL']);
  });

  test('EG-11 ids and names are unique', () => {
    const again = (id: string, name: string) => codes(duplicateModel(copied, 'mine', { id, name }));
    expect(again('mine', 'Other')).toEqual(['NAME_DUPLICATE']);
    expect(again('other', ' mine')).toEqual(['NAME_DUPLICATE']);
    expect(again('other', 'Other')).toEqual([]);
    expect(codes(editModel(copied, 'mine', { name: STANDARD.name }))).toEqual(['NAME_DUPLICATE']);
    expect(codes(duplicateModel(copied, 'none', { id: 'a', name: 'A' }))).toEqual([
      'UNKNOWN_MODEL',
    ]);
  });

  test('EG-14 one is active, the one before is archived', () => {
    const next = valueOf(activateModel(copied, 'mine'));
    const statuses = (models: WeightingModels) => models.map(({ status }) => status);
    expect(statuses(next)).toEqual(['archived', 'active']);
    expect(activeModel(next)?.id).toBe('mine');
    expect(codes(activateModel(next, 'standard'))).toEqual(['NOT_A_DRAFT']);
    expect(codes(removeModel(next, 'mine'))).toEqual(['MODEL_ACTIVE']);
    expect(valueOf(removeModel(next, 'standard')).map(({ id }) => id)).toEqual(['mine']);
    expect(codes(removeModel(next, 'none'))).toEqual(['UNKNOWN_MODEL']);
    expect(codes(activateModel(next, 'none'))).toEqual(['UNKNOWN_MODEL']);
  });
});
