import { AccompanyError } from '../../kernel/errors.ts';
import { isKeyId } from '../../kernel/id.ts';
import type { Journey } from '../../journey/journey.ts';
import { needJourney } from '../argument-checks.ts';
import { now, type Core } from '../core.ts';
import { define } from '../definitions/definitions.ts';
import { put } from '../../records/put.ts';
import { allow } from './lifecycle.ts';
import type { JourneyBody } from '../../records/bodies.ts';
import { refresh } from '../refresh.ts';
import type { CallOptions } from '../rounds.ts';
import type { Held } from '../../records/store.ts';

/**
 * Keeps a journey as a draft, with the definitions that travel with it.
 * @throws AccompanyError `NOT_ALLOWED` when it is no draft any more (EN-13) or is being published (EN-22),
 *   `INVALID_DOCUMENT` when its id cannot be one
 */
export async function saveDraft(
  core: Core,
  journey: Journey,
  options: CallOptions = {},
): Promise<void> {
  needJourney(journey);
  await refresh(core);
  const { document } = journey;
  const known = core.registry.journeys.get(document.id);
  if (known !== undefined) allow(core, document.id, 'edit');
  if (!isKeyId(document.id, core.settings.limits.idLength)) {
    throw new AccompanyError(
      'INVALID_DOCUMENT',
      `${JSON.stringify(document.id)} cannot be the id of a journey. Use 1 to ${core.settings.limits.idLength} characters, none of them a control character, and not __proto__, constructor or prototype.`,
      { path: ['id'] },
    );
  }
  await define(core, journey.resources, options);
  const body: JourneyBody = {
    document,
    status: 'draft',
    plan: null,
    publishedAt: null,
    startAt: null,
    endAt: null,
    finishedAt: null,
    order: 0,
    publication: null,
    sweep: null,
  };
  const record: Held<'journey'> = {
    kind: 'journey',
    id: document.id,
    version: (known?.version ?? 0) + 1,
    due: null,
    body,
  };
  await core.registry.write([put(record)], now(core));
  core.registry.adopt(record);
}
