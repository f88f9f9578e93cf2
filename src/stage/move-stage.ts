import type { StageModel } from './stage-model.ts';

/** Why a group was not moved. */
export type StageRefusal =
  /** The solution interest has no stage model, or one that is not live. */
  | 'noStageModel'
  | 'unknownStage'
  /** The group has no stage, and the wanted one is no entry point. */
  | 'notAnEntry'
  /** The group's stage has no transition to the wanted one. */
  | 'notAllowed';

/** What became of a wish to move a group; refusals are no errors, the journey goes on (BG-86). */
export type StageMove =
  | { readonly outcome: 'moved'; readonly previous: string | null; readonly next: string }
  /** The group is there already, and the stage does not name itself. */
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'rejected'; readonly reason: StageRefusal };

/** Moves a group to a stage when the live model allows it (BG-86, BG-87). `current`: `null` while it has none. */
export function moveStage(
  model: StageModel | null,
  current: string | null,
  wanted: string,
): StageMove {
  if (model === null || model.status !== 'live') {
    return { outcome: 'rejected', reason: 'noStageModel' };
  }
  const target = model.stages.find(({ id }) => id === wanted);
  if (target === undefined) return { outcome: 'rejected', reason: 'unknownStage' };
  if (current === null) {
    return target.entry === true
      ? { outcome: 'moved', previous: null, next: wanted }
      : { outcome: 'rejected', reason: 'notAnEntry' };
  }
  const from = model.stages.find(({ id }) => id === current);
  if (from?.to?.includes(wanted)) return { outcome: 'moved', previous: current, next: wanted };
  if (current === wanted) return { outcome: 'unchanged' };
  return { outcome: 'rejected', reason: 'notAllowed' };
}

/** What a change of the solution interest's model does to a group's stage. */
export type StageReset =
  | { readonly outcome: 'kept' }
  | {
      readonly outcome: 'reset';
      readonly previous: string;
      readonly next: null;
      readonly reason: 'modelChanged';
    };

/** Keeps a stage that the new model has, too, and takes another one away (BG-88). */
export function refitStage(model: StageModel | null, current: string | null): StageReset {
  if (current === null || model?.stages.some(({ id }) => id === current)) {
    return { outcome: 'kept' };
  }
  return { outcome: 'reset', previous: current, next: null, reason: 'modelChanged' };
}
