import { Journey } from '../../journey/journey.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { now, type Core } from '../core.ts';
import { saveDraft } from './save-draft.ts';

/** What may be said about a copy. */
export interface CopyOptions {
  readonly name?: string;
  readonly details?: boolean;
}

/** Copies a journey of any status into a new draft (EN-12). @throws AccompanyError `NOT_FOUND`, `DUPLICATE_ID` */
export async function duplicateJourney(
  core: Core,
  journey: string,
  id: string,
  options: CopyOptions,
): Promise<Journey> {
  const { document } = core.registry.journey(journey).body;
  const copy = Journey.of(document).duplicate(id, { ...options, now: now(core) });
  if (core.registry.journeys.has(id)) {
    throw new AccompanyError(
      'DUPLICATE_ID',
      `There is a journey ${id} already. Choose another id.`,
    );
  }
  await saveDraft(core, copy);
  return copy;
}
