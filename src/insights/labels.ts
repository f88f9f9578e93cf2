import { needArguments } from '../kernel/needed-arguments.ts';
import { stageName } from '../stage/stage-model.ts';
import type { StageModel } from '../stage/stage-model.ts';

/** What solution interests and stages are called, for people to read. */
export interface Labels {
  /** By id of the interest. */
  readonly interests: ReadonlyMap<string, string>;
  /** By id of the interest whose groups have the stages, then by id of the stage. */
  readonly stages: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The parts of a tenant's definitions that names come from, as `engine.definitions()` gives them. */
export interface NamedDefinitions {
  readonly allGroups: readonly {
    readonly id: string;
    readonly name?: string;
    readonly stageModel?: string;
  }[];
  readonly stages: readonly StageModel[];
}

/** Nothing has a name: ids are shown. */
export const NO_LABELS: Labels = Object.freeze({ interests: new Map(), stages: new Map() });

/** The names of interests and stages (BG-150). What is not defined, or has no name, is shown by its id. */
export function labelsOf(definitions: NamedDefinitions): Labels {
  needArguments('labelsOf', { definitions: [definitions, 'object'] });
  const { allGroups, stages } = definitions;
  needArguments('labelsOf', { allGroups: [allGroups, 'list'], stages: [stages, 'list'] });
  const models = new Map(
    stages.map((model) => [
      model.id,
      new Map(model.stages.map(({ id }) => [id, stageName(model, id)])),
    ]),
  );
  return {
    interests: new Map(allGroups.map(({ id, name = id }) => [id, name])),
    stages: new Map(
      allGroups.map(({ id, stageModel = '' }) => [id, models.get(stageModel) ?? new Map()]),
    ),
  };
}

/** What an interest is called; its id when nothing tells. */
export function interestLabel({ interests }: Labels, interest: string): string {
  return interests.get(interest) ?? interest;
}

/** What the stage of an interest's group is called; its id when nothing tells, `null` without a stage. */
export function stageLabel(
  { stages }: Labels,
  { group, stage }: { readonly group: string; readonly stage: string | null },
): string | null {
  return stage === null ? null : (stages.get(group)?.get(stage) ?? stage);
}
