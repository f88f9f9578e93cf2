/** The life of a buying group as a graph of stages (reference 9). A tenant has one live model. */
export interface StageModel {
  readonly id: string;
  /** Never changed. */
  readonly name: string;
  readonly description?: string;
  /** A live model never changes. */
  readonly status: 'draft' | 'live';
  /** Their order matters for lists only. */
  readonly stages: readonly Stage[];
}

/** One stage and where groups may go from it. */
export interface Stage {
  /** What a group's record holds and conditions name. */
  readonly id: string;
  /** Missing: the id. */
  readonly name?: string;
  readonly description?: string;
  /** Whether groups without a stage may move here; missing: false. */
  readonly entry?: boolean;
  /** Where the life of a group ends: exactly one stage with success, any number with failure. */
  readonly destination?: 'success' | 'failure';
  /** Ids of the stages that groups may move to; itself only when moving to itself shall count as a move. */
  readonly to?: readonly string[];
}

/** The name that a stage is shown by. */
export function stageName(model: StageModel, id: string): string {
  const stage = model.stages.find((one) => one.id === id);
  return stage?.name ?? id;
}

/** Moves from each stage to success on the shortest path; stages that have none are missing. */
export function distancesToSuccess({ stages }: StageModel): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  let front = stages.filter(({ destination }) => destination === 'success').map(({ id }) => id);
  for (let distance = 0; front.length > 0; distance += 1) {
    for (const id of front) distances.set(id, distance);
    front = stages
      .filter(({ id, to = [] }) => !distances.has(id) && to.some((next) => front.includes(next)))
      .map(({ id }) => id);
  }
  return distances;
}
