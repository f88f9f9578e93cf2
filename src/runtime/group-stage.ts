import type { CompiledGroup } from '../buying-group/compile-group.ts';
import type { Value } from '../model/value.ts';
import { setStatus } from '../stage/group-status.ts';
import { moveStage, refitStage } from '../stage/move-stage.ts';
import type { StageMove } from '../stage/move-stage.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { AccountDraft } from './draft.ts';
import { announceGroup, groupOf, replaceGroup } from './group-record.ts';

/** Who wants something of a group: a journey, or a user whom the host may name. */
export interface Asker {
  readonly journey: string | null;
  readonly by?: string;
}

/**
 * Moves the account's group to a stage when its model allows it; a wish that is not fulfilled leaves a fact, and nothing else
 * happens (BG-86, BG-117, BG-124).
 */
export function moveGroup(draft: AccountDraft, group: string, stage: string, asker: Asker): void {
  const known = groupOf(draft, group);
  const model = stagesOf(draft, definitionOf(draft, group));
  const move: StageMove | { readonly outcome: 'rejected'; readonly reason: 'noGroup' } =
    known === null
      ? { outcome: 'rejected', reason: 'noGroup' }
      : moveStage(model, known.stage ?? null, stage);
  if (move.outcome === 'rejected') {
    const { reason } = move;
    draft.facts.push({ type: 'stageRejected', group, stage, reason, ...asker });
  } else if (move.outcome === 'moved') {
    replaceGroup(draft, known!, { ...known!, stage });
    tellStage(draft, group, move.previous, stage, asker);
  }
}

/** Gives the account's group a status (BG-89, BG-118); an account without the group goes on as it is. */
export function markGroup(draft: AccountDraft, group: string, status: string, asker: Asker): void {
  const known = groupOf(draft, group);
  if (known === null) return;
  const set = setStatus(known.status ?? null, status, draft.world.limits);
  if (set.outcome !== 'set') return;
  replaceGroup(draft, known, { ...known, status });
  tellStatus(draft, group, set.previous, set.next, asker);
}

/** Takes a stage away that the definition's model does not have, or has no more (BG-88). */
export function refitGroup(draft: AccountDraft, group: CompiledGroup): void {
  const known = groupOf(draft, group.id)!;
  const fit = refitStage(stagesOf(draft, group), known.stage ?? null);
  if (fit.outcome === 'kept') return;
  const { stage: _taken, ...rest } = known;
  replaceGroup(draft, known, rest);
  tellStage(draft, group.id, fit.previous, null, { journey: null, reason: fit.reason });
}

/** The definition of a group; `undefined` when it was deleted. */
export function definitionOf(draft: AccountDraft, group: string): CompiledGroup | undefined {
  return draft.world.groups.find(({ id }) => id === group);
}

/** The live model of a definition's stages; `null` for none. */
export function stagesOf(draft: AccountDraft, group: CompiledGroup | undefined): StageModel | null {
  const { stageModel = null } = group ?? {};
  return stageModel === null ? null : (draft.world.stageModels.get(stageModel) ?? null);
}

/** A fact of a group's move, and the event that listeners hear. */
export function tellStage(
  draft: AccountDraft,
  group: string,
  previous: string | null,
  next: string | null,
  cause: Asker & { readonly reason?: 'modelChanged' },
): void {
  draft.facts.push({ type: 'stage', group, previous, next, ...cause });
  const fields: Record<string, Value> = { group };
  if (next !== null) fields['newStage'] = next;
  if (previous !== null) fields['previousStage'] = previous;
  announceGroup(draft, 'stageChanged', null, fields);
}

/** A fact of a group's other status, and the event that listeners hear. */
export function tellStatus(
  draft: AccountDraft,
  group: string,
  previous: string | null,
  next: string,
  cause: Asker,
): void {
  draft.facts.push({ type: 'status', group, previous, next, ...cause });
  const fields: Record<string, Value> = { group, newStatus: next };
  if (previous !== null) fields['previousStatus'] = previous;
  announceGroup(draft, 'statusChanged', null, fields);
}
